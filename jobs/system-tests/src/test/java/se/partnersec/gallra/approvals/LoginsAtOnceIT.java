package se.partnersec.gallra.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Two people at work in one process, each under a login of their own: no act bears the other's name. */
@GallraTest
@Tag("full")
class LoginsAtOnceIT {
    private static final int ACTS = 1000;
    private static final int THREADS = 4;

    private final Workplace work;

    LoginsAtOnceIT(Workplace work) {
        this.work = work;
    }

    private DatabaseAccount second() {
        DatabaseAccount first = work.settings().account(DatabaseRole.FINANCE);
        DatabaseAccount second = new DatabaseAccount(first.user() + "3", first.password());
        work.schemas()
                .database()
                .execute("", "CREATE USER '" + second.user() + "'@'%' IDENTIFIED BY '" + second.password() + "'");
        new Grants(work.adminPool(), work.accounts().names()).applyFor(second.user() + "@%");
        return second;
    }

    /** A hold, and then the request that it be released: two acts. */
    private void act(SuiteContext suite, String person, int number) {
        PlacedHold placed = suite.bean(HoldService.class)
                .add(new NewHold(
                        HoldType.LEGAL_CLAIM,
                        new HoldScope(ScopeType.CUSTOMER, "K-" + number),
                        null,
                        null,
                        work.today().plusMonths(6),
                        null,
                        person));
        suite.bean(ApprovalService.class).releases().ask(placed.number(), person, null);
    }

    @Test
    void a_thousand_acts_are_each_found_under_their_own_name() throws Exception {
        String anna = work.settings().account(DatabaseRole.FINANCE).user();
        DatabaseAccount second = second();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (SuiteContext annas = work.suite();
                SuiteContext bos = SuiteContext.of(work.settings(Map.of(DatabaseRole.FINANCE, second)))) {
            List<Callable<Boolean>> acts = new ArrayList<>();
            for (int n = 0; n < ACTS / 2; n++) {
                int number = n;
                boolean hers = n % 2 == 0;
                acts.add(() -> {
                    act(hers ? annas : bos, hers ? anna : second.user(), number);
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(acts)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
            work.schemas().database().execute("", "DROP USER '" + second.user() + "'@'%'");
        }
        assertThat(work.number("SELECT COUNT(*) FROM hold WHERE placed_by = CONCAT(reason, '@%')"))
                .isEqualTo(ACTS / 2);
        assertThat(work.number("SELECT COUNT(*) FROM approval_request WHERE requested_by = CONCAT(reason, '@%')"))
                .isEqualTo(ACTS / 2);
        assertThat(work.number("SELECT COUNT(DISTINCT placed_by) FROM hold")).isEqualTo(2);
    }
}
