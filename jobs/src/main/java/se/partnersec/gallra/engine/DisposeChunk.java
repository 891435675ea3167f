package se.partnersec.gallra.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import se.partnersec.gallra.engine.Findings.Finding;
import se.partnersec.gallra.ledger.ChunkRecord;
import se.partnersec.gallra.ledger.Ledger;
import se.partnersec.gallra.ledger.LedgerItem;
import se.partnersec.gallra.ledger.Notices;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.ledger.OutcomeCounts;
import se.partnersec.gallra.policy.SwedishCalendar;
import se.partnersec.gallra.policy.Verdict;
import se.partnersec.gallra.store.ObjectStoreException;
import se.partnersec.gallra.store.RecordKey;

/** The guarded path: gate, lease, locks, decision, disposal, ledger, in the transaction that moves the checkpoint. */
final class DisposeChunk implements ItemWriter<KeyPage> {
    private final ChunkGuard guard;
    private final @Nullable ObjectDisposal objects;
    private final RowDisposal rows;
    private final Suppressions suppressions;
    private final RequestedRecords requests;
    private final PermittedRecords permits;
    private final Ledger ledger;
    private final Notices notices;
    private final Findings findings;
    private final @Nullable KeptNotes kept;
    private final Run run;
    private final boolean sweep;
    private final CrashPoint.Witness witness;
    private final BiConsumer<Long, OutcomeCounts> progress;

    DisposeChunk(EngineParts parts, Run run, boolean sweep) {
        this.guard = parts.guard();
        this.objects = parts.objects();
        this.rows = parts.rows();
        this.suppressions = parts.suppressions();
        this.requests = parts.requests();
        this.permits = parts.permits();
        this.ledger = parts.ledger();
        this.notices = parts.notices();
        this.findings = parts.findings();
        this.kept = sweep ? null : parts.kept();
        this.progress = parts.progress();
        this.witness = parts.witness();
        this.run = run;
        this.sweep = sweep;
    }

    @Override
    public void write(Chunk<? extends KeyPage> pages) {
        for (KeyPage page : pages) {
            try {
                dispose(page, objects == null ? ObjectDisposal.Disposed.NOTHING : objects.dispose(run, sweep));
            } catch (DataAccessException | TransactionException | ObjectStoreException e) {
                throw ChunkFailed.of(e);
            }
        }
    }

    private void dispose(KeyPage page, ObjectDisposal.Disposed disposed) {
        GateEntry entered = guard.enter();
        ChunkDecision decided =
                guard.assess(page.keys(), sweep, run, entered, record -> disposed.fate(record) == ObjectFate.GONE);
        Sorted sorted = sort(decided, disposed);
        Set<RecordKey> refused = carryOut(sorted, sorted.going, rows.delete(sorted.going, sorted.staying));
        List<Assessed> gone = without(refused, sorted.going);
        remember(gone, entered.now());
        permits.note(run.id(), gone);
        carryOut(sorted, sorted.reducing, rows.reduce(sorted.reducing, run.id()));
        if (objects != null) {
            objects.settle(disposed);
        }
        findings.note(run.id(), sorted.findings);
        requests.note(run.id(), sorted.items, entered.epoch());
        if (kept != null) {
            kept.note(run, page, decided, sorted.staying, refused, entered);
        }
        append(entered, sorted);
        witness.passed(CrashPoint.LEDGER_WRITTEN);
        progress.accept((long) page.keys().size(), sorted.counts);
    }

    /** What was to be done was done, but for what the database refused. */
    private Set<RecordKey> carryOut(Sorted sorted, List<Assessed> meant, List<Halving.Refused> refusals) {
        Set<RecordKey> refused = new HashSet<>();
        for (Halving.Refused each : refusals) {
            RecordKey key = each.record().record().key();
            refused.add(key);
            sorted.findings.add(findings.of(key, "ROW_REFUSED", each.why()));
        }
        for (Assessed each : meant) {
            boolean stays = !refused.isEmpty() && refused.contains(each.record().key());
            sorted.take(each, stays ? Outcome.FAILED : each.outcome());
        }
        return refused;
    }

    private static List<Assessed> without(Set<RecordKey> refused, List<Assessed> meant) {
        return refused.isEmpty()
                ? meant
                : meant.stream()
                        .filter(each -> !refused.contains(each.record().key()))
                        .toList();
    }

    /** What must be known of the records after they went; fails the chunk rather than lose it. */
    private void remember(List<Assessed> gone, Instant now) {
        Category category = run.context().category();
        List<Suppression> wanted = new ArrayList<>();
        for (Assessed each : gone) {
            List<Suppression> some = category.remembered(each.record());
            if (!some.isEmpty()) {
                wanted.addAll(some);
            }
        }
        if (!wanted.isEmpty()) {
            suppressions.add(run.id(), SwedishCalendar.localDate(now), wanted);
            suppressions.require(wanted);
        }
        witness.passed(CrashPoint.REMEMBERED);
    }

    /** What becomes of each record of the chunk. */
    private static final class Sorted {
        final List<Assessed> going = new ArrayList<>();
        final List<Assessed> reducing = new ArrayList<>();
        /** Locked as well, and not to be deleted. */
        final List<RecordKey> staying = new ArrayList<>();

        final List<Finding> findings = new ArrayList<>();
        final List<LedgerItem> items = new ArrayList<>();
        final OutcomeCounts counts = new OutcomeCounts();

        void take(Assessed each, Outcome outcome) {
            counts.add(outcome, 1);
            if (outcome.named()) {
                items.add(each.item(outcome));
            }
        }
    }

    private Sorted sort(ChunkDecision decided, ObjectDisposal.Disposed disposed) {
        Sorted sorted = new Sorted();
        Map<String, Set<String>> known = run.context().category().words();
        Map<String, Set<String>> unknown = new TreeMap<>();
        sorted.counts.add(Outcome.DEFERRED, decided.busy().size());
        sorted.counts.add(Outcome.GONE_ELSEWHERE, decided.gone().size());
        for (Assessed each : decided.assessed()) {
            RecordKey key = each.record().key();
            ObjectFate fate = objects == null ? ObjectFate.NONE : disposed.fate(each.record());
            Outcome outcome = each.goes() ? byObjects(fate) : each.outcome();
            if (!each.goes() && disposed.fates().get(key) == ObjectFate.GONE) {
                outcome = Outcome.OBJECT_ONLY;
                sorted.findings.add(
                        findings.of(key, "HOLD_TOO_LATE", "its object was gone before the hold came; the row stays"));
            }
            remark(each, fate, outcome, decided.objections().get(key), sorted.findings);
            if (outcome == Outcome.ERASED) {
                sorted.going.add(each);
                continue;
            }
            sorted.staying.add(key);
            each.record()
                    .unknown(known)
                    .forEach((column, words) -> unknown.computeIfAbsent(column, k -> new TreeSet<>())
                            .addAll(words));
            if (outcome == Outcome.ANONYMISED) {
                sorted.reducing.add(each);
            } else {
                sorted.take(each, outcome);
            }
        }
        unknown.forEach((column, words) -> words.forEach(word -> sorted.findings.add(findings.unknown(column, word))));
        return sorted;
    }

    private static Outcome byObjects(ObjectFate fate) {
        return switch (fate) {
            case NONE, MISSING, GONE -> Outcome.ERASED;
            case LOCKED -> Outcome.STORAGE_LOCKED;
            case NEWER -> Outcome.NEW_VERSION;
            case IN_DOUBT -> Outcome.IN_DOUBT;
            case LEFT, NOT_ASKED -> Outcome.DEFERRED;
        };
    }

    private void remark(
            Assessed each, ObjectFate fate, Outcome outcome, @Nullable String objection, List<Finding> found) {
        RecordKey key = each.record().key();
        if (objection != null) {
            found.add(findings.of(key, objection, "its object may belong to another record; row and object stay"));
        } else if (outcome == Outcome.REVIEW
                && each.record().mixed()
                && each.verdict().decision() == Verdict.Decision.RETAIN) {
            found.add(findings.of(
                    key,
                    "PROCESSOR_CHILD",
                    "kept whole: something processed for a customer hangs on it; move or mark it"));
        } else if (outcome == Outcome.REVIEW) {
            found.add(findings.review(each));
        } else if (each.goes() && fate == ObjectFate.LOCKED) {
            found.add(findings.of(key, "STORAGE_LOCKED", "the object store refuses to delete its object"));
        } else if (each.goes() && fate == ObjectFate.NEWER) {
            found.add(findings.of(key, "NEW_VERSION", "its object got a new version while the old ones went"));
        } else if (each.goes() && fate == ObjectFate.MISSING) {
            found.add(findings.of(key, "OBJECT_MISSING", "its row named an object that the store did not have"));
        }
    }

    private void append(GateEntry entered, Sorted sorted) {
        RunContext context = run.context();
        ChunkRecord chunk = new ChunkRecord(
                context.category().category(),
                0,
                run.id(),
                UUID.randomUUID().toString(),
                context.policy(),
                context.token(),
                entered.epoch(),
                entered.now(),
                sorted.counts,
                sorted.items);
        if (!notices.write(chunk, ledger.append(chunk))) {
            throw new ChunkFailed(
                    Faults.Kind.STOP,
                    "not every notice that was written is there: rolled back, nothing changed; look for a trigger on the"
                            + " table notice");
        }
    }
}
