package se.partnersec.gallra.books.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.books.importing.BookImportService;
import se.partnersec.gallra.books.importing.ImportReceipt;
import se.partnersec.gallra.books.importing.ImportRequest;
import se.partnersec.gallra.books.reconcile.Difference.Kind;
import se.partnersec.gallra.books.voucher.VoucherCounts;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.demo.setup.DemoBooks;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Billing against the books: equal when they are, and exactly the planted differences when they are not. */
@GallraTest
@Tag("full")
class ReconcilerIT {
    private static final int INVOICES = 2_300;

    private final Workplace work;
    private final DataSource finance;
    private final DataSource reader;
    private final BooksMapping billing;
    private final SourceMapping sources;
    private final LocalDate today;
    private final PermitPeople people;
    private final Path folder;

    ReconcilerIT(Workplace work, SuiteContext suite, LocalDate today, PermitPeople people, @TempDir Path folder) {
        this.people = people;
        this.work = work;
        this.today = today;
        this.folder = folder;
        finance = suite.pool(DatabaseRole.FINANCE);
        reader = suite.pool(DatabaseRole.READER);
        sources = suite.sources();
        billing = Objects.requireNonNull(sources.books());
    }

    /** Of this year and the one before. */
    @BeforeEach
    void fill() {
        work.calendarYears();
        work.customer(1);
        List<@Nullable Object[]> rows = new java.util.ArrayList<>();
        for (int i = 1; i <= INVOICES; i++) {
            LocalDate day = today.withDayOfYear(1).minusYears(i % 2).plusDays(i % 360);
            rows.add(row(i, day, "A", i, 10_000 + i));
        }
        work.admin().batchUpdate(insert(), rows);
    }

    private String insert() {
        return "INSERT INTO " + work.table("invoice")
                + " (id, customer_id, invoice_no, ocr, issued_on, booked_on, status,"
                + " voucher_series, voucher_no, amount_ore) VALUES (?, 1, ?, '1', ?, ?, 'OPEN', ?, ?, ?)";
    }

    private static @Nullable Object[] row(int id, LocalDate day, String series, int number, long ore) {
        return new @Nullable Object[] {id, "F" + day.getYear() + "-" + id, day, day, series, number, ore};
    }

    private ImportReceipt take(Set<DemoBooks.Planted> planted) {
        Path file = folder.resolve("bok.se");
        new DemoBooks(new JdbcTemplate(reader), billing).write(file, today, planted);
        return new BookImportService(
                        new JdbcTemplate(finance),
                        new TransactionTemplate(new JdbcTransactionManager(finance)),
                        sources)
                .take(file, new ImportRequest(false, false, null, null));
    }

    private Reconciliation reconcile() {
        return new Reconciler(reader, billing, sources).reconcile(10);
    }

    @Test
    void agrees_with_books_made_from_billing() {
        ImportReceipt receipt = take(Set.of());
        assertThat(receipt.counts()).isEqualTo(new VoucherCounts(INVOICES, 0, 0, 0));

        Reconciliation found = reconcile();

        assertThat(found.named()).isEmpty();
        assertThat(found.equal()).isTrue();
        assertThat(found.sums()).hasSize(2).allSatisfy(sum -> {
            assertThat(sum.booked()).isEqualTo(INVOICES / 2).isEqualTo(sum.billed());
            assertThat(sum.bookedOre()).isEqualTo(sum.billedOre()).isPositive();
        });
        assertThat(Objects.requireNonNull(found.newest().get("main")).fileName())
                .isEqualTo("bok.se");
    }

    @Test
    void finds_each_planted_difference_and_nothing_else() {
        take(EnumSet.allOf(DemoBooks.Planted.class));

        Reconciliation found = reconcile();

        assertThat(found.counts())
                .isEqualTo(Map.of(
                        Kind.MISSING_IN_BOOKS, 1L,
                        Kind.SUM_DIFFERS, 1L,
                        Kind.OTHER_YEAR, 1L,
                        Kind.MISSING_IN_BILLING, 1L));
        assertThat(found.named())
                .extracting(d -> d.kind() + " " + d.voucher())
                .containsExactlyInAnyOrder(
                        "MISSING_IN_BOOKS A 2",
                        "SUM_DIFFERS A 4",
                        "OTHER_YEAR A 6",
                        "MISSING_IN_BILLING A " + (INVOICES + 1));
        assertThat(found.named())
                .filteredOn(d -> d.kind() == Kind.SUM_DIFFERS)
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.billedOre()).isEqualTo(10_004);
                    assertThat(d.bookedOre()).isEqualTo(20_004);
                });
    }

    @Test
    void finds_what_is_kept_past_the_last_day_and_what_lies_in_no_year() {
        take(Set.of());
        LocalDate old = LocalDate.of(2017, 5, 1);
        work.admin()
                .batchUpdate(
                        insert(),
                        List.of(row(9001, old, "A", 9001, 5), row(9002, LocalDate.of(2010, 1, 1), "A", 9002, 5)));

        Reconciliation found = reconcile();

        assertThat(found.named())
                .filteredOn(d -> d.kind() == Kind.KEPT_TOO_LONG)
                .singleElement()
                .satisfies(d -> assertThat(d.keptThrough()).isEqualTo(LocalDate.of(2024, 12, 31)));
        assertThat(found.counts()).containsEntry(Kind.NO_FISCAL_YEAR, 1L).containsEntry(Kind.MISSING_IN_BOOKS, 1L);
    }

    /** Each once, though no year has the day any more; a sum that differs stays a difference of its own. */
    @Test
    void a_voucher_outside_a_shortened_year_is_missing_on_no_side() {
        take(Set.of());
        LocalDate start = today.withDayOfYear(1).minusYears(1);
        LocalDate end = start.plusDays(99);
        work.fiscalYears(
                new FiscalYear(start, end),
                new FiscalYear(start.plusYears(1), start.plusYears(2).minusDays(1)));
        long outside = work.number("SELECT COUNT(*) FROM " + work.table("invoice") + " WHERE booked_on > '" + end
                + "' AND booked_on < '" + start.plusYears(1) + "'");
        long one = work.number("SELECT MIN(id) FROM " + work.table("invoice") + " WHERE booked_on > '" + end
                + "' AND booked_on < '" + start.plusYears(1) + "'");
        work.update("invoice", "amount_ore = amount_ore + 1 WHERE id = " + one);

        Reconciliation found = reconcile();

        assertThat(found.counts()).isEqualTo(Map.of(Kind.NO_FISCAL_YEAR, outside, Kind.SUM_DIFFERS, 1L));
        assertThat(found.named())
                .filteredOn(d -> d.kind() == Kind.NO_FISCAL_YEAR)
                .allSatisfy(
                        d -> assertThat(d.bookedOn()).isEqualTo(d.billedOn()).isAfter(end));
        assertThat(found.sums())
                .hasSize(3)
                .allSatisfy(sum -> assertThat(sum.booked()).isEqualTo(sum.billed()));
        assertThat(found.sums())
                .filteredOn(sum -> sum.year() == null)
                .singleElement()
                .satisfies(sum -> assertThat(sum.booked()).isEqualTo(outside));
    }

    /** The books still list the vouchers under the whole year; each belongs to the part that has its day. */
    @Test
    void a_year_parted_in_two_differs_in_no_part() {
        take(Set.of());
        LocalDate start = today.withDayOfYear(1).minusYears(1);
        work.fiscalYears(
                new FiscalYear(start, start.plusDays(99)),
                new FiscalYear(start.plusDays(100), start.plusYears(1).minusDays(1)),
                new FiscalYear(start.plusYears(1), start.plusYears(2).minusDays(1)));

        Reconciliation found = reconcile();

        assertThat(found.counts()).isEmpty();
        assertThat(found.sums()).hasSize(3).allSatisfy(sum -> {
            assertThat(sum.year()).isNotNull();
            assertThat(sum.booked()).isEqualTo(sum.billed()).isPositive();
            assertThat(sum.bookedOre()).isEqualTo(sum.billedOre());
        });
    }

    /** The fiscal year of the settlement and of the last payment count as that of the invoice does. */
    @Test
    void does_not_call_late_what_a_later_year_still_keeps() {
        take(Set.of());
        LocalDate old = LocalDate.of(2017, 5, 1);
        work.admin()
                .batchUpdate(
                        insert(),
                        List.of(
                                row(9001, old, "A", 9001, 5),
                                row(9002, old, "A", 9002, 5),
                                row(9003, old, "A", 9003, 5)));
        work.update("invoice", "settled_on = ? WHERE id = 9002", today.minusYears(1));
        work.insert(
                "invoice_payment",
                "id, invoice_id, kind, paid_on, amount_ore",
                1,
                9003,
                "PAYMENT",
                today.minusYears(1),
                5);
        assertThat(reconcile().named())
                .filteredOn(d -> d.kind() == Kind.KEPT_TOO_LONG)
                .extracting(Difference::voucher)
                .containsExactly("A 9001");
    }

    @Test
    void names_so_many_of_a_kind_and_counts_all() {
        Reconciliation found = reconcile();

        assertThat(found.newest()).isEmpty();
        assertThat(found.named()).hasSize(10);
        assertThat(found.counts()).isEqualTo(Map.of(Kind.MISSING_IN_BOOKS, (long) INVOICES));
        assertThat(found.sums()).extracting(SeriesSum::booked).containsOnly(0L);
    }

    @Test
    void a_signature_takes_two_people_and_is_of_exactly_what_was_found() {
        take(Set.of());
        SignOffService service = service();
        Reconciliation found = reconcile();
        assertThatThrownBy(() -> service.ask(found, "  "))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("a sign-off needs a note");

        long asked = service.ask(found, "Stämmer, å ä ö");
        assertThat(newest()).as("nobody else has approved it yet").isNull();
        assertThatThrownBy(() -> Workplace.approvals(finance).approveListed(asked, "x"))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("another person must approve it");
        SignOff signed = approved(asked);

        assertThat(signed.signedBy())
                .isEqualTo(new JdbcTemplate(finance).queryForObject("SELECT CURRENT_USER()", String.class))
                .isNotEqualTo(signed.approvedBy());
        assertThat(signed.note()).isEqualTo("Stämmer, å ä ö");
        assertThat(signed.differences()).isZero();
        assertThat(signed.of(reconcile())).isTrue();
        assertThat(new Reconciler(reader, billing, sources).reconcile(0).contentHash())
                .as("whatever is named")
                .isEqualTo(found.contentHash());

        work.update("invoice", "amount_ore = amount_ore + 1 WHERE id = 7");
        Reconciliation changed = reconcile();
        assertThat(signed.of(changed)).isFalse();
        SignOff again = approved(service.ask(changed, "Öresavrundning"));
        assertThat(again.number()).isGreaterThan(signed.number());
        assertThat(again.differences()).isEqualTo(1);
        assertThat(again.of(reconcile())).isTrue();

        work.admin()
                .update(
                        "INSERT INTO voucher (year_start, series, number, booked_on, debit_ore, row_count, stage, epoch)"
                                + " SELECT year_start, series, number, booked_on, debit_ore + 1, row_count, 'other', 1000000"
                                + " FROM voucher WHERE number = 7");
        assertThat(again.of(reconcile())).isFalse();
    }

    private SignOffService service() {
        return new SignOffService(
                new JdbcTemplate(finance), new TransactionTemplate(new JdbcTransactionManager(finance)));
    }

    private @Nullable SignOff newest() {
        return SignOffService.newest(new JdbcTemplate(reader));
    }

    private SignOff approved(long asked) {
        Workplace.approvals(people.bo).approveListed(asked, "x");
        return Objects.requireNonNull(newest());
    }
}
