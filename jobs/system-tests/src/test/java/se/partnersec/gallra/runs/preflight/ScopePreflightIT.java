package se.partnersec.gallra.runs.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** A scope that does not meet its identity is refused by doctor and before a run: a hold would miss what it is on. */
@GallraTest(chunk = 100)
@Tag("full")
class ScopePreflightIT {
    private static final int CUSTOMERS = 30;
    private static final int USERS_FROM = 1000;

    private final Workplace work;

    ScopePreflightIT(Workplace work) {
        this.work = work;
    }

    /** Users have other numbers than customers. IP logs have no foreign key that could tell. */
    @BeforeEach
    void fill() {
        for (int id = 1; id <= CUSTOMERS; id++) {
            work.insert("customer", "id, customer_no, org_no, name", id, "K-" + id, "559900-" + id, "Bolag AB");
            work.user(USERS_FROM + id, id, "anv" + id);
            entry(id, id, USERS_FROM + id);
        }
    }

    private void entry(int id, int customer, int user) {
        work.insert(
                "ip_log",
                "id, seen_at, customer_id, user_id, service, address",
                id,
                work.today().minusDays(200).atTime(12, 0),
                customer,
                user,
                "mail",
                "192.0.2.7");
    }

    /** Changes what the mapping says of one category. */
    private void map(DataCategory category, UnaryOperator<String> change) {
        work.change("sources.yml", mapped -> {
            int from = mapped.indexOf("\n  " + category.id() + ":\n");
            int to = mapped.indexOf("\n\n", from);
            String changed = change.apply(mapped.substring(from, to));
            assertThat(changed).isNotEqualTo(mapped.substring(from, to));
            return mapped.substring(0, from) + changed + mapped.substring(to);
        });
    }

    private static String swapped(String mapped) {
        return mapped.replace("customer: [customer_id]", "customer: [X]")
                .replace("user: [user_id", "user: [customer_id")
                .replace("customer: [X]", "customer: [user_id]");
    }

    private List<String> refusals() {
        try (SuiteContext suite = work.suite()) {
            return suite.preflight().doctor().refusals().stream()
                    .map(Check::text)
                    .toList();
        }
    }

    @Test
    void lets_the_shipped_scopes_pass() {
        assertThat(refusals()).isEmpty();
        assertThat(work.run(CategoryIds.IP_LOGS, work.today()).exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("ip_log", "TRUE")).isZero();
    }

    /** The negative control: with the scopes swapped, and too few values to tell, a held user's rows go. */
    @Test
    void would_let_go_what_is_held_if_swapped_scopes_were_let_pass() {
        work.delete("ip_log", "TRUE");
        entry(1, 1, USERS_FROM + 1);
        work.hold(ScopeType.USER, "anv1");
        map(CategoryIds.IP_LOGS, ScopePreflightIT::swapped);
        assertThat(work.run(CategoryIds.IP_LOGS, work.today()).exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("ip_log", "TRUE")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            customer: [customer_id] | customer: [address] | scope 'customer' of ip-logs: .*ip_log.address is varchar.*customer.id is bigint
            user: [user_id] | user: [address] | scope 'user' of ip-logs: .*ip_log.address is varchar.*user_account.id is bigint
            user: [user_id] | user: [id] | scope 'user' of ip-logs: .*ip_log.id has values of which none are in .*user_account.id .0 of 30 looked at
            """)
    void refuses_a_column_that_is_no_key_of_the_identity(String old, String changed, String words) {
        map(CategoryIds.IP_LOGS, mapped -> mapped.replace(old, changed));
        assertThat(refusals()).singleElement().asString().containsPattern(words).contains("would miss such records");
        assertThat(work.run(CategoryIds.IP_LOGS, work.today()).exit()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(CUSTOMERS);
    }

    @Test
    void refuses_customer_and_user_swapped() {
        map(CategoryIds.IP_LOGS, ScopePreflightIT::swapped);
        assertThat(refusals())
                .hasSize(2)
                .allSatisfy(each ->
                        assertThat(each).contains("sources.yml:", "ip-logs", "name the column that holds the key"));
        assertThat(work.run(CategoryIds.IP_LOGS, work.today()).exit()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(CUSTOMERS);
    }

    /** Where the numbers of customers and users are the same, only the database's own keys can tell. */
    @Test
    void refuses_a_column_whose_foreign_key_points_at_another_identity() {
        work.delete("ip_log", "TRUE");
        map(CategoryIds.TRAFFIC_DATA, ScopePreflightIT::swapped);
        assertThat(refusals())
                .anySatisfy(each -> assertThat(each).contains("sms_usage.user_id points at", "which is the user"));
    }

    /** Some rows name people who are gone: that is no fault of the mapping. */
    @Test
    void lets_values_pass_of_which_most_are_known() {
        work.delete("user_account", "id > " + (USERS_FROM + 16));
        assertThat(refusals()).isEmpty();
        work.delete("user_account", "id > " + (USERS_FROM + 14));
        assertThat(refusals())
                .singleElement()
                .asString()
                .contains("has values of which few are in", "(14 of 30 looked at)");
    }
}
