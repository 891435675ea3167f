package se.partnersec.gallra.books.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.books.voucher.VoucherCounts;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** The books come in whole or not at all, once, and in one order with every erasure. */
@GallraTest
@Tag("core")
class BookImportServiceIT {
    private static final ImportRequest PLAIN = new ImportRequest(false, false, null, null);
    private static final ImportRequest DRY = new ImportRequest(true, false, null, null);
    private static final String HEAD =
            "#FLAGGA 0\n#SIETYP 4\n#FNAMN \"Påhittade AB\"\n#ORGNR 999900-0001\n#GEN 20261124\n";
    private static final String YEAR = "#RAR 0 20260101 20261231\n";

    private final Workplace work;
    private final BookImportService service;

    BookImportServiceIT(Workplace work, SuiteContext suite) {
        this.work = work;
        DataSource finance = suite.pool(DatabaseRole.FINANCE);
        service = new BookImportService(
                new JdbcTemplate(finance),
                new TransactionTemplate(new JdbcTransactionManager(finance)),
                suite.sources());
    }

    @BeforeEach
    void fill() {
        work.calendarYears();
        work.customer(1);
        work.insert(
                "invoice",
                "id, customer_id, invoice_no, ocr, voucher_series, voucher_no, issued_on, booked_on, status, amount_ore",
                1,
                1,
                "F2026-1",
                "1",
                "A",
                1,
                LocalDate.of(2026, 2, 3),
                LocalDate.of(2026, 2, 3),
                "OPEN",
                100);
    }

    private static String voucher(int number, String day, String kronor) {
        return "#VER A " + number + " " + day + " \"Anna Andersson, faktura F2026-1.\"\n{\n#TRANS 1510 {} " + kronor
                + "\n#TRANS 3041 {} -" + kronor + "\n}\n";
    }

    private ImportReceipt take(String text, ImportRequest order) {
        try {
            return service.take("bok.se", () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), order);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long count(String table) {
        return work.number("SELECT COUNT(*) FROM " + table);
    }

    private long epoch() {
        return work.number("SELECT v FROM gate WHERE name = 'holds'");
    }

    @Test
    void takes_vouchers_in_without_their_texts_and_names_the_invoice() {
        ImportReceipt receipt = take(HEAD + YEAR + voucher(1, "20260203", "1.00") + voucher(2, "20260204", "5"), PLAIN);

        assertThat(receipt.counts()).isEqualTo(new VoucherCounts(2, 0, 0, 0));
        assertThat(work.admin()
                        .queryForList(
                                "SELECT CONCAT_WS(' ', year_start, series, number, booked_on, debit_ore, row_count,"
                                        + " invoice_no) FROM voucher ORDER BY number",
                                String.class))
                .containsExactly("2026-01-01 A 1 2026-02-03 100 2 F2026-1", "2026-01-01 A 2 2026-02-04 500 2 F2026-1");
        assertThat(count("voucher_staging")).isZero();
        assertThat(work.admin().queryForObject("SELECT detail FROM audit WHERE action = 'books.import'", String.class))
                .startsWith("2 new, 0 changed, 0 missing");
        assertThat(work.admin().queryForObject("SELECT epoch FROM book_import", Long.class))
                .isEqualTo(epoch());
    }

    @Test
    void changes_nothing_the_second_time() {
        String text = HEAD + YEAR + voucher(1, "20260203", "1.00");
        take(text, PLAIN);
        long epoch = epoch();

        ImportReceipt again = take(text, PLAIN);

        assertThat(again.earlier()).isNotNull();
        assertThat(again.file()).isNull();
        assertThat(epoch()).isEqualTo(epoch);
        assertThat(count("book_import")).isEqualTo(1);
        assertThat(count("audit")).isEqualTo(1);
    }

    @Test
    void tells_new_changed_and_missing_apart_and_keeps_what_is_missing() {
        take(
                HEAD + YEAR + voucher(1, "20260203", "1") + voucher(2, "20260204", "5") + voucher(3, "20260205", "6"),
                PLAIN);

        ImportReceipt receipt = take(
                HEAD + YEAR + voucher(1, "20260203", "1") + voucher(2, "20260204", "7") + voucher(4, "20260206", "1"),
                PLAIN);

        assertThat(receipt.counts()).isEqualTo(new VoucherCounts(1, 1, 1, 1));
        assertThat(receipt.changed()).containsExactly("A 2 2026-02-04");
        assertThat(receipt.missing()).containsExactly("A 3 2026-02-05");
        assertThat(work.admin().queryForList("SELECT debit_ore FROM voucher_in_force ORDER BY number", Long.class))
                .containsExactly(100L, 700L, 600L, 100L);
        assertThat(work.admin()
                        .queryForList("SELECT known - vouchers FROM book_import_year ORDER BY import_id", Long.class))
                .containsExactly(0L, 1L);
    }

    @Test
    void a_dry_run_says_the_same_and_does_nothing() {
        take(HEAD + YEAR + voucher(1, "20260203", "1"), PLAIN);
        long epoch = epoch();

        ImportReceipt receipt = take(HEAD + YEAR + "#RAR -1 20310101 20311231\n" + voucher(2, "20260204", "1"), DRY);

        assertThat(receipt.counts()).isEqualTo(new VoucherCounts(1, 0, 0, 1));
        assertThat(receipt.years())
                .containsExactly(new FiscalYearChange(
                        null, new FiscalYear(LocalDate.of(2031, 1, 1), LocalDate.of(2031, 12, 31))));
        assertThat(epoch()).isEqualTo(epoch);
        assertThat(count("voucher")).isEqualTo(1);
        assertThat(count("voucher_staging")).isZero();
    }

    @Test
    void refuses_the_books_of_another_company() {
        take(HEAD + YEAR, PLAIN);
        take(HEAD.replace("999900-0001", "16 9999000001").replace("#ORGNR 16 ", "#ORGNR 16") + YEAR, PLAIN);

        assertThatThrownBy(() -> take(HEAD.replace("999900-0001", "999900-0002") + YEAR, PLAIN))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("these are the books of 999900-0002, and those on record are of 169999000001");
        assertThatThrownBy(() -> take(HEAD.replace("#ORGNR 999900-0001\n", "") + YEAR, PLAIN))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("has no organisation number (#ORGNR)");
        assertThat(count("book_import")).isEqualTo(2);
    }

    @Test
    void takes_nothing_of_a_file_with_a_fault_at_its_end() {
        StringBuilder text = new StringBuilder(HEAD + YEAR);
        for (int i = 1; i <= 1_200; i++) {
            text.append(voucher(i, "20260203", "1"));
        }
        long epoch = epoch();

        assertThatThrownBy(() -> take(text + "#VER A 7 20260203\n", PLAIN))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("voucher A 7 is not closed");

        assertThat(count("voucher") + count("voucher_staging") + count("book_import"))
                .isZero();
        assertThat(epoch()).isEqualTo(epoch);
    }

    @Test
    void enters_new_years_and_refuses_overlapping_ones() {
        work.admin().update("DELETE FROM fiscal_year_version WHERE start_on = '2030-01-01'");
        ImportReceipt receipt = take(HEAD + "#RAR 0 20300101 20300630\n", PLAIN);

        assertThat(receipt.years()).hasSize(1);
        assertThat(work.holdService().fiscalYears())
                .contains(new FiscalYear(LocalDate.of(2030, 1, 1), LocalDate.of(2030, 6, 30)));
        assertThatThrownBy(() -> take(HEAD + "#RAR 0 20300401 20310331\n", PLAIN))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("fiscal year 2030-04-01..2031-03-31 overlaps 2030-01-01..2030-06-30");
        assertThat(count("book_import")).isEqualTo(1);
    }

    @Test
    void asks_for_a_year_that_would_keep_for_a_shorter_time_and_only_where_somebody_says_why() {
        FiscalYear longer = new FiscalYear(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 4, 30));
        FiscalYear shorter = new FiscalYear(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31));
        work.fiscalYears(longer);

        for (ImportRequest order : List.of(PLAIN, DRY)) {
            assertThatThrownBy(() -> take(HEAD + YEAR + voucher(1, "20260203", "1"), order))
                    .satisfies(refusedWith(ExitCode.REFUSED))
                    .hasMessageContaining("would be kept for a shorter time if it were 2026-01-01..2026-12-31")
                    .hasMessageContaining("--accept-shorter with --reason asks for it");
        }
        assertThat(count("voucher") + count("book_import")).isZero();

        ImportReceipt receipt = take(
                HEAD + YEAR + "#RAR -1 20270101 20271231\n" + voucher(1, "20260203", "1"),
                new ImportRequest(false, true, "bolagsstämman ångrade omläggningen", null));
        String asked = receipt.asked().get(shorter);
        assertThat(asked).startsWith("A-");
        // The books are in force; the days that both years want belong to the one that ends last.
        assertThat(count("voucher_in_force")).isEqualTo(1);
        assertThat(work.holdService().fiscalYears())
                .containsExactly(longer, new FiscalYear(LocalDate.of(2027, 1, 1), LocalDate.of(2027, 12, 31)));
        assertThat(work.admin().queryForObject("SELECT detail FROM audit WHERE action = 'books.import'", String.class))
                .contains("2026-01-01..2026-12-31 asked for by " + asked)
                .endsWith("; bolagsstämman ångrade omläggningen");
        assertThatThrownBy(() -> new ImportRequest(false, true, " ", null)).hasMessageContaining("give --reason");
        // Next week's file, while that waits.
        ImportReceipt next = take(
                HEAD + YEAR + "#RAR -1 20270101 20271231\n" + voucher(1, "20260203", "1") + voucher(2, "20260204", "2"),
                new ImportRequest(false, true, "bolagsstämman ångrade omläggningen", null));
        assertThat(next.asked().get(shorter)).isEqualTo(asked);
        assertThat(count("voucher_in_force")).isEqualTo(2);

        Workplace.approvals(work.adminPool())
                .approveListed(Long.parseLong(String.valueOf(asked).substring(2)), "");
        assertThat(work.holdService().fiscalYears()).contains(shorter).doesNotContain(longer);
    }

    /** What was booked then was kept for want of a year, and could go at once. */
    @Test
    void asks_for_a_year_whose_time_is_over() {
        String old = HEAD + YEAR + "#RAR -1 20100101 20101231\n";
        assertThatThrownBy(() -> take(old, DRY))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining(
                        "ended before last year. Records of a day in no known fiscal year are kept without an end; by this year they would be kept through 2017-12-31, which has passed");
        FiscalYear year = new FiscalYear(LocalDate.of(2010, 1, 1), LocalDate.of(2010, 12, 31));
        ImportReceipt receipt = take(old, new ImportRequest(false, true, "äldre böcker", null));
        assertThat(receipt.asked()).containsOnlyKeys(year);
        assertThat(work.holdService().fiscalYears()).doesNotContain(year);
    }

    @Test
    void a_voucher_that_differs_is_another_row_and_the_newest_import_in_force_counts() {
        take(HEAD + YEAR + voucher(1, "20260203", "1"), PLAIN);
        take(HEAD + YEAR + voucher(1, "20260203", "7"), PLAIN);
        assertThat(work.admin().queryForList("SELECT debit_ore FROM voucher ORDER BY debit_ore", Long.class))
                .containsExactly(100L, 700L);
        assertThat(work.admin().queryForList("SELECT debit_ore FROM voucher_in_force", Long.class))
                .containsExactly(700L);
        // Back to what it was: newer all the same.
        take(HEAD + YEAR + voucher(1, "20260203", "1") + voucher(2, "20260203", "1"), PLAIN);
        assertThat(work.admin().queryForList("SELECT debit_ore FROM voucher_in_force ORDER BY number", Long.class))
                .containsExactly(100L, 100L);
    }

    /** After a year was parted in two, the books list the vouchers of its second half under the new year: they are the same vouchers. */
    @Test
    void a_voucher_that_came_under_another_year_counts_once() {
        take(
                HEAD + YEAR + voucher(1, "20260203", "1") + voucher(2, "20260903", "5") + voucher(3, "20260904", "6"),
                PLAIN);
        work.fiscalYears(
                new FiscalYear(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 6, 30)),
                new FiscalYear(LocalDate.of(2026, 7, 1), LocalDate.of(2026, 12, 31)));

        ImportReceipt receipt = take(
                HEAD + "#RAR 0 20260701 20261231\n#RAR -1 20260101 20260630\n" + voucher(1, "20260203", "1")
                        + voucher(2, "20260903", "5")
                        + voucher(4, "20260905", "1"),
                PLAIN);

        assertThat(receipt.counts()).isEqualTo(new VoucherCounts(1, 1, 1, 1));
        assertThat(receipt.changed()).containsExactly("A 2 2026-09-03");
        assertThat(work.admin()
                        .queryForList(
                                "SELECT CONCAT_WS(' ', year_start, number) FROM voucher_in_force ORDER BY number",
                                String.class))
                .containsExactly("2026-01-01 1", "2026-07-01 2", "2026-01-01 3", "2026-07-01 4");
        assertThat(work.admin()
                        .queryForList(
                                "SELECT known - vouchers FROM book_import_year ORDER BY import_id, start_on",
                                Long.class))
                .containsExactly(0L, 1L, 0L);
        // And back to one year.
        work.fiscalYears(new FiscalYear(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)));
        take(
                HEAD
                        + YEAR
                        + voucher(1, "20260203", "1")
                        + voucher(2, "20260903", "5")
                        + voucher(3, "20260904", "6")
                        + voucher(4, "20260905", "1"),
                PLAIN);
        assertThat(work.admin()
                        .queryForList(
                                "SELECT CONCAT_WS(' ', year_start, number) FROM voucher_in_force ORDER BY number",
                                String.class))
                .containsExactly("2026-01-01 1", "2026-01-01 2", "2026-01-01 3", "2026-01-01 4");
    }

    /** The control of the view: rows that no import put in force count for nothing, whoever wrote them. */
    @Test
    void what_no_import_put_in_force_counts_for_nothing() {
        take(HEAD + YEAR + voucher(1, "20260203", "1"), PLAIN);
        String row =
                "INSERT INTO voucher (stage, year_start, series, number, booked_on, debit_ore, row_count) VALUES (";
        finance(row + "'mine', '2026-01-01', 'A', 1, '2026-02-03', 5, 2)");
        finance(row + "'mine', '2016-01-01', 'A', 1, '2016-02-03', 5, 2)");
        assertThat(count("voucher")).isEqualTo(3);
        assertThat(work.admin().queryForList("SELECT debit_ore FROM voucher_in_force", Long.class))
                .containsExactly(100L);
        String stage = work.admin().queryForObject("SELECT stage FROM book_import", String.class);
        assertThatThrownBy(() -> finance(row + "'" + stage + "', '2016-01-01', 'A', 9, '2016-02-03', 5, 2)"))
                .rootCause()
                .hasMessageContaining("nothing is added to books that are in force");
        assertThatThrownBy(() -> work.admin().update("UPDATE voucher SET booked_on = '2016-02-03'"))
                .rootCause()
                .hasMessageContaining("vouchers are never changed");

        long before = epoch();
        finance("INSERT INTO book_import (sha256, file_name, vouchers, fresh, changed, missing, stage)"
                + " VALUES ('x', 'x', 2, 1, 1, 0, 'mine')");
        assertThat(work.number("SELECT epoch FROM book_import WHERE stage = 'mine'"))
                .as("in force through the gate")
                .isEqualTo(epoch())
                .isGreaterThan(before);
    }

    private void finance(String sql) {
        try (HikariDataSource finance = DataSourceFactory.pool(work.settings(), DatabaseRole.FINANCE, 1)) {
            new JdbcTemplate(finance).update(sql);
        }
    }

    /** The negative control of the gate: with a chunk inside, everything is written, and nothing counts. */
    @Test
    void waits_at_the_gate_for_a_chunk_that_is_inside() throws Exception {
        String text = HEAD + YEAR + voucher(1, "20260203", "1") + voucher(2, "20260203", "1");
        try (HikariDataSource job = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 1);
                Connection chunk = job.getConnection();
                Statement statement = chunk.createStatement()) {
            chunk.setAutoCommit(false);
            statement.execute("SELECT v FROM gate WHERE name = 'holds' LOCK IN SHARE MODE");
            CompletableFuture<@Nullable ImportReceipt> taking = CompletableFuture.supplyAsync(() -> take(text, PLAIN));
            await(() -> count("voucher") == 2);
            TimeUnit.MILLISECONDS.sleep(700);
            assertThat(taking).isNotDone();
            assertThat(count("voucher_in_force") + count("book_import")).isZero();

            chunk.rollback();

            assertThat(taking.get(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(count("voucher_in_force")).isEqualTo(2);
        }
    }

    private static void await(java.util.function.BooleanSupplier there) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
        while (!there.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void is_done_at_once_when_nobody_is_inside() {
        long began = System.nanoTime();
        take(HEAD + YEAR + voucher(1, "20260203", "1"), PLAIN);
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(3));
    }
}
