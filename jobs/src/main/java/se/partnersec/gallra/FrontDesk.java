package se.partnersec.gallra;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.access.AccessUse;
import se.partnersec.gallra.access.Scope;
import se.partnersec.gallra.cli.PlanRooms;
import se.partnersec.gallra.cli.ReplayRooms;
import se.partnersec.gallra.cli.Rooms;
import se.partnersec.gallra.cli.UpkeepRooms;
import se.partnersec.gallra.hold.Gate;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.metrics.Metrics;
import se.partnersec.gallra.plan.FullVerification;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.policy.SwedishCalendar;

/** Day, files and sessions that keep the gate, for the command line; files and day need no server. */
abstract class FrontDesk implements Rooms {
    private final Opening opening;
    private final Running running;

    FrontDesk(Opening opening) {
        this.opening = opening;
        this.running = new Running(opening::house);
    }

    final Running running() {
        return running;
    }

    @Override
    public LocalDate today() {
        return SwedishCalendar.localDate(opening.clock().instant());
    }

    @Override
    public Instant now() {
        return opening.clock().instant();
    }

    @Override
    public List<Gate.Keeper> gateKeepers() {
        return new Gate(new JdbcTemplate(opening.built().work())).keepers(Gate.TOO_LONG);
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
    public Scope accessScope(AccessUse use, @Nullable String bucket) {
        return new AccessScopes(opening.environment())
                .of(use, bucket, opening.papers().sources());
    }

    @Override
    public UpkeepRooms upkeep() {
        return new Upkeeping(opening);
    }

    @Override
    public ReplayRooms replays() {
        return new Replays(opening::house, running);
    }

    @Override
    public Metrics metrics() {
        return new Measuring(opening.house(), opening.questions()).metrics();
    }

    @Override
    public PlanRooms plans() {
        return new Plans(opening::house, opening::questions, opening.clock());
    }

    @Override
    public FullVerification.Result verifyFully(DataCategory category) {
        return opening.questions().verifyFully(category);
    }

    @Override
    public List<String> unknown(Collection<HoldScope> scopes, Locale locale) {
        return opening.questions().unknown(scopes, locale);
    }
}
