package se.partnersec.gallra.erasure.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.PlannedKeys;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.decide.FindingWriter;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.record.ReducedRecords;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.entry.OutcomeCounts;

/**
 * Looks afresh at everything that is left below the bound, without the run's own position or counts, and tells what is
 * explained from what was missed.
 */
public final class ResidueCheck {
    /** So often what was missed is gone after again. */
    public static final int SWEEPS = 2;
    /** Code of the finding that a record was in other hands also at the last sweep. */
    public static final String BUSY = "RECORD_LOCKED";

    private static final int PAGE = 1000;
    private final JdbcTemplate jdbc;
    private final CandidateQuery candidates;
    private final RecordReader reader;
    private final Assessor assessor;
    private final FindingWriter findings;
    private final @Nullable ObjectKeys objectKeys;
    private final @Nullable ReducedRecords reduced;
    private final @Nullable PlannedKeys plan;

    /**
     * @param objectKeys null where the records have no objects
     * @param reduced null where no record is ever reduced
     */
    public ResidueCheck(
            JdbcTemplate jdbc,
            CandidateQuery candidates,
            RecordReader reader,
            Assessor assessor,
            FindingWriter findings,
            @Nullable ObjectKeys objectKeys,
            @Nullable ReducedRecords reduced,
            @Nullable PlannedKeys plan) {
        this.plan = plan;
        this.reduced = reduced;
        this.jdbc = jdbc;
        this.candidates = candidates;
        this.reader = reader;
        this.assessor = assessor;
        this.findings = findings;
        this.objectKeys = objectKeys;
    }

    /**
     * @param planned of them those that the plan let go and something keeps since; none without a plan
     * @param missed records that should be gone and nothing explains why they are not
     */
    record Left(OutcomeCounts counts, OutcomeCounts planned, long missed) {}

    /** @param lastKey of the run's candidates; null where it met none, and then whatever is there came later */
    Left look(RunIdentity run, @Nullable String lastKey) {
        // What the register says is kept is believed here; gallra verify --full is what does not.
        OutcomeCounts counts =
                new OutcomeCounts().add(Outcome.HELD, candidates.passedOver().records());
        OutcomeCounts kept = new OutcomeCounts();
        long missed = 0;
        String after = null;
        while (true) {
            List<RecordKey> keys = lastKey == null ? List.of() : candidates.page(after, lastKey, PAGE);
            if (keys.isEmpty()) {
                return new Left(counts, kept, missed);
            }
            after = keys.get(keys.size() - 1).text();
            // Those are on record as reduced; a record has one outcome.
            Set<RecordKey> ours = reduced == null ? Set.of() : reduced.byRun(keys, run.id());
            Set<RecordKey> planned = plan == null ? Set.of() : plan.among(keys);
            List<AssessedRecord> due = new ArrayList<>();
            for (AssessedRecord each :
                    assessor.assess(reader.look(keys), run.context().asOf())) {
                if (each.goes() || each.reduces()) {
                    due.add(each);
                } else if (!ours.contains(each.record().key())) {
                    counts.add(each.outcome(), 1);
                    kept.add(each.outcome(), planned.contains(each.record().key()) ? 1 : 0);
                }
            }
            missed += explain(due, run, counts);
        }
    }

    private long explain(List<AssessedRecord> due, RunIdentity run, OutcomeCounts counts) {
        if (due.isEmpty()) {
            return 0;
        }
        Set<RecordKey> objected = objectKeys == null
                ? Set.of()
                : objectKeys
                        .objections(due.stream().map(AssessedRecord::record).toList())
                        .keySet();
        long missed = 0;
        for (AssessedRecord each : due) {
            RecordKey key = each.record().key();
            Set<String> codes = codes(key, run.id());
            if (objected.contains(key)) {
                counts.add(Outcome.REVIEW, 1);
            } else if (codes.contains("STORAGE_LOCKED")) {
                counts.add(Outcome.STORAGE_LOCKED, 1);
            } else if (codes.contains("NEW_VERSION")) {
                counts.add(Outcome.NEW_VERSION, 1);
            } else if (codes.contains("ROW_REFUSED")) {
                counts.add(Outcome.FAILED, 1);
            } else if (codes.contains(BUSY)) {
                counts.add(Outcome.DEFERRED, 1);
            } else {
                counts.add(Outcome.DEFERRED, 1);
                missed++;
            }
        }
        return missed;
    }

    private Set<String> codes(RecordKey key, long runId) {
        return new HashSet<>(jdbc.queryForList(
                "SELECT code FROM finding WHERE run_id = ? AND subject = ?",
                String.class,
                runId,
                findings.of(key, "", "").subject()));
    }
}
