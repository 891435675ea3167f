package se.partnersec.gallra.erasure.record;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.text.Sentences;

/**
 * A record and what was decided of it.
 *
 * @param turn first day a run takes it, on or after the day it is due; null while no clock runs
 * @param outcome what becomes of it if nothing goes wrong; ERASED means it is to go now
 */
public record AssessedRecord(
        LockedRecord record,
        Facts facts,
        List<PlacedHold> holds,
        Verdict verdict,
        @Nullable LocalDate turn,
        Outcome outcome) {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    /** The same, but somebody has to look at it first. */
    public AssessedRecord forReview() {
        return new AssessedRecord(record, facts, holds, verdict, turn, Outcome.REVIEW);
    }

    /** The same, but somebody has to look at it first, for a reason that its own facts do not show. */
    public AssessedRecord forReview(String code) {
        return new AssessedRecord(record, facts, holds, Verdict.review(code), turn, Outcome.REVIEW);
    }

    /** The same, but the run goes by a plan that this record is not in. */
    public AssessedRecord forTheNextPlan() {
        return new AssessedRecord(record, facts, holds, verdict, turn, Outcome.NOT_PLANNED);
    }

    /** The same, but nobody can say yet: it is met again. */
    public AssessedRecord later() {
        return new AssessedRecord(record, facts, holds, verdict, turn, Outcome.DEFERRED);
    }

    public boolean goes() {
        return outcome == Outcome.ERASED;
    }

    /** Whether all but what the books need is to go now. */
    public boolean reduces() {
        return outcome == Outcome.ANONYMISED;
    }

    /** What the ledger keeps of it. */
    public LedgerItem item(Outcome became) {
        return new LedgerItem(
                record.key(), became, verdict.due(), surrogate(ScopeType.CUSTOMER), surrogate(ScopeType.USER));
    }

    /** The numeric id of the customer or user; other forms may be personal and are not written. */
    private long surrogate(ScopeType kind) {
        String id = record.row().identity(kind);
        return id == null ? 0 : Math.max(0, RecordKey.small(id));
    }

    /** For a record that stays until somebody looks at it: that it does, with the reason of its verdict. */
    public FindingRepository.Finding finding(FindingRepository.Writer findings) {
        RecordKey key = record.key();
        return findings.of(
                key,
                verdict.reason(),
                SENTENCES.say(
                        "record.kept-until-somebody-looks-gallra-explain",
                        findings.category().id(),
                        (key.number() ? key.text() : "KEY")));
    }
}
