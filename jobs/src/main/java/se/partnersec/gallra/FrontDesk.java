package se.partnersec.gallra;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.cli.PlanRooms;
import se.partnersec.gallra.cli.Rooms;
import se.partnersec.gallra.metrics.Metrics;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.RetentionPolicy;

/** Answers what the day and the files tell, for which no server is needed, and shows the way to other rooms. */
abstract class FrontDesk implements Rooms {
    private final Opening opening;

    FrontDesk(Opening opening) {
        this.opening = opening;
    }

    @Override
    public LocalDate today() {
        return RetentionPolicy.localDate(opening.clock().instant());
    }

    @Override
    public Instant now() {
        return opening.clock().instant();
    }

    @Override
    public RetentionPolicy policy() {
        return opening.papers().policy();
    }

    @Override
    public String fingerprint() {
        return opening.papers().fingerprint();
    }

    @Override
    public Set<DataCategory> mapped() {
        return opening.papers().sources().tables().keySet();
    }

    @Override
    public int declaredPlaces() {
        return opening.papers().horizon().size();
    }

    @Override
    public Map<DataCategory, List<String>> recipients() {
        return opening.papers().recipients();
    }

    @Override
    public Metrics metrics() {
        return new Measuring(opening.house(), opening.questions()).metrics();
    }

    @Override
    public PlanRooms plans() {
        return new Plans(opening::house, opening::questions, opening.clock());
    }
}
