package se.partnersec.gallra.runs.control;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows for a run from all orders ever given to it. A stop is for the attempt at work: who starts the run again means
 * to go on. A pause is for the run: it outlives a crash and holds until somebody ends it, its time is over or a stop takes
 * its place.
 *
 * @param halt the order that stops every run; null if there is none
 * @param stop null if nobody wants this run to end
 * @param rate rows a second, 0 for no bound; null if nobody set it
 * @param chunk candidates a chunk; null if nobody set it
 */
public record EffectiveOrders(
        @Nullable RunOrder halt,
        @Nullable RunOrder stop,
        @Nullable RunOrder pause,
        @Nullable Integer rate,
        @Nullable Integer chunk) {
    public static final EffectiveOrders NOTHING = new EffectiveOrders(null, null, null, null, null);

    public static EffectiveOrders of(List<RunOrder> orders) {
        return of(orders, Set.of(), StartOptions.NONE);
    }

    /**
     * @param orders the oldest first
     * @param known those that were there when this attempt began
     * @param started what the attempt was started with; it outweighs what was set before, and not what is set since
     */
    public static EffectiveOrders of(List<RunOrder> orders, Set<Long> known, StartOptions started) {
        long lifted = lifted(orders);
        RunOrder halt = null;
        RunOrder stop = null;
        RunOrder pause = null;
        Integer rate = started.rate();
        Integer chunk = started.chunk();
        for (RunOrder order : orders) {
            boolean old = known.contains(order.id());
            switch (order.action()) {
                case STOP_ALL -> halt = order.id() <= lifted ? halt : order;
                case GO -> {
                    // Told by what it lifts, not by where it stands.
                }
                case PAUSE -> pause = order;
                case RESUME -> pause = null;
                case STOP -> {
                    pause = null;
                    stop = old ? stop : order;
                }
                case SET -> {
                    rate = order.rate() == null || (old && started.rate() != null) ? rate : order.rate();
                    chunk = order.chunk() == null || (old && started.chunk() != null) ? chunk : order.chunk();
                }
            }
        }
        return new EffectiveOrders(halt, stop, pause != null && pause.over() ? null : pause, rate, chunk);
    }

    /** A stop of all runs that whoever let them go had not seen stands, in whatever order the two were written. */
    private static long lifted(List<RunOrder> orders) {
        return orders.stream()
                .filter(order -> order.action() == RunOrder.Action.GO)
                // Never one that is given later: whoever writes by SQL could else lift those to come.
                .mapToLong(order -> Math.min(order.id(), Objects.requireNonNullElse(order.lifts(), order.id())))
                .max()
                .orElse(0);
    }
}
