package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.LedgerSearch;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.holding.HoldReceiptService;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.TestTagKey;
import se.partnersec.gallra.testing.Workplace;

/** A company with other names, types, zones and words changes its mapping and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
@Tag("full")
class OtherNamesIT {
    private static final LocalTime LAST = LocalTime.of(23, 59, 59);

    private OtherCompany company;
    private LocalDate today;

    @SuppressWarnings("NullAway.Init")
    OtherNamesIT() {}

    /** One category in the words of this company, and the days after which it goes under the shipped policy. */
    private enum Kind {
        CALLS(CategoryIds.CALL_RECORDINGS, 15, "åtKund", true) {
            @Override
            void put(OtherCompany company, int n, Instant start, String more, Object... values) {
                company.call(n, start, more, values);
            }
        },
        CHATS(CategoryIds.CHAT_LOGS, 60, "roll", "bitrade") {
            @Override
            void put(OtherCompany company, int n, Instant start, String more, Object... values) {
                company.chat(n, start, more, values);
            }
        },
        REQUESTS(CategoryIds.IP_LOGS, 173, "åtKund", "J") {
            @Override
            void put(OtherCompany company, int n, Instant start, String more, Object... values) {
                company.request(n, start, more, values);
            }
        };

        final DataCategory category;
        private final int dueAfter;
        private final String processor;
        private final Object processed;

        Kind(DataCategory category, int dueAfter, String processor, Object processed) {
            this.category = category;
            this.dueAfter = dueAfter;
            this.processor = processor;
            this.processed = processed;
        }

        abstract void put(OtherCompany company, int n, Instant start, String more, Object... values);

        String key(int n) {
            return switch (this) {
                case CALLS -> OtherCompany.uuid(n);
                case CHATS -> "Ärende " + n;
                case REQUESTS -> "anrop-" + n;
            };
        }
    }

    @BeforeAll
    void open() {
        company = new OtherCompany();
    }

    @AfterAll
    void close() {
        company.close();
    }

    @BeforeEach
    void clear() {
        today = LocalDate.ofInstant(Clock.systemUTC().instant(), Workplace.ZONE);
        for (String table : List.of("Utskrift$", "InspelatSamtal", "2_bilagor", "Inlägg", "chatt", "anrop")) {
            company.jdbc().update("DELETE FROM " + company.table(table));
        }
        company.jdbc().update("DELETE FROM approved_release");
        company.jdbc().update("DELETE FROM approval_end");
        company.jdbc().update("DELETE FROM hold");
        company.jdbc().update("DELETE FROM finding");
    }

    /** The last second of the Swedish day whose records fall due today. */
    private Instant due(Kind kind) {
        return today.minusDays(kind.dueAfter)
                .atTime(LAST)
                .atZone(Workplace.ZONE)
                .toInstant();
    }

    private RunResult run(Kind kind) {
        RunResult result = company.run(kind.category, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        return result;
    }

    private PlacedHold hold(ScopeType scope, String text) {
        return company.service.add(new NewHold(
                HoldType.LEGAL_CLAIM, new HoldScope(scope, text), null, null, today.plusMonths(6), null, "tvist"));
    }

    private List<@Nullable String> findings() {
        return company.jdbc().queryForList("SELECT code FROM finding WHERE code <> 'OBJECT_WITHOUT_ROW'", String.class);
    }

    @ParameterizedTest
    @EnumSource
    void passes_preflight(Kind kind) {
        try (SuiteContext suite = company.suite(company.config)) {
            PreflightReport report = suite.preflight().check(java.util.Set.of(kind.category), today);
            assertThat(report.refusals()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tells_the_last_second_that_is_due_from_the_first_that_is_not_whatever_clock_the_column_shows(Kind kind) {
        Instant due = due(kind);
        // In New York both lie on one day, and in Helsinki both on the next.
        kind.put(company, 1, due, "");
        kind.put(company, 2, due.plusSeconds(1), "");
        RunResult result = run(kind);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(company.left(kind.category, 1)).isZero();
        assertThat(company.left(kind.category, 2)).isPositive();
        assertThat(run(kind).counts().of(Outcome.ERASED)).isZero();
        assertThat(findings()).isEmpty();
    }

    @Test
    void the_wrong_zone_would_erase_a_chat_a_day_early() {
        Kind.CHATS.put(company, 3, due(Kind.CHATS).plusSeconds(1), "");
        company.jdbc()
                .update("UPDATE " + company.table("Inlägg")
                        + " SET skrivet_i_sekunder_sedan_1970_i_den_zon_som_heter_UTC_och_ej_CET = 1000000000");
        Path wrong = OtherCompany.mapping(company.sources()
                .replace("stängd, zone: America/New_York", "stängd, zone: Europe/Stockholm")
                .replace("senast, zone: America/New_York", "senast, zone: Europe/Stockholm"));
        company.run(CategoryIds.CHAT_LOGS, today, wrong);
        assertThat(company.left(CategoryIds.CHAT_LOGS, 3)).isZero();
    }

    @Test
    void a_zone_that_lies_behind_the_real_one_shows_as_starts_in_the_future() {
        Kind.REQUESTS.put(company, 4, Clock.systemUTC().instant(), "");
        company.run(
                CategoryIds.IP_LOGS,
                today,
                OtherCompany.mapping(company.sources().replace("zone: Europe/Helsinki", "zone: America/New_York")));
        assertThat(findings()).containsExactly("FUTURE_START");
    }

    @ParameterizedTest
    @EnumSource
    void keeps_what_is_held_by_any_name_and_what_is_processed_for_customers(Kind kind) {
        for (int n = 10; n < 17; n++) {
            boolean second = n % 2 == 1;
            kind.put(
                    company,
                    n,
                    due(kind),
                    ", AbonnentNr, inloggning",
                    second ? "AB-Å2" : "AB-Å1",
                    n == 12 ? OtherCompany.uuid(902) : OtherCompany.uuid(901));
        }
        kind.put(company, 17, due(kind), ", " + kind.processor, kind.processed);
        hold(ScopeType.RECORD, kind.category + ":" + kind.key(10).toUpperCase(java.util.Locale.ROOT));
        hold(ScopeType.CUSTOMER, "559900-0002");
        hold(ScopeType.USER, "två@exempel.SE");
        run(kind);
        for (int n : new int[] {10, 11, 12, 13, 15, 17}) {
            assertThat(company.left(kind.category, n)).as("record %s", n).isPositive();
        }
        assertThat(company.left(kind.category, 14)).isZero();
        assertThat(company.left(kind.category, 16)).isZero();
    }

    @Test
    void reads_the_companys_own_words_for_queue_and_bookkeeping() {
        Instant due = due(Kind.CALLS);
        company.call(20, due, ", i_bokforing, bokford", "ja", today.minusYears(1));
        company.call(21, due, ", i_bokforing", "nej");
        company.call(22, today.minusDays(4).atTime(LAST).atZone(Workplace.ZONE).toInstant(), "");
        company.jdbc()
                .update(
                        "UPDATE " + company.table("InspelatSamtal") + " SET ko = 'FS' WHERE samtal = ?",
                        OtherCompany.uuid(22));
        run(Kind.CALLS);
        assertThat(company.left(CategoryIds.CALL_RECORDINGS, 20)).isPositive();
        assertThat(company.left(CategoryIds.CALL_RECORDINGS, 21)).isZero();
        assertThat(company.left(CategoryIds.CALL_RECORDINGS, 22))
                .as("sales: three days")
                .isZero();
    }

    @Test
    void a_hold_on_a_child_of_a_child_or_on_a_child_spelt_otherwise_keeps_the_record_whole() {
        company.chat(30, due(Kind.CHATS), "");
        company.call(31, due(Kind.CALLS), "");
        Long attachment = company.jdbc().queryForObject("SELECT nr FROM " + company.table("2_bilagor"), Long.class);
        PlacedHold placed = hold(ScopeType.RECORD, "chat-logs/bilagor:" + attachment);
        hold(ScopeType.OBJECT, "text/31.txt");
        run(Kind.CHATS);
        run(Kind.CALLS);
        assertThat(company.left(CategoryIds.CHAT_LOGS, 30)).isEqualTo(5);
        assertThat(company.left(CategoryIds.CALL_RECORDINGS, 31)).isEqualTo(6);
        try (SuiteContext suite = company.suite(company.config)) {
            KeyTypes kinds = suite.preflight()
                    .check(java.util.Set.of(CategoryIds.CHAT_LOGS), today)
                    .kinds();
            Pseudonymizer tags = TestTagKey.tags();
            assertThat(new HoldReceiptService(suite.pool(DatabaseRole.FINANCE), suite.sources(), kinds, tags)
                            .of(placed)
                            .kept())
                    .isEqualTo(1);
        }
    }

    @Test
    void keeps_a_chat_whose_message_is_younger_than_the_chat_says() {
        company.chat(32, due(Kind.CHATS), "");
        company.jdbc()
                .update(
                        "UPDATE " + company.table("Inlägg")
                                + " SET skrivet_i_sekunder_sedan_1970_i_den_zon_som_heter_UTC_och_ej_CET = skrivet_i_sekunder_sedan_1970_i_den_zon_som_heter_UTC_och_ej_CET + 301");
        run(Kind.CHATS);
        assertThat(company.left(CategoryIds.CHAT_LOGS, 32)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void reports_what_has_no_start_or_one_in_the_future(Kind kind) {
        kind.put(company, 40, due(kind), "");
        kind.put(company, 41, Clock.systemUTC().instant().plusSeconds(90_000), "");
        String emptied = switch (kind) {
            case CALLS -> "InspelatSamtal SET slut_sek = NULL WHERE samtal = ?";
            case CHATS -> "chatt SET stängd = NULL, senast = NULL WHERE Ärende = ?";
            case REQUESTS -> "anrop SET tid = NULL WHERE id = ?";
        };
        company.jdbc().update("DELETE FROM " + company.table("2_bilagor"));
        company.jdbc().update("DELETE FROM " + company.table("Inlägg"));
        company.jdbc().update("UPDATE `" + company.schemas.business() + "`." + emptied, kind.key(40));
        run(kind);
        assertThat(findings()).containsExactlyInAnyOrder("MISSING_START_EVENT", "FUTURE_START");
        assertThat(company.left(kind.category, 40)).isPositive();
        assertThat(company.left(kind.category, 41)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void the_ledger_knows_a_key_that_is_a_text_and_does_not_hold_it(Kind kind) {
        kind.put(company, 50, due(kind), ", AbonnentNr", "AB-Å1");
        run(kind);
        assertThat(new LedgerSearch(company.jdbc(), TestTagKey.tags()).find(kind.category, kind.key(50)))
                .singleElement()
                .satisfies(entry -> assertThat(entry.outcome()).isEqualTo(Outcome.ERASED));
        assertThat(company.jdbc().queryForList("SELECT items FROM ledger_chunk", byte[].class))
                .allSatisfy(items -> assertThat(new String(items, StandardCharsets.ISO_8859_1))
                        .doesNotContain("anrop-", "rende", OtherCompany.uuid(50), "AB-"));
    }

    @Test
    void the_program_runs_and_explains_it_with_nothing_but_the_mapping() {
        company.call(60, due(Kind.CALLS), "");
        company.call(61, due(Kind.CALLS).plusSeconds(1), "");
        company.chat(62, due(Kind.CHATS), "");
        company.request(63, due(Kind.REQUESTS), "");
        Program gallra = new Program(company.environment());
        assertThat(gallra.run("policy", "check").exit()).isZero();
        Answer run = gallra.run("run", "--all", "--plain");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.cells()).extracting(row -> row.get(3)).containsExactly("1", "1", "1");
        Answer gone = gallra.run("explain", "call-recordings:" + OtherCompany.uuid(60));
        assertThat(gone.exit()).as(gone.err()).isZero();
        assertThat(gone.out()).contains("erased");
        Answer kept = gallra.run("explain", "call-recordings:" + OtherCompany.uuid(61));
        assertThat(kept.out())
                .contains("InspelatSamtal.slut_sek", today.plusDays(1).toString());
        assertThat(gallra.run("explain", "chat-logs:Ärende 62").out()).contains("erased");
        Answer garbled = gallra.with("LANG", "C").run("explain", "chat-logs:Ärende 62");
        assertThat(garbled.exit())
                .as("no answer about a key that nobody asked for")
                .isEqualTo(2);
    }
}
