package se.partnersec.gallra.runs.control;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.LabelledText;
import se.partnersec.gallra.support.text.VisibleText;

/** Says what an order does, who gave it, when and why: in Swedish or English, by the clock in Sweden. */
public final class RunOrderDescription {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(SwedishCalendar.ZONE);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(SwedishCalendar.ZONE);

    private final LabelledText page;

    public RunOrderDescription(Locale language) {
        this.page = new LabelledText(language);
    }

    /** By the clock in Sweden. */
    public static String minute(Instant instant) {
        return MINUTE.format(instant);
    }

    /** The pause that is in force of all orders to a run, the oldest first; null if there is none. */
    public static @Nullable RunOrder pauseOf(List<RunOrder> orders) {
        return RunOrderRepository.EffectiveOrders.of(orders).pause();
    }

    /** Of an order that ends a run, or keeps it from starting. */
    public String ending(RunOrder order) {
        String by = order.who() + " " + MINUTE.format(order.at()) + ": " + VisibleText.of(order.reason());
        return order.action() == RunOrder.Action.STOP_ALL
                ? page.say(
                        "alla körningar stoppades av " + by + ". För att släppa på dem: gallra runs go --reason '…'",
                        "all runs were stopped by " + by + ". To let them run again: gallra runs go --reason '…'")
                : page.say("stoppad av " + by, "stopped by " + by);
    }

    /** {@code paused by anna 02:07 "month end", until 2026-11-25 06:00}. */
    public String paused(RunOrder pause) {
        Instant until = pause.until();
        String by = pause.who() + " " + CLOCK.format(pause.at()) + " \"" + VisibleText.of(pause.reason()) + "\"";
        return until == null
                ? page.say("pausad av " + by, "paused by " + by)
                : page.say(
                        "pausad av " + by + ", till " + MINUTE.format(until),
                        "paused by " + by + ", until " + MINUTE.format(until));
    }

    /** What was ordered, without who and why. */
    public String what(RunOrder order) {
        return switch (order.action()) {
            case PAUSE -> {
                Instant until = order.until();
                yield page.say("paus", "pause")
                        + (until == null ? "" : page.say(" till ", " until ") + MINUTE.format(until));
            }
            case RESUME -> page.say("fortsätt", "resume");
            case STOP -> page.say("stopp", "stop");
            case SET -> set(order);
            case STOP_ALL -> page.say("stopp för alla", "stop all");
            case GO -> page.say("släpp på", "go");
        };
    }

    private String set(RunOrder order) {
        Integer rate = order.rate();
        Integer chunk = order.chunk();
        String pace = rate == null
                ? ""
                : rate == 0
                        ? page.say("ingen gräns för takten", "no bound of the rate")
                        : page.say("högst " + rate + " rader/s", "at most " + rate + " rows/s");
        String size = chunk == null ? "" : page.say("omgångar om " + chunk, "chunks of " + chunk);
        return pace.isEmpty() || size.isEmpty() ? pace + size : pace + ", " + size;
    }
}
