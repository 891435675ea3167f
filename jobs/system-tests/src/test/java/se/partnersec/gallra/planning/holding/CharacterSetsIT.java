package se.partnersec.gallra.planning.holding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/**
 * Names that some of the columns have no letters for: the servers refuse a question that compares them (3854 and 1267), and no run,
 * receipt or search may end by that.
 */
@GallraTest(chunk = 3)
@Tag("full")
class CharacterSetsIT {
    private final Workplace work;
    private final LocalDate today;

    CharacterSetsIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (long id = 1; id <= 3; id++) {
            Scene.USERS.put(work, Scene.Spec.of(id, Scene.USERS.firstDue(today)));
        }
        Scene.CALLS.put(
                work, Scene.Spec.of(21, Scene.CALLS.firstDue(today)).customer(1).user(1));
        narrow("user_account", "user_name", "ascii");
        narrow("user_account", "phone", "latin1");
        narrow("user_account", "email", "utf8mb4");
        narrow("call_recording", "caller_no", "ascii");
        work.update("user_account", "email = 'åsa.öberg@exempel.se', user_name = 'asa' WHERE id = 1");
        work.update("user_account", "email = '😀@exempel.se', user_name = 'smile', phone = 'växeln' WHERE id = 2");
    }

    private void narrow(String table, String column, String set) {
        String type = work.admin()
                .queryForObject(
                        "SELECT CONCAT(column_type, ' CHARACTER SET ', ?, IF(is_nullable = 'NO', ' NOT NULL', ''))"
                                + " FROM information_schema.columns"
                                + " WHERE CONCAT('`', table_schema, '`.`', table_name, '`') = ? AND column_name = ?",
                        String.class,
                        set,
                        work.table(table),
                        column);
        work.admin().execute("ALTER TABLE " + work.table(table) + " MODIFY `" + column + "` " + type);
    }

    @ParameterizedTest
    @CsvSource({"åsa.öberg@exempel.se, 1", "ÅSA.ÖBERG@exempel.se, 1", "😀@exempel.se, 2", "växeln, 2", "smile, 2"})
    void reach_whom_they_name_and_nobody_else(String name, long user) {
        PlacedHold hold = work.hold(ScopeType.USER, name);
        RunResult result = work.run(CategoryIds.USER_DATA, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.HELD)).isEqualTo(1);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(2);
        assertThat(work.count("user_account", "id = " + user)).isEqualTo(1);
        RunResult calls = work.run(CategoryIds.CALL_RECORDINGS, today);
        assertThat(calls.exit()).as(calls.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("call_recording", "TRUE")).isEqualTo(user == 1 ? 1 : 0);
        assertThat(receipt(hold, this::kinds)).contains("H-" + hold.number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"åäö", "😀", "nobody"})
    void of_nobody_get_their_receipt_and_are_told_as_unknown(String name) {
        try (SuiteContext suite = work.suite()) {
            DataSource finance = suite.pool(DatabaseRole.FINANCE);
            UnknownScopes unknown = new UnknownScopes(
                    finance, suite.sources(), kinds(suite), work.settings().tags());
            for (ScopeType kind : List.of(ScopeType.USER, ScopeType.CUSTOMER, ScopeType.INVOICE)) {
                assertThat(unknown.among(List.of(new HoldScope(kind, name)), Locale.ENGLISH))
                        .hasSize(1);
            }
        }
        PlacedHold hold = work.hold(ScopeType.RECORD, "call-recordings:" + name);
        assertThat(receipt(hold, this::kinds)).contains("H-" + hold.number());
    }

    @Test
    void without_knowing_the_sets_the_server_refuses_the_question() {
        PlacedHold hold = work.hold(ScopeType.USER, "åsa.öberg@exempel.se");
        assertThatThrownBy(() -> receipt(
                        hold,
                        suite -> new KeyTypes(
                                kinds(suite).numeric(), kinds(suite).indexed())))
                .isInstanceOf(UncategorizedSQLException.class);
    }

    private KeyTypes kinds(SuiteContext suite) {
        return KeyTypes.read(new JdbcTemplate(suite.pool(DatabaseRole.FINANCE)), suite.sources());
    }

    private String receipt(PlacedHold hold, Function<SuiteContext, KeyTypes> kinds) {
        try (SuiteContext suite = work.suite()) {
            return new HoldReceiptService(
                            suite.pool(DatabaseRole.FINANCE),
                            suite.sources(),
                            kinds.apply(suite),
                            work.settings().tags())
                    .of(hold)
                    .text(Locale.ENGLISH);
        }
    }
}
