package se.partnersec.gallra.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/**
 * Billing books a payment on an invoice that is no parent of the record, but a fact about it, in every order with the steps of
 * a chunk. Whatever was committed before the chunk must have been decided on; what no lock keeps out is reported at the least.
 */
@GallraTest
@Tag("full")
class FactRaceIT {
    /** Payments that billing books while the chunk is at work. */
    private static final long LATE = 900_000;

    private static final int POINTS = 11;
    private static final UnaryOperator<String> AS_IT_IS = sql -> sql;

    private final Workplace work;
    private final LocalDate today;

    FactRaceIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    /** As before: facts on which payments hang locked like any other, and no look before the ledger. */
    private static UnaryOperator<String> factsShared(boolean looked) {
        UnaryOperator<String> unseen = looked ? AS_IT_IS : unseen();
        return sql -> unseen.apply(sql.contains(".`invoice` ") ? sql.replace(" FOR UPDATE SKIP LOCKED", "") : sql);
    }

    /** What came after the chunk had begun to erase is not seen by any look of the run. */
    private static UnaryOperator<String> unseen() {
        boolean[] erasing = new boolean[1];
        return sql -> {
            erasing[0] = !sql.contains("FROM gate")
                    && (erasing[0] || sql.startsWith("DELETE FROM") || sql.startsWith("CALL `clear_"));
            return erasing[0] && sql.startsWith("SELECT `id`, `invoice_id` FROM")
                    ? sql.replace(" WHERE ", " WHERE `id` < " + LATE + " AND ")
                    : sql;
        };
    }

    private enum Case {
        /** Usage whose invoice was replaced by one that is paid: the money goes back. */
        REPLACED(CategoryIds.TRAFFIC_DATA),
        /** A user whom a voucher names: a payment in this fiscal year keeps what is left of him longer. */
        VOUCHER(CategoryIds.USER_DATA);

        private final DataCategory category;

        Case(DataCategory category) {
            this.category = category;
        }
    }

    private record Tally(List<String> violations, int inTime, int reported) {}

    @Test
    void money_that_went_back_before_the_chunk_keeps_usage_of_the_invoice_that_was_replaced() {
        Tally tally = race(Case.REPLACED, false, AS_IT_IS);
        assertThat(tally.violations()).isEmpty();
        assertThat(tally.inTime()).isPositive();
    }

    @Test
    void a_payment_of_a_voucher_before_the_chunk_keeps_what_is_left_of_its_user_longer() {
        Tally tally = race(Case.VOUCHER, false, AS_IT_IS);
        assertThat(tally.violations()).isEmpty();
        assertThat(tally.inTime()).isPositive();
    }

    @Test
    void with_facts_only_share_locked_the_same_race_loses_usage() {
        assertThat(race(Case.REPLACED, false, factsShared(false)).violations()).isNotEmpty();
    }

    @Test
    void with_facts_only_share_locked_the_same_race_forgets_a_user_too_early() {
        assertThat(race(Case.VOUCHER, false, factsShared(false)).violations()).isNotEmpty();
    }

    @Test
    void what_a_loader_without_foreign_keys_adds_is_seen_before_the_ledger_or_reported() {
        Tally tally = race(Case.REPLACED, true, AS_IT_IS);
        assertThat(tally.violations()).isEmpty();
        assertThat(tally.inTime()).isGreaterThan(tally.reported());
        assertThat(tally.reported()).as("between the look and the commit").isPositive();
    }

    @Test
    void without_the_look_a_loader_takes_usage_with_it_and_nobody_hears_of_it() {
        assertThat(race(Case.REPLACED, true, unseen()).violations()).isNotEmpty();
    }

    private Tally race(Case kind, boolean loader, UnaryOperator<String> change) {
        List<String> violations = new ArrayList<>();
        int[] inTime = new int[1];
        int[] reported = new int[1];
        new ChunkRace(work, kind.category)
                .run(
                        ChunkRace.orders(POINTS, 2, 1),
                        change,
                        (party, id) -> {
                            lay(kind, id);
                            String payment = "INSERT INTO " + work.table("invoice_payment")
                                    + " (id, invoice_id, kind, paid_on, amount_ore) VALUES (" + (LATE + id) + ", "
                                    + (2 * id + 1) + ", '" + (kind == Case.REPLACED ? "REVERSAL" : "PAYMENT") + "', '"
                                    + today + "', 4000)";
                            return List.of(loader ? party.unchecked(payment) : party.sql(payment), party.commit());
                        },
                        (order, id, acknowledged) -> {
                            boolean told = work.number(
                                            "SELECT COUNT(*) FROM finding WHERE code = 'FACT_CAME_LATE' AND subject = ?",
                                            id)
                                    > 0;
                            inTime[0] += acknowledged.commit() ? 1 : 0;
                            reported[0] += acknowledged.commit() && lost(kind, id) && told ? 1 : 0;
                            if (acknowledged.commit() && lost(kind, id) && !(loader && told)) {
                                violations.add(order.toString());
                            }
                            clear();
                        });
        return new Tally(violations, inTime[0], reported[0]);
    }

    private boolean lost(Case kind, long id) {
        return kind == Case.REPLACED
                ? work.count("sms_usage", "id = " + id) == 0
                : work.number(
                                "SELECT COUNT(*) FROM reduced WHERE record_key = ? AND keep_until < ?",
                                String.valueOf(id),
                                LocalDate.of(today.getYear() + 7, 12, 31))
                        > 0;
    }

    private void lay(Case kind, long id) {
        long customer = 1 + id % 9;
        work.customer((int) customer);
        LocalDate settled = today.minusMonths(30);
        invoice(2 * id, customer, "CREDITED", settled);
        invoice(2 * id + 1, customer, "PAID", settled);
        if (kind == Case.REPLACED) {
            work.update("invoice", "replaces_id = ? WHERE id = ?", 2 * id, 2 * id + 1);
            work.insert("invoice_line", "id, invoice_id, article, quantity, amount_ore", id, 2 * id, "SMS", 40, 4000);
            work.insert(
                    "sms_usage",
                    "id, customer_id, invoice_id, line_id, number, used_on, quantity",
                    id,
                    customer,
                    2 * id,
                    id,
                    "+46701740699",
                    settled.minusDays(90),
                    12);
        } else {
            work.insert(
                    "contract",
                    "customer_id, start_on, end_on, status",
                    customer,
                    today.minusYears(5),
                    today.minusYears(3),
                    "ENDED");
            work.user(id, customer, "u" + id);
            work.update("invoice", "reference_user_id = ? WHERE id = ?", id, 2 * id + 1);
        }
    }

    private void invoice(long id, long customer, String status, LocalDate settled) {
        work.insert(
                "invoice",
                "id, customer_id, invoice_no, ocr, voucher_series, voucher_no, issued_on, booked_on, settled_on, status,"
                        + " amount_ore",
                id,
                customer,
                "F" + id,
                "9" + id,
                "A",
                id,
                settled.minusDays(30),
                settled,
                settled,
                status,
                4000);
        if (status.equals("PAID")) {
            work.insert(
                    "invoice_payment", "id, invoice_id, kind, paid_on, amount_ore", id, id, "PAYMENT", settled, 4000);
        }
    }

    private void clear() {
        for (String table : List.of(
                "sms_usage",
                "sms_usage_sum",
                "invoice_line",
                "invoice_payment",
                "invoice",
                "contract",
                "user_account",
                "customer")) {
            work.delete(table, "TRUE");
        }
        work.admin().update("DELETE FROM finding");
        work.admin().update("DELETE FROM reduced");
    }
}
