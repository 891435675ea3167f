package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/** A chunk of many customers, held under any of their names, in a short and in a long register of holds. */
@GallraTest(chunk = 5000)
@Tag("once")
@Tag("full")
class HoldsInBulkIT {
    private static final int CUSTOMERS = 700;
    private final Workplace work;
    private final LocalDate today;

    HoldsInBulkIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @ParameterizedTest(name = "among {0} other holds")
    @ValueSource(ints = {0, 498, 499, 1200})
    void keeps_what_is_held_under_every_name(int others) {
        List<Object[]> customers = new ArrayList<>();
        List<Object[]> seen = new ArrayList<>();
        for (int id = 1; id <= CUSTOMERS; id++) {
            customers.add(new Object[] {id, "K-" + id, "Org-" + id, "Bolag " + id});
            seen.add(new Object[] {2 * id, today.minusDays(300).atTime(10, 0), id});
            // Between the keys of the chunk lie rows of others, whose time has not come.
            seen.add(new Object[] {
                2 * id + 1,
                id % 5 == 0 ? today.atTime(0, 0) : today.minusDays(299).atTime(1, 0),
                id
            });
        }
        work.admin()
                .batchUpdate(
                        "INSERT INTO " + work.table("customer")
                                + " (id, customer_no, org_no, name) VALUES (?, ?, ?, ?)",
                        customers);
        work.admin()
                .batchUpdate(
                        "INSERT INTO " + work.table("ip_log")
                                + " (id, seen_at, customer_id, service, address) VALUES (?, ?, ?, 'portal', '192.0.2.1')",
                        seen);
        for (int i = 1; i <= others; i++) {
            work.hold(ScopeType.CUSTOMER, "K-none-" + i);
        }
        work.hold(ScopeType.CUSTOMER, "7");
        work.hold(ScopeType.CUSTOMER, "k-8");

        RunResult result = work.run(CategoryIds.IP_LOGS, today);

        assertThat(work.admin()
                        .queryForList(
                                "SELECT id FROM " + work.table("ip_log") + " WHERE seen_at < ? ORDER BY id",
                                Long.class,
                                today.atStartOfDay()))
                .containsExactly(14L, 15L, 16L, 17L);
        assertThat(result.counts().of(Outcome.HELD)).isEqualTo(4);
        assertThat(work.count("ip_log", "id % 10 = 1"))
                .as("rows whose time has not come")
                .isEqualTo(CUSTOMERS / 5);
    }
}
