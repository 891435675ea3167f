package se.partnersec.gallra.erasure.run;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.plan.PlanRejectedException;
import se.partnersec.gallra.policy.limit.LimitViolation;
import se.partnersec.gallra.policy.limit.VoidApproval;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.wording.LimitDescription;
import se.partnersec.gallra.support.text.Sentences;

/**
 * A run ends because it would do more than it may, or goes by a plan that cannot be used. The message is for the histories;
 * people get it in their words.
 */
public final class LimitExceededException extends RuntimeException {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private static final long serialVersionUID = 1;
    private final transient List<LimitViolation> trips;
    private final long going;
    private final @Nullable String plan;
    private final transient @Nullable VoidApproval expected;

    /**
     * @param going how many records the run would erase or reduce; what it has, where it was stopped on its way
     * @param plan that it goes by; null if by none
     */
    public LimitExceededException(List<LimitViolation> trips, long going, @Nullable String plan) {
        this(trips, going, plan, null);
    }

    /** @param expected approval that would have let the run do it; null if there is none */
    public LimitExceededException(
            List<LimitViolation> trips, long going, @Nullable String plan, @Nullable VoidApproval expected) {
        super(SENTENCES.say(
                "run.limits", trips.stream().map(trip -> trip.kind().name()).collect(Collectors.joining(", "))));
        this.trips = List.copyOf(trips);
        this.going = going;
        this.plan = plan;
        this.expected = expected;
    }

    /** @param why in words for the histories and for people */
    public LimitExceededException(String why, @Nullable String plan) {
        super(why);
        this.trips = List.of();
        this.going = 0;
        this.plan = plan;
        this.expected = null;
    }

    public LimitExceededException(PlanRejectedException why, String plan) {
        super(String.valueOf(why.getMessage()), why);
        this.trips = List.of();
        this.going = 0;
        this.plan = plan;
        this.expected = null;
    }

    /** Empty if it was not a limit. */
    public List<LimitViolation> trips() {
        return trips;
    }

    public long going() {
        return going;
    }

    public @Nullable String plan() {
        return plan;
    }

    public @Nullable VoidApproval expected() {
        return expected;
    }

    /** With the cure, in English. */
    public String words(DataCategory category) {
        return trips.isEmpty()
                ? String.valueOf(getMessage())
                : new LimitDescription(Locale.ENGLISH, category).all(trips, going, plan, expected);
    }
}
