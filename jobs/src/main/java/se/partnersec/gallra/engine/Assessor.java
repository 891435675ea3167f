package se.partnersec.gallra.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.hold.FiscalYears;
import se.partnersec.gallra.hold.HoldRegister;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.Hold;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.policy.Verdict;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;

/** Puts the question to the rules: what was read of each record, the holds that reach it, and the time. */
public final class Assessor {
    /** So many records ask for more keys than a short register has holds. */
    private static final int MANY = 200;

    private final Category category;
    private final RetentionPolicy policy;
    private final HoldRegister holds;
    private final FiscalYears years;
    private final DatabaseClock clock;
    private final ScopeKeys scopeKeys;
    private final boolean reducible;
    /** Identities whose own rows these records are: without them no hold by another name finds what it is on. */
    private final Set<ScopeKind> carried;

    public Assessor(JdbcTemplate jdbc, Category category, RetentionPolicy policy, Sources sources, KeyKinds kinds) {
        this.category = category;
        this.policy = policy;
        this.holds = new HoldRegister(jdbc);
        this.years = new FiscalYears(jdbc);
        this.clock = new DatabaseClock(jdbc);
        SourceTable source = sources.table(category.category());
        this.reducible = source.reducible();
        this.carried = sources.identities().values().stream()
                .filter(identity ->
                        identity.table().quoted().equals(source.record().quoted()))
                .map(Sources.Identity::kind)
                .collect(Collectors.toSet());
        this.scopeKeys = new ScopeKeys(jdbc, category.category(), sources, kinds);
    }

    /** Reads holds, years and the time now; call it after every lock was taken. */
    public List<Assessed> assess(List<LockedRecord> records, LocalDate asOf) {
        Map<RecordKey, List<PlacedHold>> held = holdsOn(records);
        List<FiscalYear> known = years.all();
        Instant now = clock.now();
        for (List<PlacedHold> each : held.values()) {
            for (PlacedHold hold : each) {
                // A hold that can be read counts, even if another clock stamped it a moment ahead.
                now = hold.hold().placedAt().isAfter(now) ? hold.hold().placedAt() : now;
            }
        }
        List<Assessed> assessed = new ArrayList<>(records.size());
        for (LockedRecord record : records) {
            List<PlacedHold> mine = held.getOrDefault(record.key(), List.of());
            Assessed each = decide(record.own(), mine, known, now, asOf);
            if (record.mixed()) {
                // Would it go, a customer's data that hangs on it keeps it, and somebody has to part the two.
                boolean would = each.goes() || each.reduces();
                Assessed with = would ? decide(record, mine, known, now, asOf) : each;
                each = new Assessed(
                        record, with.facts(), mine, with.verdict(), would ? Outcome.REVIEW : with.outcome());
            }
            assessed.add(each);
        }
        return assessed;
    }

    private Assessed decide(
            LockedRecord record, List<PlacedHold> mine, List<FiscalYear> known, Instant now, LocalDate asOf) {
        List<Hold> duties =
                mine.isEmpty() ? List.of() : mine.stream().map(PlacedHold::hold).toList();
        Facts facts = category.facts(record, policy, known);
        Verdict verdict = policy.decide(facts, duties, now);
        return new Assessed(record, facts, mine, verdict, outcome(verdict, asOf));
    }

    private Map<RecordKey, List<PlacedHold>> holdsOn(List<LockedRecord> records) {
        Map<RecordKey, List<PlacedHold>> mine = new HashMap<>();
        for (ScopeKind kind : records.isEmpty() ? List.<ScopeKind>of() : holds.kinds()) {
            List<List<String>> own = scopeKeys.own(records, kind);
            DataCategory reached = carried.contains(kind) ? null : category.category();
            List<PlacedHold> few = records.size() < MANY ? null : holds.few(reached, kind);
            Set<String> held = few == null
                    ? null
                    : few.stream().map(hold -> hold.scope().key()).collect(Collectors.toSet());
            Map<String, Set<String>> names = scopeKeys.names(records, kind, own, held);
            Map<String, List<PlacedHold>> found = new HashMap<>();
            for (PlacedHold hold : few == null ? holds.on(reached, kind, names.keySet()) : few) {
                for (String ownKey : names.getOrDefault(hold.scope().key(), Set.of())) {
                    found.computeIfAbsent(ownKey, k -> new ArrayList<>()).add(hold);
                }
            }
            for (int i = 0; i < own.size() && !found.isEmpty(); i++) {
                Set<PlacedHold> on = new LinkedHashSet<>(0);
                for (String ownKey : own.get(i)) {
                    on.addAll(found.getOrDefault(ownKey, List.of()));
                }
                if (!on.isEmpty()) {
                    mine.computeIfAbsent(records.get(i).key(), k -> new ArrayList<>())
                            .addAll(on);
                }
            }
        }
        // Of holds that end on the same day the first decides, so their order must be the same every time.
        mine.values().forEach(list -> list.sort(Comparator.comparingLong(PlacedHold::epoch)));
        return mine;
    }

    private Outcome outcome(Verdict verdict, LocalDate asOf) {
        LocalDate due = verdict.due();
        return switch (verdict.decision()) {
            // The run's date selects as well: what fell due after it waits for the next run.
            case ERASE -> due != null && due.isAfter(asOf) ? Outcome.NOT_DUE : Outcome.ERASED;
            // Where the mapping does not say what the books need of a record, somebody has to.
            case ANONYMISE ->
                !reducible ? Outcome.REVIEW : due != null && due.isAfter(asOf) ? Outcome.NOT_DUE : Outcome.ANONYMISED;
            case BLOCKED_REVIEW -> Outcome.REVIEW;
            case NOOP -> Outcome.GONE_ELSEWHERE;
            case RETAIN ->
                !verdict.because().isEmpty() && verdict.because().get(0).kind() == Verdict.ReasonClass.PERIOD
                        ? Outcome.NOT_DUE
                        : Outcome.HELD;
        };
    }
}
