package se.partnersec.gallra.planning.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.categories.UserData;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Who has not been seen for long is listed while the customer stays, and nothing happens to him. */
@GallraTest(chunk = 3)
@Tag("full")
class InactiveUserListIT {
    private final Workplace work;
    private final SuiteContext suite;
    private final LocalDate today;

    InactiveUserListIT(Workplace work, SuiteContext suite, LocalDate today) {
        this.work = work;
        this.suite = suite;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        work.customer(2);
        work.insert("contract", "customer_id, start_on, status", 1, today.minusYears(5), "ACTIVE");
        work.insert(
                "contract",
                "customer_id, start_on, end_on, status",
                2,
                today.minusYears(5),
                today.minusMonths(3),
                "ENDED");
    }

    private void user(long id, long customer, @Nullable LocalDateTime seen, @Nullable Long processor) {
        work.insert(
                "user_account",
                "id, customer_id, user_name, full_name, email, phone, last_login_at, processor_for",
                id,
                customer,
                "anv" + id,
                "Påhittad Person",
                "anv" + id + "@exempel.se",
                "+4670174" + id,
                seen,
                processor);
    }

    /** The last moment of the last day that is more than 24 months ago. */
    private LocalDateTime longAgo() {
        LocalDate day = today.minusMonths(24);
        while (!day.plusMonths(24).isBefore(today)) {
            day = day.minusDays(1);
        }
        return day.atTime(23, 59, 59);
    }

    private List<InactiveUser> list() {
        KeyTypes kinds = KeyTypes.read(new JdbcTemplate(suite.pool(DatabaseRole.READER)), suite.sources());
        return new InactiveUserList(
                        suite.pool(DatabaseRole.READER),
                        suite.policy(),
                        suite.sources(),
                        kinds,
                        suite.settings().tags())
                .list(new UserData());
    }

    @Test
    void lists_who_was_last_seen_more_than_24_months_ago_by_keys_only() {
        user(1, 1, longAgo(), null);
        user(2, 1, longAgo().toLocalDate().plusDays(1).atStartOfDay(), null);
        assertThat(list()).containsExactly(new InactiveUser("1", "1", longAgo().toLocalDate()));
    }

    @Test
    void lists_nobody_whose_customer_left_or_who_was_never_seen_or_is_processed_for_a_customer() {
        user(1, 2, longAgo(), null);
        user(2, 1, null, null);
        user(3, 1, longAgo(), 77L);
        assertThat(list()).isEmpty();
    }

    @Test
    void is_one_finding_with_their_number_and_erases_nobody() {
        for (int id = 1; id <= 4; id++) {
            user(id, 1, longAgo(), null);
        }
        RunResult result = work.run(CategoryIds.USER_DATA, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("user_account", "last_login_at IS NOT NULL")).isEqualTo(4);
        assertThat(work.admin().queryForList("SELECT detail FROM finding WHERE code = 'USERS_INACTIVE'", String.class))
                .singleElement()
                .asString()
                .startsWith("4 records of user_account");
    }
}
