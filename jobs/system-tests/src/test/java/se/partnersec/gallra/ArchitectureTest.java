package se.partnersec.gallra;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of the architecture hold, and each of them is seen to find a violation that was planted for it. */
class ArchitectureTest {

    private static final Architecture SUITE = new Architecture(
            "se.partnersec.gallra",
            new ClassFileImporter().importPaths(Modules.of("..").folders("target", "classes")));
    private static final Architecture PLANTED = new Architecture(
            "se.partnersec.planted",
            new ClassFileImporter().importPath(Path.of("target", "test-classes", "se", "partnersec", "planted")));
    private static final List<SourceText> SOURCES =
            Modules.of("..").folders("src", "main", "java", "se", "partnersec", "gallra").stream()
                    .flatMap(folder -> SourceText.below(folder).stream())
                    .toList();
    private static final int LONG_CONSTRUCTORS = 7;

    private static final Set<String> OWN_TABLES = SourceText.ownTables(Path.of("..", "..", "sql"));

    /**
     * The guarded path itself, with the sums and counts it leaves, the demo's set-up of a schema that it checked to be its own, the service
     * that blocks addresses and lifts blocks, which adds and dates rows and erases none, the withdrawal that an objection dates, and the pruning
     * of the suite's own tables.
     */
    private static final Set<String> MAY_WRITE = Set.of(
            "erasure.row/RowEraser.java",
            "erasure.row/RowReducer.java",
            "erasure.row/UsageSums.java",
            "erasure.partition/StagingTable.java",
            "erasure.statistic/CountedPeriods.java",
            "demo.company/DemoSchema.java",
            "holds.blocklist/BlockListService.java",
            "operations.housekeeping/PrunableTables.java",
            "requests/ConsentWithdrawal.java");

    private static final Pattern PRUNED = Pattern.compile("Part\\.of\\(\\s*\"(\\w+)\"");

    @Nested
    class The_suite {
        @Test
        void has_every_class_in_a_module() {
            assertThat(SUITE.outsideTheModules()).isEmpty();
        }

        @Test
        void uses_modules_in_one_direction() {
            assertThat(SUITE.modulesUsedAgainstTheirDirection()).isEmpty();
        }

        @Test
        void has_no_circle_of_packages() {
            assertThat(SUITE.circlesOfPackages()).isEmpty();
        }

        @Test
        void has_no_package_of_more_than_15_files() {
            assertThat(SUITE.largePackages(15)).isEmpty();
        }

        @Test
        void keeps_the_policy_free_of_everything_but_the_language() {
            assertThat(SUITE.impurePolicy()).isEmpty();
        }

        @Test
        void names_each_library_in_its_place_only() {
            assertThat(SUITE.librariesOutsideTheirPlace()).isEmpty();
        }

        @Test
        void has_no_database_in_the_command_line() {
            assertThat(SUITE.databaseInTheCommandLine()).isEmpty();
        }

        @Test
        void asks_the_clock_it_was_given() {
            assertThat(SUITE.timeWithoutClock()).isEmpty();
        }

        @Test
        void deletes_objects_on_the_guarded_path_only() {
            assertThat(SUITE.objectsDeletedOutsideErasure()).isEmpty();
        }

        @Test
        void marks_every_package_for_nulls() {
            assertThat(SUITE.withoutNullMarks()).isEmpty();
        }

        @Test
        void names_things_by_what_they_are() {
            assertThat(SUITE.namesThatSayNothing()).isEmpty();
        }

        @Test
        void has_no_name_from_before() {
            assertThat(SUITE.formerNames()).isEmpty();
        }

        @Test
        void has_no_interface_of_more_than_12_methods() {
            assertThat(SUITE.wideInterfaces(12)).isEmpty();
        }

        /** Most of those that are left put a step of the guarded path together. */
        @Test
        void has_no_more_long_constructors_than_there_were() {
            assertThat(SUITE.longConstructors(7)).hasSizeLessThanOrEqualTo(LONG_CONSTRUCTORS);
        }

        /** For scripts/structure. */
        @Test
        void tells_its_figures() throws IOException {
            List<String> figures = List.of(
                    "modules " + SUITE.modules().size() + ": " + String.join(", ", SUITE.modules()),
                    "main files " + SOURCES.size() + ", lines "
                            + SOURCES.stream().mapToLong(SourceText::lines).sum(),
                    "packages over 15 files " + SUITE.largePackages(15).size(),
                    "circles of packages " + SUITE.circlesOfPackages().size(),
                    "uses of modules against their direction "
                            + SUITE.modulesUsedAgainstTheirDirection().size(),
                    "files over 400 lines " + SourceText.tooLong(SOURCES).size(),
                    "constructors over 7 parameters "
                            + SUITE.longConstructors(7).size(),
                    "interfaces over 12 methods " + SUITE.wideInterfaces(12).size(),
                    "names from before " + SUITE.formerNames().size());
            Files.write(Path.of("target", "structure.txt"), figures);
            assertThat(figures).hasSize(9);
        }

        @Test
        void has_no_file_longer_than_400_lines() {
            assertThat(SOURCES).isNotEmpty();
            assertThat(SourceText.tooLong(SOURCES)).isEmpty();
        }

        @Test
        void writes_source_data_on_the_guarded_path_only() {
            assertThat(OWN_TABLES).contains("gate", "ledger_chunk", "object_intent");
            assertThat(SOURCES.stream().map(s -> s.place() + "/" + s.name())).containsAll(MAY_WRITE);
            assertThat(SOURCES.stream()
                            .filter(s -> !MAY_WRITE.contains(s.place() + "/" + s.name()))
                            .flatMap(s -> s.writesBeside(OWN_TABLES).stream()))
                    .isEmpty();
        }

        @Test
        void prunes_tables_of_its_own_only() {
            List<String> pruned = SOURCES.stream()
                    .filter(source -> source.name().equals("PrunableTables.java"))
                    .flatMap(source -> PRUNED.matcher(source.text()).results().map(table -> table.group(1)))
                    .toList();
            assertThat(pruned).contains("hold", "audit").isSubsetOf(OWN_TABLES);
        }
    }

    @Nested
    class A_planted_violation {
        @Test
        void a_class_in_no_module_is_found() {
            assertThat(PLANTED.outsideTheModules()).singleElement().asString().contains("Oddments", "'util'");
        }

        @Test
        void a_module_that_uses_one_above_it_is_found() {
            assertThat(PLANTED.modulesUsedAgainstTheirDirection())
                    .anyMatch(line -> line.startsWith(
                            "package 'objectstore.bucket' must not use se.partnersec.planted.erasure.row.TalksToS3"))
                    .anyMatch(line ->
                            line.startsWith("package 'holds.hold' must not use se.partnersec.planted.app.boot.Front"))
                    .allMatch(line -> line.matches(
                            "package '(objectstore\\.bucket|holds\\.hold|support\\.file|policy\\.rule)' .*"));
        }

        @Test
        void support_that_uses_another_module_is_found_and_a_policy_that_uses_support() {
            assertThat(PLANTED.modulesUsedAgainstTheirDirection())
                    .anyMatch(line -> line.startsWith(
                            "package 'support.file' must not use se.partnersec.planted.objectstore.bucket.Object"))
                    .anyMatch(line -> line.startsWith(
                            "package 'policy.rule' must not use se.partnersec.planted.support.file.Uses"))
                    .noneMatch(line -> line.startsWith("package 'categories'"));
        }

        @Test
        void packages_of_one_module_that_use_each_other_are_found() {
            assertThat(PLANTED.circlesOfPackages())
                    .contains("packages erasure.record, erasure.row use each other in a circle; move what they share");
        }

        @Test
        void a_package_with_a_file_too_many_is_found_and_nested_classes_are_none() {
            assertThat(PLANTED.largePackages(2)).containsExactly("package 'objectstore.bucket' has 3 files; at most 2");
            assertThat(PLANTED.largePackages(3)).isEmpty();
        }

        @Test
        void a_circle_of_three_is_found_and_a_way_that_comes_back_to_nobody_is_not() {
            assertThat(Cycles.of(Map.of("a", Set.of("b"), "b", Set.of("c", "d"), "c", Set.of("a"), "d", Set.of("e"))))
                    .containsExactly(Set.of("a", "b", "c"));
            assertThat(Cycles.of(Map.of("a", Set.of("a", "b", "c"), "b", Set.of("c"))))
                    .isEmpty();
            assertThat(Cycles.of(Map.of("a", Set.of("b"), "b", Set.of("a", "c"), "c", Set.of("d"), "d", Set.of("c"))))
                    .containsExactly(Set.of("c", "d"), Set.of("a", "b"));
        }

        @Test
        void a_policy_that_reads_files_is_found() {
            assertThat(PLANTED.impurePolicy())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("package 'policy.rule' must not use java.nio.file."));
        }

        @Test
        void a_library_outside_its_place_is_found() {
            assertThat(PLANTED.librariesOutsideTheirPlace())
                    .anyMatch(line -> line.startsWith("package 'erasure.row' must not use software.amazon.awssdk."))
                    .anyMatch(line -> line.startsWith("package 'objectstore.bucket' must not use tools.jackson."))
                    .anyMatch(line -> line.startsWith("package 'holds.hold' must not use org.springframework.batch."))
                    .allMatch(line -> line.matches("package '(erasure\\.row|objectstore\\.bucket|holds\\.hold)' .*"));
        }

        @Test
        void a_database_in_the_command_line_is_found() {
            assertThat(PLANTED.databaseInTheCommandLine())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("package 'cli.run' must not use java.sql."));
        }

        @Test
        void time_without_a_clock_is_found_in_five_ways() {
            assertThat(PLANTED.timeWithoutClock())
                    .hasSize(5)
                    .allMatch(line -> line.startsWith("package 'runs.launch' must not call java."))
                    .anyMatch(line -> line.contains("java.time.LocalDate.now(java.time.ZoneId)"))
                    .anyMatch(line -> line.contains("java.time.Instant.now()"))
                    .anyMatch(line -> line.contains("java.time.Clock.systemUTC()"))
                    .anyMatch(line -> line.contains("java.lang.System.currentTimeMillis()"))
                    .anyMatch(line -> line.contains("java.time.ZoneId.systemDefault()"));
        }

        @Test
        void a_second_path_to_deleting_objects_is_found() {
            assertThat(PLANTED.objectsDeletedOutsideErasure())
                    .singleElement()
                    .asString()
                    .startsWith("package 'planning.plan' must not call"
                            + " se.partnersec.planted.objectstore.bucket.ObjectBucket.deleteEach");
        }

        @Test
        void an_unmarked_package_is_found() {
            assertThat(PLANTED.withoutNullMarks()).anyMatch(line -> line.contains("'cli.run'"));
        }

        @Test
        void a_name_that_says_nothing_is_found() {
            assertThat(PLANTED.namesThatSayNothing())
                    .singleElement()
                    .asString()
                    .contains("RunManager", "'runs.launch'");
        }

        @Test
        void a_name_from_before_is_found() {
            assertThat(PLANTED.formerNames()).singleElement().asString().contains("HoldDesk", "'holds.hold'");
        }

        @Test
        void a_constructor_of_eight_is_found_and_a_record_of_eight_is_none() {
            assertThat(PLANTED.longConstructors(7)).singleElement().asString().contains("HoldDesk", "8 things");
        }

        @Test
        void an_interface_of_thirteen_methods_is_found() {
            assertThat(PLANTED.wideInterfaces(12)).singleElement().asString().contains("HoldDesk$All");
        }

        @Test
        void a_file_of_401_lines_is_found_and_one_of_400_is_not() {
            assertThat(SourceText.tooLong(List.of(
                            new SourceText("erasure.row", "Long.java", "x\n".repeat(401)),
                            new SourceText("erasure.row", "Short.java", "x\n".repeat(400)))))
                    .containsExactly("package 'erasure.row', Long.java has 401 lines; at most 400");
        }

        @Test
        void a_write_of_source_data_is_found_wherever_it_hides() {
            for (String sql : List.of(
                    "\"DELETE FROM ip_log WHERE id = ?\"",
                    "\"DELETE FROM \" + table",
                    "\"DELETE \" + \"FROM ip_log\"",
                    "\"UPDATE user_account SET phone = NULL\"",
                    "\"UPDATE \" + table + \" SET x = 1\"",
                    "\"UPDATE \" + table",
                    "\"TRUNCATE TABLE ip_log\"",
                    "\"TRUNCATE \" + table",
                    "\"DROP TABLE ip_log\"",
                    "\"REPLACE INTO ip_log VALUES (1)\"",
                    "\"INSERT INTO ip_log (id) VALUES (1)\"",
                    "\"DELETE c FROM ip_log c\"",
                    "\"delete from ip_log where id = ?\"",
                    "\"ALTER TABLE ip_log DROP PARTITION p1\"",
                    "\"ALTER TABLE \" + table + \" EXCHANGE PARTITION p1 WITH TABLE \" + other",
                    "\"\"\"\n    UPDATE chat_message\n    SET body = ''\n    WHERE id = ?\"\"\"")) {
                assertThat(writes("holds.hold", sql))
                        .as(sql)
                        .isNotEmpty()
                        .allMatch(line -> line.startsWith("package 'holds.hold'"));
            }
            assertThat(writes("demo.company", "\"DELETE FROM customer\"")).hasSize(1);
        }

        @Test
        void a_write_of_our_own_tables_a_comment_or_a_lock_is_not() {
            for (String fine : List.of(
                    "\"UPDATE gate SET v = v + 1 WHERE name = 'holds'\"",
                    "\"DELETE FROM kept WHERE category = ?\"",
                    "\"SELECT 1 FROM ip_log FOR UPDATE \"",
                    "\"INSERT INTO finding (a) VALUES (1) ON DUPLICATE KEY UPDATE times = 2\"",
                    "// DELETE FROM ip_log\n",
                    "/* UPDATE ip_log SET x = 1 */",
                    "\", ON DELETE \" + rule",
                    "event.equals(\"DELETE\")")) {
                assertThat(writes("holds.hold", fine)).as(fine).isEmpty();
            }
            assertThat(writes("demo.company", "\"INSERT INTO \" + table")).isEmpty();
        }

        private static List<String> writes(String place, String code) {
            return new SourceText(place, "Planted.java", "class Planted { Object sql = " + code + "; }")
                    .writesBeside(OWN_TABLES);
        }
    }
}
