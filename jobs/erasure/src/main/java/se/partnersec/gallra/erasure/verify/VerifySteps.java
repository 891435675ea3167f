package se.partnersec.gallra.erasure.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.PlannedKeys;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.object.IntentReconciliation;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.record.ReducedRecords;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The steps of a run that look and erase nothing.
 *
 * @param once what is looked for once a run
 * @param reconciliation null where there are no objects
 * @param emptied whether there are records of which only the row is kept, and the ledger does not say so yet
 */
public record VerifySteps(
        RunIdentity run,
        RunScopeRepository scopes,
        ResidueCheck verification,
        PostErasureCheck afterwards,
        Consumer<RunIdentity> once,
        @Nullable IntentReconciliation reconciliation,
        BooleanSupplier emptied,
        CrashPoint.Witness witness) {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    /** So often what was missed is gone after again. */
    public static final int SWEEPS = 2;
    /** Code of the finding that a record was in other hands also at the last sweep. */
    public static final String BUSY = "RECORD_LOCKED";

    private static final String MISSED = "missed";
    private static final String LEFT_BEHIND = "left-behind";

    public void verify(StepExecution step, boolean last) {
        witness.passed(CrashPoint.VERIFY_STARTED);
        if (last && reconciliation != null) {
            lookAtObjects(reconciliation);
        }
        boolean first = step.getStepName().equals("verify");
        if (first) {
            once.accept(run);
        }
        // Where nothing was missed there was no sweep either, and the answer is still the same.
        if (first || !nothingMissed(step)) {
            look(step.getJobExecution().getExecutionContext(), last);
        }
        if (last) {
            step.getJobExecution().getExecutionContext().putLong(LEFT_BEHIND, afterwards.look(run.id()));
        }
        witness.passed(CrashPoint.VERIFIED);
    }

    /**
     * Looks once, at the end, at every version that went. What is found is noted by transactions of its own, so it comes before this
     * step's transaction has noted anything: it would wait for that one.
     */
    private void lookAtObjects(IntentReconciliation objects) {
        long back = objects.resurrected(run.id());
        if (back > 0) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.STOP,
                    SENTENCES.say("verify.object-versions-record-erased-can-found", back));
        }
        // No run is over while a request of its own may be carried out: what went late is for another attempt to put on
        // record.
        if (objects.await(run.id(), run.control()) && emptied.getAsBoolean()) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.TRANSIENT, SENTENCES.say("verify.request-carried-out-late-after-hold"));
        }
        objects.lookAgain();
    }

    private void look(ExecutionContext known, boolean last) {
        ResidueCheck.Left left = verification.look(run, scopes.get(run.id()).keyHi());
        if (last && left.missed() > 0) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.STOP,
                    SENTENCES.say("verify.records-due-not-held-still-there", left.missed()));
        }
        known.putLong(MISSED, left.missed());
        known.putString("left", left.counts().text());
        known.putString("planned", left.planned().text());
    }

    /** A step of its own: the findings of the step before are committed, whatever comes of the run. */
    public void prove(StepExecution step) {
        ExecutionContext known = step.getJobExecution().getExecutionContext();
        // Where the number was lost with a crash, or somebody took it away, it is looked at again.
        long left = known.containsKey(LEFT_BEHIND) ? known.getLong(LEFT_BEHIND) : afterwards.look(run.id());
        if (left > 0) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.STOP,
                    SENTENCES.say("verify.columns-still-hold-point-what-run", left, run.id()));
        }
    }

    /** Where the number was lost with a crash, the sweep runs: it costs a look and cannot harm. */
    public boolean nothingMissed(StepExecution step) {
        ExecutionContext known = step.getJobExecution().getExecutionContext();
        return known.containsKey(MISSED) && known.getLong(MISSED) == 0;
    }

    /**
     * Looks afresh at everything that is left below the bound, without the run's own position or counts, and tells what is
     * explained from what was missed.
     */
    public static final class ResidueCheck {

        private static final int PAGE = 1000;
        private final JdbcTemplate jdbc;
        private final CandidateQuery candidates;
        private final RecordReader reader;
        private final Assessor assessor;
        private final FindingRepository.Writer findings;
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
                FindingRepository.Writer findings,
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
        record Left(Outcome.Counts counts, Outcome.Counts planned, long missed) {}

        /** @param lastKey of the run's candidates; null where it met none, and then whatever is there came later */
        Left look(RunIdentity run, @Nullable String lastKey) {
            // What the register says is kept is believed here; gallra verify --full is what does not.
            Outcome.Counts counts = new Outcome.Counts()
                    .add(Outcome.HELD, candidates.passedOver().records());
            Outcome.Counts kept = new Outcome.Counts();
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

        private long explain(List<AssessedRecord> due, RunIdentity run, Outcome.Counts counts) {
            if (due.isEmpty()) {
                return 0;
            }
            Set<RecordKey> objected = objectKeys == null
                    ? Set.of()
                    : objectKeys
                            .objections(due.stream().map(AssessedRecord::record).toList())
                            .keySet();
            Map<String, Set<String>> noted = codes(due, run.id());
            long missed = 0;
            for (AssessedRecord each : due) {
                RecordKey key = each.record().key();
                Set<String> codes = noted.getOrDefault(subject(key), Set.of());
                if (objected.contains(key)) {
                    counts.add(Outcome.REVIEW, 1);
                } else if (codes.contains("STORAGE_LOCKED")) {
                    counts.add(Outcome.STORAGE_LOCKED, 1);
                } else if (codes.contains("NEW_VERSION")) {
                    counts.add(Outcome.NEW_VERSION, 1);
                } else if (codes.contains("ROW_REFUSED")) {
                    counts.add(Outcome.FAILED, 1);
                } else {
                    counts.add(Outcome.DEFERRED, 1);
                    missed += codes.contains(BUSY) ? 0 : 1;
                }
            }
            return missed;
        }

        /** Codes of what this run noted of each, by subject: asked together, since a store may refuse all of a page. */
        private Map<String, Set<String>> codes(List<AssessedRecord> due, long runId) {
            Map<String, Set<String>> codes = new HashMap<>();
            List<String> subjects =
                    due.stream().map(each -> subject(each.record().key())).toList();
            List<Object> args = new ArrayList<>(List.of(findings.category().id(), runId));
            args.addAll(subjects);
            jdbc.query(
                    "SELECT subject, code FROM finding WHERE category = ? AND run_id = ? AND subject IN ("
                            + String.join(", ", Collections.nCopies(subjects.size(), "?")) + ")",
                    row -> {
                        codes.computeIfAbsent(row.getString(1), k -> new HashSet<>())
                                .add(row.getString(2));
                    },
                    args.toArray());
            return codes;
        }

        private String subject(RecordKey key) {
            return findings.of(key, "", "").subject();
        }
    }
}
