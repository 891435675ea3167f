package se.partnersec.gallra.engine;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.hold.NewHold;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.ledger.LedgerNames;
import se.partnersec.gallra.ledger.LedgerVerification;
import se.partnersec.gallra.policy.HoldType;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.store.DeleteGuard;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** The same twelve records laid down again and again, and what a run of them leaves: for runs that are disturbed. */
final class Rehearsal {
    private static final List<String> OURS = List.of(
            "BATCH_STEP_EXECUTION_CONTEXT",
            "BATCH_STEP_EXECUTION",
            "BATCH_JOB_EXECUTION_CONTEXT",
            "BATCH_JOB_EXECUTION_PARAMS",
            "BATCH_JOB_EXECUTION",
            "BATCH_JOB_INSTANCE",
            "notice_answer",
            "notice",
            "ledger_chunk",
            "run_scope",
            "statistic_period",
            "object_intent",
            "kept",
            "finding",
            "suppression",
            "approved_release",
            "hold",
            "lease",
            "heartbeat");

    private static final List<String> COUNTS = List.of("call_statistic", "chat_statistic", "ip_log_statistic");

    private final Workplace work;
    private final Scene scene;
    private final LocalDate today;

    /** Needs a customer 1, which is made if it is missing. */
    Rehearsal(Workplace work, Scene scene) {
        this.work = work;
        this.scene = scene;
        this.today = work.today();
        if (work.count("customer", "id = 1") == 0) {
            work.insert("customer", "id, customer_no, org_no, name", 1, "K-1", "559900-0001", "Första AB");
        }
    }

    LocalDate today() {
        return today;
    }

    /** Ten that are due, of which the fifth is held; one on its last day; one of a customer's own data. */
    void lay() {
        JdbcTemplate admin = work.admin();
        OURS.forEach(table -> admin.update("DELETE FROM " + table));
        scene.children().forEach(c -> admin.update("DELETE FROM " + work.table(c)));
        admin.update("DELETE FROM " + work.table(scene.table()));
        // With the list of what was counted gone, what was counted must go too.
        COUNTS.forEach(table -> admin.update("DELETE FROM " + work.table(table)));
        for (long id = 1; id <= 12; id++) {
            String key = scene.objectKey(id);
            if (key != null) {
                var versions = work.bucket().versionsOf(key);
                if (!versions.isEmpty()) {
                    work.bucket().delete(versions, DeleteGuard.VERSION_IDS, Duration.ofSeconds(10));
                }
            }
            LocalDate start =
                    id == 11 ? scene.lastKept(today) : scene.firstDue(today).minusDays(id % 3);
            Scene.Spec spec = Scene.Spec.of(id, start);
            scene.put(work, id == 12 ? spec.processed() : spec);
        }
        hold(5);
    }

    PlacedHold hold(long id) {
        return work.desk()
                .add(new NewHold(
                        HoldType.LEGAL_CLAIM,
                        new HoldScope(ScopeKind.RECORD, scene.category() + ":" + id),
                        null,
                        null,
                        today.plusMonths(6),
                        null,
                        "tvist"));
    }

    /** What is left in the stores, and what the ledger and the findings say. */
    Set<String> snapshot() {
        Set<String> all = new TreeSet<>();
        List<String> tables = new ArrayList<>(scene.children());
        tables.add(scene.table());
        for (String table : tables) {
            work.admin()
                    .queryForList("SELECT id FROM " + work.table(table), String.class)
                    .forEach(id -> all.add(table + " " + id));
        }
        for (String prefix : List.of("calls/", "chats/")) {
            int[] n = {0};
            work.bucket().forEachVersion(prefix, v -> all.add(v.key() + " " + n[0]++));
        }
        work.admin()
                .queryForList("SELECT CONCAT('suppression ', channel, ' ', HEX(tag)) FROM suppression", String.class)
                .forEach(all::add);
        work.admin()
                .queryForList(
                        "SELECT CONCAT('period ', period_on, ' ', COALESCE(rows_written, 'left out')) FROM statistic_period",
                        String.class)
                .forEach(all::add);
        work.admin()
                .queryForList(
                        "SELECT CONCAT('notice ', copy, ' ', subject, ' ', outcome, ' ', COUNT(*)) FROM notice"
                                + " GROUP BY copy, subject, outcome",
                        String.class)
                .forEach(all::add);
        int item = 0;
        for (String name : LedgerNames.all(work.admin())) {
            all.add("ledger " + item++ + " " + name);
        }
        work.admin()
                .queryForList("SELECT CONCAT(category, ' ', subject, ' ', code) FROM finding", String.class)
                .forEach(all::add);
        work.admin()
                .queryForList(
                        "SELECT CONCAT('intent ', state, ' ', COUNT(*)) FROM object_intent"
                                + " WHERE state IN ('OPEN', 'ASKED', 'IN_DOUBT') GROUP BY state",
                        String.class)
                .forEach(all::add);
        return all;
    }

    /** Every row of the ledger, the checkpoint and how the run stands on record: chunk by chunk the same. */
    Set<String> strictly() {
        Set<String> all = snapshot();
        all.addAll(work.admin()
                .queryForList(
                        "SELECT CONCAT('row ', seq, ' ', kind, ' ', counts, ' ', COALESCE(key_lo, ''), '-',"
                                + " COALESCE(key_hi, '')) FROM ledger_chunk",
                        String.class));
        all.addAll(work.admin()
                .queryForList(
                        "SELECT CONCAT('run ', COALESCE(outcome, 'OPEN'), ' ', COALESCE(closed_seq, 0), ' ', candidates) FROM run_scope",
                        String.class));
        all.add("executions "
                + work.admin()
                        .queryForList(
                                "SELECT STATUS FROM BATCH_JOB_EXECUTION ORDER BY JOB_EXECUTION_ID DESC LIMIT 1",
                                String.class));
        all.add("checkpoint " + checkpoint());
        all.add("lease " + work.admin().queryForList("SELECT COALESCE(holder, 'free') FROM lease", String.class));
        return all;
    }

    private String checkpoint() {
        return String.valueOf(work.admin()
                .queryForList(
                        "SELECT c.SHORT_CONTEXT FROM BATCH_STEP_EXECUTION_CONTEXT c JOIN BATCH_STEP_EXECUTION s"
                                + " ON s.STEP_EXECUTION_ID = c.STEP_EXECUTION_ID WHERE s.STEP_NAME = 'dispose'"
                                + " ORDER BY s.STEP_EXECUTION_ID DESC LIMIT 1",
                        String.class));
    }

    boolean verified() {
        return new LedgerVerification(work.admin(), new JdbcTransactionManager(work.adminPool()))
                .verify(Optional.empty())
                .ok();
    }

    static String difference(Set<String> expected, Set<String> got) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(got);
        Set<String> extra = new TreeSet<>(got);
        extra.removeAll(expected);
        return "missing " + missing + ", extra " + extra;
    }
}
