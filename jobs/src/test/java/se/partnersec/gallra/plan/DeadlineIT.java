package se.partnersec.gallra.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.House;
import se.partnersec.gallra.approval.ApprovalDesk;
import se.partnersec.gallra.approval.RunTerms;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.testing.LooseLimits;
import se.partnersec.gallra.testing.PermitOffice;
import se.partnersec.gallra.testing.Workplace;

/** An approval that nobody gives is an alarm some days before it makes a record late, and not before that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
class DeadlineIT {
    private static final DataCategory IPS = DataCategory.IP_LOGS;
    /** Days after which an entry of the IP log must be gone. */
    private static final int CEILING = 180;

    private Workplace work;
    private PermitOffice office;

    @BeforeAll
    void open() {
        work = new Workplace(10);
        office = new PermitOffice(work);
    }

    @AfterAll
    void close() {
        office.close();
        work.close();
    }

    @BeforeEach
    void clear() {
        work.admin().update("DELETE FROM " + work.table("ip_log"));
        for (String table : new String[] {"approval_end", "approval", "approval_request"}) {
            work.admin().update("DELETE FROM " + table);
        }
        limits("[first-run]");
    }

    private void limits(String approve) {
        LooseLimits.write(
                work.configFolder(), "deadline-days: 3\nevery-category: {few: 999999, approve: " + approve + "}\n");
    }

    private void put(int id, int days) {
        work.insert(
                "ip_log",
                "id, seen_at, service, address",
                id,
                work.today().minusDays(days).atTime(9, 0),
                "mail",
                "192.0.2.7");
    }

    private PlanLine plan() {
        try (House house = work.house()) {
            var reader = house.pool(Role.READER);
            return new Planner(
                            reader,
                            house.policy(),
                            new LimitOutlook(house.limits(), house.fingerprint()),
                            house.sources(),
                            KeyKinds.read(new JdbcTemplate(reader), house.sources()))
                    .plan(house.category(IPS), work.today());
        }
    }

    @Test
    void three_days_ahead_and_not_four() {
        put(1, CEILING - 4);
        assertThat(plan().limits().stop()).isTrue();
        assertThat(plan().nextEraseBy()).isEqualTo(work.today().plusDays(4));
        assertThat(plan().endangered()).isNull();
        put(2, CEILING - 3);
        assertThat(plan().endangered()).isEqualTo(work.today().plusDays(3));
        put(3, CEILING);
        assertThat(plan().endangered()).as("its last day").isEqualTo(work.today());
        put(4, CEILING + 1);
        assertThat(plan().endangered()).as("what is late is told as late").isEqualTo(work.today());
    }

    @Test
    void none_where_the_run_begins_by_itself_or_somebody_approved() {
        put(1, CEILING - 1);
        limits("none");
        assertThat(plan().endangered()).isNull();
        limits("[first-run]");
        assertThat(plan().endangered()).isNotNull();
        String fingerprint;
        try (House house = work.house()) {
            fingerprint = house.fingerprint();
        }
        long asked = desk(true)
                .allow(IPS, new RunTerms(fingerprint, null, null), "läst")
                .number();
        assertThat(plan().endangered()).as("it waits").isNotNull();
        desk(false).approve(asked, RunTerms.KIND);
        assertThat(plan().endangered()).isNull();
    }

    private ApprovalDesk desk(boolean anna) {
        var pool = anna ? office.anna : office.bo;
        return new ApprovalDesk(new JdbcTemplate(pool), new TransactionTemplate(new JdbcTransactionManager(pool)), 14);
    }
}
