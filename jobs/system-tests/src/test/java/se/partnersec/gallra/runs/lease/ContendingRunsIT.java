package se.partnersec.gallra.runs.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.AtOnce;

/** Categories that lock the same invoices or customers run one after the other: side by side they would pass over each other's records. */
@GallraTest
@Tag("core")
class ContendingRunsIT {
    private final Workplace work;
    private final LocalDate today;

    ContendingRunsIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @Test
    void the_shipped_mapping_says_which_they_are() {
        try (var suite = work.suite()) {
            assertThat(suite.sources().contending(CategoryIds.TRAFFIC_DATA))
                    .containsExactlyInAnyOrder(CategoryIds.EMAIL_TRAFFIC, CategoryIds.USER_DATA, CategoryIds.INVOICES);
            assertThat(suite.sources().contending(CategoryIds.CREDENTIALS))
                    .containsExactlyInAnyOrder(CategoryIds.USER_DATA, CategoryIds.MARKETING_TRAFFIC);
            assertThat(suite.sources().contending(CategoryIds.IP_LOGS)).isEmpty();
        }
    }

    @Test
    void one_that_would_lock_the_same_is_told_which_run_is_in_the_way() {
        alive(CategoryIds.TRAFFIC_DATA, 0);
        RunResult refused = work.run(CategoryIds.USER_DATA, today);
        assertThat(refused.exit()).isEqualTo(ExitCode.RUNNING);
        assertThat(refused.why()).contains("traffic-data is running: batch1 pid 7");
        assertThat(work.run(CategoryIds.IP_LOGS, today).exit()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void one_that_is_dead_is_in_nobodys_way() {
        alive(CategoryIds.TRAFFIC_DATA, 31);
        assertThat(work.run(CategoryIds.USER_DATA, today).exit()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void of_two_that_start_at_once_one_runs() throws Exception {
        assertThat(bothStarted(Set.of(CategoryIds.USER_DATA), Set.of(CategoryIds.TRAFFIC_DATA)))
                .as("rounds in which both did")
                .isZero();
    }

    @Test
    void and_both_where_neither_knows_of_the_other() throws Exception {
        assertThat(bothStarted(Set.of(), Set.of())).isPositive();
    }

    /** The rows were deleted just before: both insert into the same gap, which the server may end as a deadlock. */
    @Test
    void of_two_that_take_the_same_lease_at_once_one_has_it() throws Exception {
        for (int round = 0; round < 100; round++) {
            work.admin().update("DELETE FROM lease");
            assertThat(AtOnce.succeeded(
                            barrier -> taken(barrier, CategoryIds.IP_LOGS, Set.of()),
                            barrier -> taken(barrier, CategoryIds.IP_LOGS, Set.of())))
                    .containsExactlyInAnyOrder(true, false);
        }
    }

    /** In how many rounds traffic-data and user-data both got their leases; at least one of them always has. */
    private int bothStarted(Set<DataCategory> inTheWayOfTraffic, Set<DataCategory> inTheWayOfUsers) throws Exception {
        int both = 0;
        for (int round = 0; round < 60; round++) {
            List<Boolean> got = AtOnce.succeeded(
                    barrier -> taken(barrier, CategoryIds.TRAFFIC_DATA, inTheWayOfTraffic),
                    barrier -> taken(barrier, CategoryIds.USER_DATA, inTheWayOfUsers));
            assertThat(got).contains(true);
            both += got.contains(false) ? 0 : 1;
            work.admin().update("DELETE FROM lease");
            work.admin().update("DELETE FROM heartbeat");
        }
        return both;
    }

    private boolean taken(CyclicBarrier both, DataCategory category, Set<DataCategory> contending) {
        CategoryLease lease = new CategoryLease(
                work.admin(), new TransactionTemplate(new JdbcTransactionManager(work.adminPool())), category.id());
        AtOnce.await(both);
        try {
            lease.take(category, contending);
            return true;
        } catch (CategoryLease.Taken e) {
            return false;
        }
    }

    private void alive(DataCategory category, int quietSeconds) {
        work.admin()
                .update(
                        "INSERT INTO lease (category, token, holder, last_number) VALUES (?, 5, 'batch1 pid 7', 0)",
                        category.id());
        work.admin()
                .update(
                        "INSERT INTO heartbeat (category, token, beat_at) VALUES (?, 5, UTC_TIMESTAMP(6) - INTERVAL ? SECOND)",
                        category.id(),
                        quietSeconds);
    }
}
