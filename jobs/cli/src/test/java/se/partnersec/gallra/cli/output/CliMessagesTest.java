package se.partnersec.gallra.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.exit.ExitCode;

/** Both languages say the same. */
class CliMessagesTest {
    @Test
    void has_the_same_keys_with_the_same_blanks_in_both_languages() throws IOException {
        assertThat(blanks("sv")).isEqualTo(blanks("en"));
    }

    private static Map<String, Long> blanks(String language) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(
                        CliMessagesTest.class.getResourceAsStream("/messages_" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        Map<String, Long> blanks = new TreeMap<>();
        texts.forEach((key, text) -> blanks.put(
                String.valueOf(key),
                String.valueOf(text).chars().filter(c -> c == '%').count()));
        return blanks;
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "sv"})
    void has_words_for_every_outcome_exit_hold_and_scope(String language) {
        CliMessages words = new CliMessages(new Locale(language));
        Stream.of(
                        names("outcome.", Outcome.values()),
                        names("exit.", ExitCode.values()),
                        names("hold.", HoldType.values()),
                        names("reason.", HoldType.values()),
                        names("scope.", ScopeType.values()))
                .flatMap(s -> s)
                .forEach(key -> assertThat(words.say(key)).as(key).isNotBlank());
    }

    private static Stream<String> names(String prefix, Enum<?>[] values) {
        return Arrays.stream(values).map(v -> prefix + v.name());
    }

    @ParameterizedTest
    @CsvSource({
        ", LANG, sv_SE.UTF-8, sv",
        ", LC_MESSAGES, sv_FI, sv",
        ", LANG, C, en",
        ", LANG, de_DE.UTF-8, en",
        "sv, LANG, en_US.UTF-8, sv",
        "en, LC_ALL, sv_SE.UTF-8, en"
    })
    void takes_the_language_asked_for_or_that_of_the_environment(
            String asked, String name, String value, String expected) {
        assertThat(CliMessages.of(asked, Map.of(name, value)).language().getLanguage())
                .isEqualTo(expected);
    }

    @Test
    void groups_numbers_and_shows_an_unknown_code_as_it_is() {
        CliMessages words = new CliMessages(CliMessages.SWEDISH);
        assertThat(words.say("runs.show.candidates", 412908L)).isEqualTo("kandidater: 412 908");
        assertThat(words.reason("SOMETHING_NEW")).isEqualTo("SOMETHING_NEW");
    }
}
