package se.partnersec.gallra.bench;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One way to delete what is due and not held, from plain SQL to the program itself. */
interface Way {
    List<String> NAMES = List.of("giant", "limit", "loop", "archiver", "archiver-safe", "ours");

    String name();

    /** What it does, in the words of the table that is printed. */
    String words();

    /** Deletes all that is due and not held. */
    Took run(AgedRows rows) throws Exception;

    /**
     * Times of one run of a way.
     *
     * @param step seconds of the deleting itself
     * @param whole seconds from the start of the command to its end
     * @param first seconds from the start of the command to the first rows that were gone; NaN where it is not known
     * @param began when the deleting itself began; null if with the call
     */
    record Took(
            double step,
            double whole,
            double first,
            @Nullable Instant began) {
        static Took plain(long startedNanos) {
            double seconds = (System.nanoTime() - startedNanos) / 1e9;
            return new Took(seconds, seconds, Double.NaN, null);
        }
    }

    /** Whether the holds it respects are those of the program, placed through its gate. */
    default boolean ours() {
        return false;
    }
}
