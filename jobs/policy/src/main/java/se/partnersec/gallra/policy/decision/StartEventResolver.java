package se.partnersec.gallra.policy.decision;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.decision.Verdict.Because;
import se.partnersec.gallra.policy.decision.Verdict.ReasonClass;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Finds the day a record's clock started, the state that keeps it from starting, or the doubt a person must settle. */
public final class StartEventResolver {

    public static final String MISSING = "MISSING_START_EVENT";
    public static final String FUTURE = "FUTURE_START";
    public static final String INCONSISTENT = "INCONSISTENT_START";
    public static final String OUT_OF_BOUNDS = "CONFIG_OUT_OF_BOUNDS";
    /** Of leads and web visits: the policy names no period, and no review date lies ahead. */
    static final String NO_TIME_SET = "REVIEW_OVERDUE";

    /** No system of ours is older: an earlier day is a default such as 1900 or 1970, not an event. */
    private static final LocalDate EARLIEST = LocalDate.of(1990, 1, 1);

    private static final Instant EARLIEST_INSTANT = SwedishCalendar.startOfDay(EARLIEST);

    /**
     * @param day null while no clock runs
     * @param reasons what keeps the record whatever the clock says
     * @param doubt the code of a review; null when there is none
     * @param inferred whether another event stands in for the real one
     */
    record Start(
            @Nullable LocalDate day,
            List<Because> reasons,
            @Nullable String doubt,
            boolean inferred) {

        static Start on(LocalDate day) {
            return new Start(day, List.of(), null, false);
        }

        static Start doubt(String code) {
            return new Start(null, List.of(), code, false);
        }

        static Start lasting(ReasonClass kind, String code, @Nullable LocalDate until) {
            return new Start(null, List.of(new Because(kind, code, until, null)), null, false);
        }
    }

    private final RetentionPolicy policy;
    private final Instant now;
    private final LocalDate today;

    /** @param today the local day of {@code now} */
    StartEventResolver(RetentionPolicy policy, Instant now, LocalDate today) {
        this.policy = policy;
        this.now = now;
        this.today = today;
    }

    Start of(Facts facts) {
        if (facts instanceof Facts.Call call) {
            return ofCall(call);
        }
        if (facts instanceof Facts.Chat chat) {
            return on(later(chat.closedAt(), chat.lastMessageAt()));
        }
        if (facts instanceof Facts.AccessLog log) {
            return ofAccessLog(log);
        }
        if (facts instanceof Facts.User user) {
            return checked(ContractAssessment.start(user, policy.choices(), today));
        }
        if (facts instanceof Facts.Credentials credentials) {
            return checked(ContractAssessment.start(credentials.contracts(), false, today));
        }
        if (facts instanceof Facts.Traffic traffic) {
            return checked(ClaimAssessment.start(traffic, policy.choices(), today));
        }
        if (facts instanceof Facts.Invoice invoice) {
            return ClaimAssessment.start(invoice, policy.choices(), today);
        }
        if (facts instanceof Facts.Fraud fraud) {
            return ofFraud(fraud);
        }
        if (facts instanceof Facts.Consent consent) {
            return ofConsents(consent.consents());
        }
        return ofCollected((Facts.Collected) facts);
    }

    private Start ofCall(Facts.Call call) {
        boolean inferred = call.endedAt() == null && call.lastModified() != null;
        Start start = on(call.endedAt() == null ? call.lastModified() : call.endedAt());
        if (start.day() != null && !policy.rule(call.category()).timing().allowsTarget(policy.targetOf(call))) {
            start = Start.doubt(OUT_OF_BOUNDS);
        }
        return new Start(start.day(), start.reasons(), start.doubt(), inferred);
    }

    private Start ofAccessLog(Facts.AccessLog log) {
        Instant oldest = log.oldestEntry();
        Instant newest = log.newestEntry();
        if (oldest != null && newest != null) {
            if (isFuture(newest)) {
                return Start.doubt(FUTURE);
            }
            if (newest.isBefore(oldest)) {
                return Start.doubt(INCONSISTENT);
            }
        }
        return on(oldest);
    }

    /** A block that ran out by itself counts as lifted; one that is still active must have been reviewed. */
    private Start ofFraud(Facts.Fraud fraud) {
        Instant lifted = fraud.liftedAt();
        LocalDate until = fraud.blockedUntil();
        if (fraud.block() == null || (fraud.block() == Facts.Block.LIFTED && lifted == null)) {
            return Start.doubt(MISSING);
        }
        if (fraud.block() == Facts.Block.LIFTED && lifted != null) {
            Start start = on(lifted);
            return start.day() != null && until != null && until.isBefore(start.day())
                    ? checked(Start.on(until))
                    : start;
        }
        if (lifted != null && !isFuture(lifted)) {
            return Start.doubt(INCONSISTENT);
        }
        if (until != null && today.isAfter(until)) {
            return checked(Start.on(until));
        }
        return reviewed("ACTIVE_BLOCK", fraud.reviewBy(), "BLOCK_REVIEW_OVERDUE");
    }

    private Start ofConsent(@Nullable Instant given, @Nullable Instant withdrawn) {
        if (withdrawn == null) {
            return given == null ? Start.doubt(MISSING) : Start.lasting(ReasonClass.ACTIVE, "ACTIVE_CONSENT", null);
        }
        Start start = on(withdrawn);
        boolean givenLater = start.day() != null
                && given != null
                && given.isAfter(withdrawn)
                && SwedishCalendar.localDate(given).isAfter(start.day());
        return givenLater ? Start.doubt(INCONSISTENT) : start;
    }

    /** One consent in force is enough; with none on record, nobody knows since when the use is not allowed. */
    private Start ofConsents(List<Facts.Given> consents) {
        List<Start> each = consents.stream()
                .map(consent -> ofConsent(consent.at(), consent.withdrawnAt()))
                .toList();
        return each.stream()
                .filter(start -> !start.reasons().isEmpty())
                .findFirst()
                .or(() -> each.stream().filter(start -> start.doubt() != null).findFirst())
                .or(() -> each.stream().max(Comparator.comparing(start -> Objects.requireNonNull(start.day()))))
                .orElseGet(() -> Start.doubt(MISSING));
    }

    private Start ofCollected(Facts.Collected collected) {
        RetentionRule rule = policy.rule(collected.category());
        return rule.hasPeriod() ? on(collected.collectedAt()) : reviewed("ACTIVE_REVIEW", rule.reviewBy(), NO_TIME_SET);
    }

    private Start reviewed(String code, @Nullable LocalDate reviewBy, String overdue) {
        return reviewBy == null || today.isAfter(reviewBy)
                ? Start.doubt(overdue)
                : Start.lasting(ReasonClass.ACTIVE, code, reviewBy);
    }

    private Start on(@Nullable Instant event) {
        if (event == null) {
            return Start.doubt(MISSING);
        }
        if (isFuture(event)) {
            return Start.doubt(FUTURE);
        }
        if (event.isBefore(EARLIEST_INSTANT)) {
            return Start.doubt(INCONSISTENT);
        }
        return Start.on(SwedishCalendar.localDate(event));
    }

    /** The same tests for a start that is known by its day only. */
    private Start checked(Start start) {
        LocalDate day = start.day();
        if (day == null) {
            return start;
        }
        // A day that is not after today has begun.
        if (day.isAfter(today) && isFuture(SwedishCalendar.startOfDay(day))) {
            return new Start(null, start.reasons(), FUTURE, false);
        }
        return day.isBefore(EARLIEST) ? new Start(null, start.reasons(), INCONSISTENT, false) : start;
    }

    private boolean isFuture(Instant event) {
        return event.isAfter(now.plus(RetentionPolicy.SKEW));
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
