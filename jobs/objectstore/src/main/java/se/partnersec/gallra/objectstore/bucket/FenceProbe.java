package se.partnersec.gallra.objectstore.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.objectstore.client.BucketFacts.Fencing;
import se.partnersec.gallra.objectstore.client.ExpiringSignature;
import se.partnersec.gallra.objectstore.client.S3Connection;
import se.partnersec.gallra.support.text.Sentences;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * Probe of a store: it has to refuse delete requests that are too old, and those that were altered on their way. The requests name an object
 * that never was, so that nothing is deleted, whatever the store does.
 */
final class FenceProbe {
    private static final Sentences SENTENCES = Sentences.of("objectstore");
    /** No more than a request may live: behind a gateway that dates the answers, the clock that looks at signatures may be another. */
    private static final Duration OLD = ExpiringSignature.LIFE.plusSeconds(3);

    /** What else a store answers says nothing of signatures. */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

    private static final Pattern DATE = Pattern.compile("[0-9]{8}T[0-9]{6}Z");
    private static final int SUCCESS = 2;

    private final S3Connection connection;
    private final Consumer<String> note;

    /** @param note told why it is not known, or what the store takes that it should refuse */
    FenceProbe(S3Connection connection, Consumer<String> note) {
        this.connection = connection;
        this.note = note;
    }

    /** @param prefix below which the account may delete */
    Fencing probe(String prefix) {
        Instant now = connection.clock().now();
        String place = connection.place();
        try {
            Signed good = signed(prefix, now);
            int status = good.send(connection);
            if (status / 100 != SUCCESS) {
                note.accept(SENTENCES.say("bucket.refuses-delete-request-signed-query-status", place, status));
                return Fencing.UNKNOWN;
            }
            Signed old = signed(prefix, now.minus(OLD));
            String late = taken(old, SENTENCES.say("bucket.18-seconds-old-signed-15"))
                    + taken(old.dated(good), SENTENCES.say("bucket.given-newer-date-after-signed"));
            if (!late.isEmpty()) {
                note.accept(SENTENCES.say("bucket.takes-delete-request", place, late.replaceFirst(",$", "")));
            }
            // Says nothing of late ones: what a process or a gateway kept is sent as it was signed.
            if (!taken(good.naming(UUID.randomUUID()), "").isEmpty()) {
                note.accept(SENTENCES.say("bucket.takes-altered-request", place));
            }
            return late.isEmpty() ? Fencing.FENCED : Fencing.UNFENCED;
        } catch (IOException | SdkException e) {
            note.accept(SENTENCES.say(
                    "bucket.did-not-answer-probe-signatures-so",
                    place,
                    (e instanceof IOException ? " (" + e.getMessage() + ")" : "")));
            return Fencing.UNKNOWN;
        }
    }

    private String taken(Signed request, String what) throws IOException {
        int status = request.send(connection);
        if (status / 100 == SUCCESS) {
            return " " + what + ",";
        }
        if (!REFUSALS.contains(status)) {
            throw new IOException("status " + status);
        }
        return "";
    }

    /** A request as the SDK would send it, caught on its way. */
    private Signed signed(String prefix, Instant signedAt) {
        String key = prefix + ".gallra-probe-" + UUID.randomUUID();
        Caught caught = new Caught();
        try {
            connection.delete(
                    signedAt,
                    caught,
                    s3 -> s3.deleteObjects(r -> r.bucket(connection.bucket())
                            .delete(d -> d.objects(ObjectIdentifier.builder()
                                    .key(key)
                                    .versionId("null")
                                    .build()))));
        } catch (Caught.Sent e) {
            return caught.request();
        }
        throw new IllegalStateException("a request went past its interceptor. Indicates a bug");
    }

    private record Signed(SdkHttpRequest request, byte[] body) {
        int send(S3Connection connection) throws IOException {
            return connection.send(request, body);
        }

        /** With the date of another, and the signature that it had. */
        Signed dated(Signed other) {
            return new Signed(
                    request.toBuilder()
                            .putRawQueryParameter(
                                    "X-Amz-Date",
                                    other.request()
                                            .firstMatchingRawQueryParameter("X-Amz-Date")
                                            .filter(date -> DATE.matcher(date).matches())
                                            .orElseThrow())
                            .build(),
                    body);
        }

        /** With the name of another object in its body, of the same length. */
        Signed naming(UUID another) {
            String text = new String(body, StandardCharsets.UTF_8)
                    .replaceFirst("\\.gallra-probe-[0-9a-f-]{36}", ".gallra-probe-" + another);
            return new Signed(request, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Keeps a request when it is signed, and lets nothing through. */
    private static final class Caught implements ExecutionInterceptor {
        private final AtomicReference<@Nullable Signed> found = new AtomicReference<>();

        Signed request() {
            return Objects.requireNonNull(found.get());
        }

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            byte[] body = context.requestBody()
                    .map(content -> bytes(content.contentStreamProvider().newStream()))
                    .orElse(new byte[0]);
            found.set(new Signed(context.httpRequest(), body));
            throw new Sent();
        }

        private static byte[] bytes(InputStream body) {
            try (body) {
                return body.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Ends the request where it would be sent. */
        private static final class Sent extends RuntimeException {
            private static final long serialVersionUID = 1;
        }
    }
}
