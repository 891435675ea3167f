package se.partnersec.gallra.erasure.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** After a run nothing points at what it erased, and what it reduced is reduced: otherwise it has failed and says where. */
@GallraTest(chunk = 3)
@Tag("once")
@Tag("full")
class PostErasureCheckIT {
    private final Workplace work;
    private final LocalDate today;

    PostErasureCheckIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (int id = 1; id <= 2; id++) {
            Scene.USERS.put(work, Scene.Spec.of(id, today.minusYears(3)));
        }
    }

    private List<String> findings() {
        return work.texts("SELECT CONCAT(code, ' ', subject) FROM finding WHERE run_id <> 0 ORDER BY 1");
    }

    private void around(long user) {
        work.insert(
                "call_recording",
                "id, customer_id, user_id, queue, ended_at",
                1,
                1,
                user,
                "sales",
                today.atStartOfDay());
        work.insert("chat_conversation", "id, customer_id, user_id, topic, closed_ms", 1, 1, user, "faktura", 1L);
        work.insert(
                "ip_log", "id, seen_at, user_id, service, address", 1, today.atStartOfDay(), user, "vpn", "192.0.2.1");
        work.insert(
                "newsletter_subscription",
                "id, user_id, email, subscribed_at",
                1,
                user,
                "a@exempel.se",
                today.atStartOfDay());
        work.insert("web_visit", "id, user_id, visited_ms, cookie, page", 1, user, 1L, "c0ffee", "/");
        work.insert(
                "marketing_usage",
                "id, customer_id, user_id, campaign, month_on, quantity",
                1,
                1,
                user,
                "Mer SMS",
                today.withDayOfMonth(1),
                1);
    }

    @Test
    void clears_every_pointer_to_a_user_who_goes_and_leaves_the_rows() {
        around(2);
        RunResult result = work.run(CategoryIds.USER_DATA, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("user_account", "TRUE")).isZero();
        for (String table : List.of(
                "call_recording",
                "chat_conversation",
                "ip_log",
                "newsletter_subscription",
                "web_visit",
                "marketing_usage")) {
            assertThat(work.count(table, "user_id IS NULL")).as(table).isEqualTo(1);
        }
        assertThat(findings()).isEmpty();
    }

    @Test
    void clears_them_of_a_user_who_is_reduced_as_well() {
        work.voucher(1, 2, today.minusYears(2));
        around(2);
        RunResult result = work.run(CategoryIds.USER_DATA, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.ANONYMISED)).isEqualTo(1);
        assertThat(work.count("web_visit", "user_id IS NULL")).isEqualTo(1);
    }

    /** Negative control: a row that came to point at somebody after he went. */
    @ParameterizedTest
    @ValueSource(strings = {"web_visit", "ip_log", "newsletter_subscription"})
    void fails_and_names_the_column_where_a_pointer_is_left(String table) {
        String[] planted = {
            "INSERT INTO " + work.table("web_visit") + " (user_id, visited_ms, cookie, page) VALUES (2, 1, 'c', '/')",
            "INSERT INTO " + work.table("ip_log") + " (user_id, seen_at, service, address) VALUES (2, NOW(), 'v', 'a')",
            "INSERT INTO " + work.table("newsletter_subscription") + " (user_id, email) VALUES (2, 'a@exempel.se')"
        };
        String plant = List.of(planted).stream()
                .filter(sql -> sql.contains("`" + table + "`"))
                .findFirst()
                .orElseThrow();
        RunResult result = work.run(CategoryIds.USER_DATA, today, once(CrashPoint.VERIFY_STARTED, plant));
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
        assertThat(findings()).containsExactly("DANGLING_POINTER " + table + ".user_id");
        assertThat(result.counts().of(Outcome.ERASED))
                .as("what is done is done")
                .isEqualTo(2);
        work.update(table, "user_id = NULL");
        RunResult again = restart(result);
        assertThat(again.exit()).as(again.toString()).isEqualTo(ExitCode.DONE);
        assertThat(findings()).as("it is settled").isEmpty();
    }

    private RunResult restart(RunResult failed) {
        try (var suite = work.suite()) {
            return suite.runs().restart(failed.runId());
        }
    }

    private CrashPoint.Witness once(CrashPoint at, String sql) {
        boolean[] done = {false};
        return point -> {
            if (point == at && !done[0]) {
                done[0] = true;
                work.admin().update(sql);
            }
        };
    }

    /** Negative control: what was overwritten is written back, by somebody else or in other words. */
    @ParameterizedTest
    @CsvSource({
        "full_name,'Påhittad Person'",
        "password_hash,hemligt",
        "email,''",
        "last_login_at,'2020-01-01 10:00:00'"
    })
    void fails_and_names_the_column_where_a_reduced_user_is_written_back(String column, String value) {
        work.voucher(1, 2, today.minusYears(2));
        RunResult result = work.run(
                CategoryIds.USER_DATA,
                today,
                once(
                        CrashPoint.VERIFY_STARTED,
                        "UPDATE " + work.table("user_account") + " SET " + column + " = '" + value + "' WHERE id = 2"));
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
        assertThat(findings()).containsExactly("NOT_REDUCED user_account." + column);
    }

    @Test
    void fails_where_a_trigger_keeps_the_old_value() {
        work.voucher(1, 2, today.minusYears(2));
        work.admin()
                .execute("CREATE TRIGGER " + work.table("keeps") + " BEFORE UPDATE ON " + work.table("user_account")
                        + " FOR EACH ROW SET NEW.full_name = OLD.full_name");
        work.change("sources.yml", text -> text.replace("  user-data:\n", "  user-data:\n    triggers: accepted\n"));
        try {
            RunResult result = work.run(CategoryIds.USER_DATA, today);
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
            assertThat(findings()).containsExactly("NOT_REDUCED user_account.full_name");
        } finally {
            work.admin().execute("DROP TRIGGER " + work.table("keeps"));
        }
    }

    /** A held row must not be altered, not even its pointer: whoever it points at stays with it. */
    @ParameterizedTest
    @CsvSource({"web-visits:1,,RECORD", "K-1,call-recordings,CUSTOMER", "chat-logs,,CATEGORY"})
    void keeps_a_user_at_whom_a_held_row_points(String key, String only, ScopeType kind) {
        around(2);
        work.hold(kind, key, only == null ? null : new DataCategory(only));
        RunResult result = work.run(CategoryIds.USER_DATA, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("user_account", "id = 2")).isEqualTo(1);
        assertThat(work.count("user_account", "id = 1"))
                .as("nobody points at this one")
                .isZero();
        assertThat(work.count("web_visit", "user_id = 2")).isEqualTo(1);
    }

    @Test
    void clears_the_pointer_to_an_invoice_that_goes() {
        work.clear();
        work.customer(1);
        Scene.INVOICES.put(work, Scene.Spec.of(5, Scene.INVOICES.firstDue(today)));
        work.insert("chat_conversation", "id, invoice_id, topic, closed_ms", 1, 5, "faktura", 1L);
        RunResult result = work.run(CategoryIds.INVOICES, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("chat_conversation", "id = 1 AND invoice_id IS NULL"))
                .isEqualTo(1);
    }
}
