package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.wording.CategoryTexts;

/** Names and texts of the data categories. */
class CategoryTextsTest {
    private static final Pattern NAMED = Pattern.compile("new (?:DataCategory|CollectedRecords)\\(\"([^\"]*)\"\\)");

    private static CategoryTexts texts(DataCategory category, String language) {
        return CategoryTexts.of(category, Locale.forLanguageTag(language));
    }

    @Test
    void every_category_has_the_same_texts_in_both_languages() {
        List<DataCategory> all = Stream.concat(
                        Categories.registry().names().stream(), Stream.of(new SurveyAnswers().category()))
                .toList();
        assertThat(all).allSatisfy(category -> {
            assertThat(texts(category, "sv").keys())
                    .isEqualTo(texts(category, "en").keys())
                    .contains("name", "event", "purpose", "subjects", "data", "letter");
            assertThat(texts(category, "sv").event())
                    .isNotEqualTo(texts(category, "en").event());
        });
    }

    /** A misspelt name would make its feature find nothing. */
    @Test
    void the_program_names_no_category_that_there_is_not() throws IOException {
        List<String> known =
                Categories.registry().names().stream().map(DataCategory::id).toList();
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            List<String> named = files.filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .flatMap(CategoryTextsTest::named)
                    .distinct()
                    .toList();
            assertThat(named).hasSameSizeAs(known).containsExactlyInAnyOrderElementsOf(known);
        }
    }

    private static Stream<String> named(Path file) {
        try {
            return NAMED.matcher(Files.readString(file)).results().map((MatchResult found) -> found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
