package se.partnersec.gallra.erasure.kept;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.plan.KeptRangeVerifier;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** The register of what is kept with many stretches: all are compared, by one connection and so of one state. */
@GallraTest
@Tag("full")
class KeptStretchesIT {
    private static final int CHUNK = 10;
    private static final int STRETCHES = 13;
    private static final int HELD = CHUNK * STRETCHES;
    private static final int KEPT = 7;
    private static final int FREE = 8;

    private final Workplace work;

    KeptStretchesIT(Workplace work) {
        this.work = work;
    }

    @BeforeEach
    void fill() {
        work.customer(KEPT);
        work.customer(FREE);
        work.holdService()
                .add(new NewHold(
                        HoldType.DISPUTE,
                        new HoldScope(ScopeType.CUSTOMER, String.valueOf(KEPT)),
                        null,
                        work.today().plusYears(2),
                        null,
                        null,
                        "tried"));
        for (int i = 0; i < HELD; i++) {
            work.insert(
                    "ip_log",
                    "seen_at, customer_id, service, address",
                    LocalDateTime.now(ZoneOffset.UTC).minusDays(400),
                    KEPT,
                    "portal",
                    "192.0.2.7");
        }
        assertThat(run().counts().of(Outcome.HELD)).isEqualTo(HELD);
        assertThat(work.admin().queryForObject("SELECT COUNT(*) FROM kept", Integer.class))
                .isEqualTo(STRETCHES);
    }

    private RunResult run() {
        RunResult result = work.run(CategoryIds.IP_LOGS, work.today());
        assertThat(result.exit()).isEqualTo(ExitCode.DONE);
        return result;
    }

    /** @param bound of the key: MIN or MAX */
    private void giveAway(String bound) {
        String table = work.table("ip_log");
        long id = Long.parseLong(work.admin().queryForObject("SELECT " + bound + "(id) FROM " + table, String.class));
        assertThat(work.admin().update("UPDATE " + table + " SET customer_id = ? WHERE id = ?", FREE, id))
                .isEqualTo(1);
    }

    @Test
    void each_is_passed_over() {
        assertThat(work.passedOver(run())).isEqualTo(HELD);
    }

    @Test
    void in_the_first_and_the_last_what_is_somebody_elses_by_now_goes() {
        giveAway("MIN");
        giveAway("MAX");
        RunResult second = run();
        assertThat(work.passedOver(second)).isEqualTo(HELD - 2 * CHUNK);
        assertThat(second.counts().of(Outcome.ERASED)).isEqualTo(2);
        assertThat(second.counts().of(Outcome.HELD)).isEqualTo(HELD - 2);
    }

    @Test
    void the_full_verification_has_one_connection_and_so_one_state() {
        AtomicInteger connections = new AtomicInteger();
        try (SuiteContext suite = work.suite()) {
            DataSource counted = new DelegatingDataSource(suite.pool(DatabaseRole.READER)) {
                @Override
                public Connection getConnection() throws SQLException {
                    connections.incrementAndGet();
                    return super.getConnection();
                }
            };
            KeptRangeVerifier.Result found = new KeptRangeVerifier(
                            counted,
                            suite.policy(),
                            suite.sources(),
                            KeyTypes.read(work.admin(), suite.sources()),
                            suite.settings().tags(),
                            suite.fingerprint())
                    .look(suite.category(CategoryIds.IP_LOGS));
            assertThat(found.passedOver()).isEqualTo(HELD);
            assertThat(found.wrong()).isZero();
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void what_the_callers_transaction_sees_is_compared() {
        new TransactionTemplate(new JdbcTransactionManager(work.adminPool())).executeWithoutResult(t -> {
            giveAway("MAX");
            try (SuiteContext suite = work.suite()) {
                KeptRangeRegister kept = new KeptRangeRegister(
                        work.admin(),
                        suite.category(CategoryIds.IP_LOGS),
                        suite.policy(),
                        suite.sources(),
                        KeyTypes.read(work.admin(), suite.sources()),
                        suite.fingerprint(),
                        true);
                assertThat(kept.on(work.today()).records()).isEqualTo(HELD - CHUNK);
            }
            t.setRollbackOnly();
        });
    }
}
