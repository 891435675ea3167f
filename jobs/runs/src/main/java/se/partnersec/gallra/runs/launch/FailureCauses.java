package se.partnersec.gallra.runs.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.dao.DataAccessException;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.LimitExceededException;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.holds.hold.ErasureGate;

/** Why an attempt failed: of all that Spring Batch was told, the one thing that explains the rest. */
final class FailureCauses {
    private FailureCauses() {}

    /** Spring Batch adds complaints about what it could not write down; they must not hide the cause. */
    static @Nullable Throwable of(JobExecution execution) {
        List<Throwable> all = new ArrayList<>();
        for (Throwable failure : execution.getAllFailureExceptions()) {
            for (Throwable t = failure; t != null; t = t.getCause()) {
                all.add(t);
            }
        }
        List<Predicate<Throwable>> ranks = List.of(
                t -> t instanceof LeaseCheck.Fenced,
                t -> t instanceof LimitExceededException,
                t -> t instanceof ErasureGate.Mismatch,
                t -> t instanceof ChunkFailedException,
                t -> SqlErrorClassifier.kind(t) == SqlErrorClassifier.Kind.TRANSIENT,
                t -> t instanceof DataAccessException,
                t -> true);
        return ranks.stream()
                .flatMap(rank -> all.stream().filter(rank))
                .findFirst()
                .orElse(null);
    }

    static SqlErrorClassifier.Kind kind(@Nullable Throwable why) {
        if (why instanceof ChunkFailedException failed) {
            return failed.kind();
        }
        return why == null ? SqlErrorClassifier.Kind.STOP : SqlErrorClassifier.kind(why);
    }

    static String words(@Nullable Throwable why, int tries) {
        String what = why instanceof ChunkFailedException
                ? String.valueOf(why.getMessage())
                : why == null ? "unknown" : SqlErrorClassifier.words(why);
        return tries > 1 ? String.format(Locale.ROOT, "%s, %d tries", what, tries) : what;
    }
}
