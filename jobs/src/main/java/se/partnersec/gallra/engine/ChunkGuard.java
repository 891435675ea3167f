package se.partnersec.gallra.engine;

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
import se.partnersec.gallra.approval.RulesInForce;
import se.partnersec.gallra.hold.Gate;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.TableMapping;

/** The first half of every erasing transaction: gate, lease, locks, decision, always in this order. */
final class ChunkGuard {
    private static final Duration AT_THE_GATE = Duration.ofSeconds(5);
    private static final Duration BEHIND_IT = Duration.ofSeconds(1);

    private final JdbcTemplate jdbc;
    private final Gate gate;
    private final Lease lease;
    private final SourceReader reader;
    private final Assessor assessor;
    private final ObjectKeys objectKeys;
    private final @Nullable CountedPeriods counted;
    private final TakenChildren taken;
    private final CrashPoint.Witness witness;
    private final UnderGate<Optional<String>> objection;

    /** @param counted null where nothing is counted before it goes */
    static ChunkGuard of(
            RunResources resources,
            SourceTable source,
            Lease lease,
            SourceReader reader,
            Assessor assessor,
            ObjectKeys objectKeys,
            @Nullable CountedPeriods counted) {
        TakenChildren children = new TakenChildren(resources.jdbc(), source, resources.sources());
        return new ChunkGuard(
                resources.jdbc(),
                new Gate(resources.jdbc()),
                lease,
                reader,
                assessor,
                objectKeys,
                counted,
                children,
                resources.witness(),
                resources.rules());
    }

    private ChunkGuard(
            JdbcTemplate jdbc,
            Gate gate,
            Lease lease,
            SourceReader reader,
            Assessor assessor,
            ObjectKeys objectKeys,
            @Nullable CountedPeriods counted,
            TakenChildren taken,
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
        this.objection =
                new UnderGate<>(() -> Optional.ofNullable(rules.standing().objection()));
    }

    /** First statements of the transaction. */
    GateEntry enter() {
        waiting(AT_THE_GATE);
        Gate.Entry entry = gate.enter();
        // No row is waited for from here on; but the server's own look at foreign keys may wait for one.
        waiting(BEHIND_IT);
        Instant now = lease.check(entry.connection());
        // Rules are put in force through the gate: no chunk after that goes by those of before.
        objection.at(entry.epoch()).ifPresent(why -> {
            throw new LimitTripped(why, null);
        });
        witness.passed(CrashPoint.GATE_ENTERED);
        return new GateEntry(entry.epoch(), now);
    }

    private void waiting(Duration most) {
        jdbc.execute("SET SESSION innodb_lock_wait_timeout = " + most.toSeconds());
    }

    /** Whether nobody took the lease over meanwhile; asked again right before what no rollback can take back. */
    void still() {
        lease.confirm();
    }

    ChunkDecision assess(List<RecordKey> keys, Run run, GateEntry entered) {
        return assess(keys, run, entered, record -> false);
    }

    /** @param emptied records whose objects were seen to be gone: whose else they may be is no question any more */
    ChunkDecision assess(List<RecordKey> keys, Run run, GateEntry entered, Predicate<LockedRecord> emptied) {
        SourceReader.Read read = reader.lock(keys);
        witness.passed(CrashPoint.RECORDS_LOCKED);
        if (taken.any(read.records())) {
            Set<RecordKey> all = new LinkedHashSet<>(keys);
            all.removeAll(read.gone());
            return new ChunkDecision(List.of(), Map.of(), all, read.gone(), read);
        }
        List<Assessed> assessed =
                counted(assessor.assess(read.records(), run.context().asOf(), entered.now(), entered.epoch()));
        Map<RecordKey, String> objections = new LinkedHashMap<>();
        if (reader.source().hasObjects()) {
            objections.putAll(objectKeys.objections(assessed.stream()
                    .filter(Assessed::goes)
                    .map(Assessed::record)
                    .filter(emptied.negate())
                    .toList()));
        }
        List<Assessed> decided = new ArrayList<>();
        for (Assessed each : assessed) {
            decided.add(objections.containsKey(each.record().key()) ? each.forReview() : each);
        }
        witness.passed(CrashPoint.DECIDED);
        return new ChunkDecision(decided, objections, read.busy(), read.gone(), read);
    }

    /**
     * Those of what goes or is reduced about which a row decides by now that nobody knew when it was decided: asked last of all,
     * because whoever switches foreign keys off is kept out by none.
     */
    Set<RecordKey> late(ChunkDecision decided) {
        Set<RecordKey> taken = new HashSet<>();
        decided.assessed().stream()
                .filter(each -> each.goes() || each.reduces())
                .forEach(each -> taken.add(each.record().key()));
        return taken.isEmpty() ? taken : reader.late(decided.read(), taken);
    }

    /** @throws ChunkFailed if one of these goes and its period is not counted yet */
    List<Assessed> counted(List<Assessed> decided) {
        if (counted != null) {
            counted.require(decided);
        }
        return decided;
    }

    SourceTable source() {
        return reader.source();
    }

    List<String> prefixes() {
        return source().withObjects().stream()
                .map(TableMapping::objects)
                .filter(Objects::nonNull)
                .map(TableMapping.ObjectColumn::prefix)
                .toList();
    }
}
