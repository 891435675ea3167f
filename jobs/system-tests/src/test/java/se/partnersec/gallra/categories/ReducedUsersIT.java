package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** A user whom a voucher names is reduced to what the voucher needs; everybody else goes, and nothing points at them. */
@GallraTest(chunk = 3)
@Tag("full")
class ReducedUsersIT {
    private final Workplace work;
    private final LocalDate today;

    ReducedUsersIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (int id = 1; id <= 2; id++) {
            Scene.USERS.put(work, Scene.Spec.of(id, Scene.USERS.firstDue(today)));
        }
    }

    private RunResult run() {
        return work.run(CategoryIds.USER_DATA, today);
    }

    private Map<String, Object> user(long id) {
        return new HashMap<>(work.admin()
                .queryForMap("SELECT user_name, full_name, email, phone, password_hash, customer_id FROM "
                        + work.table("user_account") + " WHERE id = " + id));
    }

    @Test
    void leaves_of_a_user_named_by_a_voucher_the_row_and_its_customer_only() {
        work.voucher(1, 1, today.minusYears(2));
        RunResult result = run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.ANONYMISED)).isEqualTo(1);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(result.counts().total()).as("each record has one outcome").isEqualTo(2);
        Map<String, Object> left = user(1);
        assertThat(left.remove("password_hash")).isNull();
        assertThat(left.remove("customer_id")).isEqualTo(1L);
        assertThat(left.values()).containsOnly("-");
        assertThat(work.count("user_account", "id = 2")).isZero();
        assertThat(work.texts("SELECT record_key FROM reduced")).containsExactly("1");
    }

    @Test
    void keeps_what_is_left_until_the_books_let_it_go_and_then_erases_it() {
        work.voucher(1, 1, today.minusYears(2));
        run();
        RunResult second = run();
        assertThat(second.counts().of(Outcome.ANONYMISED)).isZero();
        assertThat(second.counts().of(Outcome.HELD)).isEqualTo(1);
        work.delete("invoice_payment", "TRUE");
        work.delete("invoice", "TRUE");
        run();
        assertThat(work.count("user_account", "id = 1"))
                .as("the voucher is gone, its last day is on record")
                .isEqualTo(1);
        work.admin().update("UPDATE reduced SET keep_until = ?", LocalDate.of(today.getYear() - 1, 12, 31));
        RunResult last = run();
        assertThat(last.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(work.count("user_account", "TRUE")).isZero();
    }

    @Test
    void reduces_a_user_whom_a_voucher_names_that_is_past_its_time_and_still_there() {
        work.voucher(1, 1, LocalDate.of(today.getYear() - 8, 6, 1));
        RunResult result = run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.ANONYMISED)).isEqualTo(1);
        assertThat(user(1)).containsEntry("full_name", "-");
        assertThat(work.texts("SELECT code FROM finding")).isEmpty();
        RunResult second = run();
        assertThat(second.exit()).as(second.toString()).isEqualTo(ExitCode.DONE);
        assertThat(second.counts().of(Outcome.HELD)).isEqualTo(1);
        work.delete("invoice_payment", "TRUE");
        work.delete("invoice", "TRUE");
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(work.count("user_account", "TRUE")).isZero();
    }

    /** What is left for the sake of what refers to it counts from the day it was due, and no later. */
    @Test
    void what_is_left_of_a_user_long_due_is_no_less_overdue_for_it() {
        Scene.USERS.put(work, Scene.Spec.of(3, Scene.USERS.firstDue(today.minusYears(3))));
        work.voucher(1, 3, LocalDate.of(today.getYear() - 9, 6, 1));
        assertThat(run().counts().of(Outcome.ANONYMISED)).isEqualTo(1);
        assertThat(work.texts("SELECT keep_until FROM reduced"))
                .containsExactly(LocalDate.of(today.getYear() - 4, 12, 31).toString());
    }

    @Test
    void what_is_left_of_a_user_whose_contract_was_known_by_a_membership_goes_after_the_books() {
        work.customer(2);
        work.customer(3);
        work.user(3, 3, "anv3");
        work.insert("user_membership", "user_id, customer_id, from_on", 3, 2, today.minusYears(9));
        LocalDate ended = Scene.USERS.firstDue(today);
        work.insert("contract", "customer_id, start_on, end_on, status", 2, ended.minusYears(3), ended, "TERMINATED");
        work.voucher(1, 3, today.minusYears(3));
        assertThat(run().counts().of(Outcome.ANONYMISED)).isEqualTo(1);
        assertThat(work.count("user_membership", "TRUE")).isZero();
        assertThat(work.texts("SELECT start_on FROM reduced WHERE record_key = '3'"))
                .containsExactly(ended.toString());
        work.delete("invoice_payment", "TRUE");
        work.delete("invoice", "TRUE");
        work.admin().update("UPDATE reduced SET keep_until = ?", LocalDate.of(today.getYear() - 1, 12, 31));
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(work.count("user_account", "TRUE")).isZero();
    }

    @Test
    void keeps_and_reports_a_user_named_by_a_voucher_nobody_can_date() {
        work.voucher(1, 1, today.minusYears(2));
        work.update("invoice", "booked_on = NULL, settled_on = NULL");
        run();
        assertThat(user(1)).containsEntry("full_name", "Påhittad Person");
        assertThat(work.texts("SELECT code FROM finding WHERE subject = '1'")).contains("NO_FISCAL_YEAR");
    }

    @Test
    void takes_the_user_out_of_usage_that_stays() {
        work.invoice(1, "OPEN", today.minusYears(2), null, 4000);
        work.insert(
                "sms_usage",
                "id, customer_id, user_id, invoice_id, number, used_on, quantity",
                7,
                1,
                2,
                1,
                "+46701740602",
                LocalDate.of(2024, 4, 3),
                12);
        run();
        assertThat(work.count("user_account", "id = 2")).isZero();
        assertThat(work.count("sms_usage", "id = 7 AND user_id IS NULL AND quantity = 12"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE,", "PENDING,2099-01-01"})
    void keeps_users_of_a_customer_who_came_back(String status, @Nullable LocalDate end) {
        work.insert("contract", "customer_id, start_on, end_on, status", 1, today.minusDays(3), end, status);
        assertThat(run().counts().of(Outcome.HELD)).isEqualTo(2);
        assertThat(work.count("user_account", "TRUE")).isEqualTo(2);
    }

    @Test
    void keeps_the_billing_contact_while_a_claim_is_open_and_lets_the_others_go() {
        work.invoice(1, "OPEN", today.minusYears(2), null, 4000);
        work.update("user_account", "billing_contact = (id = 1)");
        run();
        assertThat(work.count("user_account", "id = 1 AND password_hash IS NOT NULL"))
                .isEqualTo(1);
        assertThat(work.count("user_account", "id = 2")).isZero();
    }

    @Test
    void reduces_nobody_who_is_held() {
        work.voucher(1, 1, today.minusYears(2));
        work.hold(ScopeType.USER, "anv1");
        run();
        assertThat(user(1)).containsEntry("full_name", "Påhittad Person");
    }

    /** Once the row is gone, nobody can tell that the name on such a hold is that of the user of some usage. */
    @Test
    void keeps_a_user_whom_a_hold_for_another_category_names() {
        work.hold(HoldType.DISPUTE, ScopeType.USER, "ANV1@exempel.se", CategoryIds.TRAFFIC_DATA);
        run();
        assertThat(user(1)).containsEntry("full_name", "Påhittad Person");
        assertThat(work.count("user_account", "id = 2")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"CHILDREN_ERASED", "ROWS_ERASED", "LEDGER_WRITTEN"})
    void obeys_the_ledger_when_a_chunk_was_rolled_back(CrashPoint point) {
        work.voucher(1, 1, today.minusYears(2));
        int[] left = {1};
        RunResult result = work.run(CategoryIds.USER_DATA, today, at -> {
            if (at == point && left[0]-- > 0) {
                throw new DataAccessResourceFailureException("line lost at " + at);
            }
        });
        assertThat(result.counts().of(Outcome.ANONYMISED)).isEqualTo(1);
        assertThat(user(1)).containsEntry("full_name", "-");
    }
}
