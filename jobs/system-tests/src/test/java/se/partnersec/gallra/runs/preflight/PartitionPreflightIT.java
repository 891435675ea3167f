package se.partnersec.gallra.runs.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.testing.Partitioned;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** What must be so before whole partitions of a log may go: all that is not is named, and nothing runs. */
@Tag("core")
class PartitionPreflightIT {
    @Test
    void names_what_does_not_fit() {
        try (Workplace work = new Workplace(100)) {
            Partitioned.ipLog(work, 1000);
            assertThat(refusals(work)).isEmpty();
            String log = work.table("ip_log");
            String staging = work.table(Partitioned.STAGING);

            alter(work, staging, "ADD COLUMN more INT NULL");
            assertThat(refusals(work)).singleElement().asString().contains("has other columns than");
            alter(work, staging, "DROP COLUMN more");

            for (String table : List.of(log, staging)) {
                alter(work, table, "ADD COLUMN twice BIGINT AS (user_id * 2) STORED");
            }
            assertThat(refusals(work)).singleElement().asString().contains("twice is computed by the database");
            for (String table : List.of(log, staging)) {
                alter(work, table, "DROP COLUMN twice");
            }

            work.admin()
                    .execute("CREATE TRIGGER " + work.table("changing") + " BEFORE INSERT ON " + log
                            + " FOR EACH ROW SET NEW.service = 'changed'");
            assertThat(refusals(work)).singleElement().asString().contains("has an INSERT trigger");
            work.admin().execute("DROP TRIGGER " + work.table("changing"));

            work.admin().execute("DROP PROCEDURE `ip-logs_fill`");
            assertThat(refusals(work))
                    .hasSize(2)
                    .anyMatch(each -> each.contains("no procedure `ip-logs_fill`"))
                    .anyMatch(each -> each.contains("lacks EXECUTE on PROCEDURE"));

            alter(work, log, "REMOVE PARTITIONING");
            assertThat(refusals(work)).anyMatch(each -> each.contains("is not partitioned by RANGE of seen_at"));

            alter(work, staging, "DROP PRIMARY KEY, ADD PRIMARY KEY (id)");
            assertThat(refusals(work))
                    .anyMatch(each -> each.contains("it must be (id, seen_at), as 'partitions' says"));

            work.admin().execute("DROP TABLE " + staging);
            assertThat(refusals(work)).anyMatch(each -> each.contains("there is no table"));
        }
    }

    private static void alter(Workplace work, String table, String how) {
        work.admin().execute("ALTER TABLE " + table + " " + how);
    }

    private static List<String> refusals(Workplace work) {
        try (SuiteContext suite = work.suite()) {
            return suite.preflight().doctor().checks().stream()
                    .filter(Check::refused)
                    .map(Check::what)
                    .toList();
        }
    }
}
