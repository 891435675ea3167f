package se.partnersec.gallra.planning.holding;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.rule.DataCategory;

/** What a hold covers, and what it came too late for; counted after it was committed. */
public record HoldReceipt(PlacedHold hold, List<Coverage> coverage, List<Warning> warnings) {

    /**
     * A record is in one of the four at most.
     *
     * @param kept still there, and staying because of the hold
     * @param emptied still there as a row, of which an object, or what pointed at it, was erased before the hold came
     * @param erased erased before the hold was placed; null where the ledger cannot tell whose its records were
     * @param inFlight on its way when the hold came: what is there stays, what a run was told to erase before may go yet
     */
    public record Coverage(
            DataCategory category,
            long kept,
            long emptied,
            @Nullable Long erased,
            long inFlight) {}

    public enum Warning {
        /** No customer, user or invoice has this key or name. The hold stands, and reaches records that carry it. */
        UNKNOWN_KEY,
        /** The mapping does not say where such identities are, so other names of it are not known. */
        NOT_MAPPED,
        /** The text is not of the form {@code category:key}, or the category is not mapped. */
        UNKNOWN_RECORD,
        /** {@code GALLRA_TAG_KEY} is not the key of this database, so nobody can tell whether the ledger has seen the record. */
        OTHER_TAG_KEY,
        /** The hold is limited to a category its scope has no record in. */
        REACHES_NOTHING
    }

    public long kept() {
        return coverage.stream().mapToLong(Coverage::kept).sum();
    }

    public long inFlight() {
        return coverage.stream().mapToLong(Coverage::inFlight).sum();
    }

    /** Those the ledger can tell of. */
    public long erased() {
        return coverage.stream()
                .map(Coverage::erased)
                .mapToLong(n -> n == null ? 0 : n)
                .sum();
    }

    /** For a terminal, at most 100 columns wide: Swedish for {@code sv}, otherwise English. */
    public String text(Locale locale) {
        return new HoldText(locale).receipt(this);
    }
}
