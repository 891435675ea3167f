package se.partnersec.gallra.approvals.request;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * A permit somebody wants to enter, for one record or for a fiscal year; exactly one of the two is given.
 *
 * @param reference Skatteverket's
 * @param recordKey null for a fiscal year
 * @param yearEnd last day of the fiscal year; null for a record
 * @param entity code of the legal entity whose fiscal year that is; null for a record
 * @param allowedFrom first day on which Skatteverket lets it be destroyed
 */
public record NewPermit(
        String reference,
        DataCategory category,
        @Nullable String recordKey,
        @Nullable LocalDate yearEnd,
        @Nullable String entity,
        LocalDate allowedFrom,
        String reason) {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    private static final DataCategory USERS = new DataCategory("user-data");
    private static final int LONGEST_REFERENCE = 190;
    private static final int LONGEST_REASON = 1000;

    public NewPermit {
        if ((recordKey == null) == (yearEnd == null) || (yearEnd == null) != (entity == null)) {
            throw new IllegalArgumentException(SENTENCES.say("request.permit-one-record-one-fiscal-year"));
        }
    }

    /**
     * What speaks against it; empty if nothing does.
     *
     * @param kept the categories that the Bookkeeping Act can keep
     */
    List<String> problems(Set<DataCategory> kept, List<FiscalYear> years) {
        VisibleText.require(SENTENCES.say("request.reference"), reference);
        VisibleText.require(SENTENCES.say("request.reason"), reason);
        List<String> problems = new ArrayList<>();
        if (reference.isBlank() || reference.length() > LONGEST_REFERENCE) {
            problems.add(SENTENCES.say("request.permit-needs-skatteverket-reference-1-characters", LONGEST_REFERENCE));
        }
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            problems.add(SENTENCES.say("request.permit-needs-reason-1-characters-give", LONGEST_REASON));
        }
        if (!kept.contains(category)) {
            problems.add(SENTENCES.say(
                    "request.nothing-kept-bookkeeping-act-so-no",
                    category,
                    kept.stream().sorted().map(DataCategory::id).collect(Collectors.joining(", "))));
        }
        if (yearEnd != null && category.equals(USERS)) {
            problems.add(SENTENCES.say("request.what-books-need-user-hangs-vouchers"));
        }
        if (yearEnd != null
                && years.stream()
                        .noneMatch(year ->
                                year.end().equals(yearEnd) && year.entity().equals(entity))) {
            problems.add(SENTENCES.say("request.no-fiscal-year-record-ends-give", yearEnd));
        }
        if (yearEnd != null && !allowedFrom.isAfter(yearEnd)) {
            problems.add(SENTENCES.say("request.fiscal-year-ends-so-nothing-can", yearEnd, allowedFrom));
        }
        return problems;
    }
}
