package se.partnersec.gallra.policy.decision;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.decision.StartEventResolver.Start;
import se.partnersec.gallra.policy.decision.Verdict.Because;
import se.partnersec.gallra.policy.decision.Verdict.Decision;
import se.partnersec.gallra.policy.decision.Verdict.Flag;
import se.partnersec.gallra.policy.decision.Verdict.ReasonClass;
import se.partnersec.gallra.policy.fact.Bookkeeping;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.fact.ErasureRequest;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Weighs one record at one instant, step by step as the decision function of the rule book does. */
final class RetentionDecision {

    private static final Comparator<Because> WEIGHTIEST_FIRST = Comparator.comparing(
                    Because::until, Comparator.nullsFirst(Comparator.<LocalDate>reverseOrder()))
            .thenComparing(Because::kind);
    private static final Comparator<Hold> BY_PLACING = Comparator.comparing(Hold::placedAt);

    private final RetentionPolicy policy;
    private final Facts facts;
    private final Facts.Circumstances circumstances;
    private final List<Hold> holds;
    private final Instant now;
    private final LocalDate today;
    private final List<Because> reasons = new ArrayList<>();
    private final List<Flag> flags = new ArrayList<>(1);
    /** Last day the Bookkeeping Act keeps it, and last day the books do: earlier where a permit lets it go. */
    private @Nullable LocalDate lawEnd;

    private @Nullable LocalDate booksEnd;
    private @Nullable LocalDate due;
    private @Nullable LocalDate eraseBy;
    private @Nullable LocalDate passed;
    /** Holds without an end exist, and each was placed after the last day. */
    private boolean tooLate;

    private @Nullable String doubt;

    RetentionDecision(RetentionPolicy policy, Facts facts, List<Hold> holds, Instant now) {
        this.policy = policy;
        this.facts = facts;
        this.now = now;
        circumstances = facts.circumstances();
        today = SwedishCalendar.localDate(now);
        this.holds = holds.isEmpty() ? new ArrayList<>(0) : new ArrayList<>(holds);
        if (facts instanceof Facts.Traffic traffic) {
            traffic.disputes().forEach(this::asHold);
        }
        this.holds.removeIf(h -> h.placedAt().isAfter(now));
    }

    /** A dispute whose opening is unknown was open all the time; one said to be open is not closed. */
    private void asHold(Facts.Dispute dispute) {
        if (dispute.open() || dispute.openedAt() != null || dispute.closedAt() != null) {
            Instant opened = dispute.openedAt() == null ? Instant.EPOCH : dispute.openedAt();
            Instant closed = dispute.open() ? null : dispute.closedAt();
            holds.add(new Hold("dispute", HoldType.DISPUTE, opened, null, closed, null));
        }
    }

    Verdict verdict() {
        if (circumstances.processor()) {
            return verdict(Decision.RETAIN, "OUT_OF_SCOPE_PROCESSOR", null);
        }
        Instant erasedAt = circumstances.erasedAt();
        if (erasedAt != null) {
            if (holds.stream().anyMatch(h -> h.placedAt().isAfter(erasedAt))) {
                flags.add(new Flag("HOLD_TOO_LATE"));
            }
            return verdict(Decision.NOOP, "ALREADY_ERASED", null);
        }
        readHolds();
        startClock();
        LocalDate own = due;
        keepForBookkeeping();
        moveForHolds();
        keepForPeriod(own);
        return conclude();
    }

    /**
     * Of a first day that the books or a hold moved, the period is not the reason once it is over; nothing goes before that day all
     * the same.
     *
     * @param own first day by the period alone
     */
    private void keepForPeriod(@Nullable LocalDate own) {
        LocalDate first = due;
        if (first == null || own == null || !today.isBefore(first)) {
            return;
        }
        LocalDate ends = own.isBefore(first) ? own : first;
        boolean booked = reasons.stream().anyMatch(because -> because.kind() == ReasonClass.BOOKKEEPING);
        if (booked && actsPeriod()) {
            return;
        }
        if (today.isBefore(ends)) {
            reasons.add(new Because(ReasonClass.PERIOD, "PERIOD", ends.minusDays(1), null));
        } else if (reasons.isEmpty()) {
            reasons.add(new Because(ReasonClass.PERIOD, "PERIOD", first.minusDays(1), null));
        }
    }

    private void readHolds() {
        for (Hold hold : holds) {
            if (hold.activeAt(now)) {
                reasons.add(new Because(ReasonClass.HOLD, hold.type().name(), hold.until(), hold.id()));
                if (hold.reviewBy() != null && today.isAfter(hold.reviewBy())) {
                    flags.add(new Flag("HOLD_REVIEW_OVERDUE"));
                }
            }
        }
    }

    private void startClock() {
        Bookkeeping books = circumstances.bookkeeping();
        boolean concerned = extent() != Bookkeeping.Extent.NONE || circumstances.reduced();
        try {
            lawEnd = concerned ? books.lastDay() : null;
            booksEnd = lawEnd == null ? null : shortened(lawEnd);
            if (concerned && lawEnd == null) {
                doubt = "NO_FISCAL_YEAR";
                return;
            }
            Start start = new StartEventResolver(policy, now, today).of(facts);
            reasons.addAll(start.reasons());
            doubt = answered(start.doubt());
            if (start.inferred()) {
                flags.add(new Flag("START_INFERRED"));
            }
            if (doubt == null) {
                date(facts instanceof Facts.Invoice ? books.lastYearEnd() : start.day());
            }
        } catch (DateTimeException e) {
            // A date so far off that it cannot be counted from.
            doubt = StartEventResolver.INCONSISTENT;
        }
    }

    /** That nobody set a time for such data is no doubt about a record whose time a request has set. */
    private @Nullable String answered(@Nullable String code) {
        return circumstances.request() != null && StartEventResolver.NO_TIME_SET.equals(code) ? null : code;
    }

    private void date(@Nullable LocalDate start) {
        if (start != null) {
            int target = facts instanceof Facts.Call call ? policy.targetOf(call) : policy.unmappedTarget();
            RetentionRule.Timing.Dates dates =
                    policy.rule(facts.category()).timing().dates(start, target);
            due = dates.due();
            eraseBy = dates.eraseBy();
        }
        ErasureRequest request = circumstances.request();
        if (request != null) {
            due = request.accepted();
            // A record that was overdue before the request stays overdue; any other has the day of the request.
            eraseBy = eraseBy != null && eraseBy.isBefore(request.accepted()) ? eraseBy : request.actBy();
            reasons.removeIf(r -> r.kind() == ReasonClass.ACTIVE);
        }
    }

    /** A permit shortens what the Act keeps. */
    private LocalDate shortened(LocalDate law) {
        DestructionPermit permit = circumstances.permit();
        return permit == null
                        || DestructionPermit.barred(facts, now)
                        || permit.allowedFrom().isAfter(law)
                ? law
                : permit.allowedFrom().minusDays(1);
    }

    /**
     * The books keep the whole record, or what is left of it; they move its dates, but start no clock. A permit allows and
     * does not oblige: the day by which it must be gone stays that of the Act.
     */
    private void keepForBookkeeping() {
        LocalDate law = lawEnd;
        LocalDate end = booksEnd;
        if (law == null || end == null || !(extent() == Bookkeeping.Extent.FULL || circumstances.reduced())) {
            return;
        }
        if (!today.isAfter(end)) {
            reasons.add(new Because(ReasonClass.BOOKKEEPING, "BOOKKEEPING", end, null));
        }
        if (due != null && (actsPeriod() || !end.isBefore(due))) {
            due = end.plusDays(1);
        }
        if (eraseBy != null && !law.isBefore(eraseBy)) {
            eraseBy = law.plusDays(policy.choices().graceAfterBookkeeping());
        }
    }

    /** An invoice has no period but the Act's own; only a request sets it another first day. */
    private boolean actsPeriod() {
        return facts instanceof Facts.Invoice && circumstances.request() == null;
    }

    /** A hold blocks and does not pause the clock: only one that outlasted a date moves it. */
    private void moveForHolds() {
        if (due == null || eraseBy == null) {
            return;
        }
        holds.sort(BY_PLACING);
        boolean excused = false;
        for (Hold hold : holds) {
            LocalDate last = hold.lastDay(now);
            // One placed after the last day does not excuse the delay.
            boolean inTime = !SwedishCalendar.localDate(hold.placedAt()).isAfter(eraseBy);
            if (last == null) {
                excused |= inTime;
                tooLate = !excused;
                continue;
            }
            if (!last.isBefore(due)) {
                due = hold.endedByRelease(now) ? last : last.plusDays(1);
            }
            if (!last.isBefore(eraseBy) && inTime) {
                eraseBy = last.plusDays(policy.choices().graceAfterHold());
            }
        }
    }

    private Verdict conclude() {
        reasons.sort(WEIGHTIEST_FIRST);
        if (doubt != null) {
            boolean outranked =
                    reasons.stream().anyMatch(r -> r.kind() == ReasonClass.HOLD || r.kind() == ReasonClass.BOOKKEEPING);
            if (!outranked) {
                due = null;
                eraseBy = null;
                return verdict(Decision.BLOCKED_REVIEW, doubt, null);
            }
            flags.add(new Flag("WARN_" + doubt));
        }
        if (!reasons.isEmpty()) {
            Because first = reasons.get(0);
            if (first.until() == null || first.kind() == ReasonClass.OPEN_CLAIM || first.kind() == ReasonClass.ACTIVE) {
                passed = tooLate && eraseBy != null && today.isAfter(eraseBy) && !claimed() ? eraseBy : null;
                due = null;
                eraseBy = null;
            }
            return verdict(Decision.RETAIN, first.code(), first.until());
        }
        if (due == null) {
            throw new IllegalStateException("nothing keeps a record that has no clock. Indicates a bug.");
        }
        if (eraseBy != null && today.isAfter(eraseBy)) {
            flags.add(new Flag("OVERDUE"));
        }
        if (extent() == Bookkeeping.Extent.FIELDS && booksEnd != null && !today.isAfter(booksEnd)) {
            // A permit may be withdrawn after the record was reduced, so the day that is noted is the law's.
            return verdict(Decision.ANONYMISE, "REDUCE_TO_BOOKKEEPING", lawEnd);
        }
        Facts.Reference reference = circumstances.reference();
        if (reference != null) {
            return referred(reference);
        }
        if (lawEnd != null && !today.isAfter(lawEnd)) {
            flags.add(Verdict.EARLY_BY_PERMIT);
        }
        return verdict(Decision.ERASE, "DUE", null);
    }

    /** Open claims and active relations keep a record without a last day: true if there is one. */
    private boolean claimed() {
        return reasons.stream().anyMatch(r -> r.kind() == ReasonClass.OPEN_CLAIM || r.kind() == ReasonClass.ACTIVE);
    }

    /** What the database would refuse is not called due: it is reduced where that may be, and kept until what refers to it has gone. */
    private Verdict referred(Facts.Reference reference) {
        if (reference.reduces() && !circumstances.reduced()) {
            return verdict(Decision.ANONYMISE, Verdict.REFERRED_TO, null);
        }
        flags.clear();
        due = null;
        eraseBy = null;
        reasons.add(new Because(ReasonClass.REFERENCE, Verdict.REFERRED_TO, null, null));
        return verdict(Decision.RETAIN, Verdict.REFERRED_TO, null);
    }

    private Bookkeeping.Extent extent() {
        return facts instanceof Facts.Invoice
                ? Bookkeeping.Extent.FULL
                : circumstances.bookkeeping().extent();
    }

    private Verdict verdict(Decision decision, String reason, @Nullable LocalDate until) {
        return new Verdict(decision, reason, until, due, eraseBy, passed, flagged(), List.copyOf(reasons));
    }

    /** Most records have one at most. */
    private Set<Flag> flagged() {
        return switch (flags.size()) {
            case 0 -> Set.of();
            case 1 -> Set.of(flags.get(0));
            default -> Set.copyOf(flags);
        };
    }
}
