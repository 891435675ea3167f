package se.partnersec.gallra.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.policy.DataCategory;

/**
 * Everything that keeps what belongs to a record, person or invoice: holds people placed, and what the books demand.
 *
 * @param known whether anybody bears the name; true where there is nothing to look it up in
 * @param holds on it under any of its names, ended ones too, oldest first
 * @param books records in its scope that are marked as accounting information
 * @param booking what the invoice's own booking date says; null where the mapping offers none
 */
public record HeldScope(
        HoldScope scope,
        Instant at,
        boolean known,
        List<PlacedHold> holds,
        List<Books> books,
        @Nullable Booking booking) {

    /**
     * Accounting information of one category.
     *
     * @param lastDay latest last day the law keeps any of them; null if of none the fiscal year is known
     * @param undated records whose fiscal year is not known: they stay until somebody enters it
     */
    public record Books(
            DataCategory category, long records, @Nullable LocalDate lastDay, long undated) {}

    /** @param lastDay null while its fiscal year is not known */
    public record Booking(LocalDate bookedOn, @Nullable LocalDate lastDay) {}

    public List<PlacedHold> active() {
        return holds.stream().filter(h -> h.hold().activeAt(at)).toList();
    }

    /** For a terminal, at most 100 columns wide: Swedish for {@code sv}, otherwise English. */
    public String text(Locale locale) {
        return new HoldText(locale).found(this);
    }
}
