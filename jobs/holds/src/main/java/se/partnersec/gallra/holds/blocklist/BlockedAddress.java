package se.partnersec.gallra.holds.blocklist;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the block list, as a person looks it up.
 *
 * @param key of its row
 * @param until last day, if it runs out by itself
 * @param lifted null while nobody lifted it
 * @param messages how many are quarantined for it
 */
public record BlockedAddress(
        String key,
        String address,
        @Nullable String reason,
        @Nullable LocalDate until,
        @Nullable Instant lifted,
        @Nullable LocalDate reviewBy,
        long messages) {

    /** Not the address, which a log has no business with. */
    @Override
    public String toString() {
        return "block " + key;
    }
}
