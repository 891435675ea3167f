package se.partnersec.gallra.policy.wording;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.limit.LimitViolation;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Says which limit a run would pass, by which figure, and what to do about it: in Swedish or English. */
public final class LimitDescription {
    private final LabelledText page;
    private final DataCategory category;

    public LimitDescription(Locale language, DataCategory category) {
        this.page = new LabelledText(language);
        this.category = category;
    }

    /**
     * All of them, and the one command that lets a run do it.
     *
     * @param going how many records the run would erase or reduce
     */
    public String all(List<LimitViolation> trips, long going) {
        return all(trips, going, null);
    }

    /** @param plan that the run goes by; null if by none */
    public String all(List<LimitViolation> trips, long going, @Nullable String plan) {
        return trips.stream().map(this::one).collect(Collectors.joining("; ")) + ". " + cure(trips, going, plan);
    }

    public String one(LimitViolation trip) {
        return switch (trip.kind()) {
            case FIRST_RUN ->
                page.say(
                        "ingen körning av " + category
                                + " som raderat något har slutförts ännu, och den första kräver två personer ("
                                + trip.figure() + " poster skulle gå)",
                        "no run of " + category
                                + " that erased anything has been completed yet, and the first one takes two people ("
                                + trip.figure() + " records would go)");
            case NEW_YEAR ->
                page.say(
                        "årets första körning, när ett helt år kan bli gallringsbart, kräver två personer ("
                                + trip.figure() + " poster skulle gå)",
                        "the first run of a year, when a whole year may fall due, takes two people (" + trip.figure()
                                + " records would go)");
            case PLAN ->
                page.say(
                        "körningar av " + category + " kräver en plan som någon annan har godkänt (" + trip.figure()
                                + " poster skulle gå)",
                        "runs of " + category + " take a plan that somebody else has approved (" + trip.figure()
                                + " records would go)");
            case ROWS ->
                page.say(
                        trip.figure() + " poster skulle gå, fler än de " + trip.limit() + " som en körning får radera",
                        trip.figure() + " records would go, more than the " + trip.limit() + " a run may erase");
            case SHARE ->
                page.say(
                        trip.figure() + " poster skulle gå, mer än " + trip.setting() + " % (" + trip.limit()
                                + ") av kategorins " + trip.whole(),
                        trip.figure() + " records would go, more than " + trip.setting() + " % (" + trip.limit()
                                + ") of the category's " + trip.whole());
            case DAY ->
                page.say(
                        trip.figure() + " poster skulle gå och " + trip.whole()
                                + " gick tidigare i dag, tillsammans fler än de " + trip.limit()
                                + " som en körning får radera",
                        trip.figure() + " records would go and " + trip.whole()
                                + " went earlier today, together more than the " + trip.limit() + " a run may erase");
            case RATIO ->
                page.say(
                        trip.figure() + " poster skulle gå, mer än " + trip.setting() + " gånger medianen "
                                + trip.whole() + " av tidigare körningar (" + trip.limit() + ")",
                        trip.figure() + " records would go, more than " + trip.setting() + " times the median "
                                + trip.whole() + " of earlier runs (" + trip.limit() + ")");
            case CUSTOMER ->
                page.say(
                        trip.figure() + " av " + customer(trip, "en kunds ", "kund ", "s ") + trip.whole()
                                + " poster skulle gå, mer än " + trip.setting() + " % (" + trip.limit() + ")",
                        trip.figure() + " of the " + trip.whole() + " records of "
                                + customer(trip, "one customer", "customer ", "") + " would go, more than "
                                + trip.setting() + " % (" + trip.limit() + ")");
            case ASKED ->
                page.say(
                        trip.figure() + " poster skulle gå, fler än de " + trip.limit() + " som --max-delete tillåter",
                        trip.figure() + " records would go, more than the " + trip.limit() + " of --max-delete");
            case USED_UP ->
                page.say(
                        "körningen har raderat de " + trip.figure() + " poster den fick, och fler skulle gå",
                        "the run has erased the " + trip.figure() + " records it may, and more would go");
        };
    }

    /** A key that is no number may name somebody. */
    private static String customer(LimitViolation trip, String unnamed, String named, String after) {
        return trip.who().matches("\\d{1,20}") ? named + trip.who() + after : unnamed;
    }

    private String cure(List<LimitViolation> trips, long going, @Nullable String plan) {
        if (trips.stream().anyMatch(trip -> trip.kind() == LimitViolation.Kind.USED_UP)) {
            return page.say("Se vad som är kvar: gallra plan " + category, "See what is left: gallra plan " + category);
        }
        List<LimitViolation> others = trips.stream()
                .filter(trip -> trip.kind() != LimitViolation.Kind.ASKED)
                .toList();
        String raise = page.say("Höj --max-delete eller utelämna det", "Raise --max-delete, or leave it out");
        if (others.isEmpty()) {
            return raise;
        }
        return approval(others, going, plan) + (others.size() < trips.size() ? ". " + raise : "");
    }

    /** What two people can do about it. */
    private String approval(List<LimitViolation> trips, long going, @Nullable String plan) {
        if (plan != null) {
            return page.say(
                    "Någon annan än den som gjorde planen godkänner den: gallra approvals approve " + plan,
                    "Somebody else than who made the plan approves it: gallra approvals approve " + plan);
        }
        if (trips.stream().anyMatch(trip -> trip.kind() == LimitViolation.Kind.PLAN)) {
            return page.say(
                    "Gör en: gallra plan " + category
                            + "; någon annan godkänner den: gallra approvals approve; och sedan:"
                            + " gallra run --plan",
                    "Make one: gallra plan " + category
                            + "; somebody else approves it: gallra approvals approve; and then:"
                            + " gallra run --plan");
        }
        boolean occasions = trips.stream().allMatch(trip -> trip.kind().occasion());
        String command = "gallra runs allow " + category + (occasions ? "" : " --max-delete " + going) + " --reason '";
        return page.say(
                "För att tillåta en körning: " + command + "…', som någon annan sedan godkänner: gallra approvals list",
                "To let one run do it: " + command + "…', which somebody else then approves: gallra approvals list");
    }
}
