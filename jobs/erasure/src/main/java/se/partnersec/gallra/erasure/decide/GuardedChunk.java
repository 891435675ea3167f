package se.partnersec.gallra.erasure.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.LimitExceededException;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.erasure.scope.StagedChildren;
import se.partnersec.gallra.erasure.statistic.CountedPeriods;
import se.partnersec.gallra.holds.hold.ErasureGate;

/** The first half of every erasing transaction: gate, lease, locks, decision, always in this order. */
public final class GuardedChunk {
    private static final Duration AT_THE_GATE = Duration.ofSeconds(5);
    private static final Duration BEHIND_IT = Duration.ofSeconds(1);

    private final JdbcTemplate jdbc;
    private final ErasureGate gate;
    private final LeaseCheck lease;
    private final RecordReader reader;
    private final Assessor assessor;
    private final @Nullable ObjectKeys objectKeys;
    private final @Nullable CountedPeriods counted;
    private final @Nullable StagedChildren taken;
    private final CrashPoint.Witness witness;
    private final ErasureGate.Cache<Optional<String>> objection;

    /**
     * @param objectKeys null where the records have no objects
     * @param counted null where nothing is counted before it goes
     */
    public static GuardedChunk of(
            RunResources resources,
            CategoryMapping source,
            LeaseCheck lease,
            RecordReader reader,
            Assessor assessor,
            @Nullable ObjectKeys objectKeys,
            @Nullable CountedPeriods counted) {
        StagedChildren children =
                source.children().isEmpty() ? null : new StagedChildren(resources.jdbc(), source, resources.sources());
        return new GuardedChunk(
                resources.jdbc(),
                new ErasureGate(resources.jdbc()),
                lease,
                reader,
                assessor,
                objectKeys,
                counted,
                children,
                resources.witness(),
                resources.rules());
    }

    private GuardedChunk(
            JdbcTemplate jdbc,
            ErasureGate gate,
            LeaseCheck lease,
            RecordReader reader,
            Assessor assessor,
            @Nullable ObjectKeys objectKeys,
            @Nullable CountedPeriods counted,
            @Nullable StagedChildren taken,
            CrashPoint.Witness witness,
            RulesInForce rules) {
        this.jdbc = jdbc;
        this.gate = gate;
        this.lease = lease;
        this.reader = reader;
        this.assessor = assessor;
        this.objectKeys = objectKeys;
        this.counted = counted;
        this.taken = taken;
        this.witness = witness;
        this.objection = new ErasureGate.Cache<>(
                () -> Optional.ofNullable(rules.standing().objection()));
    }

    /** First statements of the transaction. */
    public Entry enter() {
        waiting(AT_THE_GATE);
        ErasureGate.Entry entry = gate.enter();
        // No row is waited for from here on; but the server's own look at foreign keys may wait for one.
        waiting(BEHIND_IT);
        Instant now = lease.check(entry);
        // Rules are put in force through the gate: no chunk after that goes by those of before.
        objection.at(entry.epoch()).ifPresent(why -> {
            throw new LimitExceededException(why, null);
        });
        witness.passed(CrashPoint.GATE_ENTERED);
        return new Entry(entry.epoch(), now);
    }

    private void waiting(Duration most) {
        jdbc.execute("SET SESSION innodb_lock_wait_timeout = " + most.toSeconds());
    }

    /** Until the caller's transaction ends, nobody can take the lease over. */
    public void confirmLease() {
        lease.confirm();
    }

    /**
     * Whether a request may be sent that no rollback can take back: nobody took the lease over, and nobody will before the request
     * has expired.
     */
    public boolean maySend() {
        return lease.maySend();
    }

    /** Before the gate: looks at all that points at records of which the chunk itself reads no more than a part. */
    public void study(List<RecordKey> keys) {
        Set<RecordKey> wide = reader.wide(keys);
        if (!wide.isEmpty()) {
            assessor.study(reader.look(wide));
            reader.wide(keys);
        }
    }

    public Decision assess(List<RecordKey> keys, RunIdentity run, Entry entered) {
        return assess(keys, run, entered, record -> false);
    }

    /** @param emptied records whose objects were seen to be gone: whose else they may be is no question any more */
    public Decision assess(List<RecordKey> keys, RunIdentity run, Entry entered, Predicate<LockedRecord> emptied) {
        RecordReader.Read read = reader.lock(keys);
        witness.passed(CrashPoint.RECORDS_LOCKED);
        if (taken != null && taken.any(read.records())) {
            Set<RecordKey> all = new LinkedHashSet<>(keys);
            all.removeAll(read.gone());
            return new Decision(List.of(), Map.of(), all, read.gone(), read);
        }
        List<AssessedRecord> assessed =
                counted(assessor.assess(read.records(), run.context().asOf(), entered.now(), entered.epoch()));
        Map<RecordKey, String> objections = new LinkedHashMap<>();
        if (objectKeys != null) {
            objections.putAll(objectKeys.objections(assessed.stream()
                    .filter(AssessedRecord::goes)
                    .map(AssessedRecord::record)
                    .filter(emptied.negate())
                    .toList()));
        }
        List<AssessedRecord> decided = new ArrayList<>();
        for (AssessedRecord each : assessed) {
            decided.add(objections.containsKey(each.record().key()) ? each.forReview() : each);
        }
        witness.passed(CrashPoint.DECIDED);
        return new Decision(decided, objections, read.busy(), read.gone(), read);
    }

    /**
     * Those of what goes or is reduced about which a row decides by now that nobody knew when it was decided: asked last of all,
     * because whoever switches foreign keys off is kept out by none.
     */
    public Set<RecordKey> late(Decision decided) {
        Set<RecordKey> taken = new HashSet<>();
        decided.assessed().stream()
                .filter(each -> each.goes() || each.reduces())
                .forEach(each -> taken.add(each.record().key()));
        return taken.isEmpty() ? taken : reader.late(decided.read(), taken);
    }

    /** @throws ChunkFailedException if one of these goes and its period is not counted yet */
    public List<AssessedRecord> counted(List<AssessedRecord> decided) {
        if (counted != null) {
            counted.require(decided);
        }
        return decided;
    }

    public CategoryMapping source() {
        return reader.source();
    }

    public List<String> prefixes() {
        return source().withObjects().stream()
                .map(TableMapping::objects)
                .filter(Objects::nonNull)
                .map(TableMapping.ObjectColumn::prefix)
                .toList();
    }

    /**
     * The decision on a page of records under lock.
     *
     * @param objections codes of records whose objects must not be touched; they are under review
     */
    public record Decision(
            List<AssessedRecord> assessed,
            Map<RecordKey, String> objections,
            Set<RecordKey> busy,
            Set<RecordKey> gone,
            RecordReader.Read read) {

        /** The same, but these are left for a sweep. */
        public Decision without(Set<RecordKey> late) {
            Set<RecordKey> all = new LinkedHashSet<>(busy);
            all.addAll(late);
            return new Decision(
                    assessed.stream()
                            .filter(each -> !late.contains(each.record().key()))
                            .toList(),
                    objections,
                    all,
                    gone,
                    read);
        }

        public List<AssessedRecord> going() {
            return assessed.stream().filter(AssessedRecord::goes).toList();
        }
    }

    /**
     * The entry of a chunk's transaction through the gate.
     *
     * @param epoch the gate's value
     * @param now after whatever changed the gate to it; what is decided and written is told from here
     */
    public record Entry(long epoch, Instant now) {}
}
