package se.partnersec.gallra.holds.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Workplace;

/** A session that keeps the gate is named, and no other. */
@GallraTest(ownServer = true)
@Tag("full")
class GateKeepersIT {
    private static final String SHARED = "SELECT v FROM gate WHERE name = 'holds' LOCK IN SHARE MODE";
    private static final String EXCLUSIVE = "SELECT v FROM gate WHERE name = 'holds' FOR UPDATE";
    private static final String CHANGED = "UPDATE gate SET v = v + 1 WHERE name = 'holds'";

    private final Workplace work;
    private final Program gallra;

    GateKeepersIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.gallra = Program.at(work, home)
                .here()
                .granted(work, DatabaseRole.JOB, DatabaseRole.READER, DatabaseRole.FINANCE);
    }

    /** A transaction that locks rows and goes no further. */
    private final class Idle implements AutoCloseable {
        private final Connection connection;
        final String number;

        Idle(String... statements) throws SQLException {
            connection = work.schemas()
                    .database()
                    .connect(work.schemas().database().admin(), work.schemas().suite());
            connection.setAutoCommit(false);
            try (Statement s = connection.createStatement()) {
                for (String sql : statements) {
                    s.execute(sql);
                }
                try (var row = s.executeQuery("SELECT CONNECTION_ID()")) {
                    row.next();
                    number = row.getString(1);
                }
            }
        }

        @Override
        public void close() throws SQLException {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.close();
            }
        }
    }

    private List<ErasureGate.Keeper> keepers(DatabaseRole asker, int seconds) {
        settle();
        try (HikariDataSource pool = DataSourceFactory.pool(work.settings(), asker, 1)) {
            return new ErasureGate(new JdbcTemplate(pool)).keepers(Duration.ofSeconds(seconds));
        }
    }

    /** MariaDB shows transactions as they were up to a tenth of a second ago. */
    private static void settle() {
        try {
            Thread.sleep(150);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody who wants to place a hold meanwhile. */
    private void whileAHoldIsPlaced(Idle keeper, ThrowingCallable work) throws Throwable {
        CompletableFuture<PlacedHold> placing =
                CompletableFuture.supplyAsync(() -> this.work.hold(ScopeType.RECORD, "ip-logs:1"));
        try {
            Thread.sleep(500);
            assertThat(placing).isNotDone();
            work.call();
        } finally {
            keeper.close();
            placing.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SHARED, EXCLUSIVE, CHANGED})
    void who_keeps_the_gate_is_named_for_certain_while_somebody_waits_for_it(String lock) throws Throwable {
        work.ipLogs(1, 2, 10, null);
        try (Idle other = new Idle("SELECT id FROM " + work.table("ip_log") + " WHERE id = 2 FOR UPDATE");
                Idle keeper = new Idle(lock)) {
            Thread.sleep(2000);
            whileAHoldIsPlaced(keeper, () -> {
                for (DatabaseRole asker : List.of(DatabaseRole.JOB, DatabaseRole.READER)) {
                    assertThat(keepers(asker, 1)).singleElement().satisfies(each -> {
                        assertThat(each.session()).isEqualTo(keeper.number).isNotEqualTo(other.number);
                        assertThat(each.account())
                                .isEqualTo(work.schemas().database().admin().user());
                        assertThat(each.host()).isNotBlank();
                        assertThat(Duration.between(each.since(), Instant.now(Clock.systemUTC())))
                                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
                        assertThat(each.known()).isTrue();
                    });
                }
                assertThat(keepers(DatabaseRole.JOB, 60)).as("not for so long").isEmpty();
            });
            assertThat(keepers(DatabaseRole.JOB, 0))
                    .as("the control: it let go")
                    .isEmpty();
        }
    }

    /** MariaDB tells who holds a lock only while somebody waits for it: then it is one of those whose transaction is that old. */
    @ParameterizedTest
    @ValueSource(strings = {SHARED, CHANGED})
    void while_nobody_waits_it_is_named_on_mysql_and_on_mariadb_perhaps(String lock) throws SQLException {
        boolean mysql = work.schemas().database().real();
        try (Idle keeper = new Idle(lock)) {
            assertThat(keepers(DatabaseRole.JOB, 0)).singleElement().satisfies(each -> {
                assertThat(each.session()).isEqualTo(keeper.number);
                assertThat(each.known()).isEqualTo(mysql);
            });
        }
        assertThat(keepers(DatabaseRole.JOB, 0)).as("the control").isEmpty();
    }

    @Test
    void who_locks_other_rows_is_not_named() throws SQLException {
        work.ipLogs(1, 2, 10, null);
        try (Idle other = new Idle(
                "SELECT id FROM " + work.table("ip_log") + " FOR UPDATE",
                "SELECT v FROM gate WHERE name = 'holds'",
                "SELECT epoch FROM gate_log FOR UPDATE")) {
            assertThat(other.number).isNotBlank();
            assertThat(keepers(DatabaseRole.JOB, 0)).isEmpty();
        }
    }

    /** The reader must not be able to keep the gate by asking who keeps it. */
    @Test
    void who_asks_keeps_nothing() throws SQLException {
        try (HikariDataSource pool = DataSourceFactory.pool(work.settings(), DatabaseRole.READER, 1);
                Connection reader = pool.getConnection();
                Statement asking = reader.createStatement()) {
            reader.setAutoCommit(false);
            asking.execute("CALL gate_keepers(0)");
            assertThat(work.waits(CHANGED)).isFalse();
            reader.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FINANCE", "SEALER", "OWNER"})
    void nobody_else_may_ask(DatabaseRole role) {
        if (role == DatabaseRole.OWNER) {
            assertThat(keepers(role, 0)).as("the schema is the owner's").isEmpty();
        } else {
            assertThatThrownBy(() -> keepers(role, 0)).rootCause().hasMessageContaining("gate_keepers");
        }
    }

    /** As it is asked: after ten seconds, and not before. */
    @Test
    void doctor_names_who_keeps_the_gate_for_ten_seconds() throws Throwable {
        Answer before = gallra.run("doctor");
        assertThat(before.exit()).as(before.out() + before.err()).isZero();
        try (Idle keeper = new Idle(SHARED)) {
            Answer soon = gallra.run("doctor");
            assertThat(soon.exit()).as(soon.out() + soon.err()).isEqualTo(before.exit());
            assertThat(soon.err()).doesNotContain("KILL");
            Thread.sleep(ErasureGate.TOO_LONG.plusSeconds(1).toMillis());
            whileAHoldIsPlaced(keeper, () -> {
                Answer late = gallra.run("doctor");
                assertThat(late.err())
                        .contains(
                                "Session " + keeper.number + " (account ",
                                "keeps the hold gate locked",
                                "KILL " + keeper.number)
                        .doesNotContain("SELECT", "Perhaps");
                assertThat(late.exit()).isEqualTo(10);
                Answer swedish = gallra.run("--lang", "sv", "doctor");
                assertThat(swedish.err()).contains("Sessionen " + keeper.number, "KILL " + keeper.number);
                assertThat(swedish.exit()).isEqualTo(10);
            });
        }
        Answer after = gallra.run("doctor");
        assertThat(after.exit()).as(after.out() + after.err()).isZero();
        assertThat(after.err()).as("the control: it let go").doesNotContain("KILL");
    }
}
