package se.partnersec.gallra.config.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.testing.CategoryIds;

/** Each bad policy is refused with the line of its fault and what to do; most are the shipped one with one change. */
class PolicyRefusalTest {

    private static final String SHIPPED = Texts.file(Path.of("..", "..", "job-config", "policy.yml"));

    @TestFactory
    Stream<DynamicTest> refuses() {
        return BadPolicies.ALL.stream()
                .map(bad -> DynamicTest.dynamicTest(bad.what(), () -> {
                    assertThat(SHIPPED).as("the shipped file has this text").contains(bad.from());
                    List<ConfigProblem> problems = problems(
                            SHIPPED.replaceFirst(Pattern.quote(bad.from()), Matcher.quoteReplacement(bad.to())));
                    for (String says : bad.says()) {
                        assertThat(problems).anySatisfy(problem -> {
                            assertThat(problem.message()).contains(says);
                            assertThat(problem.line()).isPositive();
                            assertThat(problem.toString()).startsWith("policy.yml:" + problem.line() + ": ");
                        });
                    }
                }));
    }

    @Test
    void tries_at_least_forty_bad_files() {
        assertThat(BadPolicies.ALL).hasSizeGreaterThan(40);
    }

    @Test
    void names_the_line_of_the_fault() {
        String[] lines = SHIPPED.split("\n");
        int line = List.of(lines).indexOf("    period: P180D") + 1;
        assertThat(problems(SHIPPED.replaceFirst("period: P180D", "period: P181D")))
                .containsExactly(new ConfigProblem(
                        "policy.yml", line, "'period' of 'ip-logs' is above the ceiling P180D, was P181D"));
    }

    @Test
    void names_all_faults_at_once_in_the_order_of_their_lines() {
        List<ConfigProblem> problems = problems(SHIPPED.replace("sales: 3", "sales: 2")
                .replaceFirst("period: P180D", "period: 6")
                .replace("kind: AFTER\n    period: P60D", "kind: NEVER\n    period: P60D")
                .replace("time-bar: review", "time-bar: maybe")
                .replace("    basis: [GDPR 6(1)(c)]\n", ""));
        assertThat(problems).hasSize(5).isSortedAccordingTo(Comparator.comparingInt(ConfigProblem::line));
    }

    @Test
    void an_empty_file_is_no_policy() {
        for (String empty : List.of("", "\n\n", "# only words\n", "---\n")) {
            assertThat(problems(empty))
                    .singleElement()
                    .satisfies(p -> assertThat(p.message()).contains("empty"));
        }
        assertThat(problems("- a\n- b\n"))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("key: value"));
        assertThat(problems("{}\n")).hasSize(3);
    }

    @Test
    void refuses_other_encodings() {
        assertThat(problems(SHIPPED.getBytes(StandardCharsets.UTF_16)))
                .first()
                .asString()
                .contains("UTF-16");
        assertThat(problems(SHIPPED.getBytes(StandardCharsets.UTF_16LE)))
                .first()
                .asString()
                .contains("NUL");
        assertThat(problems(SHIPPED.getBytes(StandardCharsets.ISO_8859_1)))
                .first()
                .asString()
                .contains("not UTF-8");
        assertThat(problems(Texts.bytes("\uFEFF" + SHIPPED))).first().asString().contains("byte order mark");
    }

    @Test
    void a_bomb_of_anchors_or_of_depth_ends_at_once() {
        StringBuilder bomb = new StringBuilder("a: &a [x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            String before = "*" + (char) (c - 1);
            bomb.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [")
                    .append((before + ",").repeat(9))
                    .append("x]\n");
        }
        assertThat(problems(bomb.toString())).first().asString().contains("anchor");
        assertThat(problems("a: " + "[".repeat(5000) + "]".repeat(5000)))
                .first()
                .asString()
                .contains("not readable");
        assertThat(problems("a: " + "{b: ".repeat(20) + "c" + "}".repeat(20)))
                .first()
                .asString()
                .contains("not readable");
    }

    @Test
    void refuses_files_that_cannot_be_trusted(@TempDir Path folder) throws IOException {
        assertThat(fileProblems(folder.resolve("absent.yml")))
                .first()
                .asString()
                .contains("no such file");
        assertThat(fileProblems(folder)).first().asString().contains("cannot be read");
        Path large = Files.writeString(folder.resolve("large.yml"), "# x\n".repeat(300_000));
        assertThat(fileProblems(large)).first().asString().contains("longer than 1 MiB");
        Path open = Files.writeString(folder.resolve("open.yml"), SHIPPED);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--rw-"));
        assertThat(fileProblems(open)).first().asString().contains("anybody may write this file", "chmod o-w");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        Path link = Files.createSymbolicLink(folder.resolve("link.yml"), open);
        assertThat(PolicyReader.read(link, CategoryIds.KNOWN).version()).isEqualTo("2026-11");
    }

    private static List<ConfigProblem> problems(String text) {
        return problems(Texts.bytes(text));
    }

    private static List<ConfigProblem> problems(byte[] bytes) {
        return thrown(() -> PolicyReader.parse("policy.yml", bytes, CategoryIds.KNOWN));
    }

    private static List<ConfigProblem> fileProblems(Path file) {
        return thrown(() -> PolicyReader.read(file, CategoryIds.KNOWN));
    }

    private static List<ConfigProblem> thrown(Runnable reading) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, reading::run);
        assertThat(refused).as("must be refused").isNotNull();
        return refused.faults();
    }
}
