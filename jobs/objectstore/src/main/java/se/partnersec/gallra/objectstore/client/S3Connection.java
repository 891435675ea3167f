package se.partnersec.gallra.objectstore.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.BucketSettings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The line to the object store: one HTTP client, spoken to in two tempers, for reading and for changing. */
public final class S3Connection implements AutoCloseable {
    /** Requests of one kind that run side by side, at most. */
    static final int PARALLEL = 8;

    private static final int READ_ATTEMPTS = 4;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration READ_ATTEMPT_TIMEOUT = Duration.ofSeconds(20);

    private final BucketSettings settings;
    private final String bucket;
    private final SdkHttpClient http;
    private final S3Client reads;
    private final S3Client writes;
    private final S3Client deletes;
    private final ExpiringSignature signature = new ExpiringSignature();
    private final StoreClock clock = new StoreClock();
    private final AdaptiveConcurrency bound = new AdaptiveConcurrency(PARALLEL);
    private final ExecutorService workers;
    private final ExecutorService singles;
    private final ExecutorService senders;

    public S3Connection(BucketSettings settings) {
        this.settings = settings;
        this.bucket = settings.bucket();
        http = Apache5HttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(5))
                .connectionAcquisitionTimeout(Duration.ofSeconds(10))
                .socketTimeout(READ_ATTEMPT_TIMEOUT)
                .connectionMaxIdleTime(Duration.ofSeconds(10))
                .maxConnections(4 * PARALLEL)
                .build();
        // An answer that breaks off is worth asking for again, which the SDK by itself does not think.
        RetryStrategy patient = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(READ_ATTEMPTS)
                .retryOnException(S3ErrorTranslator::brokenOff)
                .build();
        reads = client(patient, READ_TIMEOUT, READ_ATTEMPT_TIMEOUT).build();
        // A delete that the SDK repeats unseen would be a second delete, of whatever lies there by then.
        writes = client(AwsRetryStrategy.doNotRetry(), READ_TIMEOUT, null).build();
        deletes = deleting(null);
        workers = pool("gallra-s3");
        singles = pool("gallra-s3-single");
        senders = pool("gallra-s3-delete");
    }

    private static ExecutorService pool(String name) {
        return Executors.newFixedThreadPool(PARALLEL, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @param further told of its requests */
    private S3Client deleting(@Nullable ExecutionInterceptor further) {
        S3ClientBuilder builder =
                client(AwsRetryStrategy.doNotRetry(), READ_TIMEOUT, null).putAuthScheme(signature);
        if (further != null) {
            builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                    .addExecutionInterceptor(further)
                    .build());
        }
        return builder.build();
    }

    private S3ClientBuilder client(RetryStrategy retries, Duration timeout, @Nullable Duration attemptTimeout) {
        ClientOverrideConfiguration.Builder override =
                ClientOverrideConfiguration.builder().retryStrategy(retries).apiCallTimeout(timeout);
        override.addExecutionInterceptor(new AdaptiveConcurrency.SlowDownInterceptor(bound));
        override.addExecutionInterceptor(clock.listener());
        if (attemptTimeout != null) {
            override.apiCallAttemptTimeout(attemptTimeout);
        }
        if (settings.bucketOwner() != null) {
            override.addExecutionInterceptor(new OwnerHeader(settings.bucketOwner()));
        }
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(http)
                .overrideConfiguration(override.build());
        if (settings.endpoint() != null) {
            // Servers other than AWS: no host name per bucket, no chunked signatures, and older ones want Content-MD5.
            builder.endpointOverride(URI.create(settings.endpoint()))
                    .forcePathStyle(true)
                    .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
                    .addPlugin(LegacyMd5Plugin.create());
        }
        return builder;
    }

    private AwsCredentialsProvider credentials() {
        String accessKey = settings.accessKey();
        String secretKey = settings.secretKey();
        return accessKey == null || secretKey == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }

    public boolean ownerMissing() {
        return settings.ownerMissing();
    }

    public String bucket() {
        return bucket;
    }

    public String place() {
        return settings.place();
    }

    /** For look-ups and single deletes. */
    public ExecutorService workers() {
        return workers;
    }

    /** For deletions of one version, which wait for no look-up. */
    public ExecutorService singles() {
        return singles;
    }

    /** For delete requests, which may wait for {@link #singles}, and for what is asked right before them. */
    public ExecutorService senders() {
        return senders;
    }

    public AdaptiveConcurrency bound() {
        return bound;
    }

    /** Asks, repeating where the SDK thinks it worth while. */
    public <T> T read(Function<S3Client, T> question) {
        return translated(() -> question.apply(reads));
    }

    /** Changes something, once. */
    public <T> T write(Function<S3Client, T> order) {
        return translated(() -> order.apply(writes));
    }

    /** Whether the store hands out the current version of a key: a second opinion to a listing. */
    public boolean hands(String key) {
        return translated(() -> {
            try {
                reads.headObject(r -> r.bucket(bucket()).key(key));
                return true;
            } catch (NoSuchKeyException e) {
                return false;
            } catch (S3Exception e) {
                if (e.statusCode() == 404) {
                    return false;
                }
                throw e;
            }
        });
    }

    public boolean makeBucketIfMissing() {
        try {
            read(s3 -> s3.listObjectsV2(r -> r.bucket(bucket()).maxKeys(1)));
            return false;
        } catch (ObjectStoreException e) {
            if (e.kind() != ObjectStoreException.Kind.NO_SUCH_BUCKET) {
                throw e;
            }
        }
        write(s3 -> s3.createBucket(r -> {
            r.bucket(bucket());
            // The one region whose name must not be given.
            if (!settings.region().equals("us-east-1")) {
                r.createBucketConfiguration(c -> c.locationConstraint(settings.region()));
            }
        }));
        write(s3 -> s3.putBucketVersioning(
                r -> r.bucket(bucket()).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED))));
        return true;
    }

    public StoreClock clock() {
        return clock;
    }

    /** Sends a request that was signed before, with a body; answers the status alone. */
    public int send(SdkHttpRequest signed, byte[] body) throws IOException {
        HttpExecuteResponse answer = http.prepareRequest(HttpExecuteRequest.builder()
                        .request(signed)
                        .contentStreamProvider(ContentStreamProvider.fromByteArray(body))
                        .build())
                .call();
        answer.responseBody().ifPresent(AbortableInputStream::abort);
        return answer.httpResponse().statusCode();
    }

    /**
     * Deletes: one attempt, and the SDK's exceptions as they are, to be read for what may have happened.
     *
     * @param signedAt by the store's clock; what is sent more than {@link ExpiringSignature#LIFE} later is refused
     */
    public <T> T delete(Instant signedAt, Function<S3Client, T> order) {
        return signature.as(signedAt, () -> order.apply(deletes));
    }

    /** The same by a client whose requests go to an interceptor first. */
    public void delete(Instant signedAt, ExecutionInterceptor first, Consumer<S3Client> order) {
        try (S3Client client = deleting(first)) {
            signature.as(signedAt, () -> {
                order.accept(client);
                return null;
            });
        }
    }

    private <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw S3ErrorTranslator.translate(e, settings);
        }
    }

    @Override
    public void close() {
        senders.shutdownNow();
        singles.shutdownNow();
        workers.shutdownNow();
        reads.close();
        writes.close();
        deletes.close();
        http.close();
    }

    /** Says on every call whose bucket we mean, so that a bucket of the same name in other hands refuses us. */
    private record OwnerHeader(String owner) implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().toBuilder()
                    .putHeader("x-amz-expected-bucket-owner", owner)
                    .build();
        }
    }
}
