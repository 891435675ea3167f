package se.partnersec.gallra.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.LooseLimits;

/** An approval that nobody gives is an alarm some days before it makes a record late, and not before that. */
@GallraTest
@Tag("full")
class DeadlineIT {
    private static final DataCategory IPS = CategoryIds.IP_LOGS;
    /** Days after which an entry of the IP log must be gone. */
    private static final int CEILING = 180;

    private final Workplace work;
    private final PermitPeople people;

    DeadlineIT(Workplace work, PermitPeople people) {
        this.work = work;
        this.people = people;
    }

    @BeforeEach
    void fill() {
        limits("[first-run]");
    }

    private void limits(String approve) {
        LooseLimits.write(
                work.configFolder(), "deadline-days: 3\nevery-category: {few: 999999, approve: " + approve + "}\n");
    }

    private CategoryPlan plan() {
        try (SuiteContext suite = work.suite()) {
            return PlanPeople.planner(suite).plan(suite.category(IPS), work.today());
        }
    }

    @Test
    void three_days_ahead_and_not_four() {
        work.ipLogs(1, 1, CEILING - 4, null);
        assertThat(plan().limits().stop()).isTrue();
        assertThat(plan().nextEraseBy()).isEqualTo(work.today().plusDays(4));
        assertThat(plan().endangered()).isNull();
        work.ipLogs(2, 1, CEILING - 3, null);
        assertThat(plan().endangered()).isEqualTo(work.today().plusDays(3));
        work.ipLogs(3, 1, CEILING, null);
        assertThat(plan().endangered()).as("its last day").isEqualTo(work.today());
        work.ipLogs(4, 1, CEILING + 1, null);
        assertThat(plan().endangered()).as("what is late is told as late").isEqualTo(work.today());
    }

    @Test
    void none_where_the_run_begins_by_itself_or_somebody_approved() {
        work.ipLogs(1, 1, CEILING - 1, null);
        limits("none");
        assertThat(plan().endangered()).isNull();
        limits("[first-run]");
        assertThat(plan().endangered()).isNotNull();
        long asked = Workplace.approvals(people.anna)
                .allow(IPS, new RunTerms(work.fingerprint(), null, null), "läst")
                .number();
        assertThat(plan().endangered()).as("it waits").isNotNull();
        Workplace.approvals(people.bo).approve(asked, RunTerms.KIND);
        assertThat(plan().endangered()).isNull();
    }
}
