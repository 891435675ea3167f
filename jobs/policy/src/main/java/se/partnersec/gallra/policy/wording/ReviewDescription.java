package se.partnersec.gallra.policy.wording;

import se.partnersec.gallra.policy.decision.StartEventResolver;

/** Says what a review asks of people: what is in doubt, and what settles it. */
final class ReviewDescription {

    private final LabelledText page;

    ReviewDescription(LabelledText page) {
        this.page = page;
    }

    /** @param claims whether the records rest on what invoices say */
    String say(String code, String event, boolean claims) {
        if (claims && code.equals(StartEventResolver.MISSING)) {
            return page.say("review.invoice-status-or-day");
        }
        switch (code) {
            case StartEventResolver.MISSING:
                return page.say("review.not-known-correct-source", event);
            case StartEventResolver.FUTURE:
                return page.say("review.lies-future-check-clock", event);
            case StartEventResolver.INCONSISTENT:
                return page.say("review.dates-contradict-each-other");
            case StartEventResolver.OUT_OF_BOUNDS:
                return page.say("review.queue-days-lie-outside");
            case "CLAIM_TIME_BARRED":
                return page.say("review.books-claim-time-barred");
            case "UNBILLED_TOO_OLD":
                return page.say("review.usage-not-invoiced-time");
            case "BLOCK_REVIEW_OVERDUE":
                return page.say("review.block-not-reviewed-time");
            case "REVIEW_OVERDUE":
                return page.say("review.policy-names-no-time");
            case "NO_FISCAL_YEAR":
                return page.say("review.fiscal-year-not-known");
            case "POINTS_AT_NOTHING":
                return page.say("review.customer-or-invoice-points");
            case "NO_SUM":
                return page.say("review.no-sum-can-stand-in");
            default:
                throw new IllegalArgumentException("no words for the review code " + code + ". Indicates a bug.");
        }
    }
}
