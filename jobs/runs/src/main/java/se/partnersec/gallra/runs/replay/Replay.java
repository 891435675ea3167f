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

/** One replay that was asked for: what must be so before it begins, and how it ends. Under the account that runs. */
public final class Replay {
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
            throw RefusedException.refused("replay " + plan.id() + " has come to its end already");
        }
        if (!new ReplayRepository(jdbc).open().contains(plan.id())) {
            throw RefusedException.refused(
                    "replay " + plan.id() + " was rejected, or a later one has ended: gallra ledger replay ask");
        }
        if (!plan.approved()) {
            throw RefusedException.refused("replay " + plan.id() + " is not approved: gallra approvals approve "
                    + plan.id() + ", under another login than that of " + plan.madeBy());
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
            throw RefusedException.refused("the copy, or the seals, are not those that replay " + plan.id()
                    + " was approved for (seal " + terms.seal() + ", SHA-256 of the copy " + terms.input()
                    + "): take these, or ask anew");
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
                    "plan " + plan.id() + " is no replay: gallra run --plan " + plan.id() + " runs it");
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
            throw RefusedException.refused(undone + " categories of replay " + plan.id()
                    + " have not been run to their end: gallra ledger replay run " + plan.id());
        }
        List<ReplayResult.Line> lines = new ArrayList<>();
        for (SavedPlan.Part part : plan.parts()) {
            Category category = categories.get(part.category());
            if (category == null) {
                throw RefusedException.refused("there is no data category " + part.category());
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
                        run,
                        each.key(),
                        KEPT,
                        "erased before the restore, and kept now (" + each.why()
                                + "): if a request or a permit had freed it, enter that decision again"));
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
