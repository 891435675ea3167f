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
                        page.say("Tillstånd", "Permit"),
                        permit.id() + page.say(", Skatteverket ", ", Skatteverket's ") + permit.reference() + ": "
                                + effect(permit, facts, now));
            }
        }
    }

    private String effect(DestructionPermit permit, Facts facts, Instant now) {
        if (permit.withdrawn()) {
            return page.say("återkallat, har ingen verkan", "withdrawn, without effect");
        }
        if (!permit.stands()) {
            return page.say(
                    "väntar på att någon annan än " + permit.requestedBy() + " godkänner det, har ingen verkan",
                    "waits for approval by somebody other than " + permit.requestedBy() + ", without effect");
        }
        if (DestructionPermit.barred(facts, now)) {
            return facts instanceof Facts.Invoice
                    ? page.say(
                            "har ingen verkan medan någon bestrider fakturan",
                            "without effect while somebody disputes the invoice")
                    : page.say(
                            "har ingen verkan medan en verifikation namnger användaren",
                            "without effect while a voucher names the user");
        }
        LocalDate law = facts.circumstances().bookkeeping().lastDay();
        String from = page.say(
                "får förstöras från " + permit.allowedFrom() + " (bokföringslagen 7 kap. 7 §)",
                "may be destroyed from " + permit.allowedFrom() + " (Bookkeeping Act, BFL 7 kap. 7 §)");
        return law == null
                ? from
                : from
                        + page.say(
                                "; utan tillståndet sparas den till och med " + law,
                                "; without it kept until the end of " + law);
    }
}
