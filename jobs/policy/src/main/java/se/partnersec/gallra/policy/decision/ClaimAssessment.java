package se.partnersec.gallra.policy.decision;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.decision.StartEventResolver.Start;
import se.partnersec.gallra.policy.decision.Verdict.Because;
import se.partnersec.gallra.policy.decision.Verdict.ReasonClass;
import se.partnersec.gallra.policy.fact.ClaimStatus;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.rule.PolicyChoices;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Reads claims: an open one keeps the record until it is settled or time-barred; the last settlement starts the clock. */
final class ClaimAssessment {

    private final PolicyChoices choices;
    private final LocalDate today;
    private final @Nullable LocalDate usedOn;
    private final List<Because> reasons = new ArrayList<>();
    private @Nullable String doubt;
    private @Nullable LocalDate lastSettled;

    private ClaimAssessment(PolicyChoices choices, LocalDate today, @Nullable LocalDate usedOn) {
        this.choices = choices;
        this.today = today;
        this.usedOn = usedOn;
    }

    /** Traffic data: settled when the last of its invoices is, and not before the invoice was issued. */
    static Start start(Facts.Traffic traffic, PolicyChoices choices, LocalDate today) {
        ClaimAssessment read = new ClaimAssessment(choices, today, traffic.usedOn());
        traffic.claims().forEach(read::read);
        if (traffic.claims().isEmpty()) {
            read.unbilled();
        }
        LocalDate start = read.lastSettled;
        for (Facts.Dispute dispute : choices.disputeRestartsClock() ? traffic.disputes() : List.<Facts.Dispute>of()) {
            if (start != null && dispute.closedAt() != null) {
                start = later(start, SwedishCalendar.localDate(dispute.closedAt()));
            }
        }
        boolean clockRuns = read.doubt == null && read.reasons.isEmpty();
        return new Start(clockRuns ? start : null, read.reasons, read.doubt, false);
    }

    /** Accounting information: its clock is the fiscal year's; here only what is still claimed. */
    static Start start(Facts.Invoice invoice, PolicyChoices choices, LocalDate today) {
        ClaimAssessment read = new ClaimAssessment(choices, today, null);
        invoice.claims().stream()
                .filter(c -> c.status() == null || !c.status().settled())
                .forEach(read::read);
        return new Start(null, read.reasons, read.doubt, false);
    }

    private void read(Facts.Claim claim) {
        if (claim.status() == null) {
            doubt(StartEventResolver.MISSING);
        } else if (claim.status() == ClaimStatus.UNBILLED) {
            unbilled();
        } else if (claim.status().settled()) {
            settled(claim.settled(), claim.issued());
        } else if (claim.inCourt()) {
            reasons.add(claim(null));
        } else {
            open(claim);
        }
    }

    private void unbilled() {
        if (usedOn == null) {
            doubt(StartEventResolver.MISSING);
            return;
        }
        LocalDate review = usedOn.plus(choices.unbilledReview());
        if (today.isAfter(review)) {
            doubt("UNBILLED_TOO_OLD");
        } else {
            // Of the class of claims: a request for erasure does not reach what is still to be invoiced.
            reasons.add(new Because(ReasonClass.OPEN_CLAIM, "UNBILLED", review, null));
        }
    }

    private void settled(@Nullable LocalDate settled, @Nullable LocalDate issued) {
        if (settled == null) {
            doubt(StartEventResolver.MISSING);
            return;
        }
        LocalDate day = issued == null ? settled : later(settled, issued);
        lastSettled = lastSettled == null ? day : later(lastSettled, day);
    }

    private void open(Facts.Claim claim) {
        LocalDate origin = claim.issued();
        if (claim.interrupted() != null) {
            origin = origin == null ? claim.interrupted() : later(origin, claim.interrupted());
        }
        if (origin == null) {
            doubt(StartEventResolver.MISSING);
            return;
        }
        LocalDate lastDay = origin.plus(claim.consumer() ? choices.consumerLimitation() : choices.limitation());
        if (!today.isAfter(lastDay)) {
            reasons.add(claim(lastDay));
        } else if (choices.timeBar() == PolicyChoices.TimeBar.AUTO) {
            settled(lastDay, claim.issued());
        } else {
            doubt("CLAIM_TIME_BARRED");
        }
    }

    private static Because claim(@Nullable LocalDate until) {
        return new Because(ReasonClass.OPEN_CLAIM, "OPEN_CLAIM", until, null);
    }

    /** The first doubt is the one reported. */
    private void doubt(String code) {
        doubt = doubt == null ? code : doubt;
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }
}
