package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** Traffic data is used for marketing as long as one consent of the customer stands, and is gone right after. */
@GallraTest(chunk = 3)
@Tag("once")
@Tag("full")
class MarketingConsentIT {
    private final Workplace work;
    private final LocalDate today;

    MarketingConsentIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        for (int customer = 1; customer <= 2; customer++) {
            work.customer(customer);
            for (long row = customer * 10; row < customer * 10 + 4; row++) {
                work.insert(
                        "marketing_usage",
                        "id, customer_id, campaign, month_on, quantity",
                        row,
                        customer,
                        "Mer SMS",
                        today.withDayOfMonth(1),
                        40);
            }
        }
    }

    private void consent(long customer, @Nullable LocalDateTime given, @Nullable LocalDateTime withdrawn) {
        work.insert("marketing_consent", "customer_id, given_at, withdrawn_at", customer, given, withdrawn);
    }

    private RunResult run() {
        RunResult result = work.run(CategoryIds.MARKETING_TRAFFIC, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        return result;
    }

    private long left(long customer) {
        return work.count("marketing_usage", "customer_id = " + customer);
    }

    @Test
    void one_of_several_consents_is_enough_and_the_last_withdrawal_ends_it() {
        consent(1, today.minusYears(2).atStartOfDay(), today.minusYears(1).atStartOfDay());
        consent(1, today.minusMonths(3).atStartOfDay(), null);
        consent(2, today.minusYears(2).atStartOfDay(), today.minusDays(1).atTime(12, 0));
        RunResult first = run();
        assertThat(first.counts().of(Outcome.ERASED)).isEqualTo(4);
        assertThat(first.counts().of(Outcome.HELD)).isEqualTo(4);
        assertThat(left(1)).isEqualTo(4);
        work.update("marketing_consent", "withdrawn_at = ?", today.atStartOfDay());
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(4);
        assertThat(left(1)).isZero();
    }

    @Test
    void use_without_any_consent_on_record_is_for_a_person_to_look_at() {
        consent(2, today.minusYears(2).atStartOfDay(), null);
        RunResult result = run();
        assertThat(result.counts().of(Outcome.REVIEW)).isEqualTo(4);
        assertThat(left(1)).isEqualTo(4);
        assertThat(work.texts("SELECT DISTINCT code FROM finding")).isEqualTo(List.of("MISSING_START_EVENT"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CHUNK_READ", "GATE_ENTERED"})
    void obeys_a_consent_that_is_given_anew_before_the_locks(CrashPoint point) {
        consent(1, today.minusYears(2).atStartOfDay(), today.minusDays(1).atStartOfDay());
        AtomicBoolean done = new AtomicBoolean();
        work.run(CategoryIds.MARKETING_TRAFFIC, today, at -> {
            if (at == point && done.compareAndSet(false, true)) {
                consent(1, today.minusDays(1).atStartOfDay(), null);
            }
        });
        assertThat(done).isTrue();
        assertThat(left(1)).isEqualTo(4);
    }

    /** The customer's row is locked while his rows are decided: until they are gone, nobody consents to their use. */
    @Test
    void lets_nobody_consent_between_decision_and_deletion() {
        consent(1, today.minusYears(2).atStartOfDay(), today.minusDays(1).atStartOfDay());
        AtomicBoolean refused = new AtomicBoolean();
        work.run(CategoryIds.MARKETING_TRAFFIC, today, at -> {
            if (at == CrashPoint.DECIDED && !refused.get()) {
                refused.set(work.waits("INSERT INTO " + work.table("marketing_consent")
                        + " (customer_id, given_at) VALUES (1, '2026-01-01')"));
            }
        });
        assertThat(refused).as("the insert had to wait").isTrue();
        assertThat(left(1)).isZero();
    }

    @Test
    void erasing_the_user_leaves_the_row_to_its_own_rule() {
        Scene.USERS.put(work, Scene.Spec.of(5, today.minusYears(3)));
        consent(1, today.minusYears(4).atStartOfDay(), null);
        work.update("marketing_usage", "user_id = 5 WHERE id = 10");
        assertThat(work.run(CategoryIds.USER_DATA, today).counts().of(Outcome.ERASED))
                .isEqualTo(1);
        assertThat(work.count("marketing_usage", "user_id IS NULL AND id = 10")).isOne();
    }
}
