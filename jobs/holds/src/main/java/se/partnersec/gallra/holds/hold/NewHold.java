package se.partnersec.gallra.holds.hold;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;
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
    private static final Sentences SENTENCES = Sentences.of("holds");

    /** What speaks against placing it today; empty if nothing does. */
    public List<String> problems(LocalDate today) {
        List<String> problems = new ArrayList<>();
        if (reason.isBlank() || reason.length() > 1000) {
            problems.add(SENTENCES.say("hold.hold-needs-reason-1-1000-characters"));
        }
        hidden(SENTENCES.say("hold.reason"), reason, problems);
        hidden(SENTENCES.say("hold.basis"), legalBasis == null ? "" : legalBasis, problems);
        hidden(SENTENCES.say("hold.key-of", scope.kind().id()), scope.text(), problems);
        if (until == null && reviewBy == null) {
            problems.add(SENTENCES.say("hold.hold-needs-end-review-date-give"));
        }
        if (until != null && until.isBefore(today)) {
            problems.add(SENTENCES.say("hold.hold-would-have-ended-before-today", until));
        }
        if (reviewBy != null && (reviewBy.isBefore(today) || reviewBy.isAfter(today.plusMonths(12)))) {
            problems.add(SENTENCES.say("hold.review-must-lie-within-12-months", reviewBy));
        }
        if (type == HoldType.AUTHORITY_ORDER && until == null) {
            problems.add(SENTENCES.say("hold.authority-order-needs-end-date-give"));
        }
        if (type == HoldType.RESTRICTION && until != null) {
            problems.add(SENTENCES.say("hold.restriction-no-end-own-since-data"));
        }
        if (type == HoldType.SECURITY_INCIDENT && (until == null || until.isAfter(today.plusDays(90)))) {
            problems.add(SENTENCES.say("hold.security-incident-held-most-90-days", today.plusDays(90)));
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
