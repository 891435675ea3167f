package se.partnersec.gallra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Texts that people read use the words of the field; those that nobody else would use have been replaced, and stay away. */
class PlainWordsTest {
    private static final Path ROOT = Path.of("..", "..");

    private static final Pattern FORBIDDEN = Pattern.compile(
            "(?iu)\\b(herald|horizon|brakes?|dead man|dead holder|living one|floor plan|spoken to|put off its node"
                    + "|where nothing is said|holders? of copies|takes two people|no form of a report|runs go"
                    + "|as it was issued|not as it was written|c[ao]mes? to its end|stands? still|(?:go|goes|went) on with"
                    + "|signs? of life|past (?:its|their) time|no form of"
                    + "|hinken|mogn\\w*|mogen|nymogn\\w*|karta|kartans|reducera\\w*|reducerad\\w*|tidens början|vad som stannade)\\b");

    /** Where the past is told as it was. */
    private static final List<String> HISTORY =
            List.of("jobs/docs/decisions/", "jobs/docs/findings.md", "CHANGELOG.md", "/target/");

    private static List<String> found(Stream<Path> files) {
        return files.filter(Files::isRegularFile)
                .filter(file ->
                        HISTORY.stream().noneMatch(past -> file.toString().contains(past)))
                .filter(file -> file.toString()
                        .matches(".*\\.(md|yml|yaml|properties|txt|service|timer)|.*/cron/.*|.*/scripts/[a-z-]+"))
                .flatMap(PlainWordsTest::lines)
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> FORBIDDEN.matcher(line).find())
                    .map(line -> ROOT.relativize(file) + ": " + line.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> below(String folder) {
        try {
            return Files.walk(ROOT.resolve(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void documents_configuration_and_texts_use_the_words_of_the_field() {
        List<String> found = Stream.of(
                        "README.md",
                        "job-config",
                        "scripts",
                        "jobs/docs",
                        "jobs/cli/src/main/resources",
                        "jobs/system-tests/src/test/resources/golden")
                .flatMap(folder -> found(below(folder)).stream())
                .toList();
        assertThat(found).isEmpty();
    }

    @Test
    void the_texts_of_every_module_do_too() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT.resolve("jobs"))) {
            assertThat(modules.map(module -> ROOT.relativize(module.resolve("src/main/resources")))
                            .filter(folder -> Files.isDirectory(ROOT.resolve(folder)))
                            .flatMap(folder -> found(below(folder.toString())).stream()))
                    .isEmpty();
        }
    }

    /** The control. */
    @Test
    void a_word_of_before_is_found() {
        assertThat(FORBIDDEN.matcher("Livscykelregler för hinken").find()).isTrue();
        assertThat(FORBIDDEN.matcher("Livscykelregler för bucketen").find()).isFalse();
    }
}
