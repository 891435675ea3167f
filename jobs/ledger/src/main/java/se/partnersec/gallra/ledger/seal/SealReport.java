package se.partnersec.gallra.ledger.seal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a sealing.
 *
 * @param made seals made now, oldest first
 * @param newest number of the newest seal there is; 0 without any
 * @param exports one for each place that is configured
 */
public record SealReport(List<Seal> made, long newest, List<Export> exports) {
    public SealReport {
        made = List.copyOf(made);
        exports = List.copyOf(exports);
    }

    /**
     * @param place where copies lie, or should
     * @param brought seals brought there now, and read there again
     * @param missing seals that are not there yet; the next sealing tries again
     * @param failure why not; null if nothing is missing
     */
    public record Export(
            String place,
            int brought,
            int missing,
            @Nullable SealException failure) {}
}
