package se.partnersec.gallra.engine;

import java.util.List;
import java.util.stream.Collectors;
import se.partnersec.gallra.policy.LimitTrip;

/** A run ends because it would do more than it may. The message is for the histories; people get it in their words. */
public final class LimitTripped extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<LimitTrip> trips;
    private final long going;

    /** @param going how many records the run would erase or reduce; what it has, where it was stopped on its way */
    LimitTripped(List<LimitTrip> trips, long going) {
        super("limits: " + trips.stream().map(trip -> trip.kind().name()).collect(Collectors.joining(", ")));
        this.trips = List.copyOf(trips);
        this.going = going;
    }

    public List<LimitTrip> trips() {
        return trips;
    }

    public long going() {
        return going;
    }
}
