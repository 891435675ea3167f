package se.partnersec.gallra.approvals.request;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * A permit somebody wants to enter, for one record or for a fiscal year; exactly one of the two is given.
 *
 * @param reference Skatteverket's
 * @param recordKey null for a fiscal year
 * @param yearEnd last day of the fiscal year; null for a record
 * @param allowedFrom first day on which Skatteverket lets it be destroyed
 */
public record NewPermit(
        String reference,
        DataCategory category,
        @Nullable String recordKey,
        @Nullable LocalDate yearEnd,
        LocalDate allowedFrom,
        String reason) {
    private static final DataCategory USERS = new DataCategory("user-data");
    private static final int LONGEST_REFERENCE = 190;
    private static final int LONGEST_REASON = 1000;

    public NewPermit {
        if ((recordKey == null) == (yearEnd == null)) {
            throw new IllegalArgumentException("a permit is for one record or for one fiscal year");
        }
    }

    /**
     * What speaks against it; empty if nothing does.
     *
     * @param kept the categories that the Bookkeeping Act can keep
     */
    List<String> problems(Set<DataCategory> kept, List<FiscalYear> years) {
        VisibleText.require("the reference", reference);
        VisibleText.require("the reason", reason);
        List<String> problems = new ArrayList<>();
        if (reference.isBlank() || reference.length() > LONGEST_REFERENCE) {
            problems.add("a permit needs Skatteverket's reference, 1 to " + LONGEST_REFERENCE
                    + " characters: give --reference as its decision bears it");
        }
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            problems.add("a permit needs a reason of 1 to " + LONGEST_REASON + " characters: give --reason");
        }
        if (!kept.contains(category)) {
            problems.add("nothing of " + category + " is kept by the Bookkeeping Act, so no permit is needed; it can be"
                    + " given for "
                    + kept.stream().sorted().map(DataCategory::id).collect(Collectors.joining(", ")));
        }
        if (yearEnd != null && category.equals(USERS)) {
            problems.add(
                    "what the books need of a user hangs on the vouchers that name them, not on a year of their own:"
                            + " enter a permit for the invoices, or for one user whose vouchers are gone, --record user-data:KEY");
        }
        if (yearEnd != null && years.stream().noneMatch(year -> year.end().equals(yearEnd))) {
            problems.add("no fiscal year on record ends on " + yearEnd
                    + ": give the last day of one that gallra holds years lists, or enter it there first");
        }
        if (yearEnd != null && !allowedFrom.isAfter(yearEnd)) {
            problems.add("the fiscal year ends on " + yearEnd + ", so nothing of it can go from " + allowedFrom
                    + ": change --from");
        }
        return problems;
    }
}
