package se.partnersec.gallra.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/**
 * Somebody approves the release of a hold, in every order with the steps of the chunk that looks at its record. The record goes
 * only where that was acknowledged before the chunk wrote its ledger; asked for and not approved, never.
 */
@GallraTest
class ReleaseRaceIT {
    /** The fault this is about: taking what one person asked for as done. */
    private static final UnaryOperator<String> ASKED_IS_DONE = sql -> sql.replace(
            "LEFT JOIN valid_release r",
            "LEFT JOIN (SELECT CAST(SUBSTRING(subject_id, 3) AS UNSIGNED) AS hold_id, requested_at AS released_at,"
                    + " requested_by AS released_by, reason FROM approval_request"
                    + " WHERE subject_kind = 'RELEASE') r");

    private final Workplace work;
    private final LocalDate today;

    ReleaseRaceIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    /** @param early orders in which the record went before the release was acknowledged */
    private record Tally(List<String> early, int gone, int kept) {}

    @Test
    @Tag("full")
    void a_record_goes_only_after_the_approval_is_acknowledged_in_every_order() {
        List<List<Integer>> orders = ChunkRace.orders(8, 4, 2);
        Tally tally = race(orders, UnaryOperator.identity(), true);
        System.out.println("race release x rows: " + orders.size() + " orders, " + tally.gone() + " gone, "
                + tally.kept() + " kept, " + tally.early().size() + " too early");
        assertThat(tally.early()).isEmpty();
        // What the first look kept, the last one takes: a release that came meanwhile counts.
        assertThat(tally.gone()).isPositive();
    }

    @Test
    @Tag("full")
    void an_approval_that_is_taken_back_before_its_commit_lets_nothing_go_in_any_order() {
        Tally tally = race(ChunkRace.orders(8, 4, 1), UnaryOperator.identity(), false);
        assertThat(tally.gone()).isZero();
        assertThat(tally.kept()).isPositive();
    }

    @Test
    @Tag("full")
    void if_asking_were_enough_the_same_race_would_lose_the_record() {
        assertThat(race(ChunkRace.orders(8, 4, 0), ASKED_IS_DONE, false).gone()).isPositive();
    }

    private Tally race(List<List<Integer>> orders, UnaryOperator<String> change, boolean commits) {
        work.customer(1);
        List<String> early = new ArrayList<>();
        int[] gone = new int[1];
        new ChunkRace(work, CategoryIds.IP_LOGS)
                .run(
                        orders,
                        change,
                        (party, id) -> {
                            Scene.IPS.put(
                                    work,
                                    Scene.Spec.of(id, Scene.IPS.firstDue(today).minusDays(3)));
                            return approve(party, asked(id), commits);
                        },
                        (order, id, acknowledged) -> {
                            boolean there = work.count("ip_log", "id = " + id) == 1;
                            gone[0] += there ? 0 : 1;
                            if (!there && !acknowledged.commit()) {
                                early.add(order.toString());
                            }
                            Scene.IPS.clear(work);
                        });
        return new Tally(early, gone[0], orders.size() - gone[0]);
    }

    private Approval asked(long id) {
        PlacedHold hold = work.hold(ScopeType.RECORD, "ip-logs:" + id);
        return work.askRelease(hold.number(), "förlikning", null);
    }

    /** What the service does, statement by statement. */
    private static List<Runnable> approve(ChunkRace.Party party, Approval asked, boolean commits) {
        String by = asked.number() + ", '" + asked.requestedBy() + "'";
        return List.of(
                party.sql("UPDATE gate SET v = v + 1 WHERE name = 'holds'"),
                party.sql("INSERT INTO approval (request_id, requested_by) VALUES (" + by + ")"),
                party.sql("INSERT INTO approved_release (hold_id, request_id, requested_by, hold_name, reason) VALUES ("
                        + asked.subject().substring(2) + ", " + by + ", '" + asked.subject()
                        + "', 'klart')"),
                commits ? party.commit() : party.rollback());
    }
}
