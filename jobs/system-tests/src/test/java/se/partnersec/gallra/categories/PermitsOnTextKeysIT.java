package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.permit.PlacedPermit;
import se.partnersec.gallra.planning.explain.RecordExplainer;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.Fixture;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Permits where invoices are known by words, and nobody says when a dispute was closed. */
@GallraTest(chunk = 3)
@Tag("full")
class PermitsOnTextKeysIT {
    /** TextKeyInvoices and disputes of that company. */
    private record TextKeyInvoices(Workplace work) implements Fixture {
        private TextKeyInvoices {
            work.admin()
                    .execute("CREATE TABLE " + work.table("rakning") + " (nr VARCHAR(40) PRIMARY KEY, lage VARCHAR(10),"
                            + " dag DATE, betald DATE, KEY (dag)) ENGINE=InnoDB");
            work.admin()
                    .execute("CREATE TABLE " + work.table("tvist") + " (id BIGINT AUTO_INCREMENT PRIMARY KEY,"
                            + " om VARCHAR(40), slut DATE, KEY (om)) ENGINE=InnoDB");
            work.change("sources.yml", shipped -> """
                schema: %s
                identities:
                  customer: {table: customer, key: id}
                categories:
                  invoices:
                    table: rakning
                    key: nr
                    columns: {status: lage, issued_on: dag, settled_on: betald, booked_on: dag}
                    scopes: none
                    because: the table has no customer
                    children:
                      disputes: {table: tvist, key: id, parent: om, foreign_key: none}
                """.formatted(work.schemas().business()));
            String finance = "'" + work.settings().account(DatabaseRole.FINANCE).user() + "'@'%'";
            work.admin().execute("GRANT SELECT ON " + work.table("rakning") + " TO " + finance);
        }

        @Override
        public void fill() {
            LocalDate booked = LocalDate.of(work.today().getYear() - 3, 3, 1);
            for (String key : List.of("R/1 Åsa", "R/2", "R/3")) {
                work.insert("rakning", "nr, lage, dag, betald", key, "PAID", booked, booked);
            }
        }
    }

    private final Workplace work;
    private final PermitPeople people;
    private final LocalDate today;

    /** @param invoices come first: the service of permits reads the mapping when it is made */
    PermitsOnTextKeysIT(Workplace work, TextKeyInvoices invoices, PermitPeople people, LocalDate today) {
        this.work = work;
        this.people = people;
        this.today = today;
    }

    private SuiteContext suite() {
        return SuiteContext.of(work.adminSettings());
    }

    private List<String> left(SuiteContext suite) {
        var result = suite.runs().run(CategoryIds.INVOICES, today).get(0);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        return work.texts("SELECT nr FROM " + work.table("rakning") + " ORDER BY nr");
    }

    @Test
    void one_record_goes_and_is_noted_by_its_tag_alone() {
        PlacedPermit permit = people.approved(PermitPeople.ofRecord(CategoryIds.INVOICES, "r/1 åsa", today));
        assertThat(permit.recordKey()).as("as the database spells it").isEqualTo("R/1 Åsa");
        try (SuiteContext suite = suite()) {
            assertThat(left(suite)).containsExactly("R/2", "R/3");
            assertThat(work.texts("SELECT subject FROM permit_use"))
                    .singleElement()
                    .asString()
                    .matches("[0-9a-f]{32}");
            var reader = suite.pool(DatabaseRole.READER);
            RecordExplainer explainer = new RecordExplainer(
                    reader,
                    suite.policy(),
                    suite.sources(),
                    KeyTypes.read(new JdbcTemplate(reader), suite.sources()),
                    work.settings().tags(),
                    work.bucket());
            assertThat(explainer
                            .explain(new Invoices(), "R/1 Åsa")
                            .text(Locale.ENGLISH)
                            .replaceAll("\\s+", " "))
                    .contains("erased early, under P-", "Skatteverket's 8-1234567, approved by ");
        }
    }

    @Test
    void whatever_was_ever_disputed_stays_where_nobody_says_that_it_ended() {
        work.insert("tvist", "om, slut", "R/2", today.minusYears(2));
        people.approved(PermitPeople.ofYear(CategoryIds.INVOICES, LocalDate.of(today.getYear() - 3, 12, 31), today));
        try (SuiteContext suite = suite()) {
            assertThat(left(suite)).containsExactly("R/2");
        }
    }
}
