package se.partnersec.gallra.approvals.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.LooseLimits;

/** A run by a plan takes of its records those that are still due and not held, no other, and once. */
@GallraTest
@Tag("core")
class PlannedRunIT {
    private static final DataCategory IPS = CategoryIds.IP_LOGS;
    private static final String LOOSE = "every-category: {max-percent: 100, max-percent-of-customer: 100,"
            + " max-times-median: 1000, few: 0, max-records: 20, approve: ";

    private final Workplace work;
    private final PlanPeople staff;

    PlannedRunIT(Workplace work, PlanPeople staff) {
        this.work = work;
        this.staff = staff;
    }

    private void limits(String occasions) {
        LooseLimits.write(work.configFolder(), LOOSE + occasions + "}\n");
    }

    private void put(int from, int n) {
        work.ipLogs(from, n, 200, 7L);
    }

    private long left(String where) {
        return work.count("ip_log", where);
    }

    private RunResult done(SavedPlan plan) {
        RunResult result = staff.run(IPS, plan);
        assertThat(result.exit()).as(String.valueOf(result.why())).isEqualTo(ExitCode.DONE);
        return result;
    }

    private void refused(SavedPlan plan, String... why) {
        long before = left("TRUE");
        RunResult result = staff.run(IPS, plan);
        assertThat(result.exit()).as(String.valueOf(result.why())).isEqualTo(ExitCode.REFUSED);
        assertThat(result.why()).contains(why);
        assertThat(left("TRUE")).isEqualTo(before);
        assertThat(work.admin().queryForList("SELECT seq FROM ledger_chunk WHERE kind = 'C'"))
                .isEmpty();
    }

    @Test
    void leaves_what_came_since_keeps_what_is_held_since_and_counts_both() {
        put(1, 10);
        work.ipLogs(20, 5, 200, 8L);
        work.ipLogs(30, 5, 3, 7L);
        SavedPlan plan = staff.made(IPS);
        assertThat(plan.going()).isEqualTo(15);
        put(100, 4);
        put(11, 2);
        work.hold(ScopeType.CUSTOMER, "8");
        work.delete("ip_log", "id = 1");
        work.update("ip_log", "seen_at = UTC_TIMESTAMP() WHERE id = 2");

        RunResult result = done(plan);

        assertThat(left("id BETWEEN 3 AND 10")).isZero();
        assertThat(left("id IN (2, 11, 12, 100, 101, 102, 103)")).isEqualTo(7);
        assertThat(left("id BETWEEN 20 AND 24")).isEqualTo(5);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(8);
        assertThat(result.counts().of(Outcome.NOT_PLANNED)).isEqualTo(6);
        assertThat(result.plan()).satisfies(outcome -> {
            assertThat(outcome.planned()).isEqualTo(15);
            assertThat(outcome.went()).isEqualTo(8);
            assertThat(outcome.kept().text()).isEqualTo("HELD=5");
            assertThat(outcome.other()).isEqualTo(2);
        });
        assertThat(new RunHistory(work.admin()).get(result.runId()).note())
                .isEqualTo("of 15 records of plan " + plan.id()
                        + " 8 were erased or reduced, 5 are kept now (HELD=5), 2 were not found again");
        assertThat(work.run(IPS, work.today()).counts().of(Outcome.ERASED))
                .as("the control: by no plan they go")
                .isEqualTo(6);
    }

    /** At random: whatever happens between plan and run, and on the run's way, what goes was planned and is due. */
    @Test
    void takes_a_subset_of_what_was_planned_whatever_happens_meanwhile() {
        for (int seed = 1; seed <= 5; seed++) {
            work.clear();
            Random random = new Random(seed);
            for (int id = 1; id <= 120; id++) {
                if (random.nextInt(3) > 0) {
                    work.ipLogs(id, 1, random.nextInt(4) == 0 ? 3 : 200, 1L + random.nextInt(6));
                }
            }
            List<Long> planned = ids("seen_at < UTC_TIMESTAMP() - INTERVAL 190 DAY");
            SavedPlan plan = staff.made(IPS);
            assertThat(plan.going()).isEqualTo(planned.size());
            List<Long> all = ids("TRUE");
            for (int id = 1; id <= 140; id++) {
                if (!all.contains((long) id) && random.nextInt(2) == 0) {
                    put(id, 1);
                }
            }
            work.hold(ScopeType.CUSTOMER, Integer.toString(1 + random.nextInt(6)));
            AtomicBoolean once = new AtomicBoolean(true);
            RunResult result = staff.run(IPS, plan, point -> {
                if (point == CrashPoint.CHUNK_COMMITTED && once.getAndSet(false)) {
                    put(200, 7);
                }
            });
            assertThat(result.exit()).isEqualTo(ExitCode.DONE);
            List<Long> there = ids("TRUE");
            assertThat(there).as("seed " + seed).contains(200L, 206L);
            assertThat(all.stream().filter(id -> !there.contains(id)).toList())
                    .as("seed " + seed)
                    .isNotEmpty()
                    .isSubsetOf(planned);
            // What came in beyond the frozen bound, from 200 on, the run did not even meet.
            assertThat(there.stream()
                            .filter(id -> id < 200 && !all.contains(id))
                            .count())
                    .as("none of what came since went")
                    .isEqualTo(result.counts().of(Outcome.NOT_PLANNED));
        }
    }

    private List<Long> ids(String where) {
        return work.admin()
                .query("SELECT id FROM " + work.table("ip_log") + " WHERE " + where, (row, i) -> row.getLong(1));
    }

    @Test
    void is_used_once_and_only_what_is_left_of_it_can_be_rejected() {
        put(1, 3);
        SavedPlan plan = staff.made(IPS);
        RunResult first = done(plan);
        put(1, 3);
        RunResult again = staff.run(IPS, plan);
        assertThat(again.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(again.why())
                .contains("ip-logs of plan " + plan.id() + " was used by run " + first.runId(), "gallra plan ip-logs");
        assertThat(left("TRUE")).isEqualTo(3);
        assertThatThrownBy(() -> staff.bos.reject(plan.id(), "för sent"))
                .isInstanceOf(PlanRejectedException.class)
                .hasMessageContaining("is used or rejected already");
    }

    @Test
    void is_refused_when_it_was_rejected_also_by_its_maker_and_after_it_was_approved() {
        put(1, 3);
        SavedPlan plan = staff.approved(IPS);
        staff.annas.reject(plan.id(), "fel dag");
        refused(plan, "was rejected by", "fel dag", "Make a new one: gallra plan ip-logs");
        done(staff.made(IPS));
    }

    @Test
    void is_refused_once_it_is_too_old_and_not_in_its_last_minute() {
        put(1, 3);
        SavedPlan plan = staff.made(IPS);
        work.admin().update("UPDATE plan SET made_at = UTC_TIMESTAMP(6) - INTERVAL 24 HOUR");
        refused(plan, "could be used until", "Make a new one: gallra plan ip-logs");
        work.admin().update("UPDATE plan SET made_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR");
        refused(plan, "could be used until");
        work.admin().update("UPDATE plan SET made_at = UTC_TIMESTAMP(6) - INTERVAL 1439 MINUTE");
        done(plan);
    }

    @Test
    void is_refused_when_the_policy_changed() throws Exception {
        put(1, 3);
        SavedPlan plan = staff.made(IPS);
        work.change("policy.yml", text -> text.replace("version: \"2026-11\"", "version: another"));
        refused(plan, "policy.yml or sources.yml changed since plan " + plan.id() + " was made");
        work.change("policy.yml", text -> text.replace("version: another", "version: \"2026-11\""));
        done(plan);
    }

    @Test
    void says_nothing_of_other_categories() {
        put(1, 3);
        SavedPlan plan = staff.made(CategoryIds.CHAT_LOGS);
        refused(plan, "says nothing of ip-logs");
        try (SuiteContext suite = work.suite()) {
            assertThatThrownBy(() -> suite.runs().runPlan(IPS, "p-20200101-0000"))
                    .hasMessageContaining("there is no plan p-20200101-0000");
        }
    }

    @Test
    void approval_stands_for_that_of_the_limits_up_to_what_was_planned() {
        limits("[first-run]");
        put(1, 21);
        SavedPlan plan = staff.made(IPS);
        assertThat(plan.parts().get(0).figures().trips())
                .extracting(trip -> trip.kind().name())
                .containsExactly("FIRST_RUN", "ROWS");
        refused(
                plan,
                "that erases anything needs two people",
                "21 records to erase, more than the limit of 20 for one run",
                "Another person than the author of the plan approves it: gallra approvals approve " + plan.id());
        put(100, 5);
        staff.approve(plan);
        RunResult result = done(plan);
        assertThat(left("TRUE")).isEqualTo(5);
        assertThat(new RunHistory(work.admin()).limit(result.runId())).hasValueSatisfying(limit -> {
            assertThat(limit.most()).isEqualTo(21);
            assertThat(limit.approval()).isEqualTo(plan.request().id());
            assertThat(limit.requestedBy()).isEqualTo(plan.madeBy()).isNotEqualTo(limit.approvedBy());
        });
    }

    @Test
    void approval_ends_by_itself_and_is_none_before_its_time() {
        limits("[first-run]");
        put(1, 3);
        SavedPlan plan = staff.approved(IPS);
        work.admin().update("UPDATE approval SET approved_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR");
        refused(plan, "that erases anything needs two people");
        work.admin().update("UPDATE approval SET approved_at = UTC_TIMESTAMP(6) - INTERVAL 14 DAY");
        refused(plan, "that erases anything needs two people");
        work.admin().update("UPDATE approval SET approved_at = UTC_TIMESTAMP(6) - INTERVAL 13 DAY");
        done(plan);
    }

    @Test
    void where_the_company_wants_it_nothing_goes_but_by_an_approved_plan() {
        limits("[plan]");
        put(1, 3);
        RunResult without = work.run(IPS, work.today());
        assertThat(without.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(without.why())
                .contains("runs of ip-logs need a plan approved by another person", "gallra run --plan");
        SavedPlan plan = staff.made(IPS);
        refused(plan, "runs of ip-logs need a plan approved by another person", "gallra approvals approve");
        staff.approve(plan);
        done(plan);
        assertThat(work.run(IPS, work.today()).exit())
                .as("where nothing would go nobody has to approve it")
                .isEqualTo(ExitCode.DONE);
        limits("none");
        put(1, 3);
        assertThat(work.run(IPS, work.today()).exit()).as("the control").isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_run_by_a_plan_that_was_cut_off_goes_on_by_the_same_and_no_other_may_come_between() {
        put(1, 25);
        SavedPlan plan = staff.made(IPS);
        SavedPlan other = staff.made(IPS);
        put(500, 5);
        RunResult cut = staff.run(IPS, plan, new StopAfter(2));
        assertThat(cut.exit()).as(String.valueOf(cut.why())).isEqualTo(ExitCode.FAILED);
        assertThat(left("id < 500")).isBetween(1L, 24L);
        assertThat(staff.run(IPS, other).why())
                .contains("was interrupted and does not follow this plan", "gallra runs restart " + cut.runId());
        work.admin().update("UPDATE plan SET made_at = UTC_TIMESTAMP(6) - INTERVAL 30 HOUR WHERE id = ?", plan.id());
        RunResult resumed;
        try (SuiteContext suite = work.suite()) {
            resumed = suite.runs().run(IPS, work.today()).get(0);
        }
        assertThat(resumed.runId()).isEqualTo(cut.runId());
        assertThat(resumed.exit()).isEqualTo(ExitCode.DONE);
        assertThat(left("id < 500")).isZero();
        assertThat(left("id >= 500")).isEqualTo(5);
        assertThat(staff.now(plan).end(IPS))
                .hasValueSatisfying(end -> assertThat(end.run()).isEqualTo(cut.runId()));
    }

    /** Breaks the run at a commit, again and again, until it is given up for now. */
    private static final class StopAfter implements CrashPoint.Witness {
        private int left;

        StopAfter(int chunks) {
            left = chunks;
        }

        @Override
        public void passed(CrashPoint point) {
            if (point == CrashPoint.GATE_ENTERED && left-- <= 0) {
                throw new IllegalStateException("broken on purpose");
            }
        }
    }

    /** Whoever has a SQL prompt adds records to a plan that was approved: it is found out before anything goes. */
    @Test
    void is_refused_when_what_it_says_is_not_what_was_saved() {
        put(1, 3);
        SavedPlan plan = staff.approved(IPS);
        put(100, 3);
        SavedPlan other = staff.made(IPS);
        String copy =
                "INSERT INTO plan_block SELECT ?, category, role, form, number + 1, size, first_key, last_key, body"
                        + " FROM plan_block WHERE plan_id = ? AND role = 'G'";
        assertThat(new org.springframework.jdbc.core.JdbcTemplate(staff.people.anna)
                        .update(copy, plan.id(), other.id()))
                .isEqualTo(1);
        refused(plan, "what plan " + plan.id() + " says is not what was saved");
        assertThatThrownBy(() -> staff.approve(plan)).hasMessageContaining("is not what was saved");
        work.admin().update("DELETE FROM plan_block WHERE number = 1");
        work.admin().update("UPDATE plan_category SET going = 99 WHERE plan_id = ?", plan.id());
        refused(plan, "is not what was saved");
        work.admin().update("UPDATE plan_category SET going = 3 WHERE plan_id = ?", plan.id());
        done(plan);
        assertThat(left("TRUE")).isEqualTo(3);
    }

    @Test
    void its_day_is_the_plans_day() {
        put(1, 3);
        SavedPlan plan = staff.made(IPS);
        LocalDate day = done(plan).asOf();
        assertThat(day).isEqualTo(plan.asOf()).isEqualTo(work.today());
    }
}
