package se.partnersec.gallra.app.wiring;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.cli.rooms.PlanRooms;
import se.partnersec.gallra.cli.rooms.ReplayRooms;
import se.partnersec.gallra.cli.rooms.Rooms;
import se.partnersec.gallra.cli.rooms.UpkeepRooms;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.operations.bucketpolicy.BucketAccountUse;
import se.partnersec.gallra.operations.bucketpolicy.BucketScope;
import se.partnersec.gallra.operations.bucketpolicy.BucketScopeFactory;
import se.partnersec.gallra.operations.metrics.MetricCollector;
import se.partnersec.gallra.planning.plan.KeptRangeVerifier;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Day, files and sessions that keep the gate, for the command line; files and day need no server. */
abstract class FrontDesk implements Rooms {
    private final Opening opening;
    private final RunService running;

    FrontDesk(Opening opening) {
        this.opening = opening;
        this.running = new RunService(opening::house);
    }

    final RunService running() {
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
    public List<ErasureGate.Keeper> gateKeepers() {
        return new ErasureGate(new JdbcTemplate(opening.built().work())).keepers(ErasureGate.TOO_LONG);
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
    public BucketScope accessScope(BucketAccountUse use, @Nullable String bucket) {
        return new BucketScopeFactory(opening.environment())
                .of(use, bucket, opening.papers().sources());
    }

    @Override
    public UpkeepRooms upkeep() {
        return new Upkeeping(opening);
    }

    @Override
    public ReplayRooms replays() {
        return new ReplayRunner(opening::house, running);
    }

    @Override
    public MetricCollector metrics() {
        return new Measuring(opening.house(), opening.questions()).metrics();
    }

    @Override
    public PlanRooms plans() {
        return new PlanningService(opening::house, opening::questions, opening.clock());
    }

    @Override
    public KeptRangeVerifier.Result verifyFully(DataCategory category) {
        return opening.questions().verifyFully(category);
    }

    @Override
    public List<String> unknown(Collection<HoldScope> scopes, Locale locale) {
        return opening.questions().unknown(scopes, locale);
    }
}
