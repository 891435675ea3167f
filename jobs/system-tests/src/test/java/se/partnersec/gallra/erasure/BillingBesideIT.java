package se.partnersec.gallra.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/**
 * Billing books payments, disputes and new invoices on the very invoices that runs decide by. No chunk makes it the victim of a
 * deadlock, and no statement of it waits long. A connection that writes a row no run touches measures the pauses of the machine
 * itself, which no chunk is to blame for. For longer by {@code -Dgallra.billing.seconds=600}.
 */
@GallraTest(chunk = 1000)
@Tag("full")
class BillingBesideIT {
    private static final int SECONDS = Integer.getInteger("gallra.billing.seconds", 20);
    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final int CLERKS = 4;
    private static final int BYSTANDER = CLERKS + 1;
    private static final int INVOICES = 160;
    private static final int USAGE = 10;

    private final Workplace work;
    private final LocalDate today;

    BillingBesideIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    /** What billing met with. */
    private static final class Met {
        final AtomicLong transactions = new AtomicLong();
        final AtomicLong deadlocks = new AtomicLong();
        final AtomicLong timeOuts = new AtomicLong();
        final AtomicLong longest = new AtomicLong();
        /** The longest statement on a row that no run touches. */
        final AtomicLong pause = new AtomicLong();
        /** How many statements took so many milliseconds; the last counts those that took longer. */
        final AtomicLongArray took = new AtomicLongArray(10_001);

        void statement(long nanos) {
            longest.accumulateAndGet(nanos, Math::max);
            took.incrementAndGet(
                    (int) Math.min(took.length() - 1, Duration.ofNanos(nanos).toMillis()));
        }

        long statements() {
            return IntStream.range(0, took.length()).mapToLong(took::get).sum();
        }

        /** Within how many milliseconds this share of all statements was done. */
        int within(double share) {
            long wanted = (long) Math.ceil(statements() * share);
            int millis = 0;
            for (long seen = took.get(0); seen < wanted && millis < took.length() - 1; seen += took.get(millis)) {
                millis++;
            }
            return millis + 1;
        }

        @Override
        public String toString() {
            return statements() + " statements in " + transactions + " transactions, " + deadlocks + " deadlocks, "
                    + timeOuts + " lock time-outs, p50 " + within(0.5) + " ms, p99 " + within(0.99)
                    + " ms, longest statement "
                    + Duration.ofNanos(longest.get()).toMillis() + " ms, longest beside all runs "
                    + Duration.ofNanos(pause.get()).toMillis() + " ms";
        }
    }

    @Test
    void runs_give_billing_no_deadlock_and_no_long_wait() {
        long[] erased = new long[1];
        Met met = beside(UnaryOperator.identity(), SECONDS, erased);
        System.out.println("billing beside runs for " + SECONDS + " s: " + met + "; " + erased[0] + " records went");
        assertThat(met.transactions).hasPositiveValue();
        assertThat(erased[0]).isPositive();
        assertThat(met.deadlocks).hasValue(0);
        assertThat(met.timeOuts).hasValue(0);
        assertThat(Duration.ofNanos(met.longest.get())).isLessThanOrEqualTo(LONGEST.plusNanos(met.pause.get()));
    }

    @Test
    void with_chunks_that_wait_for_rows_billing_gets_deadlocks_or_waits() {
        Met met = beside(
                sql -> sql.replace(" SKIP LOCKED", "").replace("lock_wait_timeout = 1", "lock_wait_timeout = 5"),
                8,
                new long[1]);
        System.out.println("billing beside chunks that wait: " + met);
        assertThat(met.deadlocks.get() > 0 || met.longest.get() > LONGEST.toNanos() + met.pause.get())
                .isTrue();
    }

    private Met beside(UnaryOperator<String> change, int seconds, long[] erased) {
        for (int id = 1; id <= CLERKS; id++) {
            work.customer(id);
        }
        work.customer(BYSTANDER);
        Met met = new Met();
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> clerks = new ArrayList<>();
        lay(0);
        for (int clerk = 0; clerk < CLERKS; clerk++) {
            int own = clerk;
            clerks.add(CompletableFuture.runAsync(() -> bill(own, over, met)));
        }
        clerks.add(CompletableFuture.runAsync(() -> write(over, met.pause)));
        long until = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (AlteredRuns altered = AlteredRuns.rewriting(work, change, point -> {})) {
            for (int round = 1; System.nanoTime() < until; round++) {
                long before = work.count("sms_usage", "TRUE");
                altered.run(CategoryIds.TRAFFIC_DATA, today);
                erased[0] += before - work.count("sms_usage", "TRUE");
                lay(round);
            }
        }
        over.set(true);
        clerks.forEach(CompletableFuture::join);
        return met;
    }

    /** Usage that is due on the same invoices in every round; one of four was replaced by another. */
    private void lay(int round) {
        LocalDate settled = today.minusMonths(30);
        StringBuilder usage = new StringBuilder();
        for (int id = 1; id <= INVOICES; id++) {
            if (round == 0) {
                work.insert(
                        "invoice",
                        "id, customer_id, invoice_no, ocr, voucher_series, voucher_no, issued_on, booked_on, settled_on,"
                                + " status, amount_ore, replaces_id",
                        id,
                        1 + id % CLERKS,
                        "F" + id,
                        "9" + id,
                        "A",
                        id,
                        settled.minusDays(30),
                        settled,
                        settled,
                        "PAID",
                        4000,
                        id > CLERKS && id / CLERKS % 4 == 0 ? id - CLERKS : null);
                work.insert("invoice_payment", "invoice_id, kind, paid_on, amount_ore", id, "PAYMENT", settled, 4000);
                work.insert("invoice_line", "id, invoice_id, article, quantity, amount_ore", id, id, "SMS", 40, 4000);
            }
            for (int i = 0; i < USAGE; i++) {
                usage.append(usage.isEmpty() ? "" : ",")
                        .append("(")
                        .append(1 + id % CLERKS)
                        .append(", ")
                        .append(id)
                        .append(", ")
                        .append(id)
                        .append(", '+46701740699', '2020-01-15', 12, 'NONE')");
            }
        }
        work.admin()
                .update("INSERT INTO " + work.table("sms_usage")
                        + " (customer_id, invoice_id, line_id, number, used_on, quantity, bookkeeping) VALUES "
                        + usage);
    }

    /** Each clerk has invoices of his own, so that none is in the way of another. */
    private void bill(int clerk, AtomicBoolean over, Met met) {
        Random random = new Random(20261128 + clerk);
        try (Connection billing = work.schemas()
                .database()
                .connect(work.schemas().database().admin(), work.schemas().business())) {
            billing.setAutoCommit(false);
            while (!over.get()) {
                List<String> steps = List.of(
                        "UPDATE " + work.table("invoice") + " SET in_court = FALSE WHERE id = " + own(clerk, random),
                        "INSERT INTO " + work.table("invoice_payment")
                                + " (invoice_id, kind, paid_on, amount_ore) VALUES (" + own(clerk, random)
                                + ", 'PAYMENT', '2024-05-01', 0)",
                        "INSERT INTO " + work.table("invoice_dispute")
                                + " (invoice_id, opened_at, closed_at) VALUES (" + own(clerk, random)
                                + ", '2024-01-01', '2024-02-01')",
                        "DELETE FROM " + work.table("invoice_dispute") + " WHERE invoice_id = " + own(clerk, random),
                        "UPDATE " + work.table("invoice_payment") + " SET paid_on = '2024-05-02' WHERE invoice_id = "
                                + own(clerk, random));
                try (Statement s = billing.createStatement()) {
                    for (String step : steps) {
                        long began = System.nanoTime();
                        s.executeUpdate(step);
                        met.statement(System.nanoTime() - began);
                        Thread.sleep(random.nextInt(15));
                    }
                    billing.commit();
                    met.transactions.incrementAndGet();
                } catch (SQLException e) {
                    billing.rollback();
                    (e.getErrorCode() == 1213 ? met.deadlocks : met.timeOuts).incrementAndGet();
                }
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes of a customer without invoices. */
    private void write(AtomicBoolean over, AtomicLong longest) {
        try (Connection own = work.schemas()
                        .database()
                        .connect(
                                work.schemas().database().admin(),
                                work.schemas().business());
                Statement s = own.createStatement()) {
            for (int round = 0; !over.get(); round++) {
                long began = System.nanoTime();
                s.executeUpdate(
                        "UPDATE " + work.table("customer") + " SET name = 'n" + round + "' WHERE id = " + BYSTANDER);
                longest.accumulateAndGet(System.nanoTime() - began, Math::max);
                Thread.sleep(5);
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int own(int clerk, Random random) {
        return 1 + clerk + CLERKS * random.nextInt(INVOICES / CLERKS);
    }
}
