package se.partnersec.gallra.policy.wording;

import java.time.Instant;
import java.time.LocalDate;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.fact.Facts;

/** Says of a record which permits are about it (BFL 7 kap. 7 §), what they change, and why some change nothing. */
final class PermitDescription {
    private final LabelledText page;

    PermitDescription(LabelledText page) {
        this.page = page;
    }

    void lines(Facts facts, Instant now) {
        Facts.Circumstances circumstances = facts.circumstances();
        for (DestructionPermit permit : circumstances.permits()) {
            if (permit.covers(circumstances.bookkeeping())) {
                page.line(
                        page.say("permit.permit"),
                        permit.id() + page.say("permit.skatteverket") + " " + permit.reference() + ": "
                                + effect(permit, facts, now));
            }
        }
    }

    private String effect(DestructionPermit permit, Facts facts, Instant now) {
        if (permit.withdrawn()) {
            return page.say("permit.withdrawn-without-effect");
        }
        if (!permit.stands()) {
            return page.say("permit.waits-approval-somebody-other", permit.requestedBy());
        }
        if (DestructionPermit.barred(facts, now)) {
            return facts instanceof Facts.Invoice
                    ? page.say("permit.without-effect-while-somebody")
                    : page.say("permit.without-effect-while-voucher");
        }
        LocalDate law = facts.circumstances().bookkeeping().lastDay();
        String from = page.say("permit.may-destroyed-from-bookkeeping", permit.allowedFrom());
        return law == null ? from : from + page.say("permit.without-kept-until-end", law);
    }
}
