package se.partnersec.gallra.bench;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One way to delete what is due and not held, from plain SQL to the program itself. */
interface Way {
    List<String> NAMES = List.of("giant", "limit", "loop", "archiver", "archiver-safe", "ours");

    String name();

    /** What it does, in the words of the table that is printed. */
    String words();

    /** Deletes all that is due and not held; answers the seconds it took. */
    double run(AgedRows rows) throws Exception;

    /** When what was timed last began, if not with the call. */
    default Optional<Instant> began() {
        return Optional.empty();
    }

    /** Whether the holds it respects are those of the program, placed through its gate. */
    default boolean ours() {
        return false;
    }
}
