package se.partnersec.gallra.runs.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static se.partnersec.gallra.runs.preflight.PreflightRig.refused;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.DatabaseUrl;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GateByHand;
import se.partnersec.gallra.testing.TestTagKey;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.Rewriting;

@GallraTest(chunk = 100, ownServer = true)
@Tag("core")
class PreflightIT {
    private static final String HOLD = "INSERT INTO hold (uuid, type, scope_kind, scope_text, until_on, reason) VALUES"
            + " (UUID(), 'LEGAL_CLAIM', 'USER', 'x', '2030-01-01', 'r')";

    private final Workplace place;
    private final PreflightRig rig;

    PreflightIT(Workplace place, PreflightRig rig) {
        this.place = place;
        this.rig = rig;
    }

    @ParameterizedTest
    @ValueSource(strings = {"call-recordings", "chat-logs", "ip-logs"})
    void lets_a_run_begin_where_everything_is_as_it_should_be(String category) {
        PreflightReport report = rig.check(new DataCategory(category));
        assertThat(report.refusals()).isEmpty();
        assertThat(report.exit()).isEqualTo(ExitCode.DONE);
        assertThat(report.checks())
                .extracting(Check::code)
                .contains("policy", "sources", "database", "clock", "primary", "session", "tables", "gate", "schema");
        assertThat(report.kinds().numeric()).isNotEmpty();
        assertThat(report.guard())
                .isEqualTo(category.equals("ip-logs") ? DeletePrecondition.NONE : DeletePrecondition.VERSION_IDS);
        assertThat(report.checks()).allSatisfy(check -> assertThat(check.text()).isNotBlank());
    }

    /** Such as one of a release that called a category by another name. */
    @Test
    void a_hold_on_a_category_that_is_not_there_is_refused_until_it_is_over() {
        List<DataCategory> earlier = Stream.concat(
                        CategoryIds.ALL.stream(), Stream.of(new DataCategory("survey-answers")))
                .toList();
        new Grants(place.adminPool(), place.accounts().names(earlier)).apply();
        place.hold(ScopeType.CUSTOMER, "1", new DataCategory("survey-answers"));
        new Grants(place.adminPool(), place.accounts().names()).apply();
        refused(rig.check(CategoryIds.IP_LOGS), "holds", "place them anew on a category");
        place.admin().update("UPDATE hold SET until_on = '2020-01-01'");
        assertThat(rig.check(CategoryIds.IP_LOGS).refusals()).isEmpty();
    }

    @Test
    void clocks_six_seconds_apart_are_refused_and_four_are_not() {
        for (int seconds : new int[] {6, -6, 3600}) {
            refused(rig.skewed(Duration.ofSeconds(seconds)).check(CategoryIds.IP_LOGS), "clock", "set both by NTP");
        }
        for (int seconds : new int[] {4, -4}) {
            assertThat(rig.skewed(Duration.ofSeconds(seconds))
                            .check(CategoryIds.IP_LOGS)
                            .passes())
                    .isTrue();
        }
    }

    @Test
    void a_read_only_server_is_refused() {
        rig.execute("SET GLOBAL read_only = 1");
        try {
            refused(rig.check(CategoryIds.IP_LOGS), "primary", "read_only=ON");
        } finally {
            rig.execute("SET GLOBAL read_only = 0");
        }
    }

    @Test
    void a_server_that_buffers_deletions_from_indexes_is_warned_of_and_not_refused() {
        // Servers without a change buffer, such as MariaDB 11, have no such variable.
        List<String> before = place.admin()
                .query("SHOW GLOBAL VARIABLES LIKE 'innodb_change_buffering'", (row, i) -> row.getString(2));
        try {
            before.forEach(was -> rig.execute("SET GLOBAL innodb_change_buffering = 'all'"));
            PreflightReport report = rig.check(CategoryIds.IP_LOGS);
            assertThat(report.refusals()).isEmpty();
            assertThat(report.notes())
                    .filteredOn(note -> note.text().contains("set innodb_change_buffering to none"))
                    .hasSameSizeAs(before);
            before.forEach(was -> rig.execute("SET GLOBAL innodb_change_buffering = 'none'"));
            assertThat(rig.check(CategoryIds.IP_LOGS).checks())
                    .noneMatch(check -> check.text().contains("innodb_change_buffering"));
        } finally {
            before.forEach(was -> rig.execute("SET GLOBAL innodb_change_buffering = '" + was + "'"));
        }
    }

    @Test
    void a_gate_behind_ledger_seal_or_hold_is_a_restored_backup() {
        GateByHand.to(place.admin(), 1007);
        rig.execute(chunk(1, 1005), chunk(2, 1008));
        refused(rig.check(CategoryIds.IP_LOGS), "gate", "epoch 1007, but holds or the ledger already know epoch 1008");
        GateByHand.to(place.admin(), 1008);
        rig.execute(
                "INSERT INTO ledger_seal (seq, root, prev_seal, hold_epoch, chunks, signature, sealed_at, body, hashes, records) VALUES"
                        + " (1, REPEAT('a', 32), REPEAT('b', 32), 1009, 1, 's', UTC_TIMESTAMP(), '', '', '')");
        refused(rig.check(CategoryIds.IP_LOGS), "seal", "epoch 1009");
        rig.execute("DELETE FROM ledger_seal", HOLD, "UPDATE hold SET epoch = 1010");
        refused(rig.check(CategoryIds.IP_LOGS), "gate", "epoch 1010");
        GateByHand.to(place.admin(), 1010);
        assertThat(rig.check(CategoryIds.IP_LOGS).passes()).isTrue();
        rig.execute("CREATE TABLE gate_before AS SELECT * FROM gate");
        GateByHand.withoutGuard(place.admin(), "gate_stays", () -> rig.execute("DELETE FROM gate"));
        refused(rig.check(CategoryIds.IP_LOGS), "gate", "the gate row is missing");
        rig.execute("INSERT INTO gate SELECT * FROM gate_before", "DROP TABLE gate_before");
    }

    @Test
    void holds_that_are_placed_while_it_looks_make_no_restored_backup() {
        DataSource plain = Objects.requireNonNull(rig.database.get());
        rig.database = () -> new Rewriting(plain, sql -> {
            rig.execute(HOLD);
            return sql;
        });
        assertThat(rig.check(CategoryIds.IP_LOGS).refusals()).isEmpty();
    }

    @Test
    void tables_of_an_older_or_newer_version_are_refused() {
        rig.execute("CREATE TABLE history_before AS SELECT * FROM flyway_schema_history");
        try {
            rig.execute("DELETE FROM flyway_schema_history WHERE version >= '002'");
            refused(rig.check(CategoryIds.IP_LOGS), "tables", "not applied: V002");
            rig.execute(
                    "DELETE FROM flyway_schema_history",
                    "INSERT INTO flyway_schema_history SELECT * FROM history_before",
                    "INSERT INTO flyway_schema_history SELECT installed_rank + 100, '999', description, type, script,"
                            + " checksum, installed_by, installed_on, execution_time, success FROM history_before"
                            + " WHERE version = '002'");
            refused(rig.check(CategoryIds.IP_LOGS), "tables", "V999");
        } finally {
            rig.execute(
                    "DELETE FROM flyway_schema_history",
                    "INSERT INTO flyway_schema_history SELECT * FROM history_before",
                    "DROP TABLE history_before");
        }
        assertThat(rig.check(CategoryIds.IP_LOGS).passes()).isTrue();
    }

    @Test
    void sessions_that_are_not_as_we_set_them_are_refused() {
        DatabaseAccount admin = place.schemas().database().admin();
        rig.database = () -> new DriverManagerDataSource(
                place.settings().url().jdbc() + "?allowPublicKeyRetrieval=true", admin.user(), admin.password());
        PreflightReport report = rig.check(CategoryIds.IP_LOGS);
        refused(report, "session", "isolation REPEATABLE-READ");
        refused(report, "session", "sessions run in time zone");
        refused(report, "session", "wait 50 s for a lock");
    }

    @Test
    void a_mapping_that_does_not_fit_is_refused_at_its_line_and_only_for_its_category() {
        place.schemas()
                .database()
                .execute(place.schemas().business(), "ALTER TABLE ip_log RENAME COLUMN seen_at TO seen");
        PreflightReport report = rig.check(CategoryIds.IP_LOGS);
        refused(report, "schema", "ip_log has no column seen_at");
        assertThat(report.refusals().get(0).what()).matches("(?s).*sources\\.yml:\\d+: .*");
        assertThat(rig.check(CategoryIds.CHAT_LOGS).passes()).isTrue();
        refused(rig.preflight().doctor(), "schema", "seen_at");
        place.schemas()
                .database()
                .execute(place.schemas().business(), "ALTER TABLE ip_log RENAME COLUMN seen TO seen_at");
    }

    @Test
    void faulty_files_are_refused_with_everything_else_in_one_answer() {
        place.change("sources.yml", text -> text.replace("zone: UTC}", "zone: UCT+x}"));
        place.change("policy.yml", text -> text + "colour: red\n");
        PreflightReport report = rig.skewed(Duration.ofMinutes(1)).check(CategoryIds.IP_LOGS);
        refused(report, "policy", "unknown key 'colour'");
        refused(report, "sources", "no time zone 'UCT+x'");
        refused(report, "clock", "behind");
        assertThat(report.exit()).isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void statistics_of_a_month_whose_first_records_go_before_its_end_are_refused_at_their_line() {
        place.change(
                "sources.yml",
                text -> text.replace(
                        "call_statistic\n      key: id\n      per: day",
                        "call_statistic\n      key: id\n      per: month"));
        PreflightReport report = rig.check(CategoryIds.CALL_RECORDINGS);
        refused(report, "sources", "are counted per month, but policy.yml lets a record go before its month is over");
        assertThat(report.refusals().get(0).what()).matches("(?s).*sources\\.yml:\\d+: .*");
        assertThat(report.exit()).isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void a_category_that_is_not_mapped_and_a_day_to_come_are_refused() {
        place.change("sources.yml", text -> text.replaceAll("(?s)\n  web-visits:.*?(?=\n\n|\\Z)", "\n"));
        refused(rig.check(CategoryIds.WEB_VISITS), "sources", "web-visits is not mapped");
        refused(
                rig.preflight().check(Set.of(CategoryIds.IP_LOGS), rig.today().plusDays(1)),
                "as-of",
                "is in the future; today is");
    }

    @Test
    void an_unreachable_database_is_worth_another_try_and_a_wrong_password_is_not() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        rig.database = () -> DataSourceFactory.pool(
                settings(new DatabaseUrl("127.0.0.1", closed, "gallra", Map.of()), new DatabaseAccount("a", "b")),
                DatabaseRole.JOB,
                1);
        PreflightReport gone = rig.check(CategoryIds.CHAT_LOGS);
        refused(gone, "database", "does not answer");
        assertThat(gone.exit()).isEqualTo(ExitCode.ENVIRONMENT);
        rig.database = () -> DataSourceFactory.pool(
                settings(place.settings().url(), new DatabaseAccount("nobody", "wrong")), DatabaseRole.JOB, 1);
        PreflightReport denied = rig.check(CategoryIds.CHAT_LOGS);
        refused(denied, "database", "refuses the account");
        assertThat(denied.exit()).isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void what_an_account_may_not_see_is_said_to_be_unknown() {
        try (var reader = DataSourceFactory.pool(place.settings(), DatabaseRole.READER, 1)) {
            rig.database = () -> reader;
            PreflightReport report = rig.preflight().check(Set.of(CategoryIds.CHAT_LOGS), rig.today(), false);
            assertThat(report.refusals())
                    .as("it is not the job's account either")
                    .extracting(Check::text)
                    .satisfiesExactly(
                            lacks -> assertThat(lacks).startsWith("the account of the job lacks "),
                            beyond -> assertThat(beyond)
                                    .startsWith("the account of the job may change what it should not: INSERT"));
            assertThat(report.notes())
                    .anySatisfy(note -> assertThat(note.text()).contains("cannot tell whether the gate"));
            assertThat(report.checks())
                    .noneMatch(check -> check.code().equals("gate") && check.state() == Check.State.OK);
        }
    }

    /** Two rows of a chain, the first at an older epoch. */
    private static String chunk(int part, int epoch) {
        String row = "('ip-logs', " + part + ", %d, 1, 'C', UUID(), UTC_TIMESTAMP(), REPEAT('p', 64), 1, %d, '', '',"
                + " REPEAT('a', 32), REPEAT('b', 32))";
        return "INSERT INTO ledger_chunk (category, part, seq, run_id, kind, attempt, written_at, policy, token,"
                + " hold_epoch, counts, items, prev_hash, hash) VALUES " + row.formatted(1, epoch - 3) + ", "
                + row.formatted(2, epoch);
    }

    private static GallraSettings settings(DatabaseUrl url, DatabaseAccount account) {
        return new GallraSettings(
                url,
                Arrays.stream(DatabaseRole.values()).collect(Collectors.toMap(role -> role, role -> account)),
                null,
                Path.of("."),
                TestTagKey.tags(),
                100);
    }
}
