package se.partnersec.gallra.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/**
 * Somebody takes a permit back, in every order with the steps of the chunk that would act on it. Where that was
 * acknowledged before the chunk committed, the record is still there.
 */
@GallraTest
@Tag("full")
class PermitRaceIT {
    private static final UnaryOperator<String> WITHOUT_GATE =
            sql -> sql.contains("FROM gate") ? sql.replace(" LOCK IN SHARE MODE", "") : sql;

    private final Workplace work;
    private final PermitPeople people;
    private final LocalDate today;

    PermitRaceIT(Workplace work, PermitPeople people, LocalDate today) {
        this.work = work;
        this.people = people;
        this.today = today;
    }

    private record Tally(List<String> lost, int inTime, int gone) {}

    @Test
    void a_withdrawal_acknowledged_before_the_chunk_keeps_the_record_in_every_order() {
        List<List<Integer>> orders = ChunkRace.orders(8, 3, 4);
        Tally tally = race(orders, UnaryOperator.identity());
        System.out.println("race withdrawal x rows: " + orders.size() + " orders, " + tally.inTime()
                + " acknowledged in time, " + tally.lost().size() + " lost, " + tally.gone() + " gone before");
        assertThat(tally.lost()).isEmpty();
        assertThat(tally.inTime()).isPositive();
        // Of those that came too late the record went: the permit was not without effect from the beginning.
        assertThat(tally.gone()).isPositive();
    }

    @Test
    void without_the_gate_the_same_race_loses_a_record() {
        assertThat(race(ChunkRace.orders(8, 3, 2), WITHOUT_GATE).lost()).isNotEmpty();
    }

    private Tally race(List<List<Integer>> orders, UnaryOperator<String> change) {
        work.customer(1);
        List<String> lost = new ArrayList<>();
        int[] inTime = new int[1];
        int[] gone = new int[1];
        new ChunkRace(work, CategoryIds.INVOICES).run(orders, change, this::permitted, (order, id, acknowledged) -> {
            boolean there = work.count("invoice", "id = " + id) == 1;
            inTime[0] += acknowledged.commit() ? 1 : 0;
            gone[0] += there ? 0 : 1;
            if (acknowledged.commit() && !there) {
                lost.add(order.toString());
            }
            Scene.INVOICES.clear(work);
        });
        return new Tally(lost, inTime[0], gone[0]);
    }

    private List<Runnable> permitted(ChunkRace.Party party, long id) {
        Scene.INVOICES.put(work, Scene.Spec.of(id, LocalDate.of(today.getYear() - 3, 3, 1)));
        return withdraw(
                party,
                people.approved(PermitPeople.ofRecord(CategoryIds.INVOICES, "" + id, today))
                        .request());
    }

    private static List<Runnable> withdraw(ChunkRace.Party party, long request) {
        return List.of(
                party.sql("UPDATE gate SET v = v + 1 WHERE name = 'holds'"),
                party.sql("INSERT INTO approval_end (request_id, reason) VALUES (" + request + ", 'återkallat')"),
                party.commit());
    }
}
