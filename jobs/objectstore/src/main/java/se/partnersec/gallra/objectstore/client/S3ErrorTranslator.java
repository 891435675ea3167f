package se.partnersec.gallra.objectstore.client;

import java.io.IOException;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.objectstore.client.ObjectStoreException.Kind;
import se.partnersec.gallra.support.text.Sentences;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads what the SDK throws: which kind of trouble it is, in words that hold no key. */
public final class S3ErrorTranslator {
    private static final Sentences SENTENCES = Sentences.of("objectstore");
    private static final Set<String> THROTTLING = Set.of(
            "SlowDown",
            "ServiceUnavailable",
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "RequestThrottled",
            "TooManyRequests",
            "TooManyRequestsException");
    private static final Set<String> DENIALS =
            Set.of("AccessDenied", "AllAccessDisabled", "AccountProblem", "Forbidden", "ObjectLocked");

    private S3ErrorTranslator() {}

    static ObjectStoreException translate(SdkException e, BucketSettings settings) {
        Kind kind = kind(e);
        return new ObjectStoreException(kind, settings.place() + " " + says(e, kind) + cure(e, kind));
    }

    private static Kind kind(SdkException e) {
        if (!(e instanceof AwsServiceException answer)) {
            return unanswered(e) ? Kind.UNREACHABLE : Kind.OTHER;
        }
        String code = code(answer);
        int status = answer.statusCode();
        if (status == 501 || code.equals("NotImplemented")) {
            return Kind.UNSUPPORTED;
        }
        if (throttled(code, status)) {
            return Kind.THROTTLED;
        }
        if (status == 401 || status == 403) {
            return Kind.DENIED;
        }
        return code.equals("NoSuchBucket") ? Kind.NO_SUCH_BUCKET : Kind.OTHER;
    }

    private static String says(SdkException e, Kind kind) {
        if (e instanceof AwsServiceException answer) {
            return SENTENCES.say("client.answers", answer.statusCode(), code(answer));
        }
        String name = rootCause(e).getClass().getSimpleName();
        return kind == Kind.UNREACHABLE
                ? SENTENCES.say("client.cannot-reached", name)
                : SENTENCES.say("client.gave-no-usable-answer", name);
    }

    private static String cure(SdkException e, Kind kind) {
        if (e instanceof AwsServiceException answer && answer.statusCode() / 100 == 3) {
            return SENTENCES.say("client.bucket-lies-elsewhere-set-gallra-s3");
        }
        return switch (kind) {
            case UNREACHABLE -> SENTENCES.say("client.check-gallra-s3-endpoint-network");
            case NO_SUCH_BUCKET -> SENTENCES.say("client.check-gallra-s3-bucket");
            case DENIED -> SENTENCES.say("client.check-gallra-s3-access-key-gallra");
            case THROTTLED -> SENTENCES.say("client.run-again-later");
            case UNSUPPORTED -> SENTENCES.say("client.store-does-not-know-call");
            case OTHER -> "";
        };
    }

    /** True where the request may have reached the store although no answer came back. */
    static boolean unanswered(SdkException e) {
        if (e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || e instanceof AbortedException) {
            return true;
        }
        return rootCause(e) instanceof IOException;
    }

    /** An answer that ended before its end; only a reader may ask again. */
    static boolean brokenOff(Throwable e) {
        Throwable root = rootCause(e);
        return root instanceof IOException || root instanceof XMLStreamException;
    }

    public static boolean throttled(String code, int status) {
        return THROTTLING.contains(code) || status == 429;
    }

    /** A per-key refusal that will not change by asking again; MinIO calls a locked object an invalid request. */
    public static boolean denied(String code, @Nullable String message) {
        return DENIALS.contains(code)
                || (code.equals("InvalidRequest")
                        && message != null
                        && message.matches("(?is).*\\b(WORM|lock|locked|retention|legal hold)\\b.*"));
    }

    public static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null ? "" : safe(e.awsErrorDetails().errorCode());
    }

    /** A store's own word, if it is one: a hostile answer could put a key there. */
    public static String safe(@Nullable String code) {
        if (code == null || code.isEmpty()) {
            return "";
        }
        return code.matches("[A-Za-z]{1,60}") ? code : "UnreadableCode";
    }

    private static Throwable rootCause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
