package se.partnersec.gallra.holds.hold;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.VisibleText;

/** A hold somebody wants to place. */
public record NewHold(
        HoldType type,
        HoldScope scope,
        @Nullable DataCategory category,
        @Nullable LocalDate until,
        @Nullable LocalDate reviewBy,
        @Nullable String legalBasis,
        String reason) {

    /** What speaks against placing it today; empty if nothing does. */
    public List<String> problems(LocalDate today) {
        List<String> problems = new ArrayList<>();
        if (reason.isBlank() || reason.length() > 1000) {
            problems.add("a hold needs a reason of 1 to 1000 characters: give --reason");
        }
        hidden("the reason", reason, problems);
        hidden("the basis", legalBasis == null ? "" : legalBasis, problems);
        hidden("the " + scope.kind().id(), scope.text(), problems);
        if (until == null && reviewBy == null) {
            problems.add("a hold needs an end or a review date: give --until or --review-by (at most 12 months ahead)");
        }
        if (until != null && until.isBefore(today)) {
            problems.add("the hold would have ended before today: --until " + until);
        }
        if (reviewBy != null && (reviewBy.isBefore(today) || reviewBy.isAfter(today.plusMonths(12)))) {
            problems.add("the review must lie within 12 months from today: --review-by " + reviewBy);
        }
        if (type == HoldType.AUTHORITY_ORDER && until == null) {
            problems.add("an authority order needs its end date: give --until");
        }
        if (type == HoldType.RESTRICTION && until != null) {
            problems.add("a restriction has no end of its own, since the data subject is told before it is lifted: give"
                    + " --review-by instead of --until");
        }
        if (type == HoldType.SECURITY_INCIDENT && (until == null || until.isAfter(today.plusDays(90)))) {
            problems.add("a security incident is held for at most 90 days: give --until, no later than "
                    + today.plusDays(90) + "; renew it when that is not enough");
        }
        return problems;
    }

    private static void hidden(String what, String text, List<String> problems) {
        String hidden = VisibleText.problem(text);
        if (hidden != null) {
            problems.add(what + " " + hidden);
        }
    }
}
