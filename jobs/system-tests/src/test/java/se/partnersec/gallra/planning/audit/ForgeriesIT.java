package se.partnersec.gallra.planning.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.planning.audit.AuditResult.Breach;
import se.partnersec.gallra.planning.census.CensusResult;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** What whoever has the job's password can erase under sound rows of the ledger, or under none, and who finds it. */
@GallraTest(chunk = 3)
@Tag("full")
class ForgeriesIT {
    private static final int EACH = 25;

    private final Workplace work;
    private final LocalDate today;
    /** Row of the ledger by record. */
    private final Map<String, Long> written = new HashMap<>();

    ForgeriesIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    /** Each has a customer and a user of its own, whose number is its place here. */
    private enum Kind {
        HELD_BY_RECORD(true, true),
        HELD_BY_USER(true, true),
        HELD_BY_CUSTOMER(true, true),
        NOT_DUE(true, false),
        BACKDATED(true, true),
        INVENTED_RULES(true, false),
        ANOTHER_CUSTOMER_NAMED(false, true),
        ON_HOLD_WITHOUT_A_ROW(false, true),
        /** That a due day is the one the record had is in no table once the record is gone. */
        EARLIER_DUE_DAY_NAMED(false, false),
        ON_NO_HOLD_WITHOUT_A_ROW(false, false);

        private final boolean audited;
        private final boolean missing;

        Kind(boolean audited, boolean missing) {
            this.audited = audited;
            this.missing = missing;
        }

        long person() {
            return ordinal() + 1;
        }

        long first() {
            return 1000L * person();
        }
    }

    @Test
    void are_found_but_for_those_that_no_table_can_show() {
        fill();
        long before = work.number("SELECT v FROM gate");
        place();
        assertThat(Audits.census(work).missing()).isEmpty();
        long now = work.number("SELECT v FROM gate");
        try (HikariDataSource pool = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 2)) {
            Forger forger = new Forger(pool, before, now);
            for (Kind kind : Kind.values()) {
                for (int i = 0; i < EACH; i++) {
                    forger.forge(kind, kind.first() + i);
                }
            }
            forger.close();
        }
        assertThat(work.count("ip_log", "TRUE")).isZero();
        assertThat(new LedgerVerifier(work.admin(), new JdbcTransactionManager(work.adminPool()))
                        .verify(Optional.empty())
                        .problems())
                .as("the rows are sound")
                .isEmpty();
        judge();
    }

    private void fill() {
        for (Kind kind : Kind.values()) {
            work.customer((int) kind.person());
            work.user(kind.person(), kind.person(), "anv" + kind.person());
            boolean due = kind != Kind.NOT_DUE && kind != Kind.EARLIER_DUE_DAY_NAMED;
            for (int i = 0; i < EACH; i++) {
                Scene.IPS.put(
                        work,
                        Scene.Spec.of(kind.first() + i, due ? Scene.IPS.firstDue(today) : today.minusDays(5))
                                .customer(kind.person())
                                .user(kind.person()));
            }
        }
    }

    private void place() {
        for (int i = 0; i < EACH; i++) {
            work.hold(ScopeType.RECORD, "ip-logs:" + (Kind.HELD_BY_RECORD.first() + i));
        }
        work.hold(ScopeType.USER, "anv" + Kind.HELD_BY_USER.person());
        for (Kind kind : List.of(
                Kind.HELD_BY_CUSTOMER, Kind.BACKDATED, Kind.ANOTHER_CUSTOMER_NAMED, Kind.ON_HOLD_WITHOUT_A_ROW)) {
            work.hold(ScopeType.CUSTOMER, "K-" + kind.person());
        }
    }

    private void judge() {
        AuditResult audited;
        try (SuiteContext suite = work.suite()) {
            audited = Audits.of(work, suite).audit(Optional.empty());
        }
        Set<String> named = audited.breaches().stream().map(Breach::record).collect(Collectors.toSet());
        Set<Long> rows = audited.breaches().stream()
                .filter(breach -> breach.record().isEmpty())
                .map(Breach::seq)
                .collect(Collectors.toSet());
        Map<String, Long> missing = Audits.census(work).missing().stream()
                .collect(Collectors.toMap(CensusResult.Missing::hold, CensusResult.Missing::records));
        System.out.println("forgeries found: by the audit, by the census, at all, of " + EACH);
        for (Kind kind : Kind.values()) {
            long byAudit = 0;
            for (int i = 0; i < EACH; i++) {
                String key = "ip-logs:" + (kind.first() + i);
                byAudit += named.contains(key) || rows.contains(written.getOrDefault(key, -1L)) ? 1 : 0;
            }
            long byCensus = work
                    .texts(
                            "SELECT CONCAT('H-', id) FROM hold WHERE scope_text IN (?, ?) OR scope_kind = 'RECORD' AND ? = 1",
                            "K-" + kind.person(),
                            "anv" + kind.person(),
                            kind.person())
                    .stream()
                    .mapToLong(hold -> missing.getOrDefault(hold, 0L))
                    .sum();
            System.out.printf("  %-26s %2d %2d %2d%n", kind, byAudit, byCensus, Math.max(byAudit, byCensus));
            assertThat(byAudit).as(kind + " by the audit").isEqualTo(kind.audited ? EACH : 0);
            assertThat(byCensus).as(kind + " by the census").isEqualTo(kind.missing ? EACH : 0);
        }
    }

    /** Deletes under the job's login, and writes what a run would write. */
    private final class Forger {
        private static final long RUN = 4711;

        private final JdbcTemplate jdbc;
        private final TransactionTemplate transaction;
        private final LedgerWriter ledger;
        private final String rules = work.fingerprint();
        private final long before;
        private final long now;
        private final Outcome.Counts sum = new Outcome.Counts();

        Forger(HikariDataSource pool, long before, long now) {
            jdbc = new JdbcTemplate(pool);
            transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
            ledger = new LedgerWriter(jdbc, work.settings().tags());
            this.before = before;
            this.now = now;
            jdbc.update("""
                    INSERT INTO run_scope (run_id, part, category, number, as_of, policy, started_before, candidates, opened_at)
                    VALUES (?, 0, 'ip-logs', 1, ?, ?, ?, 250, UTC_TIMESTAMP(6))""", RUN, today, rules, today);
        }

        void forge(Kind kind, long id) {
            transaction.executeWithoutResult(status -> {
                assertThat(jdbc.update("DELETE FROM " + work.table("ip_log") + " WHERE id = ?", id))
                        .isOne();
                if (kind != Kind.ON_HOLD_WITHOUT_A_ROW && kind != Kind.ON_NO_HOLD_WITHOUT_A_ROW) {
                    write(kind, id);
                }
            });
        }

        private void write(Kind kind, long id) {
            long customer = kind == Kind.ANOTHER_CUSTOMER_NAMED ? Kind.INVENTED_RULES.person() : kind.person();
            LedgerItem item = new LedgerItem(
                    RecordKey.of(id),
                    Outcome.ERASED,
                    kind == Kind.NOT_DUE ? today.plusDays(100) : today.minusDays(1),
                    customer,
                    customer);
            sum.add(Outcome.ERASED, 1);
            boolean backdated = kind == Kind.BACKDATED;
            long seq = ledger.append(chunk(
                    kind == Kind.INVENTED_RULES ? "f".repeat(64) : rules,
                    backdated ? before : now,
                    new Outcome.Counts().add(Outcome.ERASED, 1),
                    List.of(item)));
            written.put("ip-logs:" + id, seq);
        }

        private LedgerWriter.Chunk chunk(String policy, long epoch, Outcome.Counts counts, List<LedgerItem> items) {
            return new LedgerWriter.Chunk(
                    CategoryIds.IP_LOGS,
                    0,
                    RUN,
                    UUID.randomUUID().toString(),
                    policy,
                    1,
                    epoch,
                    Instant.now(),
                    counts,
                    items);
        }

        void close() {
            long seq = ledger.close(chunk(rules, now, sum, List.of()));
            jdbc.update(
                    "UPDATE run_scope SET ended_at = UTC_TIMESTAMP(6), outcome = 'DONE', closed_seq = ? WHERE run_id = ?",
                    seq,
                    RUN);
        }
    }
}
