package se.partnersec.gallra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import se.partnersec.gallra.approval.Approval;
import se.partnersec.gallra.category.AccessLogs;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.engine.HoldRaceIT.Party;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.hold.NewHold;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.HoldType;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.store.SourcesFile;
import se.partnersec.gallra.testing.HandWired;
import se.partnersec.gallra.testing.Rewriting;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/**
 * Somebody approves the release of a hold, in every order with the steps of the chunk that looks at its record. The record goes
 * only where that was acknowledged before the chunk wrote its ledger; asked for and not approved, never.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("core")
class ReleaseRaceIT {
    /** The fault this is about: taking what one person asked for as done. */
    private static final UnaryOperator<String> ASKED_IS_DONE = sql -> sql.replace(
            "LEFT JOIN approved_release r",
            "LEFT JOIN (SELECT CAST(SUBSTRING(subject_id, 3) AS UNSIGNED) AS hold_id, requested_at AS released_at,"
                    + " requested_by AS released_by, reason, TRUE AS by_one, requested_by FROM approval_request"
                    + " WHERE subject_kind = 'RELEASE') r");

    private Workplace work;
    private LocalDate today;
    private long next = 1;

    @SuppressWarnings("NullAway.Init")
    ReleaseRaceIT() {}

    @BeforeAll
    void open() {
        work = new Workplace(10);
        today = work.today();
        work.insert("customer", "id, customer_no, org_no, name", 1, "K-1", "559900-0001", "Första AB");
    }

    @AfterAll
    void close() {
        work.close();
    }

    /** @param early orders in which the record went before the release was acknowledged */
    private record Tally(List<String> early, int gone, int kept) {}

    @Test
    void a_record_goes_only_after_the_approval_is_acknowledged_in_every_order() {
        List<List<Integer>> orders = HoldRaceIT.orders(8, 4, 2);
        Tally tally = race(orders, UnaryOperator.identity(), true);
        System.out.println("race release x rows: " + orders.size() + " orders, " + tally.gone() + " gone, "
                + tally.kept() + " kept, " + tally.early().size() + " too early");
        assertThat(tally.early()).isEmpty();
        // What the first look kept, the last one takes: a release that came meanwhile counts.
        assertThat(tally.gone()).isPositive();
    }

    @Test
    void an_approval_that_is_taken_back_before_its_commit_lets_nothing_go_in_any_order() {
        Tally tally = race(HoldRaceIT.orders(8, 4, 1), UnaryOperator.identity(), false);
        assertThat(tally.gone()).isZero();
        assertThat(tally.kept()).isPositive();
    }

    @Test
    void if_asking_were_enough_the_same_race_would_lose_the_record() {
        assertThat(race(HoldRaceIT.orders(8, 4, 0), ASKED_IS_DONE, false).gone())
                .isPositive();
    }

    private Tally race(List<List<Integer>> orders, UnaryOperator<String> change, boolean commits) {
        List<String> early = new ArrayList<>();
        int gone = 0;
        @Nullable Turnstile[] turnstile = new @Nullable Turnstile[1];
        @Nullable Party[] party = new @Nullable Party[1];
        boolean[] beforeCommit = new boolean[1];
        CrashPoint.Witness witness = point -> {
            Turnstile now = turnstile[0];
            Party who = party[0];
            if (now != null && who != null) {
                now.passed(point);
                beforeCommit[0] |= point == CrashPoint.LEDGER_WRITTEN && who.acknowledged;
            }
        };
        try (HandWired wired = new HandWired(
                work.adminSettings(),
                SourcesFile.read(work.configFolder().resolve("sources.yml"), Categories.needs()),
                Map.of(DataCategory.IP_LOGS, new AccessLogs()),
                work.bucket(),
                source -> new Rewriting(source, change),
                witness)) {
            for (List<Integer> order : orders) {
                long id = next++;
                Scene.IPS.put(work, Scene.Spec.of(id, Scene.IPS.firstDue(today).minusDays(3)));
                Approval asked = asked(id);
                beforeCommit[0] = false;
                try (Party who = new Party(work.adminPool());
                        Turnstile now = new Turnstile(order, approve(who, asked, commits))) {
                    party[0] = who;
                    turnstile[0] = now;
                    wired.run(DataCategory.IP_LOGS, today);
                    turnstile[0] = null;
                    now.finish();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                boolean there = work.count("ip_log", "id = " + id) == 1;
                gone += there ? 0 : 1;
                if (!there && !beforeCommit[0]) {
                    early.add(order.toString());
                }
                Scene.IPS.clear(work);
            }
        }
        return new Tally(early, gone, orders.size() - gone);
    }

    private Approval asked(long id) {
        long hold = work.desk()
                .add(new NewHold(
                        HoldType.LEGAL_CLAIM,
                        new HoldScope(ScopeKind.RECORD, "ip-logs:" + id),
                        null,
                        null,
                        today.plusMonths(6),
                        null,
                        "tvist"))
                .number();
        return work.askRelease(hold, "förlikning", null);
    }

    /** What the desk does, statement by statement. */
    private static List<Runnable> approve(Party party, Approval asked, boolean commits) {
        String by = asked.number() + ", '" + asked.requestedBy() + "'";
        return List.of(
                party.sql("UPDATE gate SET v = v + 1 WHERE name = 'holds'"),
                party.sql("INSERT INTO approval (request_id, requested_by) VALUES (" + by + ")"),
                party.sql(
                        "INSERT INTO approved_release (hold_id, request_id, requested_by, hold_name, reason, epoch) VALUES ("
                                + asked.subject().substring(2) + ", " + by + ", '" + asked.subject()
                                + "', 'klart', 1)"),
                commits ? party.commit() : party.rollback());
    }
}
