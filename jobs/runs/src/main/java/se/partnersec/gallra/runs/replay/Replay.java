package se.partnersec.gallra.runs.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.plan.PlanRejectedException;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.PlannedKeys;
import se.partnersec.gallra.approvals.plan.ReplayRepository;
import se.partnersec.gallra.approvals.plan.ReplayTerms;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** One replay that was asked for: what must be so before it begins, and how it ends. Under the account that runs. */
public final class Replay {
    private static final Sentences SENTENCES = Sentences.of("runs");
    /** What says of a record that it came back and stays. */
    public static final String KEPT = "REPLAY_KEPT";

    private static final String UNDONE = """
            SELECT COUNT(*) FROM plan_category c WHERE c.plan_id = ? AND NOT EXISTS (
              SELECT 1 FROM plan_end e JOIN run_scope s ON s.run_id = e.run_id AND s.part = 0
              WHERE e.plan_id = c.plan_id AND e.category = c.category AND s.outcome IN ('DONE', 'SKIPPED'))""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Pseudonymizer tags;
    private final String id;

    public Replay(JdbcTemplate jdbc, TransactionTemplate transaction, Pseudonymizer tags, String id) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.tags = tags;
        this.id = id;
    }

    /** @throws RefusedException before any file is read: the plan is no replay, is not approved, or has ended */
    public SavedPlan open() {
        SavedPlan plan = plan();
        terms(plan);
        if (new ReplayRepository(jdbc).ended(plan.id())) {
            throw RefusedException.refused(SENTENCES.say("replay.replay-come-end-already", plan.id()));
        }
        if (!new ReplayRepository(jdbc).open().contains(plan.id())) {
            throw RefusedException.refused(SENTENCES.say("replay.replay-rejected-later-one-ended-gallra", plan.id()));
        }
        if (!plan.approved()) {
            throw RefusedException.refused(SENTENCES.say(
                    "replay.replay-not-approved-gallra-approvals-approve", plan.id(), plan.id(), plan.madeBy()));
        }
        return plan;
    }

    /**
     * What puts the lost rows back, after everything was checked that can be.
     *
     * @throws RefusedException if it is not open, or the copy is another
     */
    public LedgerRowRestoration ready(VerifiedLedgerCopy copy) {
        SavedPlan plan = open();
        ReplayTerms terms = terms(plan);
        if (!copy.input().equals(terms.input()) || !copy.last().hash().equals(terms.sealHash())) {
            throw RefusedException.refused(SENTENCES.say(
                    "replay.copy-seals-not-those-replay-approved", plan.id(), terms.seal(), terms.input()));
        }
        try {
            new PlannedKeys(jdbc, plan.id(), plan.categories().get(0), tags).open();
        } catch (PlanRejectedException e) {
            throw RefusedException.refused(String.valueOf(e.getMessage()));
        }
        return new LedgerRowRestoration(jdbc, transaction, copy, terms);
    }

    private SavedPlan plan() {
        return new PlanRepository(jdbc).get(id);
    }

    private static ReplayTerms terms(SavedPlan plan) {
        ReplayTerms terms = plan.replay();
        if (terms == null) {
            throw RefusedException.refused(
                    SENTENCES.say("replay.plan-no-replay-gallra-run-plan", plan.id(), plan.id()));
        }
        return terms;
    }

    /**
     * Counts what is there of all it was about, reports what the rules keep, and notes its end if nothing else is left.
     *
     * @throws RefusedException if not every category has been run to its end
     */
    public ReplayResult finish(ReplayResidueCheck residue, Map<DataCategory, Category> categories) {
        SavedPlan plan = plan();
        Long undone = jdbc.queryForObject(UNDONE, Long.class, plan.id());
        if (undone == null || undone > 0) {
            throw RefusedException.refused(
                    SENTENCES.say("replay.categories-replay-have-not-been-run", undone, plan.id(), plan.id()));
        }
        List<ReplayResult.Line> lines = new ArrayList<>();
        for (SavedPlan.Part part : plan.parts()) {
            Category category = categories.get(part.category());
            if (category == null) {
                throw RefusedException.refused(SENTENCES.say("replay.there-no-data-category", part.category()));
            }
            ReplayResidueCheck.Found found = residue.look(category, plan);
            note(plan, part.category(), found);
            lines.add(new ReplayResult.Line(
                    part.category(),
                    part.figures().going(),
                    found.reduced(),
                    found.kept().size(),
                    found.left()));
        }
        ReplayResult result = new ReplayResult(lines, false, sealsLost(terms(plan)));
        if (result.residue() > 0) {
            return result;
        }
        end(plan, result);
        return new ReplayResult(lines, true, result.sealsLost());
    }

    private void note(SavedPlan plan, DataCategory category, ReplayResidueCheck.Found found) {
        long run = plan.end(category)
                .flatMap(end -> Optional.ofNullable(end.run()))
                .orElse(0L);
        FindingRepository.Writer findings = new FindingRepository.Writer(jdbc, tags, category);
        found.kept()
                .forEach(each -> findings.note(
                        run, each.key(), KEPT, SENTENCES.say("replay.erased-before-restore-kept-now-if", each.why())));
    }

    private void end(SavedPlan plan, ReplayResult result) {
        String figures = result.lines().stream().map(ReplayResult.Line::text).collect(Collectors.joining("\n"));
        try {
            new ReplayRepository(jdbc).end(plan, result.records(), result.kept(), result.residue(), figures);
        } catch (DuplicateKeyException e) {
            return; // somebody else counted at the same time, and found the same
        }
    }

    private boolean sealsLost(ReplayTerms terms) {
        Long newest = jdbc.queryForObject("SELECT COALESCE(MAX(seq), 0) FROM ledger_seal", Long.class);
        return newest == null || newest < terms.seal();
    }
}
