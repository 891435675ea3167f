package se.partnersec.gallra.reports.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.reports.content.ReportFactory.Subject;
import se.partnersec.gallra.reports.table.Invented;
import se.partnersec.gallra.reports.table.ReportWriter;
import se.partnersec.gallra.reports.table.ReportWriter.Format;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** What the deletion concept says of practice: never that it conforms where that is not known. */
@GallraTest
@Tag("full")
class DeletionConceptIT {
    private final Workplace work;
    private final SuiteContext suite;
    private final LocalDate today;
    private final Path folder;

    DeletionConceptIT(Workplace work, SuiteContext suite, LocalDate today, @TempDir Path folder) {
        this.work = work;
        this.suite = suite;
        this.today = today;
        this.folder = folder;
    }

    private ReportWriter.Written written(String rules) {
        var reader = suite.pool(DatabaseRole.READER);
        return new ReportFactory(
                        reader,
                        suite.files(),
                        KeyTypes.read(new JdbcTemplate(reader), suite.sources()),
                        suite.settings().tags(),
                        Categories.all(),
                        () -> new Reconciler(reader, suite.files().billing(), suite.sources()),
                        () -> new RulesInForce(
                                        new JdbcTemplate(reader),
                                        rules,
                                        suite.files().limits(),
                                        false)
                                .standing())
                .write(
                        new ReportFactory.Choice(Subject.DELETION_CONCEPT, Optional.empty(), false, null, null),
                        Format.CSV_STANDARD,
                        Invented.wording("en"),
                        folder.resolve("concept.csv"),
                        true);
    }

    /** Cells by the key of their column. */
    private Map<String, String> row(String category) throws IOException {
        Path file = written(suite.files().fingerprint()).file();
        List<String> lines = Files.readAllLines(file);
        String[] heads = lines.get(0).split(",");
        String line = lines.stream()
                .filter(each -> each.contains("," + category + ","))
                .findFirst()
                .orElseThrow();
        String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < heads.length; i++) {
            row.put(heads[i], cells[i]);
        }
        return row;
    }

    @Test
    void compares_the_rule_with_what_runs_did() throws IOException {
        work.customer(1);
        assertThat(row("ip-logs")).containsEntry("conformity", "NEVER_RUN").containsEntry("erased_12m", "0");
        for (long id = 1; id <= 4; id++) {
            Scene.IPS.put(work, Spec.of(id, today.minusDays(400)));
        }
        assertThat(row("ip-logs"))
                .as("four are past their last day")
                .containsEntry("conformity", "OVERDUE")
                .containsEntry("overdue", "4");
        work.hold(ScopeType.RECORD, "ip-logs:4");
        work.run(CategoryIds.IP_LOGS, today);
        assertThat(row("ip-logs"))
                .containsEntry("conformity", "CONFORMS")
                .containsEntry("erased_12m", "3")
                .containsEntry("retained", "1")
                .containsEntry("overdue", "0")
                .containsEntry("not_evaluated", "0")
                .containsEntry("last_run", today.toString());
        assertThat(row("leads")).containsEntry("conformity", "NO_PERIOD").containsEntry("not_evaluated", "0");
        Scene.LEADS.put(work, Spec.of(9, today.minusDays(400)));
        assertThat(row("leads")).containsEntry("conformity", "NO_PERIOD").containsEntry("not_evaluated", "1");
    }

    @Test
    void it_says_so_where_its_rules_are_not_in_force() {
        work.run(CategoryIds.IP_LOGS, today);
        assertThat(written(suite.files().fingerprint()).caution()).isNull();
        assertThat(written("ab".repeat(32)).caution())
                .startsWith("These rules are not in force: the rules of policy.yml and sources.yml here (abababab)");
    }

    /** Records of a run that was stopped are erased all the same, and no run has come to its end. */
    @Test
    void what_a_stopped_run_erased_counts_and_it_is_no_run_to_its_end() throws IOException {
        work.customer(1);
        Scene.IPS.put(work, Spec.of(1, today.minusDays(400)));
        work.run(CategoryIds.IP_LOGS, today);
        work.admin().update("UPDATE run_scope SET outcome = 'STOPPED'");
        assertThat(row("ip-logs"))
                .containsEntry("conformity", "NEVER_RUN")
                .containsEntry("erased_12m", "1")
                .containsEntry("last_run", "");
    }

    @Test
    void what_needs_review_is_not_said_to_conform() throws IOException {
        work.customer(1);
        Scene.IPS.put(work, Spec.of(1, today.minusDays(400)));
        work.run(CategoryIds.IP_LOGS, today);
        assertThat(row("ip-logs")).as("the control").containsEntry("conformity", "CONFORMS");
        Scene.IPS.put(work, Spec.of(2, today.minusDays(400)));
        work.admin().update("UPDATE " + work.table("ip_log") + " SET seen_at = NULL");
        assertThat(row("ip-logs")).containsEntry("conformity", "NOT_EVALUATED").containsEntry("not_evaluated", "1");
    }
}
