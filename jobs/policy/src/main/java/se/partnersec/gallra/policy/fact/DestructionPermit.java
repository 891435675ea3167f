package se.partnersec.gallra.policy.fact;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Skatteverket's permit to destroy accounting information before its seven years are over (BFL 7 kap. 7 §). It ends what
 * the Bookkeeping Act keeps and nothing else, and it allows: it obliges nobody to destroy anything.
 *
 * @param number of ours; people call it {@link #id()}
 * @param reference Skatteverket's own, as its decision bears it
 * @param yearEnd last day of the fiscal year it is for; null where it is for one record
 * @param entity code of the legal entity whose fiscal year that is; null where it is for one record
 * @param allowedFrom first local day on which it lets a record go
 * @param requestedBy database login of who entered it
 * @param approvedBy database login of who approved it; null while nobody did
 */
public record DestructionPermit(
        long number,
        String reference,
        @Nullable LocalDate yearEnd,
        @Nullable String entity,
        LocalDate allowedFrom,
        String requestedBy,
        @Nullable String approvedBy,
        boolean withdrawn) {

    public DestructionPermit {
        if (reference.isBlank()) {
            throw new IllegalArgumentException("permit P-" + number + " must name Skatteverket's reference");
        }
    }

    public String id() {
        return "P-" + number;
    }

    /** The last day of its fiscal year, with the legal entity behind it where that is not {@link FiscalYear#MAIN}. */
    public String year() {
        return yearEnd + (FiscalYear.MAIN.equals(entity) ? "" : " (" + entity + ")");
    }

    /** Approved by another person than who entered it, and not withdrawn: only then has it any effect. */
    public boolean stands() {
        return approvedBy != null && !withdrawn && !samePerson(requestedBy, approvedBy);
    }

    /**
     * Whether it is about a record the books have so. A permit for a year errs to the narrow side: a record that a later
     * year concerns as well, or whose years are not all known, is not meant. Nor is one whose year overlaps another: who enters a
     * year of their own over two others could otherwise widen what two people agreed on. So too where nobody knows in whose books
     * it is.
     */
    public boolean covers(Bookkeeping books) {
        if (yearEnd == null) {
            return true;
        }
        FiscalYear latest = books.latestYear();
        return latest != null
                && latest.end().equals(yearEnd)
                && latest.entity().equals(entity)
                && books.overlapping(latest) == 1;
    }

    /**
     * Whether nothing of a record goes early, whatever is permitted: an invoice that somebody disputes, and what a voucher
     * that is there needs of the user it names.
     */
    public static boolean barred(Facts facts, Instant now) {
        return facts instanceof Facts.Invoice invoice
                ? invoice.disputedAt(now)
                : facts instanceof Facts.User
                        && !facts.circumstances().bookkeeping().booked().isEmpty();
    }

    /** Whether two logins may be one person's: the hosts they came from and the case of letters make no other person. */
    public static boolean samePerson(String one, String other) {
        return name(one).equals(name(other));
    }

    private static String name(String login) {
        int at = login.indexOf('@');
        return (at < 0 ? login : login.substring(0, at)).strip().toLowerCase(Locale.ROOT);
    }
}
