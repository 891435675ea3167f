package se.partnersec.gallra.objectstore.deletion;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.objectstore.client.S3ErrorTranslator;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads refusals of deletes: what a code says of one key, and what a failed request says of all its keys. */
public final class DeletionErrors {
    /** What is known of a version, and the store's code. */
    public record Reading(DeletionResult.Status deletion, String code) {}

    private DeletionErrors() {}

    public static Reading of(@Nullable String rawCode, @Nullable String message) {
        String code = S3ErrorTranslator.safe(rawCode);
        if (expired(code, message)) {
            return new Reading(DeletionResult.Status.EXPIRED, code);
        }
        if (S3ErrorTranslator.denied(code, message)) {
            return new Reading(DeletionResult.Status.DENIED, code);
        }
        if (S3ErrorTranslator.throttled(code, 0)) {
            return new Reading(DeletionResult.Status.THROTTLED, code);
        }
        return switch (code) {
            case "" -> new Reading(DeletionResult.Status.UNKNOWN, "NoCode");
            case "PreconditionFailed" -> new Reading(DeletionResult.Status.CHANGED, code);
            case "NoSuchVersion", "NoSuchKey", "NoSuchUpload" -> new Reading(DeletionResult.Status.MISSING, code);
            default -> new Reading(DeletionResult.Status.FAILED, code);
        };
    }

    public static Reading of(SdkException e) {
        if (!(e instanceof AwsServiceException answer)) {
            return notSent(e)
                    ? new Reading(DeletionResult.Status.FAILED, "Unreachable")
                    : new Reading(DeletionResult.Status.IN_DOUBT, e.getClass().getSimpleName());
        }
        String code = S3ErrorTranslator.code(answer);
        int status = answer.statusCode();
        String message = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorMessage();
        if (status >= 500) {
            if (S3ErrorTranslator.throttled(code, status)) {
                return new Reading(DeletionResult.Status.THROTTLED, code);
            }
            // A gateway that gave up says nothing of the store behind it; the store's own error ends the request.
            return code.equals("InternalError") || code.equals("NotImplemented")
                    ? new Reading(DeletionResult.Status.UNKNOWN, code)
                    : new Reading(DeletionResult.Status.IN_DOUBT, "Status" + status);
        }
        if (status / 100 == 2) {
            return new Reading(DeletionResult.Status.UNKNOWN, code.isEmpty() ? "Status" + status : code);
        }
        if (code.isEmpty()) {
            return byStatus(status);
        }
        Reading reading = of(code, message);
        return reading.deletion() == DeletionResult.Status.FAILED && status == 403
                ? new Reading(DeletionResult.Status.DENIED, code)
                : reading;
    }

    /** AWS and most others say AccessDenied and tell why in words. */
    private static boolean expired(String code, @Nullable String message) {
        return code.equals("RequestTimeTooSkewed")
                || code.equals("RequestExpired")
                || code.equals("AccessDenied")
                        && message != null
                        && message.toLowerCase(Locale.ROOT).contains("request has expired");
    }

    /** Errors without a body, as some proxies and HEAD-like answers give them. A bare 404 may mean the bucket. */
    private static Reading byStatus(int status) {
        DeletionResult.Status deletion = switch (status) {
            case 401, 403 -> DeletionResult.Status.DENIED;
            case 412 -> DeletionResult.Status.CHANGED;
            case 429 -> DeletionResult.Status.THROTTLED;
            default -> DeletionResult.Status.FAILED;
        };
        return new Reading(deletion, "Status" + status);
    }

    /** Only where no connection came about is it sure that nothing was asked. */
    private static boolean notSent(SdkException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof ConnectException || t instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }
}
