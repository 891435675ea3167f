package se.partnersec.gallra.erasure;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.LedgerNames;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** The same twelve records laid down again and again, and what a run of them leaves: for runs that are disturbed. */
public final class Rehearsal {
    private final Workplace work;
    private final Scene scene;
    private final LocalDate today;

    public Rehearsal(Workplace work, Scene scene) {
        this.work = work;
        this.scene = scene;
        this.today = work.today();
    }

    LocalDate today() {
        return today;
    }

    /** Empties the company. Ten records that are due, of which the fifth is held; one on its last day; one of a customer's own data. */
    public void lay() {
        work.clear();
        work.customer(1);
        for (long id = 1; id <= 12; id++) {
            LocalDate start =
                    id == 11 ? scene.lastKept(today) : scene.firstDue(today).minusDays(id % 3);
            Scene.Spec spec = Scene.Spec.of(id, start);
            scene.put(work, id == 12 ? spec.processed() : spec);
        }
        hold(5);
    }

    public PlacedHold hold(long id) {
        return work.hold(ScopeType.RECORD, scene.category() + ":" + id);
    }

    /** What is left in the stores, and what the ledger and the findings say. */
    public Set<String> snapshot() {
        Set<String> all = new TreeSet<>();
        List<String> tables = new ArrayList<>(scene.children());
        tables.add(scene.table());
        for (String table : tables) {
            work.texts("SELECT id FROM " + work.table(table)).forEach(id -> all.add(table + " " + id));
        }
        for (String prefix : List.of("calls/", "chats/")) {
            int[] n = {0};
            work.bucket().forEachVersion(prefix, v -> all.add(v.key() + " " + n[0]++));
        }
        work.texts("SELECT CONCAT('suppression ', channel, ' ', HEX(tag)) FROM suppression")
                .forEach(all::add);
        work.texts("SELECT CONCAT('period ', period_on, ' ', COALESCE(rows_written, 'left out')) FROM statistic_period")
                .forEach(all::add);
        work.texts("SELECT CONCAT('notice ', copy, ' ', subject, ' ', outcome, ' ', COUNT(*)) FROM notice"
                        + " GROUP BY copy, subject, outcome")
                .forEach(all::add);
        int item = 0;
        for (String name : LedgerNames.all(work.admin())) {
            all.add("ledger " + item++ + " " + name);
        }
        work.texts("SELECT CONCAT(category, ' ', subject, ' ', code) FROM finding")
                .forEach(all::add);
        work.texts("SELECT CONCAT('intent ', state, ' ', COUNT(*)) FROM object_intent"
                        + " WHERE state IN ('OPEN', 'ASKED', 'IN_DOUBT') GROUP BY state")
                .forEach(all::add);
        return all;
    }

    /** Every row of the ledger, the checkpoint and how the run stands on record: chunk by chunk the same. */
    Set<String> strictly() {
        Set<String> all = snapshot();
        all.addAll(work.texts("SELECT CONCAT('row ', seq, ' ', kind, ' ', counts, ' ', COALESCE(key_lo, ''), '-',"
                + " COALESCE(key_hi, '')) FROM ledger_chunk"));
        all.addAll(
                work.texts(
                        "SELECT CONCAT('run ', COALESCE(outcome, 'OPEN'), ' ', COALESCE(closed_seq, 0), ' ', candidates) FROM run_scope"));
        all.add("executions "
                + work.texts("SELECT STATUS FROM BATCH_JOB_EXECUTION ORDER BY JOB_EXECUTION_ID DESC LIMIT 1"));
        all.add("checkpoint " + checkpoint());
        all.add("lease " + work.texts("SELECT COALESCE(holder, 'free') FROM lease"));
        return all;
    }

    private String checkpoint() {
        return String.valueOf(
                work.texts("SELECT c.SHORT_CONTEXT FROM BATCH_STEP_EXECUTION_CONTEXT c JOIN BATCH_STEP_EXECUTION s"
                        + " ON s.STEP_EXECUTION_ID = c.STEP_EXECUTION_ID WHERE s.STEP_NAME = 'dispose'"
                        + " ORDER BY s.STEP_EXECUTION_ID DESC LIMIT 1"));
    }

    public boolean verified() {
        LedgerVerifier.Result result =
                new LedgerVerifier(work.admin(), new JdbcTransactionManager(work.adminPool())).verify(Optional.empty());
        return result.ok() && result.interrupted().isEmpty();
    }

    public static String difference(Set<String> expected, Set<String> got) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(got);
        Set<String> extra = new TreeSet<>(got);
        extra.removeAll(expected);
        return "missing " + missing + ", extra " + extra;
    }
}
