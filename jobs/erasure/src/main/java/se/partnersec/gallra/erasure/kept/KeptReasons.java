package se.partnersec.gallra.erasure.kept;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.RecordYears;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.scope.ScopeKeyIndex;
import se.partnersec.gallra.erasure.scope.ScopeKeys;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.fact.ScopeType;

/**
 * Why a record that is held will be held tomorrow as well, whatever changes in other systems: a hold on what its own row bears,
 * or the law by what its own row says. Not a contract, a claim, or what hangs on it: of those nobody tells us when they end.
 */
final class KeptReasons {
    /** An identity that is no number may be personal, such as a name, and is not written down. */
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

    private final Category category;
    private final RetentionPolicy policy;
    private final ScopeKeys scopeKeys;
    private final ErasureGate.Cache<List<FiscalYear>> years;
    private final RecordYears byEntity;

    KeptReasons(
            JdbcTemplate jdbc, Category category, RetentionPolicy policy, ScopeKeys scopeKeys, RecordYears byEntity) {
        this.category = category;
        this.policy = policy;
        this.scopeKeys = scopeKeys;
        this.byEntity = byEntity;
        this.years = new ErasureGate.Cache<>(() -> new FiscalYearRepository(jdbc).all());
    }

    /**
     * The one that keeps it longest.
     *
     * @param until last day it keeps; null while open-ended
     * @param by the hold; null for the Bookkeeping Act
     */
    record Reason(@Nullable LocalDate until, KeptRangeTable.@Nullable Link by) {
        boolean lastsBeyond(LocalDate day) {
            return until == null || until.isAfter(day);
        }
    }

    /** Those of them for which there is one. */
    Map<RecordKey, Reason> of(List<AssessedRecord> held, GuardedChunk.Entry entered) {
        Supplier<List<FiscalYear>> known = () -> years.at(entered.epoch());
        // A word that nobody knows is reported each night until somebody has listed it.
        Map<String, Set<String>> words = category.words();
        Names names = new Names(held);
        Map<RecordKey, Reason> reasons = new HashMap<>();
        for (AssessedRecord each : held) {
            Reason reason = asked(each) || !each.record().unknown(words).isEmpty()
                    ? null
                    : reason(each, known, entered.now(), names);
            if (reason != null) {
                reasons.put(each.record().key(), reason);
            }
        }
        return reasons;
    }

    /** A request or a permit is somebody's wish that it goes: whether it may is to be asked each time. */
    private static boolean asked(AssessedRecord each) {
        Facts.Circumstances circumstances = each.facts().circumstances();
        return circumstances.request() != null || !circumstances.permits().isEmpty();
    }

    /** By the rules themselves, put to them without all that the register does not compare. */
    private @Nullable Reason reason(AssessedRecord each, Supplier<List<FiscalYear>> known, Instant now, Names names) {
        LockedRecord own = own(each.record());
        Map<String, KeptRangeTable.Link> links = new HashMap<>();
        for (PlacedHold hold : each.holds()) {
            Long identity = hold.hold().activeAt(now) && ofTheRow(hold) ? names.identity(own, hold) : null;
            if (identity != null) {
                links.put(
                        hold.hold().id(),
                        new KeptRangeTable.Link(
                                hold.number(), identity, hold.scope().kind()));
            }
        }
        Facts facts = category.facts(own, policy, byEntity.of(own, known));
        Verdict verdict = policy.decide(
                facts,
                each.holds().stream()
                        .map(PlacedHold::hold)
                        .filter(hold -> links.containsKey(hold.id()))
                        .toList(),
                now);
        return verdict.because().stream()
                .filter(why -> why.kind() == Verdict.ReasonClass.BOOKKEEPING
                        || (why.kind() == Verdict.ReasonClass.HOLD && links.containsKey(why.holdId())))
                .findFirst()
                .map(why -> new Reason(why.until(), why.holdId() == null ? null : links.get(why.holdId())))
                .orElse(null);
    }

    /** One on another category reaches the record by what points at it, which may change without the row. */
    private boolean ofTheRow(PlacedHold hold) {
        return hold.category() == null || hold.category().equals(category.category());
    }

    private static LockedRecord own(LockedRecord record) {
        return LockedRecord.alone(record.row());
    }

    /** By what name a hold reaches a record's own row; asked of the database only where it is another one. */
    private final class Names {
        private final List<AssessedRecord> held;
        private final Map<ScopeType, ScopeKeyIndex> bearers = new EnumMap<>(ScopeType.class);
        private final Map<HoldScope, Set<RecordKey>> bearing = new HashMap<>();
        private final Map<ScopeType, Map<String, Set<String>>> others = new EnumMap<>(ScopeType.class);

        Names(List<AssessedRecord> held) {
            this.held = held;
        }

        /** 0 where the row bears the name, or points at whom the hold was on when it was placed; null where the hold does not reach it, or not by its own columns. */
        @Nullable
        Long identity(LockedRecord own, PlacedHold hold) {
            ScopeType kind = hold.scope().kind();
            String name = hold.scope().key();
            if (bearing(hold.scope()).contains(own.key())) {
                return 0L;
            }
            String identity = own.row().identity(kind);
            if (identity != null && hold.targets().contains(HoldScope.key(identity))) {
                return 0L;
            }
            return identity != null
                            && NUMBER.matcher(identity).matches()
                            && others(kind).getOrDefault(name, Set.of()).contains(HoldScope.key(identity))
                    ? Long.valueOf(identity)
                    : null;
        }

        private Set<RecordKey> bearing(HoldScope scope) {
            Set<RecordKey> known = bearing.get(scope);
            if (known == null) {
                known = bearers(scope.kind()).of(scope.key()).stream()
                        .map(LockedRecord::key)
                        .collect(Collectors.toSet());
                bearing.put(scope, known);
            }
            return known;
        }

        private ScopeKeyIndex bearers(ScopeType kind) {
            ScopeKeyIndex known = bearers.get(kind);
            if (known == null) {
                known = scopeKeys.bearers(
                        held.stream().map(each -> own(each.record())).toList(), kind);
                bearers.put(kind, known);
            }
            return known;
        }

        private Map<String, Set<String>> others(ScopeType kind) {
            Map<String, Set<String>> known = others.get(kind);
            if (known == null) {
                Set<String> wanted = held.stream()
                        .flatMap(each -> each.holds().stream())
                        .filter(hold -> hold.scope().kind() == kind)
                        .map(hold -> hold.scope().key())
                        .collect(Collectors.toSet());
                known = scopeKeys.names(bearers(kind), kind, wanted);
                others.put(kind, known);
            }
            return known;
        }
    }
}
