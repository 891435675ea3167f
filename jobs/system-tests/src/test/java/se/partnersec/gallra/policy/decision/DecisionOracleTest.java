package se.partnersec.gallra.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.fact.OracleFacts;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;

/**
 * Every worked decision of a file must come out whole. The system property {@code oracle} names another file; a relative
 * path counts from the folder in which the build was started.
 */
class DecisionOracleTest {

    private static final Path OURS = Path.of("src", "test", "resources", "oracle", "decisions.csv");

    @Test
    void decides_every_worked_case_as_the_oracle_does() {
        List<OracleFile.Row> rows = OracleFile.read(file(System.getProperty("oracle", "")));
        assertThat(rows).isNotEmpty();
        assertThat(compare("oracle", rows)).isEmpty();
    }

    /** What we decided ourselves where the rule book is silent, and the fact keys its cases do not show. */
    @Test
    void decides_every_further_case_as_before() {
        assertThat(compare("further cases", OracleFile.read(OURS.resolveSibling("further.csv"))))
                .isEmpty();
    }

    @Test
    void notices_a_row_that_differs_in_any_field() {
        OracleFile.Row row = OracleFile.read(OURS).get(0);
        for (String field : List.of("decision", "reason", "retain_until", "due", "erase_by", "flags")) {
            assertThat(differences(row.with(field, "1999-01-01")))
                    .singleElement()
                    .asString()
                    .contains(field);
        }
    }

    @Test
    void ships_all_ninety_three_worked_cases() {
        assertThat(OracleFile.read(OURS)).hasSize(93);
    }

    private static List<String> compare(String name, List<OracleFile.Row> rows) {
        List<String> differences = new ArrayList<>();
        long right = rows.stream()
                .filter(row -> {
                    List<String> found = differences(row);
                    differences.addAll(found);
                    return found.isEmpty();
                })
                .count();
        System.out.println(name + ": " + right + " of " + rows.size());
        differences.forEach(System.out::println);
        return differences;
    }

    private static Path file(String name) {
        if (name.isBlank()) {
            return OURS;
        }
        return Stream.of(System.getenv("PWD"), System.getProperty("gallra.started.in"), ".")
                .filter(folder -> folder != null && Files.exists(Path.of(folder).resolve(name)))
                .map(folder -> Path.of(folder).resolve(name))
                .findFirst()
                .orElse(Path.of(name));
    }

    private static List<String> differences(OracleFile.Row row) {
        Map<String, String> got;
        try {
            got = decide(row);
        } catch (RuntimeException e) {
            return List.of(row.get("id") + " cannot be decided: " + e);
        }
        return got.entrySet().stream()
                .filter(field -> !field.getValue().equals(normal(field.getKey(), row.get(field.getKey()))))
                .map(field -> row.get("id") + " " + field.getKey() + ": expected '" + row.get(field.getKey())
                        + "', got '" + field.getValue() + "'")
                .toList();
    }

    private static Map<String, String> decide(OracleFile.Row row) {
        DataCategory category = CategoryIds.ofCode(row.get("category"));
        Verdict verdict = ShippedPolicy.POLICY.decide(
                OracleFacts.facts(category, row.get("facts")),
                OracleFacts.holds(row.get("holds")),
                OracleFacts.instant(row.get("as_of")));
        Map<String, String> got = new LinkedHashMap<>();
        got.put("decision", verdict.decision().name());
        got.put("reason", verdict.reason());
        got.put("retain_until", text(verdict.retainUntil()));
        got.put("due", text(verdict.due()));
        got.put("erase_by", text(verdict.eraseBy()));
        got.put(
                "flags",
                verdict.flags().stream().map(Verdict.Flag::name).sorted().collect(Collectors.joining(" ")));
        return got;
    }

    private static String normal(String field, String expected) {
        return field.equals("flags")
                ? Arrays.stream(expected.split("[ ;]+")).sorted().collect(Collectors.joining(" "))
                : expected;
    }

    private static String text(@Nullable LocalDate date) {
        return date == null ? "" : date.toString();
    }
}
