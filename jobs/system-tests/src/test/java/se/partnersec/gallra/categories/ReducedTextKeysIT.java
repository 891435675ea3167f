package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.Share;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Users whose keys are texts are reduced as others are, and the suite records no key of them. */
@GallraTest(chunk = 3, share = Share.TEST)
@Tag("full")
class ReducedTextKeysIT {
    /** As hexadecimal digits longer than any column of a key. */
    private static final String KEY = "Åsa O'Påhittad" + "å".repeat(200);

    private static final String MAPPING = """
            schema: %s
            identities:
              customer: {table: customer, key: id}
              user: {table: person, key: kod}
            categories:
              user-data:
                table: person
                key: kod
                columns: {}
                scopes: {customer: [kund], user: [kod, epost]}
                reduce: {namn: {constant: "-"}, epost: keyed-hash, hemligt: null}
                pseudonymous: accepted
                parents:
                  customer: {table: customer, key: id, column: kund}
                facts:
                  contracts:
                    table: contract
                    key: id
                    parent: customer_id
                    of: customer
                    columns: {start_on: start_on, end_on: end_on, status: status}
                  invoices:
                    table: invoice
                    key: id
                    parent: customer_id
                    of: customer
                    columns: {status: status}
                  vouchers:
                    table: verifikation
                    key: id
                    parent: person
                    columns: {booked_on: booked_on, settled_on: settled_on}
            """;

    private final Workplace work;
    private final LocalDate today;

    ReducedTextKeysIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        String key = " VARCHAR(255) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL";
        work.admin()
                .execute(
                        "CREATE TABLE " + work.table("person") + " (kod" + key
                                + " PRIMARY KEY, namn VARCHAR(80), epost VARCHAR(80), hemligt VARCHAR(64), kund BIGINT NOT NULL) ENGINE=InnoDB");
        work.admin()
                .execute("CREATE TABLE " + work.table("verifikation") + " (id BIGINT PRIMARY KEY, person" + key
                        + ", booked_on DATE, settled_on DATE, FOREIGN KEY (person) REFERENCES " + work.table("person")
                        + " (kod)) ENGINE=InnoDB");
        map(MAPPING);
        work.customer(1);
        LocalDate ended = Scene.USERS.firstDue(today);
        work.insert("contract", "customer_id, start_on, end_on, status", 1, ended.minusYears(3), ended, "TERMINATED");
        for (String each : List.of(KEY, "åke-2")) {
            work.insert("person", "kod, namn, epost, hemligt, kund", each, "Påhittad", "a@exempel.se", "x", 1);
        }
        work.insert(
                "verifikation", "id, person, booked_on, settled_on", 1, KEY, today.minusYears(2), today.minusYears(2));
    }

    private void map(String mapping) {
        String text = mapping.formatted(work.schemas().business());
        work.change("sources.yml", before -> text);
        new Grants(
                        work.adminPool(),
                        work.accounts()
                                .names(
                                        CategoryIds.ALL,
                                        SourceMappingReader.parse(
                                                "sources.yml",
                                                text.getBytes(StandardCharsets.UTF_8),
                                                Categories.registry()
                                                        .requirements()
                                                        .roles())))
                .apply();
    }

    private RunResult run() {
        return run(point -> {});
    }

    private RunResult run(CrashPoint.Witness witness) {
        try (SuiteContext suite = SuiteContext.of(work.adminSettings(), Clock.systemUTC(), witness)) {
            return suite.runs().run(CategoryIds.USER_DATA, today).get(0);
        }
    }

    @Test
    void leaves_the_key_in_the_row_and_a_tag_of_it_in_the_list() {
        RunResult result = run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.ANONYMISED)).isEqualTo(1);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(1);
        Map<String, @Nullable Object> left = work.admin().queryForMap("SELECT * FROM " + work.table("person"));
        assertThat(left)
                .containsEntry("kod", KEY)
                .containsEntry("namn", "-")
                .containsEntry("hemligt", null)
                .containsEntry("kund", 1L);
        assertThat(String.valueOf(left.get("epost"))).matches("[0-9a-f]{32}");
        assertThat(work.texts("SELECT record_key FROM reduced"))
                .containsExactly(HexFormat.of().formatHex(work.settings().tags().tag(CategoryIds.USER_DATA.id(), KEY)));
    }

    @Test
    void keeps_what_is_left_until_the_books_let_it_go_and_then_erases_it() {
        run();
        RunResult second = run();
        assertThat(second.counts().of(Outcome.ANONYMISED)).isZero();
        assertThat(second.counts().of(Outcome.HELD)).isEqualTo(1);
        work.delete("verifikation", "TRUE");
        run();
        assertThat(work.count("person", "TRUE"))
                .as("the voucher is gone, its last day is on record")
                .isEqualTo(1);
        work.admin().update("UPDATE reduced SET keep_until = ?", LocalDate.of(today.getYear() - 1, 12, 31));
        RunResult last = run();
        assertThat(last.counts().of(Outcome.ERASED)).as(last.toString()).isEqualTo(1);
        assertThat(work.count("person", "TRUE")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"namn, Åsa", "epost, asa@exempel.se", "hemligt, nyckel"})
    void a_run_fails_that_finds_a_column_filled_again_and_names_no_key(String column, String value) {
        boolean[] planted = {false};
        RunResult result = run(point -> {
            if (point == CrashPoint.VERIFY_STARTED && !planted[0]) {
                planted[0] = true;
                work.update("person", column + " = ?", value);
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
        assertThat(work.texts("SELECT CONCAT(code, ' ', subject, ' ', detail) FROM finding"))
                .singleElement()
                .satisfies(found -> assertThat(found)
                        .startsWith("NOT_REDUCED person." + column)
                        .contains(
                                HexFormat.of().formatHex(work.settings().tags().tag(CategoryIds.USER_DATA.id(), KEY)))
                        .doesNotContain("Åsa"));
    }

    @Test
    void nothing_is_reduced_where_nobody_accepted_that_the_key_stays() {
        map(MAPPING.replace("    pseudonymous: accepted\n", "").replace("epost: keyed-hash", "epost: null"));
        assertThat(run().exit()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(work.count("person", "namn = 'Påhittad'")).isEqualTo(2);
    }
}
