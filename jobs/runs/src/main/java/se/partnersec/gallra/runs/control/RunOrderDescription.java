package se.partnersec.gallra.runs.control;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.LabelledText;
import se.partnersec.gallra.support.text.VisibleText;

/** Says what an order does, who gave it, when and why: in Swedish or English, by the clock in Sweden. */
public final class RunOrderDescription {
    private final LabelledText page;

    public RunOrderDescription(Locale language) {
        this.page = new LabelledText("runs", language);
    }

    /** The pause that is in force of all orders to a run, the oldest first; null if there is none. */
    public static @Nullable RunOrder pauseOf(List<RunOrder> orders) {
        return RunOrderRepository.EffectiveOrders.of(orders).pause();
    }

    /** Of an order that ends a run, or keeps it from starting. */
    public String ending(RunOrder order) {
        String by = order.who() + " " + SwedishCalendar.minute(order.at()) + ": " + VisibleText.of(order.reason());
        return order.action() == RunOrder.Action.STOP_ALL
                ? page.say("order.all-runs-were-stopped", by)
                : page.say("order.stopped", by);
    }

    /** {@code paused by anna 2026-11-25 02:07 UTC+1 "month end", until 2026-11-25 06:00 UTC+1}. */
    public String paused(RunOrder pause) {
        Instant until = pause.until();
        String by =
                pause.who() + " " + SwedishCalendar.minute(pause.at()) + " \"" + VisibleText.of(pause.reason()) + "\"";
        return until == null
                ? page.say("order.paused", by)
                : page.say("order.paused-until", by, SwedishCalendar.minute(until));
    }

    /** What was ordered, without who and why. */
    public String what(RunOrder order) {
        return switch (order.action()) {
            case PAUSE -> {
                Instant until = order.until();
                yield page.say("order.pause")
                        + (until == null ? "" : " " + page.say("order.until") + " " + SwedishCalendar.minute(until));
            }
            case RESUME -> page.say("order.resume");
            case STOP -> page.say("order.stop");
            case SET -> set(order);
            case STOP_ALL -> page.say("order.stop-all");
            case GO -> page.say("order.go");
            case RESTART -> page.say("order.restart");
            case RECOVER -> page.say("order.recover");
            case START -> page.say("order.start", order.category() == null ? "?" : order.category());
            case CANCEL -> page.say("order.cancel", String.valueOf(order.lifts()));
        };
    }

    private String set(RunOrder order) {
        Integer rate = order.rate();
        Integer chunk = order.chunk();
        String pace =
                rate == null ? "" : rate == 0 ? page.say("order.no-bound-rate") : page.say("order.most-rows", rate);
        String size = chunk == null ? "" : page.say("order.chunks", chunk);
        return pace.isEmpty() || size.isEmpty() ? pace + size : pace + ", " + size;
    }
}
