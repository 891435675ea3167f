package se.partnersec.gallra.erasure.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.object.ObjectEraser;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.ledger.notice.FindingRepository.Finding;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.support.text.Sentences;

/** What becomes of each record of a chunk, by what was decided and what became of its objects. */
final class ChunkOutcomes {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    final List<AssessedRecord> going = new ArrayList<>();
    final List<AssessedRecord> reducing = new ArrayList<>();
    /** To go or to be reduced once no more rows point at them than a chunk may lock; the first of these lose their pointers. */
    final List<AssessedRecord> detaching = new ArrayList<>();
    /** Among what stays, what is to be met again at once. */
    final List<RecordKey> again = new ArrayList<>();
    /** Locked as well, and not to be deleted. */
    final List<RecordKey> staying = new ArrayList<>();

    final List<Finding> findings = new ArrayList<>();
    final List<LedgerItem> items = new ArrayList<>();
    final Outcome.Counts counts = new Outcome.Counts();
    private final FindingRepository.Writer words;

    private ChunkOutcomes(FindingRepository.Writer words) {
        this.words = words;
    }

    /**
     * @param disposed null where the category has no objects
     * @param emptied records of which the row is all that is kept, and of which nobody was told yet
     */
    static ChunkOutcomes of(
            GuardedChunk.Decision decided,
            ObjectEraser.@Nullable Disposed disposed,
            Set<RecordKey> emptied,
            FindingRepository.Writer words) {
        ChunkOutcomes all = new ChunkOutcomes(words);
        all.counts.add(Outcome.DEFERRED, decided.busy().size());
        all.counts.add(Outcome.GONE_ELSEWHERE, decided.gone().size());
        for (AssessedRecord each : decided.assessed()) {
            RecordKey key = each.record().key();
            ObjectEraser.Fate fate = disposed == null ? null : disposed.fate(each.record());
            Outcome outcome = each.goes() ? byObjects(fate) : each.outcome();
            if (!each.goes() && emptied.contains(key)) {
                outcome = Outcome.OBJECT_ONLY;
                all.findings.add(
                        words.of(key, "HOLD_TOO_LATE", SENTENCES.say("chunk.object-gone-before-hold-came-row")));
            }
            if (each.record().more() && (outcome == Outcome.ERASED || outcome == Outcome.ANONYMISED)) {
                all.detaching.add(each);
                outcome = Outcome.DEFERRED;
            }
            all.remark(each, fate, outcome, decided.objections().get(key));
            if (each.record().more() && outcome == Outcome.DEFERRED) {
                // Counted by the chunk that finishes it.
                all.again.add(key);
                all.staying.add(key);
                continue;
            }
            if (outcome == Outcome.ERASED) {
                all.going.add(each);
                continue;
            }
            all.staying.add(key);
            if (outcome == Outcome.ANONYMISED) {
                all.reducing.add(each);
            } else {
                all.take(each, outcome);
            }
        }
        return all;
    }

    /**
     * A finding for each word among what stays that decides and that nobody listed.
     *
     * @param known the columns whose words decide, with the words that are known
     */
    void remarkUnknown(GuardedChunk.Decision decided, Map<String, Set<String>> known) {
        Set<RecordKey> kept = Set.copyOf(staying);
        List<LockedRecord> records = decided.assessed().stream()
                .map(AssessedRecord::record)
                .filter(record -> kept.contains(record.key()))
                .toList();
        known.forEach((role, its) -> {
            Map<String, Set<String>> unknown = new TreeMap<>();
            records.forEach(record -> record.unknown(Map.of(role, its))
                    .forEach((column, found) -> unknown.computeIfAbsent(column, k -> new TreeSet<>())
                            .addAll(found)));
            unknown.forEach((column, found) -> found.stream()
                    .filter(word -> !word.equals(ColumnMapping.KEEP))
                    .forEach(word -> findings.add(words.unknown(column, word, its))));
        });
    }

    void take(AssessedRecord each, Outcome outcome) {
        counts.add(outcome, 1);
        if (outcome.named()) {
            items.add(each.item(outcome));
        }
    }

    private static Outcome byObjects(ObjectEraser.@Nullable Fate fate) {
        return fate == null
                ? Outcome.ERASED
                : switch (fate) {
                    case NONE, MISSING, GONE -> Outcome.ERASED;
                    case LOCKED -> Outcome.STORAGE_LOCKED;
                    case NEWER -> Outcome.NEW_VERSION;
                    case IN_DOUBT -> Outcome.IN_DOUBT;
                    case LEFT, NOT_ASKED -> Outcome.DEFERRED;
                };
    }

    private void remark(
            AssessedRecord each, ObjectEraser.@Nullable Fate fate, Outcome outcome, @Nullable String objection) {
        RecordKey key = each.record().key();
        if (objection != null) {
            findings.add(words.of(key, objection, SENTENCES.say("chunk.object-may-belong-another-record-row")));
        } else if (outcome == Outcome.REVIEW
                && each.record().mixed()
                && each.verdict().decision() == Verdict.Decision.RETAIN) {
            findings.add(words.of(
                    key, "PROCESSOR_CHILD", SENTENCES.say("chunk.kept-whole-something-processed-customer-hangs")));
        } else if (outcome == Outcome.REVIEW) {
            findings.add(each.finding(words));
        } else if (each.goes() && fate != null) {
            remark(key, fate);
        }
    }

    private void remark(RecordKey key, ObjectEraser.Fate fate) {
        switch (fate) {
            case LOCKED ->
                findings.add(
                        words.of(key, "STORAGE_LOCKED", SENTENCES.say("chunk.object-store-refuses-delete-object")));
            case NEWER ->
                findings.add(words.of(key, "NEW_VERSION", SENTENCES.say("chunk.object-got-new-version-while-old")));
            case MISSING ->
                findings.add(words.of(key, "OBJECT_MISSING", SENTENCES.say("chunk.row-named-object-store-did-not")));
            case NONE, GONE, LEFT, IN_DOUBT, NOT_ASKED -> {}
        }
    }
}
