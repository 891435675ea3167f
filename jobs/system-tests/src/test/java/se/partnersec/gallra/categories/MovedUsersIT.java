package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

/** A user who belongs to several customers goes, with password and memberships, when the last of them has left. */
@GallraTest(chunk = 3)
@Tag("once")
@Tag("full")
class MovedUsersIT {
    private static final long FIRST = 1;
    private static final long SECOND = 2;

    private final Workplace work;
    private final LocalDate today;

    MovedUsersIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    /** Users 1 and 2 came with a customer that left three years ago; user 2 moved. */
    @BeforeEach
    void fill() {
        work.customer(1);
        work.customer(2);
        for (int id = 1; id <= 2; id++) {
            Scene.USERS.put(work, Scene.Spec.of(id, today.minusYears(3)).customer(FIRST));
        }
        work.insert("user_membership", "user_id, customer_id, from_on", 2, SECOND, today.minusYears(4));
    }

    private void contract(long customer, @Nullable LocalDate end) {
        work.insert(
                "contract",
                "customer_id, start_on, end_on, status",
                customer,
                today.minusYears(5),
                end,
                end == null ? "ACTIVE" : "ENDED");
    }

    private RunResult run(DataCategory category) {
        RunResult result = work.run(category, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        return result;
    }

    @ParameterizedTest
    @ValueSource(strings = {"user-data", "credentials"})
    void keeps_a_user_who_moved_to_a_customer_with_a_contract(DataCategory category) {
        contract(SECOND, null);
        RunResult result = run(category);
        assertThat(result.counts().of(Outcome.HELD)).isEqualTo(1);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(work.count("user_account", "id = 2 AND password_hash IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void counts_from_the_end_of_the_last_contract_of_any_of_them() {
        contract(SECOND, today.minusMonths(3));
        assertThat(run(CategoryIds.USER_DATA).counts().of(Outcome.NOT_DUE)).isEqualTo(1);
        assertThat(run(CategoryIds.CREDENTIALS).counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(work.count("user_account", "id = 2 AND password_hash IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void erases_a_user_with_the_memberships_when_all_contracts_ended_long_ago() {
        contract(SECOND, today.minusYears(4));
        assertThat(run(CategoryIds.USER_DATA).counts().of(Outcome.ERASED)).isEqualTo(2);
        assertThat(work.count("user_membership", "TRUE")).isZero();
    }

    @Test
    void is_reached_by_a_hold_on_a_customer_of_a_membership() {
        contract(SECOND, today.minusYears(4));
        work.hold(ScopeType.CUSTOMER, "K-2");
        run(CategoryIds.CREDENTIALS);
        run(CategoryIds.USER_DATA);
        assertThat(work.count("user_account", "id = 2 AND password_hash IS NOT NULL"))
                .isEqualTo(1);
    }

    /** The membership is a part of the user and of his password: both lie in the row it points at. */
    @ParameterizedTest
    @ValueSource(strings = {"user-data", "credentials"})
    void keeps_user_and_password_for_a_held_membership(String category) {
        contract(SECOND, today.minusYears(4));
        Long membership = work.admin().queryForObject("SELECT id FROM " + work.table("user_membership"), Long.class);
        work.hold(ScopeType.RECORD, category + "/memberships:" + membership);
        run(CategoryIds.CREDENTIALS);
        run(CategoryIds.USER_DATA);
        assertThat(work.count("user_account", "id = 2 AND password_hash IS NOT NULL"))
                .isEqualTo(1);
        assertThat(work.count("user_membership", "TRUE")).isEqualTo(1);
    }

    /** The second customer is locked as the first is: nobody signs a contract beside us. */
    @ParameterizedTest
    @EnumSource(names = {"CHUNK_READ", "GATE_ENTERED"})
    void obeys_a_contract_that_the_other_customer_signs_before_the_locks(CrashPoint point) {
        contract(SECOND, today.minusYears(4));
        boolean[] done = {false};
        work.run(CategoryIds.USER_DATA, today, at -> {
            if (at == point && !done[0]) {
                done[0] = true;
                contract(SECOND, null);
            }
        });
        assertThat(done[0]).isTrue();
        assertThat(work.count("user_account", "id = 2")).isEqualTo(1);
    }

    @Test
    void lets_nobody_sign_a_contract_with_the_other_customer_between_decision_and_deletion() {
        contract(SECOND, today.minusYears(4));
        boolean[] refused = {false};
        work.run(CategoryIds.USER_DATA, today, at -> {
            if (at == CrashPoint.DECIDED && !refused[0]) {
                refused[0] = work.waits("INSERT INTO " + work.table("contract")
                        + " (customer_id, start_on, status) VALUES (2, '2020-01-01', 'ACTIVE')");
            }
        });
        assertThat(refused[0]).as("the insert had to wait").isTrue();
    }
}
