package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** A log file says who is in it. While it is held, or a customer's, that stays, and so does the user it says it of. */
@GallraTest(chunk = 3)
@Tag("full")
class DetachedPartiesIT {
    private final Workplace work;
    private final LocalDate today;

    DetachedPartiesIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    /** Each user is in a file of his own, young enough to stay. */
    @BeforeEach
    void fill() {
        work.customer(1);
        for (long id = 1; id <= 2; id++) {
            Scene.USERS.put(work, Spec.of(id, Scene.USERS.firstDue(today)));
            Scene.LOG_FILES.put(work, Spec.of(id + 6, today.minusDays(1)).user(id));
        }
    }

    private RunResult run() {
        RunResult result = work.run(CategoryIds.USER_DATA, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        return result;
    }

    private boolean whole(long user) {
        return work.count("user_account", "id = " + user + " AND full_name <> '-'") == 1;
    }

    private boolean named(long user) {
        return work.count("access_log_party", "user_id = " + user) == 1;
    }

    @ParameterizedTest
    @CsvSource({
        "RECORD,ip-log-files:7",
        "RECORD,ip-log-files/parties:70",
        "OBJECT,iplogs/2026/inkommande 7.log",
    })
    void keeps_the_user_whom_a_held_file_names_until_the_file_is_released(ScopeType kind, String text) {
        PlacedHold hold = work.hold(kind, text);
        assertThat(run().counts().of(Outcome.HELD)).isOne();
        assertThat(whole(1)).isTrue();
        assertThat(named(1)).isTrue();
        // The control: the file of the other is not held, so it forgets him and he goes.
        assertThat(work.count("user_account", "id = 2")).isZero();
        assertThat(work.count("access_log_party", "id = 80 AND user_id IS NULL"))
                .isOne();

        work.release(hold);
        run();
        assertThat(work.count("user_account", "TRUE")).isZero();
        assertThat(work.count("access_log_party", "user_id IS NULL")).isEqualTo(2);
    }

    @Test
    void keeps_both_while_the_whole_category_is_held_or_another_in_the_same_file_is() {
        work.hold(ScopeType.CATEGORY, "ip-log-files");
        run();
        assertThat(whole(1) && whole(2)).isTrue();
        work.admin().update("DELETE FROM hold");
        work.insert("access_log_party", "id, file_id, customer_id, user_id", 71, 7, 1, 2);
        work.hold(ScopeType.USER, "anv2", CategoryIds.IP_LOG_FILES);
        run();
        assertThat(whole(1)).as("his file is held for the other").isTrue();
        assertThat(named(1)).isTrue();
    }

    @Test
    void lets_the_user_go_whose_file_is_held_for_another_category_only() {
        work.hold(ScopeType.RECORD, "ip-log-files:7", CategoryIds.CHAT_LOGS);
        run();
        assertThat(work.count("user_account", "TRUE")).isZero();
    }

    @Test
    void does_not_touch_who_is_in_a_file_that_is_processed_for_a_customer() {
        work.update("access_log_file", "processor_for = 77 WHERE id = 7");
        assertThat(run().counts().of(Outcome.REVIEW)).isOne();
        assertThat(whole(1)).isTrue();
        assertThat(named(1)).isTrue();
        assertThat(work.texts("SELECT CONCAT(subject, ' ', code) FROM finding")).containsExactly("1 PROCESSOR_CHILD");
        assertThat(work.count("user_account", "id = 2")).isZero();
        // The control: with the mark taken off, he goes.
        work.update("access_log_file", "processor_for = NULL");
        run();
        assertThat(work.count("user_account", "TRUE")).isZero();
    }

    @Test
    void a_user_whom_a_voucher_names_is_not_even_reduced() {
        for (long id = 1; id <= 2; id++) {
            work.voucher(id, id, today.minusYears(1));
        }
        work.hold(ScopeType.RECORD, "ip-log-files:7");
        run();
        assertThat(whole(1)).isTrue();
        assertThat(whole(2)).as("the control is reduced").isFalse();
        work.admin().update("DELETE FROM hold");
        work.update("access_log_file", "processor_for = 77 WHERE id = 7");
        run();
        assertThat(whole(1)).isTrue();
        assertThat(named(1)).isTrue();
    }

    /** The negative control: nothing but what the mapping says of log files keeps him. */
    @Test
    void knows_nothing_of_it_where_log_files_are_not_mapped() {
        work.change(
                "sources.yml",
                mapped -> mapped.replaceFirst("(?s)\n  ip-log-files:\n.*?\n(?=  traffic-data:\n)", "\n"));
        work.hold(ScopeType.RECORD, "ip-log-files:7");
        run();
        assertThat(work.count("user_account", "TRUE")).isZero();
    }
}
