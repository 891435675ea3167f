package se.partnersec.gallra.objectstore.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthScheme;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs a request in its query, as of a moment before the lease was asked for the last time, so that the store refuses it once it is
 * older than {@link #LIFE}: a process that slept, or a gateway that kept the request, deletes nothing after somebody else took over.
 * Signatures in the header are taken for 15 minutes. Host and checksum of the body are among what is signed.
 */
public final class ExpiringSignature implements AuthScheme<AwsCredentialsIdentity>, HttpSigner<AwsCredentialsIdentity> {
    /** How long the store takes a request after it was signed. */
    public static final Duration LIFE = Duration.ofSeconds(15);

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    /** The SDK signs a request in the thread that asks for it. */
    private final ThreadLocal<@Nullable Instant> moment = new ThreadLocal<>();

    /** Has requests of this thread signed as of a moment. @param signedAt by the store's clock */
    <T> T as(Instant signedAt, Supplier<T> requests) {
        moment.set(signedAt);
        try {
            return requests.get();
        } finally {
            moment.remove();
        }
    }

    @Override
    public String schemeId() {
        return AwsV4AuthScheme.SCHEME_ID;
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return providers.identityProvider(AwsCredentialsIdentity.class);
    }

    @Override
    public HttpSigner<AwsCredentialsIdentity> signer() {
        return this;
    }

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        SdkHttpRequest plain = request.request();
        SignedRequest signed = SIGNER.sign(expiring(request));
        return signed.toBuilder()
                .request(signed.request().toBuilder()
                        .protocol(plain.protocol())
                        .port(plain.port())
                        .build())
                .build();
    }

    /**
     * As if it were sent by HTTPS: else the signer takes the hash of the body into account, which stores do not expect in a query. The body
     * is signed by its checksum in the header.
     */
    private <T extends AwsCredentialsIdentity> SignRequest<T> expiring(SignRequest<T> request) {
        Instant signedAt = moment.get();
        if (signedAt == null) {
            throw new IllegalStateException("a request to delete without a moment it is signed as of. Indicates a bug");
        }
        SdkHttpRequest plain = request.request();
        boolean standard = plain.protocol().equals("http") && plain.port() == HTTP_PORT;
        return request.toBuilder()
                .request(plain.toBuilder()
                        .protocol("https")
                        .port(standard ? HTTPS_PORT : plain.port())
                        .build())
                .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, LIFE)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, false)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(signedAt, ZoneOffset.UTC))
                .build();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        throw new UnsupportedOperationException(
                "delete requests are sent one at a time by each thread. Indicates a bug");
    }
}
