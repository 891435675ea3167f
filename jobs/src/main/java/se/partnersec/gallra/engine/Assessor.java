package se.partnersec.gallra.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.hold.FiscalYears;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.policy.Verdict;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.store.TableMapping;

/** Puts the question to the rules: what was read of each record, the holds that reach it, and the time. */
public final class Assessor {
    /** What hangs on a parent that is not there cannot be known. */
    private static final String LOST = "POINTS_AT_NOTHING";

    private final Category category;
    private final RetentionPolicy policy;
    private final HoldsOnRecords holds;
    private final Map<TableMapping, HoldsOnRecords> detached = new LinkedHashMap<>();
    private final FiscalYears years;
    private final DatabaseClock clock;
    private final boolean reducible;

    public Assessor(JdbcTemplate jdbc, Category category, RetentionPolicy policy, Sources sources, KeyKinds kinds) {
        this.category = category;
        this.policy = policy;
        this.holds = new HoldsOnRecords(jdbc, category.category(), sources, kinds);
        this.years = new FiscalYears(jdbc);
        this.clock = new DatabaseClock(jdbc);
        SourceTable source = sources.table(category.category());
        this.reducible = source.reducible();
        for (TableMapping child : source.children()) {
            sources.tables().values().stream()
                    .filter(other -> child.detached() && other.record().quoted().equals(child.quoted()))
                    .forEach(other -> detached.put(child, new HoldsOnRecords(jdbc, other.category(), sources, kinds)));
        }
    }

    /** Reads holds, years and the time now; call it after every lock was taken. */
    public List<Assessed> assess(List<LockedRecord> records, LocalDate asOf) {
        Map<RecordKey, List<PlacedHold>> held = holds.of(records);
        List<FiscalYear> known = years.all();
        Instant now = latest(clock.now(), held);
        List<Assessed> assessed = new ArrayList<>(records.size());
        for (LockedRecord record : records) {
            Facts facts = category.facts(record, policy, known);
            assessed.add(assess(record, facts, held.getOrDefault(record.key(), List.of()), now, asOf));
        }
        if (!detached.isEmpty()) {
            keepForTheDetached(assessed, now, asOf);
        }
        return assessed;
    }

    /** What a held row points at stays too: without its pointer the row is not what was held. */
    private void keepForTheDetached(List<Assessed> assessed, Instant before, LocalDate asOf) {
        List<LockedRecord> going = assessed.stream()
                .filter(each -> each.goes() || each.reduces())
                .map(Assessed::record)
                .toList();
        Map<RecordKey, List<PlacedHold>> held = new HashMap<>();
        detached.forEach((child, theirs) -> {
            Map<RecordKey, RecordKey> owners = new HashMap<>();
            List<LockedRecord> rows = new ArrayList<>();
            for (LockedRecord record : going) {
                for (Row row : record.children().getOrDefault(child, List.of())) {
                    owners.put(row.key(), record.key());
                    rows.add(new LockedRecord(row, Map.of(), Map.of(), null, false));
                }
            }
            theirs.of(rows)
                    .forEach((row, found) -> held.computeIfAbsent(
                                    Objects.requireNonNull(owners.get(row)), k -> new ArrayList<>())
                            .addAll(found));
        });
        Instant now = latest(before, held);
        assessed.replaceAll(each -> {
            List<PlacedHold> more = held.get(each.record().key());
            return more == null
                    ? each
                    : assess(
                            each.record(),
                            each.facts(),
                            Stream.concat(each.holds().stream(), more.stream())
                                    .distinct()
                                    .toList(),
                            now,
                            asOf);
        });
    }

    private Assessed assess(LockedRecord record, Facts facts, List<PlacedHold> mine, Instant now, LocalDate asOf) {
        Verdict verdict =
                policy.decide(facts, mine.stream().map(PlacedHold::hold).toList(), now);
        if (record.lost() && verdict.decision() != Verdict.Decision.RETAIN) {
            verdict = Verdict.review(LOST);
        }
        return new Assessed(record, facts, mine, verdict, outcome(verdict, asOf));
    }

    /** A hold that can be read counts, even if another clock stamped it a moment ahead. */
    private static Instant latest(Instant now, Map<RecordKey, List<PlacedHold>> held) {
        return held.values().stream()
                .flatMap(List::stream)
                .map(hold -> hold.hold().placedAt())
                .filter(placed -> placed.isAfter(now))
                .max(Instant::compareTo)
                .orElse(now);
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
