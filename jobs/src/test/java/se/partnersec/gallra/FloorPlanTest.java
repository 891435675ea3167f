package se.partnersec.gallra;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of the house hold, and each of them is seen to find a violation that was planted for it. */
class FloorPlanTest {

    private static final FloorPlan HOUSE =
            new FloorPlan("se.partnersec.gallra", new ClassFileImporter().importPath(Path.of("target", "classes")));
    private static final FloorPlan PLANTED = new FloorPlan(
            "se.partnersec.planted",
            new ClassFileImporter().importPath(Path.of("target", "test-classes", "se", "partnersec", "planted")));
    private static final List<SourceText> SOURCES =
            SourceText.below(Path.of("src", "main", "java", "se", "partnersec", "gallra"));
    private static final Set<String> OWN_TABLES = SourceText.ownTables(Path.of("..", "sql"));

    /**
     * The guarded path itself, with the sums and counts it leaves, the demo's set-up of a schema that it checked to be its own, the desk that blocks
     * addresses and lifts blocks, which adds and dates rows and erases none, and the withdrawal that an objection dates.
     */
    private static final Set<String> MAY_WRITE = Set.of(
            "engine/RowDisposal.java",
            "engine/RowReduction.java",
            "engine/StagingTable.java",
            "engine/Sums.java",
            "engine/StatisticRows.java",
            "demo/DemoSchema.java",
            "hold/BlockDesk.java",
            "request/Withdrawal.java");

    @Nested
    class The_house {
        @Test
        void has_every_class_in_a_room_of_the_plan() {
            assertThat(HOUSE.outsideThePlan()).isEmpty();
        }

        @Test
        void uses_lower_floors_only() {
            assertThat(HOUSE.reachingOut()).isEmpty();
        }

        @Test
        void keeps_the_policy_free_of_everything_but_the_language() {
            assertThat(HOUSE.impurePolicy()).isEmpty();
        }

        @Test
        void speaks_to_the_object_store_in_store_only() {
            assertThat(HOUSE.objectStoreOutsideStore()).isEmpty();
        }

        @Test
        void writes_and_reads_json_in_one_room_only() {
            assertThat(HOUSE.jsonOutsideItsRoom()).isEmpty();
        }

        @Test
        void speaks_to_the_batch_framework_in_three_rooms_only() {
            assertThat(HOUSE.batchOutsideItsRooms()).isEmpty();
        }

        @Test
        void has_no_database_in_its_doors() {
            assertThat(HOUSE.databaseInDoors()).isEmpty();
        }

        @Test
        void has_no_circle_among_the_classes_of_engine() {
            assertThat(HOUSE.circlesWithin("engine")).isEmpty();
        }

        @Test
        void asks_the_clock_it_was_given() {
            assertThat(HOUSE.timeWithoutClock()).isEmpty();
        }

        @Test
        void deletes_objects_on_the_guarded_path_only() {
            assertThat(HOUSE.objectsDeletedOutsideEngine()).isEmpty();
        }

        @Test
        void marks_every_package_for_nulls() {
            assertThat(HOUSE.withoutNullMarks()).isEmpty();
        }

        @Test
        void names_things_by_what_they_are() {
            assertThat(HOUSE.namesThatSayNothing()).isEmpty();
        }

        @Test
        void has_no_file_longer_than_250_lines() {
            assertThat(SOURCES).isNotEmpty();
            assertThat(SourceText.tooLong(SOURCES)).isEmpty();
        }

        @Test
        void writes_source_data_on_the_guarded_path_only() {
            assertThat(OWN_TABLES).contains("gate", "ledger_chunk", "object_intent");
            assertThat(SOURCES.stream()
                            .filter(s -> !MAY_WRITE.contains(s.room() + "/" + s.name()))
                            .flatMap(s -> s.writesBeside(OWN_TABLES).stream()))
                    .isEmpty();
        }
    }

    @Nested
    class A_planted_violation {
        @Test
        void a_new_room_or_a_room_within_a_room_is_found() {
            assertThat(PLANTED.outsideThePlan())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("Cellar", "'policy.deep'"),
                            line -> assertThat(line).contains("Oddments", "'util'"));
        }

        @Test
        void a_room_that_reaches_up_is_found() {
            assertThat(PLANTED.reachingOut())
                    .anyMatch(
                            line -> line.startsWith("room 'store' must not use se.partnersec.planted.engine.TalksToS3"))
                    .anyMatch(line -> line.startsWith("room 'hold' must not use se.partnersec.planted.Front"))
                    .allMatch(line -> line.matches("room '(store|hold|support|policy)' .*"));
        }

        @Test
        void a_support_package_that_uses_another_is_found_and_rules_that_use_it() {
            assertThat(PLANTED.reachingOut())
                    .anyMatch(line -> line.startsWith("room 'support' must not use se.partnersec.planted.store.Object"))
                    .anyMatch(line -> line.startsWith("room 'policy' must not use se.partnersec.planted.support.Uses"))
                    .noneMatch(line -> line.startsWith("room 'category'"));
        }

        @Test
        void a_policy_that_reads_files_is_found() {
            assertThat(PLANTED.impurePolicy())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("room 'policy' must not use java.nio.file."));
        }

        @Test
        void the_object_store_outside_store_is_found() {
            assertThat(PLANTED.objectStoreOutsideStore())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("room 'engine' must not use software.amazon.awssdk."));
        }

        @Test
        void a_json_writer_outside_its_room_is_found() {
            assertThat(PLANTED.jsonOutsideItsRoom())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("room 'store' must not use tools.jackson."));
        }

        @Test
        void the_batch_framework_outside_its_rooms_is_found() {
            assertThat(PLANTED.batchOutsideItsRooms())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("room 'hold' must not use org.springframework.batch."));
        }

        @Test
        void a_database_in_a_door_is_found() {
            assertThat(PLANTED.databaseInDoors())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("room 'cli' must not use java.sql."));
        }

        @Test
        void a_circle_that_a_nested_type_closes_is_found() {
            assertThat(PLANTED.circlesWithin("engine"))
                    .containsExactly("package 'engine' has a circle of NestsParts, UsesNested;"
                            + " move what they share into a class of its own");
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
        void time_without_a_clock_is_found_in_five_ways() {
            assertThat(PLANTED.timeWithoutClock())
                    .hasSize(5)
                    .allMatch(line -> line.startsWith("room 'run' must not call java."))
                    .anyMatch(line -> line.contains("java.time.LocalDate.now(java.time.ZoneId)"))
                    .anyMatch(line -> line.contains("java.time.Instant.now()"))
                    .anyMatch(line -> line.contains("java.time.Clock.systemUTC()"))
                    .anyMatch(line -> line.contains("java.lang.System.currentTimeMillis()"))
                    .anyMatch(line -> line.contains("java.time.ZoneId.systemDefault()"));
        }

        @Test
        void a_second_path_to_deleting_objects_is_found() {
            assertThat(PLANTED.objectsDeletedOutsideEngine())
                    .singleElement()
                    .asString()
                    .startsWith("room 'category' must not call se.partnersec.planted.store.ObjectBucket.delete");
        }

        @Test
        void an_unmarked_package_is_found() {
            assertThat(PLANTED.withoutNullMarks()).anyMatch(line -> line.contains("'cli'"));
        }

        @Test
        void a_name_that_says_nothing_is_found() {
            assertThat(PLANTED.namesThatSayNothing()).singleElement().asString().contains("RunManager", "'run'");
        }

        @Test
        void a_file_of_251_lines_is_found_and_one_of_250_is_not() {
            assertThat(SourceText.tooLong(List.of(
                            new SourceText("engine", "Long.java", "x\n".repeat(251)),
                            new SourceText("engine", "Short.java", "x\n".repeat(250)))))
                    .containsExactly("room 'engine', Long.java has 251 lines; split it at 250");
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
                    "\"\"\"\n    UPDATE chat_message\n    SET body = ''\n    WHERE id = ?\"\"\"")) {
                assertThat(writes("hold", sql)).as(sql).isNotEmpty().allMatch(line -> line.startsWith("room 'hold'"));
            }
            assertThat(writes("demo", "\"DELETE FROM customer\"")).hasSize(1);
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
                assertThat(writes("hold", fine)).as(fine).isEmpty();
            }
            assertThat(writes("demo", "\"INSERT INTO \" + table")).isEmpty();
        }

        private static List<String> writes(String room, String code) {
            return new SourceText(room, "Planted.java", "class Planted { Object sql = " + code + "; }")
                    .writesBeside(OWN_TABLES);
        }
    }
}
