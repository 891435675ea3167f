package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.PolicyVariant;
import se.partnersec.gallra.testing.GallraTest.Share;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Keys that are texts are only tags in the ledger; what is left pointing at them is found all the same. */
@GallraTest(chunk = 3, policy = PolicyVariant.WITH_PERIODS, share = Share.TEST)
@Tag("full")
class TextKeysIT {
    private final Workplace work;
    private final LocalDate today;

    TextKeysIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.admin()
                .execute("CREATE TABLE " + work.table("intresse")
                        + " (namn VARCHAR(40) PRIMARY KEY, kom DATETIME) ENGINE=InnoDB");
        work.admin()
                .execute("CREATE TABLE " + work.table("anteckning")
                        + " (id BIGINT AUTO_INCREMENT PRIMARY KEY, om VARCHAR(40), KEY (om)) ENGINE=InnoDB");
        work.change("sources.yml", shipped -> """
                schema: %s
                identities:
                  customer: {table: customer, key: id}
                categories:
                  leads:
                    table: intresse
                    key: namn
                    columns: {collected_at: {column: kom, zone: UTC}}
                    scopes: none
                    because: nobody here is a customer yet
                    children:
                      notes: {table: anteckning, key: id, parent: om, foreign_key: none}
                """.formatted(work.schemas().business()));
        work.insert("intresse", "namn, kom", "Anna Påhittad", "2020-01-01 12:00:00");
        work.insert("anteckning", "om", "Anna Påhittad");
        work.insert("anteckning", "om", "någon som aldrig fanns");
    }

    private RunResult run(CrashPoint.Witness witness) {
        try (SuiteContext suite = SuiteContext.of(work.adminSettings(), Clock.systemUTC(), witness)) {
            return suite.runs().run(CategoryIds.LEADS, today).get(0);
        }
    }

    @Test
    void passes_where_only_others_lead_nowhere() {
        RunResult result = run(point -> {});
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("intresse", "TRUE")).isZero();
        assertThat(work.count("anteckning", "TRUE")).isEqualTo(1);
    }

    @Test
    void fails_where_one_is_left_and_names_the_column_but_not_the_key() {
        boolean[] planted = {false};
        RunResult result = run(point -> {
            if (point == CrashPoint.VERIFY_STARTED && !planted[0]) {
                planted[0] = true;
                work.insert("anteckning", "om", "Anna Påhittad");
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
        assertThat(work.texts("SELECT CONCAT(subject, ' ', detail) FROM finding"))
                .anySatisfy(found ->
                        assertThat(found).startsWith("anteckning.om 1 rows").doesNotContain("Anna"));
    }
}
