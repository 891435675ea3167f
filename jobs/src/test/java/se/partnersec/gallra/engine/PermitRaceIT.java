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
import se.partnersec.gallra.category.AccountingRecords;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.engine.HoldRaceIT.Party;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.SourcesFile;
import se.partnersec.gallra.testing.HandWired;
import se.partnersec.gallra.testing.PermitOffice;
import se.partnersec.gallra.testing.Rewriting;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/**
 * Somebody takes a permit back, in every order with the steps of the chunk that would act on it. Where that was
 * acknowledged before the chunk committed, the record is still there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
class PermitRaceIT {
    private static final UnaryOperator<String> WITHOUT_GATE =
            sql -> sql.contains("FROM gate") ? sql.replace(" LOCK IN SHARE MODE", "") : sql;

    private Workplace work;
    private PermitOffice office;
    private LocalDate today;
    private long next = 1;

    @SuppressWarnings("NullAway.Init")
    PermitRaceIT() {}

    @BeforeAll
    void open() {
        work = new Workplace(10);
        office = new PermitOffice(work);
        today = work.today();
        work.insert("customer", "id, customer_no, org_no, name", 1, "K-1", "559900-0001", "Första AB");
    }

    @AfterAll
    void close() {
        office.close();
        work.close();
    }

    private record Tally(List<String> lost, int inTime, int gone) {}

    @Test
    void a_withdrawal_acknowledged_before_the_chunk_keeps_the_record_in_every_order() {
        List<List<Integer>> orders = HoldRaceIT.orders(8, 3, 4);
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
        assertThat(race(HoldRaceIT.orders(8, 3, 2), WITHOUT_GATE).lost()).isNotEmpty();
    }

    private Tally race(List<List<Integer>> orders, UnaryOperator<String> change) {
        List<String> lost = new ArrayList<>();
        int inTime = 0;
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
                Map.of(DataCategory.INVOICES, new AccountingRecords()),
                work.bucket(),
                source -> new Rewriting(source, change),
                witness)) {
            for (List<Integer> order : orders) {
                long id = next++;
                Scene.INVOICES.put(work, Scene.Spec.of(id, LocalDate.of(today.getYear() - 3, 3, 1)));
                long permit = office.approved(PermitOffice.ofRecord(DataCategory.INVOICES, "" + id, today))
                        .permit()
                        .number();
                beforeCommit[0] = false;
                try (Party who = new Party(work.adminPool());
                        Turnstile now = new Turnstile(order, withdraw(who, permit))) {
                    party[0] = who;
                    turnstile[0] = now;
                    wired.run(DataCategory.INVOICES, today);
                    turnstile[0] = null;
                    now.finish();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                boolean there = work.count("invoice", "id = " + id) == 1;
                inTime += beforeCommit[0] ? 1 : 0;
                gone += there ? 0 : 1;
                if (beforeCommit[0] && !there) {
                    lost.add(order.toString());
                }
                List.of("permit_use", "permit_withdrawal", "permit_approval", "permit")
                        .forEach(table -> work.admin().update("DELETE FROM " + table));
                Scene.INVOICES.clear(work);
            }
        }
        return new Tally(lost, inTime, gone);
    }

    private static List<Runnable> withdraw(Party party, long permit) {
        return List.of(
                party.sql("UPDATE gate SET v = v + 1 WHERE name = 'holds'"),
                party.sql("INSERT INTO permit_withdrawal (permit_id, reason, epoch) VALUES (" + permit
                        + ", 'återkallat', 1)"),
                party.commit());
    }
}
