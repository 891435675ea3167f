package se.partnersec.gallra.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.dao.DataAccessException;
import se.partnersec.gallra.engine.ChunkFailed;
import se.partnersec.gallra.engine.Faults;
import se.partnersec.gallra.engine.Lease;
import se.partnersec.gallra.engine.LimitTripped;
import se.partnersec.gallra.hold.Gate;

/** Why an attempt failed: of all that Spring Batch was told, the one thing that explains the rest. */
final class Causes {
    private Causes() {}

    /** Spring Batch adds complaints about what it could not write down; they must not hide the cause. */
    static @Nullable Throwable of(JobExecution execution) {
        List<Throwable> all = new ArrayList<>();
        for (Throwable failure : execution.getAllFailureExceptions()) {
            for (Throwable t = failure; t != null; t = t.getCause()) {
                all.add(t);
            }
        }
        List<Predicate<Throwable>> ranks = List.of(
                t -> t instanceof Lease.Fenced,
                t -> t instanceof LimitTripped,
                t -> t instanceof Gate.Mismatch,
                t -> t instanceof ChunkFailed,
                t -> Faults.kind(t) == Faults.Kind.TRANSIENT,
                t -> t instanceof DataAccessException,
                t -> true);
        return ranks.stream()
                .flatMap(rank -> all.stream().filter(rank))
                .findFirst()
                .orElse(null);
    }

    static Faults.Kind kind(@Nullable Throwable why) {
        if (why instanceof ChunkFailed failed) {
            return failed.kind();
        }
        return why == null ? Faults.Kind.STOP : Faults.kind(why);
    }

    static String words(@Nullable Throwable why, int tries) {
        String what = why instanceof ChunkFailed
                ? String.valueOf(why.getMessage())
                : why == null ? "unknown" : Faults.words(why);
        return tries > 1 ? String.format(Locale.ROOT, "%s, %d tries", what, tries) : what;
    }
}
