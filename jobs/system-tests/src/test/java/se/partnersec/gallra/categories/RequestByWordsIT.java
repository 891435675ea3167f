package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.requests.NewDecision;
import se.partnersec.gallra.requests.RequestKind;
import se.partnersec.gallra.requests.RequestService;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.TestDatabase;
import se.partnersec.gallra.testing.Workplace;

/** A request at a company whose users and records are known by words, in other character sets than ours. */
@Tag("full")
class RequestByWordsIT {
    @Test
    void takes_the_persons_records_and_neither_anothers_nor_those_of_a_customer() {
        try (OtherCompany company = new OtherCompany();
                SuiteContext suite = company.suite(company.config)) {
            LocalDateTime yesterday = LocalDate.ofInstant(Clock.systemUTC().instant(), Workplace.ZONE)
                    .minusDays(1)
                    .atTime(9, 0);
            String[][] rows = {{"Ä-1", "901", "N"}, {"ö 2", "902", "N"}, {"P-3", "901", "J"}, {"A-4", "901", "N"}};
            for (String[] row : rows) {
                company.insert(
                        "anrop",
                        "id, tid, inloggning, åtKund",
                        row[0],
                        yesterday,
                        OtherCompany.uuid(Integer.parseInt(row[1])),
                        row[2]);
            }
            long id = service(suite.pool(DatabaseRole.FINANCE), suite)
                    .add(RequestKind.ERASURE, "Ett@exempel.se", null)
                    .id();
            decide(company, suite, id);

            company.run(
                    CategoryIds.IP_LOGS, LocalDate.ofInstant(Clock.systemUTC().instant(), Workplace.ZONE));

            assertThat(company.jdbc()
                            .queryForList("SELECT id FROM " + company.table("anrop") + " ORDER BY id", String.class))
                    .containsExactlyInAnyOrder("ö 2", "P-3");
        }
    }

    private static RequestService service(DataSource login, SuiteContext suite) {
        JdbcTemplate jdbc = new JdbcTemplate(login);
        return new RequestService(
                jdbc,
                new TransactionTemplate(new JdbcTransactionManager(login)),
                suite.sources(),
                KeyTypes.read(jdbc, suite.sources()),
                suite.settings().tags(),
                CategoryIds.KNOWN);
    }

    /** Under the login of somebody else, who may do what the company's one account may. */
    private static void decide(OtherCompany company, SuiteContext suite, long id) {
        DatabaseAccount other = new DatabaseAccount(company.schemas.suite() + "_w", "Aa-" + company.schemas.suite());
        String name = "'" + other.user() + "'@'%'";
        TestDatabase database = company.schemas.database();
        database.execute(
                "", "CREATE USER " + name + " IDENTIFIED BY '" + other.password() + "'", "GRANT ALL ON *.* TO " + name);
        try (Connection login = database.connect(other, company.schemas.suite())) {
            service(new SingleConnectionDataSource(login, true), suite)
                    .decide(id, new NewDecision(true, "BankID", null, null, null));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            database.execute("", "DROP USER " + name);
        }
    }
}
