package se.partnersec.gallra.erasure.decide;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.PlannedKeys;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.candidate.PermittedRecords;
import se.partnersec.gallra.erasure.candidate.RequestedRecords;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.RecordYears;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.row.UsageSums;
import se.partnersec.gallra.erasure.scope.DetachedReferences;
import se.partnersec.gallra.erasure.scope.RecordHolds;
import se.partnersec.gallra.erasure.scope.StayingReferences;
import se.partnersec.gallra.erasure.scope.WideRecords;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.fact.ErasureRequest;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Puts the question to the rules: what was read of each record, the holds that reach it, and the time. */
public final class Assessor {
    /** What hangs on a parent that is not there cannot be known. */
    private static final String LOST = "POINTS_AT_NOTHING";

    /** Code of a record of ours that data processed for a customer refers to: somebody has to part the two. */
    public static final String CUSTOMERS = "PROCESSOR_CHILD";

    /** The books need its sum, and it does not say of what. */
    private static final String NO_SUM = "NO_SUM";

    private final Category category;
    private final RetentionPolicy policy;
    private final RecordHolds holds;
    private final List<DetachedReferences> detached;
    private final @Nullable WideRecords wide;
    private final StayingReferences references;
    private final ErasureGate.Cache<List<FiscalYear>> years;
    private final RecordYears byEntity;
    private final DatabaseClock clock;
    private final RequestedRecords requests;
    private final PermittedRecords permits;
    private final boolean reducible;
    private final boolean sums;
    private final @Nullable PlannedKeys plan;

    /** As a run that goes by no plan. */
    public Assessor(
            JdbcTemplate jdbc,
            Category category,
            RetentionPolicy policy,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer tags) {
        this(jdbc, category, policy, sources, kinds, tags, null);
    }

    /**
     * @param tags tell a record that became somebody else's since a request named it
     * @param plan beyond which nothing goes, whatever the rules say; null if there is none
     */
    public Assessor(
            JdbcTemplate jdbc,
            Category category,
            RetentionPolicy policy,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer tags,
            @Nullable PlannedKeys plan) {
        this.plan = plan;
        this.category = category;
        this.policy = policy;
        this.holds = new RecordHolds(jdbc, category.category(), sources, kinds);
        this.years = new ErasureGate.Cache<>(() -> new FiscalYearRepository(jdbc).all());
        this.byEntity = new RecordYears(sources, category.category());
        this.clock = new DatabaseClock(jdbc);
        CategoryMapping source = sources.table(category.category());
        this.reducible = source.reducible();
        this.sums = source.sums() != null;
        this.references = new StayingReferences(jdbc, source, kinds);
        this.requests = new RequestedRecords(jdbc, category.category(), tags);
        this.permits = new PermittedRecords(jdbc, category.category(), tags);
        this.detached =
                source.children().isEmpty() ? List.of() : DetachedReferences.of(jdbc, source, sources, kinds, tags);
        this.wide = source.children().stream().anyMatch(TableMapping::detached)
                ? new WideRecords(jdbc, source, kinds, holds, detached)
                : null;
    }

    /** For looking, without the gate. */
    public List<AssessedRecord> assess(List<LockedRecord> records, LocalDate asOf) {
        return assess(records, asOf, clock.now(), ErasureGate.Cache.UNGATED);
    }

    /** For looking, without the gate: what would be decided if a request for the erasure of all of them were granted. */
    public List<AssessedRecord> assessAsIfGranted(List<LockedRecord> records, LocalDate asOf, ErasureRequest request) {
        return assess(
                records,
                asOf,
                clock.now(),
                ErasureGate.Cache.UNGATED,
                records.stream().collect(Collectors.toMap(LockedRecord::key, record -> request)));
    }

    /** For looking ahead, without the gate: what a run on that day would decide, if nothing changes until its noon. */
    public List<AssessedRecord> assessOn(LocalDate day, List<LockedRecord> records) {
        return assess(records, day, noon(day), ErasureGate.Cache.UNGATED);
    }

    static Instant noon(LocalDate day) {
        return day.atTime(12, 0).atZone(SwedishCalendar.ZONE).toInstant();
    }

    /**
     * Reads holds, requests and permits, and fiscal years where the books refer to a record; call it after every lock was taken.
     *
     * @param before the time when the gate was entered: what fell due while locks were waited for can wait too
     * @param epoch the gate's value, read under its lock
     */
    public List<AssessedRecord> assess(List<LockedRecord> records, LocalDate asOf, Instant before, long epoch) {
        return assess(records, asOf, before, epoch, requests.among(records, epoch));
    }

    private List<AssessedRecord> assess(
            List<LockedRecord> records,
            LocalDate asOf,
            Instant before,
            long epoch,
            Map<RecordKey, ErasureRequest> asked) {
        Map<RecordKey, List<PlacedHold>> held = holds.of(records, epoch);
        Map<RecordKey, List<DestructionPermit>> permitted = permits.among(records, epoch);
        Map<RecordKey, Facts.Reference> referred = references.to(records);
        Supplier<List<FiscalYear>> known = once(() -> years.at(epoch));
        Instant now = latest(before, held);
        List<AssessedRecord> assessed = new ArrayList<>(records.size());
        for (LockedRecord record : records) {
            UnaryOperator<Facts> moved = facts -> referred(
                    moved(facts, asked.get(record.key()), permitted.get(record.key())), referred.get(record.key()));
            Supplier<List<FiscalYear>> counting = byEntity.of(record, known);
            Facts facts = moved.apply(category.facts(record, policy, counting));
            List<PlacedHold> mine = held.getOrDefault(record.key(), List.of());
            AssessedRecord each = assess(record, facts, mine, now, asOf);
            assessed.add(
                    record.mixed()
                            ? mixed(each, moved.apply(category.facts(record.own(), policy, counting)), now, asOf)
                            : each);
        }
        if (!detached.isEmpty()) {
            keepForTheDetached(assessed, now, asOf, epoch);
        }
        if (wide != null) {
            keepTheWide(wide, assessed, now, asOf, epoch);
        }
        if (plan != null) {
            keepToThe(plan, assessed);
        }
        return assessed;
    }

    /** Before a chunk, outside of the gate: looks at all that points at records of which a chunk cannot read all. */
    public void study(Collection<LockedRecord> records) {
        if (wide != null) {
            wide.study(records);
        }
    }

    /** Without the gate they would be read for each record anew. */
    private static Supplier<List<FiscalYear>> once(Supplier<List<FiscalYear>> read) {
        List<List<FiscalYear>> known = new ArrayList<>(1);
        return () -> {
            if (known.isEmpty()) {
                known.add(read.get());
            }
            return known.get(0);
        };
    }

    /** Last of all: a plan lets nothing go that the rules keep, and keeps what they would let go and it does not know. */
    private static void keepToThe(PlannedKeys plan, List<AssessedRecord> assessed) {
        Set<RecordKey> planned = plan.among(assessed.stream()
                .filter(each -> each.goes() || each.reduces())
                .map(each -> each.record().key())
                .toList());
        assessed.replaceAll(each -> (each.goes() || each.reduces())
                        && !planned.contains(each.record().key())
                ? each.forTheNextPlan()
                : each);
    }

    private static Facts referred(Facts facts, Facts.@Nullable Reference reference) {
        return reference == null ? facts : facts.with(facts.circumstances().with(reference));
    }

    /** What moves the dates of a record and is no fact of its category. */
    private static Facts moved(Facts facts, @Nullable ErasureRequest request, @Nullable List<DestructionPermit> some) {
        Facts asked = request == null ? facts : facts.with(facts.circumstances().with(request));
        return some == null ? asked : asked.with(asked.circumstances().with(some));
    }

    /**
     * A customer's data on it keeps it whole, once it would go or be reduced: somebody has to part the two.
     *
     * @param own the facts without those of the customer's data
     */
    private AssessedRecord mixed(AssessedRecord each, Facts own, Instant now, LocalDate asOf) {
        LockedRecord record = each.record();
        AssessedRecord without = assess(record, own, each.holds(), now, asOf);
        return without.goes() || without.reduces() ? each.forReview() : without;
    }

    /**
     * What a held row points at stays too: without its pointer the row is not what was held. And what a part of a customer's
     * record points at stays until somebody has parted the two.
     */
    private void keepForTheDetached(List<AssessedRecord> assessed, Instant before, LocalDate asOf, long epoch) {
        List<LockedRecord> going = assessed.stream()
                .filter(each -> each.goes() || each.reduces())
                .map(AssessedRecord::record)
                .toList();
        DetachedReferences.Kept kept = new DetachedReferences.Kept();
        detached.forEach(each -> each.look(going, kept, epoch));
        Instant now = latest(before, kept.held());
        assessed.replaceAll(each -> {
            AssessedRecord held =
                    withMore(each, kept.held().getOrDefault(each.record().key(), List.of()), now, asOf);
            return kept.customers().contains(each.record().key()) && (held.goes() || held.reduces())
                    ? held.forReview(CUSTOMERS)
                    : held;
        });
    }

    /** Of what points at these only a part was read; of one that nobody has looked at since the gate moved, nobody can say yet. */
    private void keepTheWide(
            WideRecords wide, List<AssessedRecord> assessed, Instant before, LocalDate asOf, long epoch) {
        assessed.replaceAll(each -> {
            if (!each.record().more() || !each.goes() && !each.reduces()) {
                return each;
            }
            WideRecords.Study study = wide.at(each.record(), epoch);
            if (study == null) {
                return each.later();
            }
            AssessedRecord held = withMore(
                    each, study.holds(), latest(before, Map.of(each.record().key(), study.holds())), asOf);
            return study.customers() && (held.goes() || held.reduces()) ? held.forReview(CUSTOMERS) : held;
        });
    }

    private AssessedRecord withMore(AssessedRecord each, List<PlacedHold> more, Instant now, LocalDate asOf) {
        return more.isEmpty()
                ? each
                : assess(
                        each.record(),
                        each.facts(),
                        Stream.concat(each.holds().stream(), more.stream())
                                .distinct()
                                .toList(),
                        now,
                        asOf);
    }

    private AssessedRecord assess(
            LockedRecord record, Facts facts, List<PlacedHold> mine, Instant now, LocalDate asOf) {
        // Most records have none, and what is done for each record is what a run takes its time for.
        Verdict verdict = policy.decide(
                facts,
                mine.isEmpty() ? List.of() : mine.stream().map(PlacedHold::hold).toList(),
                now);
        if (record.lost() && verdict.decision() != Verdict.Decision.RETAIN) {
            verdict = Verdict.review(LOST);
        } else if (sums && verdict.decision() == Verdict.Decision.ANONYMISE && !UsageSums.possible(record.row())) {
            verdict = Verdict.review(NO_SUM);
        }
        LocalDate turn = RetentionPolicy.SpreadSchedule.of(
                policy.rule(category.category()), facts, verdict, record.key().text());
        return new AssessedRecord(record, facts, mine, verdict, turn, outcome(verdict, turn, asOf));
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

    private Outcome outcome(Verdict verdict, @Nullable LocalDate turn, LocalDate asOf) {
        return switch (verdict.decision()) {
            // The run's date selects as well: what fell due after it waits for the next run.
            case ERASE -> turn != null && turn.isAfter(asOf) ? Outcome.NOT_DUE : Outcome.ERASED;
            // Where the mapping does not say what the books need of a record, somebody has to.
            case ANONYMISE ->
                !reducible ? Outcome.REVIEW : turn != null && turn.isAfter(asOf) ? Outcome.NOT_DUE : Outcome.ANONYMISED;
            case BLOCKED_REVIEW -> Outcome.REVIEW;
            case NOOP -> Outcome.GONE_ELSEWHERE;
            case RETAIN ->
                !verdict.because().isEmpty() && verdict.because().get(0).kind() == Verdict.ReasonClass.PERIOD
                        ? Outcome.NOT_DUE
                        : Outcome.HELD;
        };
    }
}
