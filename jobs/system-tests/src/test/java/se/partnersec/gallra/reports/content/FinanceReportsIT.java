package se.partnersec.gallra.reports.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.planning.holding.HoldLookup;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.reports.content.ReportFactory.Subject;
import se.partnersec.gallra.reports.table.Invented;
import se.partnersec.gallra.reports.table.ReportWriter.Format;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.JsonSchemas;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What finance takes away, of a small company on a real server, read with the reader's rights. */
@GallraTest(chunk = 3)
@Tag("full")
class FinanceReportsIT {
    private static final Locale SWEDISH = Locale.forLanguageTag("sv");

    private final Workplace work;
    private final PermitPeople people;
    private final SuiteContext suite;
    private final DataSource reader;
    private final KeyTypes kinds;
    private final LocalDate today;
    private final Path folder;
    private int files;
    private long first;

    FinanceReportsIT(Workplace work, PermitPeople people, SuiteContext suite, LocalDate today, @TempDir Path folder) {
        this.work = work;
        this.people = people;
        this.suite = suite;
        this.today = today;
        this.folder = folder;
        reader = suite.pool(DatabaseRole.READER);
        kinds = KeyTypes.read(new JdbcTemplate(reader), suite.sources());
    }

    @BeforeEach
    void a_company() {
        work.calendarYears();
        work.customer(1);
        work.customer(2);
        work.insert(
                "user_account",
                "id, customer_id, user_name, full_name, email, phone",
                8,
                1,
                "Åse.Ek",
                "Åsa Påhittad",
                "asa@exempel.se",
                "+46701740601");
        work.insert(
                "invoice",
                "id, customer_id, invoice_no, ocr, voucher_series, voucher_no, issued_on, booked_on, status, amount_ore",
                5,
                1,
                "F-10417",
                "1234567897",
                "A",
                1043,
                today,
                LocalDate.of(2023, 5, 17),
                "OPEN",
                125_000);
        voucher("A", 1043, "2023-05-17", 125_000);
        voucher("A", 1044, "2023-05-18", 99);
        first = hold(HoldType.DISPUTE, ScopeType.USER, "asa@exempel.se", null, today.plusDays(40));
        hold(HoldType.LEGAL_CLAIM, ScopeType.USER, "+46701740601", today.plusYears(1), null);
        hold(HoldType.LEGAL_CLAIM, ScopeType.CUSTOMER, "559900-0001", today.plusYears(1), null);
        hold(HoldType.TAX_AUDIT, ScopeType.RECORD, "chat-logs:33", today.plusDays(1), null);
        hold(HoldType.TAX_AUDIT, ScopeType.OBJECT, "calls/asa-070.wav", today.plusDays(1), null);
        hold(HoldType.TAX_AUDIT, ScopeType.USER, "ingen@exempel.se", today.plusDays(1), null);
    }

    private void voucher(String series, int number, String day, long ore) {
        work.admin()
                .update(
                        "INSERT INTO voucher (year_start, series, number, booked_on, debit_ore, row_count, epoch)"
                                + " VALUES ('2023-01-01', ?, ?, ?, ?, 2, 1)",
                        series,
                        number,
                        day,
                        ore);
    }

    private long hold(HoldType type, ScopeType kind, String on, @Nullable LocalDate until, @Nullable LocalDate review) {
        return work.holdService()
                .add(new NewHold(type, new HoldScope(kind, on), null, until, review, null, "Åsa Påhittad klagar"))
                .number();
    }

    private ReportFactory reports() {
        return new ReportFactory(
                reader,
                suite.files(),
                kinds,
                suite.settings().tags(),
                Categories.all(),
                () -> new Reconciler(reader, suite.files().billing(), suite.sources()),
                () -> new RulesInForce(
                                new JdbcTemplate(reader),
                                suite.files().fingerprint(),
                                suite.files().limits(),
                                false)
                        .standing());
    }

    private Path write(ReportFactory.Choice choice, Format format) {
        Path file = folder.resolve("report-" + ++files);
        reports().write(choice, format, Invented.wording("sv"), file, false);
        return file;
    }

    private static ReportFactory.Choice choice(Subject subject, @Nullable DataCategory only) {
        return new ReportFactory.Choice(subject, Optional.ofNullable(only), false, null, null);
    }

    private List<JsonNode> rows(ReportFactory.Choice choice) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        JsonMapper.builder()
                .build()
                .readTree(JsonSchemas.document("report-document-1", Files.readString(write(choice, Format.JSON))))
                .get("rows")
                .forEach(rows::add);
        return rows;
    }

    private static List<String> cells(List<JsonNode> rows, String... keys) {
        return rows.stream()
                .map(row -> String.join(
                        " ",
                        java.util.Arrays.stream(keys)
                                .map(key -> row.get(key).asString("-"))
                                .toList()))
                .toList();
    }

    @Test
    void holds_are_on_surrogate_keys_and_nobody_is_named() throws IOException {
        List<JsonNode> rows = rows(choice(Subject.HOLDS, null));

        assertThat(cells(rows.subList(0, 6), "id", "type", "scope", "key", "state", "law"))
                .containsExactly(
                        "H-" + first + " DISPUTE USER 8 ACTIVE HOLD_DISPUTE",
                        "H-" + (first + 1) + " LEGAL_CLAIM USER 8 ACTIVE HOLD_LEGAL_CLAIM",
                        "H-" + (first + 2) + " LEGAL_CLAIM CUSTOMER 1 ACTIVE HOLD_LEGAL_CLAIM",
                        "H-" + (first + 3) + " TAX_AUDIT RECORD chat-logs:33 ACTIVE HOLD_TAX_AUDIT",
                        "H-" + (first + 4) + " TAX_AUDIT OBJECT - ACTIVE HOLD_TAX_AUDIT",
                        "H-" + (first + 5) + " TAX_AUDIT USER - ACTIVE HOLD_TAX_AUDIT");
        assertThat(rows)
                .filteredOn(row -> row.get("key").asString("").equals("2023-01-01..2023-12-31"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get("last_day").asString()).isEqualTo("2030-12-31");
                    assertThat(row.get("law").asString()).isEqualTo("BFL_7_2");
                    assertThat(row.get("vouchers").asLong()).isEqualTo(2);
                    assertThat(row.get("amount").decimalValue()).isEqualByComparingTo("1250.99");
                });
        for (Format format : List.of(Format.JSON, Format.CSV_SWEDISH, Format.CSV_STANDARD)) {
            assertThat(Files.readString(write(choice(Subject.HOLDS, null), format))
                            .toLowerCase(Locale.ROOT))
                    .doesNotContain("asa", "åsa", "701740601", "559900", "ingen@", "åse.ek", "klagar");
        }
    }

    /** A number of a text column may be a telephone's or a person's. */
    @Test
    void digits_are_a_surrogate_only_where_the_key_is_a_number() {
        HoldScope record = new HoldScope(ScopeType.RECORD, "chat-logs:33");
        HoldScope child = new HoldScope(ScopeType.RECORD, "chat-logs/messages:0701740601");
        JdbcTemplate jdbc = new JdbcTemplate(reader);
        assertThat(new SurrogateKeys(jdbc, suite.sources(), kinds).of(List.of(record, child)))
                .containsOnlyKeys(record, child);
        KeyTypes words = new KeyTypes(java.util.Set.of(), java.util.Set.of());
        SurrogateKeys keys = new SurrogateKeys(jdbc, suite.sources(), words);
        assertThat(keys.of(List.of(record, child, new HoldScope(ScopeType.USER, "0701740601"))))
                .isEmpty();
        assertThat(keys.numbered(CategoryIds.CHAT_LOGS)).isFalse();
    }

    @Test
    void overdue_names_records_whose_parent_is_missing() throws IOException {
        work.insert(
                "user_account",
                "id, customer_id, user_name, full_name, email, phone",
                9,
                1,
                "bo",
                "Bo",
                "bo@exempel.se",
                "+46701740609");
        work.admin().execute((java.sql.Connection one) -> {
            try (java.sql.Statement statement = one.createStatement()) {
                statement.execute("SET FOREIGN_KEY_CHECKS = 0");
                statement.execute("UPDATE " + work.table("user_account") + " SET customer_id = 999999 WHERE id = 9");
                return statement.execute("SET FOREIGN_KEY_CHECKS = 1");
            }
        });
        assertThat(cells(rows(choice(Subject.OVERDUE, CategoryIds.USER_DATA)), "key", "erase_by", "outcome", "reason"))
                .contains("9 - REVIEW POINTS_AT_NOTHING");
    }

    @Test
    void permits_and_what_has_ended_are_there_for_who_asks() throws IOException {
        long number = people.annas
                .add(PermitPeople.ofYear(CategoryIds.INVOICES, LocalDate.of(2023, 12, 31), today.plusDays(9)))
                .permit()
                .number();
        ReportFactory.Choice all = new ReportFactory.Choice(Subject.HOLDS, Optional.empty(), true, null, null);
        assertThat(cells(rows(all), "id", "type", "key", "state"))
                .contains("P-" + number + " PERMIT 2023-12-31 WAITING")
                .anyMatch(line -> line.endsWith("BOOKKEEPING 2017-01-01..2017-12-31 "
                        + (today.isAfter(LocalDate.of(2024, 12, 31)) ? "YEAR_ENDED" : "ACTIVE")));
        assertThat(new UpcomingReleases(reader).look(UpcomingReleases.Per.MONTH).lines())
                .allMatch(line -> line.permits() == 0);
        people.bos.approve(number);
        assertThat(line(UpcomingReleases.Per.YEAR, today.plusDays(9)).permits()).isEqualTo(1);
        people.annas.withdraw(number, "prov");
    }

    private UpcomingReleases.Line line(UpcomingReleases.Per per, LocalDate day) {
        return new UpcomingReleases(reader)
                .look(per).lines().stream()
                        .filter(line -> line.period().equals(per.of(day)))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void what_ends_when_is_counted_by_month_and_year() {
        assertThat(line(UpcomingReleases.Per.MONTH, today.plusYears(1)).ending())
                .isEqualTo(2);
        assertThat(line(UpcomingReleases.Per.MONTH, today.plusDays(40)).reviews())
                .isEqualTo(1);
        UpcomingReleases.Line law = line(UpcomingReleases.Per.YEAR, LocalDate.of(2030, 12, 31));
        assertThat(law.years()).extracting(year -> year.start().getYear()).containsExactly(2023);
        assertThat(law.vouchers()).isEqualTo(2);
        assertThat(new UpcomingReleases(reader).look(UpcomingReleases.Per.MONTH).lines())
                .extracting(UpcomingReleases.Line::period)
                .isSorted()
                .contains("2030-12")
                .noneMatch(period -> period.startsWith("2024"));
    }

    /** A year counts what was booked in it; what lies in none is kept, and said to be. */
    @Test
    void vouchers_outside_a_shortened_year_are_counted_for_themselves() throws IOException {
        voucher("A", 1045, "2023-09-30", 1);
        work.fiscalYears(new FiscalYear(LocalDate.of(2023, 1, 1), LocalDate.of(2023, 8, 31)));
        UpcomingReleases.Found found = new UpcomingReleases(reader).look(UpcomingReleases.Per.YEAR);
        assertThat(found.outside()).isEqualTo(1);
        assertThat(found.lines())
                .filteredOn(line -> line.period().equals("2030"))
                .singleElement()
                .satisfies(line -> assertThat(line.vouchers()).isEqualTo(2));
        assertThat(cells(
                        rows(new ReportFactory.Choice(Subject.HOLDS, Optional.empty(), false, null, null)),
                        "scope",
                        "key",
                        "last_day",
                        "state",
                        "vouchers"))
                .contains("FISCAL_YEAR 2023-01-01..2023-08-31 2030-12-31 ACTIVE 2", "NO_FISCAL_YEAR - - ACTIVE 1");
    }

    @Test
    void a_voucher_is_found_by_series_number_and_year_with_its_invoice() {
        VoucherSearch search = new VoucherSearch(
                reader,
                Objects.requireNonNull(suite.sources().books()),
                new HoldLookup(
                        reader,
                        suite.policy(),
                        suite.sources(),
                        kinds,
                        suite.settings().tags(),
                        Categories.all(),
                        Categories.registry().keptByBooks()));
        for (Map.Entry<String, String> asked : Map.of("A1043", "2023", "a 1043", "2023-12-31", "A 1043", "2023/2023")
                .entrySet()) {
            VoucherAnswer answer = search.find(asked.getKey(), asked.getValue(), "main");
            assertThat(answer.sentence(SWEDISH))
                    .isEqualTo(
                            "Verifikation A 1043 (räkenskapsår 2023-01-01..2023-12-31) BEHÅLLS till och med 2030-12-31"
                                    + " enligt bokföringslagen 7 kap. 2 §.");
            assertThat(answer.text(SWEDISH))
                    .contains("bokförd 2023-05-17, 1 250,00 kr", "faktura 5", "fordran är oreglerad")
                    .doesNotContain("null");
            assertThat(answer.text(SWEDISH).lines()).allMatch(line -> line.length() <= 100);
        }
        work.update("invoice", "concerns_until = ?", LocalDate.of(2024, 3, 31));
        assertThat(search.find("A1043", "2023", "main").sentence(Locale.ENGLISH))
                .as("the year beside the day does not explain it")
                .isEqualTo("Voucher A 1043 (fiscal year 2023-01-01..2023-12-31) is KEPT through 2031-12-31 by the"
                        + " Bookkeeping Act, BFL 7 kap. 2 §. An invoice booked under it concerns a later fiscal year, which gives"
                        + " that day.");
        assertThat(search.find("A1044", "2023", "main").text(Locale.ENGLISH))
                .contains("0.99 kr", "none in billing", "Billing has no invoice under it")
                .doesNotContain("KEPT");
        assertThat(search.find("B7", "2023", "main").sentence(Locale.ENGLISH))
                .startsWith("Neither the imported books nor billing have voucher B 7 in fiscal year")
                .contains("kept through 2030-12-31 by the Bookkeeping Act, BFL 7 kap. 2 §");
        assertThatThrownBy(() -> search.find("A1043", "1999", "main"))
                .hasMessageContaining("no fiscal year on record is 1999");
        assertThatThrownBy(() -> search.find("A", "2023", "main")).hasMessageContaining("write series and number");
        assertThatThrownBy(() -> search.find("A1", "now", "main"))
                .hasMessageContaining("write 2023, 2022/2023 or a day");
    }

    @Test
    void what_was_erased_is_told_by_key_and_run_and_what_is_late_with_its_reason() throws IOException {
        Scene scene = Scene.IPS;
        scene.put(work, Spec.of(71, scene.firstDue(today)).customer(2));
        scene.put(work, Spec.of(72, scene.firstDue(today)).customer(2));
        assertThat(cells(rows(choice(Subject.BACKLOG, CategoryIds.IP_LOGS)), "outcome", "records"))
                .contains("CANDIDATES 2", "ERASED 2", "OVERDUE 0");
        assertThat(rows(choice(Subject.ERASURE, CategoryIds.IP_LOGS))).isEmpty();

        work.run(CategoryIds.IP_LOGS, today);

        List<JsonNode> rows = rows(choice(Subject.ERASURE, CategoryIds.IP_LOGS));
        assertThat(cells(rows, "category", "key", "outcome", "due"))
                .containsExactly("ip-logs 71 ERASED " + today, "ip-logs 72 ERASED " + today);
        assertThat(rows.get(0).get("policy").asString()).isEqualTo(suite.fingerprint());
        assertThat(rows(new ReportFactory.Choice(
                        Subject.ERASURE, Optional.empty(), false, today.minusDays(30), today.minusDays(1))))
                .isEmpty();
        assertThatThrownBy(() -> rows(
                        new ReportFactory.Choice(Subject.ERASURE, Optional.empty(), false, today, today.minusDays(1))))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("lies before --from");

        assertThat(rows(choice(Subject.OVERDUE, CategoryIds.IP_LOGS))).isEmpty();
        scene.put(work, Spec.of(73, today.minusDays(200)).customer(2));
        hold(HoldType.TAX_AUDIT, ScopeType.RECORD, "ip-logs:74", today.plusDays(3), null);
        scene.put(work, Spec.of(74, today.minusDays(190)).customer(2));
        hold(HoldType.LEGAL_CLAIM, ScopeType.RECORD, "ip-logs:75", null, today.plusDays(30));
        scene.put(work, Spec.of(75, today.minusDays(181)).customer(2));
        hold(HoldType.LEGAL_CLAIM, ScopeType.RECORD, "ip-logs:76", null, today.plusDays(30));
        scene.put(work, Spec.of(76, today.minusDays(180)).customer(2));
        assertThat(cells(
                        rows(choice(Subject.OVERDUE, CategoryIds.IP_LOGS)),
                        "key",
                        "erase_by",
                        "days_late",
                        "outcome",
                        "reason",
                        "state"))
                .as("what is late, and apart from it what is kept: status counts the first alone")
                .containsExactly(
                        "73 " + today.minusDays(20) + " 20 ERASED DUE OVERDUE",
                        "74 " + today.minusDays(10) + " - HELD TAX_AUDIT KEPT",
                        "75 " + today.minusDays(1) + " - HELD LEGAL_CLAIM KEPT");
        CategoryPlan plan = PlanPeople.planner(suite).plan(suite.category(CategoryIds.IP_LOGS), today);
        assertThat(plan.overdue() - plan.overdueHeld()).isEqualTo(1);
    }
}
