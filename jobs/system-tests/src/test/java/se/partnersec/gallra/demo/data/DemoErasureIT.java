package se.partnersec.gallra.demo.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.demo.company.DemoOccasion;
import se.partnersec.gallra.demo.company.DemoSummary;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** The demo's rows under the real jobs: what they are there to show is what happens. */
@Tag("once")
@Tag("full")
class DemoErasureIT {

    @Test
    void erases_what_is_due_and_keeps_what_the_suggested_holds_cover() {
        try (Workplace work = new Workplace(50)) {
            LocalDate today = work.today();
            DemoSummary summary = new DemoRows(work.adminPool(), bucket(work), said -> {})
                    .fill(new DemoRows.Order(work.schemas().business(), today, 1000, 1), false);
            for (NewHold hold : summary.suggestedHolds()) {
                work.holdService().add(hold);
            }
            for (Scene scene : Scene.loose()) {
                String table = scene.table();
                RunResult result = work.run(scene.category(), today);
                System.out.println(result);
                assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
                if (!scene.timed()) {
                    assertThat(work.count(table, "TRUE"))
                            .isEqualTo(summary.rows().get(table));
                    continue;
                }
                assertThat(result.counts().of(Outcome.ERASED)).as(table).isPositive();
                assertThat(result.counts().of(Outcome.HELD)).as(table).isPositive();
                for (DemoOccasion kept : List.of(
                        DemoOccasion.LAST_DAY,
                        DemoOccasion.HELD,
                        DemoOccasion.PROCESSOR,
                        DemoOccasion.NO_START,
                        DemoOccasion.FUTURE)) {
                    assertThat(work.count(table, "id = " + (DemoOccasion.first(kept) + 1)))
                            .as(kept + " of " + table)
                            .isOne();
                }
                assertThat(work.count(table, "id = " + (DemoOccasion.first(DemoOccasion.DUE_TODAY) + 1)))
                        .as("DUE_TODAY of " + table)
                        .isZero();
            }
            assertThat(sum(
                            work,
                            "SELECT COUNT(DISTINCT category) FROM "
                                    + work.schemas().suite() + ".statistic_period"))
                    .as("categories that were counted before they went")
                    .isEqualTo(3);
            papers(work, today);
            assertThat(work.count("call_recording", "bookkeeping = 'FULL' AND booked_on > '2020-01-01'"))
                    .isPositive();
            assertThat(work.count("chat_conversation", "id = " + DemoHolds.restrictedChat()))
                    .isOne();
            assertThat(work.bucket().versionsOf(RecordingRows.ORPHAN)).isNotEmpty();
            for (Scene scene : Scene.loose()) {
                assertThat(work.run(scene.category(), today).counts().of(Outcome.ERASED))
                        .isZero();
            }
        }
    }

    /** What hangs on invoices and contracts: something goes, something is reduced, something stays, and then no more. */
    private static void papers(Workplace work, LocalDate today) {
        // What no law keeps any more goes without a sum.
        long quantity = sum(
                work,
                "SELECT SUM(u.quantity) FROM " + work.table("sms_usage") + " u LEFT JOIN " + work.table("invoice")
                        + " i ON i.id = u.invoice_id WHERE i.id IS NULL OR YEAR(i.booked_on) > "
                        + (today.getYear() - 8));
        RunResult usage = work.run(CategoryIds.TRAFFIC_DATA, today);
        assertThat(usage.exit()).as(usage.toString()).isEqualTo(ExitCode.DONE);
        assertThat(usage.counts().of(Outcome.ANONYMISED)).isPositive();
        assertThat(usage.counts().of(Outcome.HELD)).isPositive();
        assertThat(sum(work, "SELECT SUM(quantity) FROM " + work.table("sms_usage"))
                        + sum(work, "SELECT SUM(quantity) FROM " + work.table("sms_usage_sum")))
                .isEqualTo(quantity);
        RunResult mail = work.run(CategoryIds.EMAIL_TRAFFIC, today);
        assertThat(mail.exit()).as(mail.toString()).isEqualTo(ExitCode.DONE);
        assertThat(mail.counts().of(Outcome.ANONYMISED)).isPositive();
        RunResult invoices = work.run(CategoryIds.INVOICES, today);
        assertThat(invoices.exit()).as(invoices.toString()).isEqualTo(ExitCode.DONE);
        assertThat(invoices.counts().of(Outcome.ERASED)).isPositive();
        RunResult logins = work.run(CategoryIds.CREDENTIALS, today);
        assertThat(logins.exit()).as(logins.toString()).isEqualTo(ExitCode.DONE);
        assertThat(logins.counts().of(Outcome.ERASED)).isPositive();
        assertThat(logins.counts().of(Outcome.HELD)).isPositive();
        RunResult users = work.run(CategoryIds.USER_DATA, today);
        assertThat(users.exit()).as(users.toString()).isEqualTo(ExitCode.DONE);
        assertThat(users.counts().of(Outcome.ERASED)).isPositive();
        assertThat(users.counts().of(Outcome.ANONYMISED)).isPositive();
        assertThat(users.counts().of(Outcome.HELD)).isPositive();
        assertThat(work.count("user_account", "id = 26"))
                .as("moved to a customer who stays")
                .isEqualTo(1);
        assertThat(work.count("web_visit", "user_id NOT IN (SELECT id FROM " + work.table("user_account") + ")"))
                .as("visits of users who are gone")
                .isZero();
        RunResult campaigns = work.run(CategoryIds.MARKETING_TRAFFIC, today);
        assertThat(campaigns.exit()).as(campaigns.toString()).isEqualTo(ExitCode.DONE);
        assertThat(campaigns.counts().of(Outcome.ERASED)).isPositive();
        assertThat(campaigns.counts().of(Outcome.HELD)).isPositive();
        assertThat(campaigns.counts().of(Outcome.REVIEW)).isPositive();
        for (DataCategory category : List.of(
                CategoryIds.MARKETING_TRAFFIC,
                CategoryIds.TRAFFIC_DATA,
                CategoryIds.EMAIL_TRAFFIC,
                CategoryIds.INVOICES,
                CategoryIds.CREDENTIALS,
                CategoryIds.USER_DATA)) {
            RunResult again = work.run(category, today);
            assertThat(again.counts().of(Outcome.ERASED) + again.counts().of(Outcome.ANONYMISED))
                    .as(category.id())
                    .isZero();
        }
    }

    private static long sum(Workplace work, String sql) {
        Long n = work.admin().queryForObject(sql, Long.class);
        return n == null ? 0 : n;
    }

    private static ObjectSink bucket(Workplace work) {
        return new ObjectSink() {
            @Override
            public void put(String key, byte[] body) {
                work.bucket().put(key, body);
            }

            @Override
            public void hide(String key) {
                work.bucket().hide(key);
            }
        };
    }
}
