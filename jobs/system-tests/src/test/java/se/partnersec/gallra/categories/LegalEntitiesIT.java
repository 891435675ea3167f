package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.FiscalYearService;
import se.partnersec.gallra.approvals.request.NewPermit;
import se.partnersec.gallra.books.importing.BookImportService;
import se.partnersec.gallra.books.importing.BooksFreshness;
import se.partnersec.gallra.books.importing.ImportReceipt;
import se.partnersec.gallra.books.importing.ImportRequest;
import se.partnersec.gallra.books.reconcile.Difference;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.planning.holding.HoldLookup;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.reports.content.UpcomingReleases;
import se.partnersec.gallra.reports.content.VoucherSearch;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/**
 * A group of two companies: ps has calendar years, norr years that end on 30 June. Customer 1 is billed by ps, customer 2 by
 * norr. What both booked on one day in August eight years ago is free by the books of ps, and kept by those of norr.
 */
@GallraTest
@Tag("full")
class LegalEntitiesIT {
    private static final String ENTITY = "      entity: {column: customer_id, values: {1: ps, 2: norr}}\n";
    private static final String ENTITIES = """
            entities:
              ps: {name: Påhittade Tele AB, org-no: 559900-0001}
              norr: {name: Påhittade Tele Norr AB, org-no: 559900-0002}

            """;

    private final Workplace work;
    private final PermitPeople people;
    private final LocalDate today;
    private final LocalDate booked;
    private final int year;

    @TempDir
    private Path folder;

    LegalEntitiesIT(Workplace work, PermitPeople people, LocalDate today) {
        this.work = work;
        this.people = people;
        this.today = today;
        year = today.getYear() - 8;
        booked = LocalDate.of(year, 8, 15);
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        work.customer(2);
        work.customer(3);
    }

    private void mapped() {
        work.change("sources.yml", LegalEntitiesIT::withEntities);
    }

    private static String withEntities(String shipped) {
        String invoices = "  invoices:\n    table: invoice\n    key: id\n    columns:\n";
        String books = "  columns:\n    series: voucher_series\n";
        assertThat(shipped).contains(invoices, books);
        return shipped.replace("identities:\n", ENTITIES + "identities:\n")
                .replace(invoices, invoices + ENTITY)
                .replace(books, "  columns:\n  " + ENTITY.substring(4) + "    series: voucher_series\n");
    }

    /** Of both, from three years before the booking to now. */
    private void years() {
        FiscalYear[] all = new FiscalYear[24];
        for (int i = 0; i < 12; i++) {
            LocalDate first = LocalDate.of(year - 3 + i, 1, 1);
            all[2 * i] = new FiscalYear("ps", first, first.plusYears(1).minusDays(1));
            all[2 * i + 1] = new FiscalYear(
                    "norr", first.plusMonths(6), first.plusMonths(18).minusDays(1));
        }
        work.fiscalYears(all);
    }

    private void invoice(long id, long customer) {
        Scene.INVOICES.put(work, Spec.of(id, booked).customer(customer));
    }

    private List<Long> left() {
        return work.admin()
                .query("SELECT id FROM " + work.table("invoice") + " ORDER BY id", (row, i) -> row.getLong(1));
    }

    @Test
    void a_record_is_kept_by_the_years_of_its_own_entity() {
        mapped();
        years();
        invoice(1, 1);
        invoice(2, 2);
        work.run(CategoryIds.INVOICES, today);
        assertThat(left()).containsExactly(2L);
    }

    /** The control: with one register of years for all, those of ps let the invoice of norr go. */
    @Test
    void without_entities_the_years_of_one_company_let_the_records_of_the_other_go() {
        work.calendarYears();
        invoice(1, 1);
        invoice(2, 2);
        work.run(CategoryIds.INVOICES, today);
        assertThat(left()).isEmpty();
    }

    @Test
    void a_record_of_no_known_entity_stays_for_review() {
        mapped();
        years();
        invoice(3, 3);
        work.run(CategoryIds.INVOICES, today);
        assertThat(left()).containsExactly(3L);
        assertThat(work.texts("SELECT DISTINCT code FROM finding WHERE category = 'invoices'"))
                .containsExactly("NO_FISCAL_YEAR");
    }

    /** Chats name no entity: they may be in the books of either. */
    @Test
    void where_nobody_says_the_longest_counts_and_each_entity_must_have_the_year() {
        mapped();
        years();
        chat();
        work.run(CategoryIds.CHAT_LOGS, today);
        assertThat(work.count("chat_conversation", "TRUE")).as("kept by norr").isOne();
        work.admin().update("DELETE FROM fiscal_year_version WHERE entity = 'norr' AND start_on < ?", booked);
        work.run(CategoryIds.CHAT_LOGS, today);
        assertThat(work.count("chat_conversation", "TRUE"))
                .as("norr has no such year")
                .isOne();
        work.admin().update("DELETE FROM fiscal_year_version WHERE entity = 'norr'");
        work.run(CategoryIds.CHAT_LOGS, today);
        assertThat(work.count("chat_conversation", "TRUE"))
                .as("norr has no year at all")
                .isOne();
        work.change("sources.yml", text -> text.replace("  chat-logs:\n", "  chat-logs:\n    entity: ps\n"));
        work.run(CategoryIds.CHAT_LOGS, today);
        assertThat(work.count("chat_conversation", "TRUE"))
                .as("they are all of ps")
                .isZero();
    }

    private void chat() {
        long closed = booked.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        work.insert(
                "chat_conversation",
                "customer_id, topic, closed_ms, last_message_ms, bookkeeping, booked_on",
                1,
                "order",
                closed,
                closed,
                "FULL",
                booked);
    }

    /** What two people agreed on for one company counts for no other, whatever one of them inserts. */
    @Test
    void an_approved_year_counts_for_the_entity_it_was_asked_for() {
        mapped();
        FiscalYear wide = new FiscalYear("norr", LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 6, 30));
        FiscalYear early = new FiscalYear("norr", wide.start(), LocalDate.of(year, 12, 31));
        work.fiscalYears(wide, wide.of("ps"));
        FiscalYearService anna = Workplace.approvals(people.anna).years();
        Approval asked = Objects.requireNonNull(anna.add(early, "omläggning").asked());
        assertThat(asked.subject()).isEqualTo(early.start() + ".." + early.end() + " (norr)");
        JdbcTemplate alone = new JdbcTemplate(people.anna);
        String insert = "INSERT INTO fiscal_year_version (entity, start_on, end_on, request_id) VALUES (?, ?, ?, ?)";
        for (String entity : new String[] {"ps", "main", "norr "}) {
            assertThatThrownBy(() -> alone.update(insert, entity, early.start(), early.end(), asked.number()))
                    .as(entity)
                    .rootCause()
                    .hasMessageMatching(".*(asked for first|short word).*");
        }
        for (String odd : new String[] {"", "PS", "ps\n", "ps (norr)", "-ps", "pä"}) {
            assertThatThrownBy(() -> alone.update(insert, odd, early.start(), early.end(), null))
                    .as(odd)
                    .rootCause()
                    .hasMessageContaining("short word of a-z, 0-9 and -");
        }
        Workplace.approvals(people.bo).approveListed(asked.number(), "");
        assertThat(new FiscalYearRepository(work.admin()).all()).containsExactlyInAnyOrder(early, wide.of("ps"));
    }

    /** Two companies may end a year on the same day. */
    @Test
    void a_permit_is_for_the_year_of_one_entity() {
        mapped();
        LocalDate last = LocalDate.of(today.getYear() - 2, 12, 31);
        work.fiscalYears(
                new FiscalYear("ps", last.withDayOfYear(1), last), new FiscalYear("norr", last.withDayOfYear(1), last));
        Scene.INVOICES.put(work, Spec.of(1, last).customer(1));
        Scene.INVOICES.put(work, Spec.of(2, last).customer(2));
        people.approved(new NewPermit("8-1", CategoryIds.INVOICES, null, last, "ps", today, "Rörelsen såldes"));
        work.run(CategoryIds.INVOICES, today);
        assertThat(left()).containsExactly(2L);
    }

    private ImportReceipt take(SuiteContext suite, String orgNo, @Nullable String entity, String years, int ore)
            throws IOException {
        String text = "#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#PROGRAM \"Bok\" 1\n#GEN 20260101\n#FNAMN \"AB\"\n"
                + (orgNo.isEmpty() ? "" : "#ORGNR " + orgNo + "\n") + years + "#VER A 1 "
                + booked.toString().replace("-", "") + " \"text\"\n{\n#TRANS 1510 {} " + ore + ".00\n#TRANS 3041 {} -"
                + ore + ".00\n}\n";
        Path file = Files.write(folder.resolve(orgNo + entity + ore + ".se"), text.getBytes(StandardCharsets.US_ASCII));
        return new BookImportService(
                        work.admin(),
                        new TransactionTemplate(new JdbcTransactionManager(work.adminPool())),
                        suite.sources())
                .take(file, new ImportRequest(false, false, null, entity));
    }

    private String rar(LocalDate start) {
        return "#RAR 0 " + start.toString().replace("-", "") + " "
                + start.plusYears(1).minusDays(1).toString().replace("-", "") + "\n";
    }

    @Test
    void books_of_both_stand_side_by_side() throws IOException {
        mapped();
        years();
        invoice(1, 1);
        invoice(2, 2);
        invoice(3, 3);
        work.update("invoice", "voucher_series = 'A', voucher_no = 1, amount_ore = 100 * id");
        String calendar = rar(LocalDate.of(year, 1, 1));
        String broken = rar(LocalDate.of(year, 7, 1));
        try (SuiteContext suite = work.suite()) {
            SourceMapping sources = suite.sources();
            BooksMapping billing = Objects.requireNonNull(sources.books());
            take(suite, "559900-0001", null, calendar, 1);
            assertThat(take(suite, "165599000002", null, broken, 2).counts().fresh())
                    .isOne();
            assertThatThrownBy(() -> take(suite, "559900-0003", null, calendar, 3))
                    .hasMessageContaining(
                            "559900-0003 belongs to none of the legal entities in sources.yml (ps, norr)");
            assertThatThrownBy(() -> take(suite, "559900-0001", "norr", calendar, 3))
                    .hasMessageContaining("these are the books of ps, not of norr");
            assertThatThrownBy(() -> take(suite, "", null, calendar, 3))
                    .hasMessageContaining("give --entity, one of ps, norr");
            assertThatThrownBy(() -> take(suite, "", "syd", calendar, 3))
                    .hasMessageContaining("'syd' is no legal entity");
            assertThat(
                            work.texts(
                                    "SELECT CONCAT(entity, ' ', year_start, ' ', debit_ore) FROM voucher_in_force ORDER BY entity"))
                    .containsExactly(
                            "norr " + LocalDate.of(year, 7, 1) + " 200", "ps " + LocalDate.of(year, 1, 1) + " 100");

            Reconciliation found = new Reconciler(work.adminPool(), billing, sources).reconcile(10);
            assertThat(found.named())
                    .extracting(Difference::kind)
                    .containsExactlyInAnyOrder(Difference.Kind.NO_ENTITY, Difference.Kind.KEPT_TOO_LONG);
            assertThat(found.named()).extracting(Difference::entity).containsExactlyInAnyOrder(null, "ps");
            assertThat(found.sums())
                    .filteredOn(sum -> sum.entity() != null)
                    .hasSize(2)
                    .allSatisfy(sum -> {
                        assertThat(sum.booked()).isOne();
                        assertThat(sum.bookedOre()).isEqualTo(sum.billedOre());
                    });
            assertThat(new BooksFreshness(work.admin(), new BooksMapping(billing.table(), 1, 0), sources.entities())
                            .doubts())
                    .hasSize(2)
                    .allMatch(doubt -> doubt.startsWith("ps: ") || doubt.startsWith("norr: "));

            VoucherSearch search = new VoucherSearch(
                    work.adminPool(),
                    billing,
                    new HoldLookup(
                            work.adminPool(),
                            suite.policy(),
                            sources,
                            KeyTypes.read(work.admin(), suite.sources()),
                            suite.settings().tags(),
                            Categories.all(),
                            Categories.registry().keptByBooks()));
            assertThat(search.find("A1", booked.toString(), "norr").lastDay())
                    .isEqualTo(LocalDate.of(year + 8, 12, 31));
            assertThat(search.find("A1", booked.toString(), "norr").voucher().invoices())
                    .containsExactly("2");
            assertThat(search.find("A1", booked.toString(), "ps").sentence(Locale.ENGLISH))
                    .contains(year + "-12-31 (ps)", "through " + (year + 7) + "-12-31");
            assertThat(new UpcomingReleases(work.adminPool())
                            .look(UpcomingReleases.Per.YEAR).lines().stream()
                                    .filter(line -> line.period().equals(Integer.toString(year + 8)))
                                    .findFirst())
                    .hasValueSatisfying(line -> {
                        assertThat(line.vouchers()).isOne();
                        assertThat(line.years()).extracting(FiscalYear::entity).containsExactlyInAnyOrder("ps", "norr");
                    });
        }
    }

    /** A voucher booked in the half year that was given up counts in the year that has the day now. */
    @Test
    void a_voucher_counts_in_the_year_that_has_its_day_though_its_own_was_changed() {
        LocalDate start = LocalDate.of(2019, 7, 1);
        work.fiscalYears(
                new FiscalYear(start, LocalDate.of(2019, 12, 31)),
                new FiscalYear(LocalDate.of(2020, 1, 1), LocalDate.of(2021, 6, 30)));
        work.admin()
                .update(
                        "INSERT INTO voucher (year_start, series, number, booked_on, debit_ore, row_count, epoch)"
                                + " VALUES (?, 'A', 9, '2020-03-01', 100, 2, 1)",
                        start);
        try (SuiteContext suite = work.suite()) {
            VoucherSearch search = new VoucherSearch(
                    work.adminPool(),
                    Objects.requireNonNull(suite.sources().books()),
                    new HoldLookup(
                            work.adminPool(),
                            suite.policy(),
                            suite.sources(),
                            KeyTypes.read(work.admin(), suite.sources()),
                            suite.settings().tags(),
                            Categories.all(),
                            Categories.registry().keptByBooks()));
            assertThat(search.find("A9", "2019-07-01", "main").sentence(Locale.ENGLISH))
                    .contains("2020-01-01..2021-06-30", "through 2028-12-31")
                    .endsWith(
                            "It was booked on 2020-03-01; the end of the fiscal year that begins on 2019-07-01 has been changed"
                                    + " since.");
            assertThat(search.find("A9", "2020-05-01", "main").sentence(Locale.ENGLISH))
                    .as("asked for in the year that has its day now")
                    .contains("2020-01-01..2021-06-30", "through 2028-12-31");
            work.admin().update("DELETE FROM fiscal_year_version WHERE start_on = '2020-01-01'");
            assertThat(search.find("A9", "2019-07-01", "main").sentence(Locale.ENGLISH))
                    .contains("in no fiscal year on record: it is kept until one is entered");
        }
    }
}
