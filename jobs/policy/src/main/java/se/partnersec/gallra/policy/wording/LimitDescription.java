package se.partnersec.gallra.policy.wording;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.limit.LimitViolation;
import se.partnersec.gallra.policy.limit.VoidApproval;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Says which limit a run would pass, by which figure, and what to do about it: in Swedish or English. */
public final class LimitDescription {
    private final LabelledText page;
    private final DataCategory category;

    public LimitDescription(Locale language, DataCategory category) {
        this.page = new LabelledText("policy", language);
        this.category = category;
    }

    /**
     * All of them, and the one command that lets a run do it.
     *
     * @param going how many records the run would erase or reduce
     */
    public String all(List<LimitViolation> trips, long going) {
        return all(trips, going, null, null);
    }

    /**
     * @param plan that the run goes by; null if by none
     * @param expected approval that would have let the run do it; null if there is none
     */
    public String all(List<LimitViolation> trips, long going, @Nullable String plan, @Nullable VoidApproval expected) {
        return trips.stream().map(this::one).collect(Collectors.joining("; ")) + ". "
                + (expected == null ? "" : page.say("limit.void", expected.approval(), expected.rules()) + ". ")
                + cure(trips, going, plan);
    }

    public String one(LimitViolation trip) {
        return switch (trip.kind()) {
            case FIRST_RUN -> page.say("limit.first-run", category, trip.figure());
            case NEW_YEAR -> page.say("limit.new-year", trip.figure());
            case PLAN -> page.say("limit.plan", category, trip.figure());
            case ROWS -> page.say("limit.records", trip.figure(), trip.limit());
            case SHARE -> page.say("limit.percent", trip.figure(), trip.setting(), trip.limit(), trip.whole());
            case DAY -> page.say("limit.records-of-a-day", trip.figure(), trip.whole(), trip.limit());
            case RATIO -> page.say("limit.times-median", trip.figure(), trip.setting(), trip.whole(), trip.limit());
            case CUSTOMER ->
                page.say(
                        "limit.percent-of-customer",
                        trip.figure(),
                        customer(trip),
                        trip.whole(),
                        trip.setting(),
                        trip.limit());
            case ASKED -> page.say("limit.max-delete", trip.figure(), trip.limit());
            case USED_UP -> page.say("limit.run-has-erased-records", trip.figure());
        };
    }

    /** A key that is no number may name somebody. */
    private String customer(LimitViolation trip) {
        return trip.who().matches("\\d{1,20}")
                ? page.say("limit.customer", trip.who())
                : page.say("limit.one-customer");
    }

    private String cure(List<LimitViolation> trips, long going, @Nullable String plan) {
        if (trips.stream().anyMatch(trip -> trip.kind() == LimitViolation.Kind.USED_UP)) {
            return page.say("limit.see-what-left-gallra", category);
        }
        List<LimitViolation> others = trips.stream()
                .filter(trip -> trip.kind() != LimitViolation.Kind.ASKED)
                .toList();
        String raise = page.say("limit.raise-max-delete-or");
        if (others.isEmpty()) {
            return raise;
        }
        return approval(others, going, plan) + (others.size() < trips.size() ? ". " + raise : "");
    }

    /** What two people can do about it. */
    private String approval(List<LimitViolation> trips, long going, @Nullable String plan) {
        if (plan != null) {
            return page.say("limit.somebody-else-than-who", plan);
        }
        if (trips.stream().anyMatch(trip -> trip.kind() == LimitViolation.Kind.PLAN)) {
            return page.say("limit.make-one-gallra-plan", category);
        }
        boolean occasions = trips.stream().allMatch(trip -> trip.kind().occasion());
        String command = "gallra runs allow " + category + (occasions ? "" : " --max-delete " + going) + " --reason '";
        return page.say("limit.let-one-run-do", command);
    }
}
