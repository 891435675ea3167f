package se.partnersec.gallra.store;

import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads refusals of deletes: what a code says of one key, and what a failed request says of all its keys. */
final class DeleteErrors {
    /** What is known of a version, and the store's code. */
    record Reading(Deletion deletion, String code) {}

    private DeleteErrors() {}

    static Reading of(@Nullable String rawCode, @Nullable String message) {
        String code = StoreErrors.safe(rawCode);
        if (StoreErrors.denied(code, message)) {
            return new Reading(Deletion.DENIED, code);
        }
        if (StoreErrors.throttled(code, 0)) {
            return new Reading(Deletion.THROTTLED, code);
        }
        return switch (code) {
            case "" -> new Reading(Deletion.UNKNOWN, "NoCode");
            case "PreconditionFailed" -> new Reading(Deletion.CHANGED, code);
            case "NoSuchVersion", "NoSuchKey", "NoSuchUpload" -> new Reading(Deletion.MISSING, code);
            default -> new Reading(Deletion.FAILED, code);
        };
    }

    static Reading of(SdkException e) {
        if (!(e instanceof AwsServiceException answer)) {
            return notSent(e)
                    ? new Reading(Deletion.FAILED, "Unreachable")
                    : new Reading(Deletion.IN_DOUBT, e.getClass().getSimpleName());
        }
        String code = StoreErrors.code(answer);
        int status = answer.statusCode();
        String message = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorMessage();
        if (status >= 500) {
            if (StoreErrors.throttled(code, status)) {
                return new Reading(Deletion.THROTTLED, code);
            }
            // A gateway that gave up says nothing of the store behind it; the store's own error ends the request.
            return code.equals("InternalError") || code.equals("NotImplemented")
                    ? new Reading(Deletion.UNKNOWN, code)
                    : new Reading(Deletion.IN_DOUBT, "Status" + status);
        }
        if (status / 100 == 2) {
            return new Reading(Deletion.UNKNOWN, code.isEmpty() ? "Status" + status : code);
        }
        if (code.isEmpty()) {
            return byStatus(status);
        }
        Reading reading = of(code, message);
        return reading.deletion() == Deletion.FAILED && status == 403 ? new Reading(Deletion.DENIED, code) : reading;
    }

    /** Errors without a body, as some proxies and HEAD-like answers give them. A bare 404 may mean the bucket. */
    private static Reading byStatus(int status) {
        Deletion deletion = switch (status) {
            case 401, 403 -> Deletion.DENIED;
            case 412 -> Deletion.CHANGED;
            case 429 -> Deletion.THROTTLED;
            default -> Deletion.FAILED;
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
