package se.partnersec.gallra.database.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharacterSetsTest {
    /** Some controls stand in latin1 of the servers, in bytes that windows-1252 leaves out: what is said not to stand there is not looked for. */
    @ParameterizedTest
    @CsvSource({
        "ascii, asa, true",
        "ascii, åsa, false",
        "ascii, a\u0081, false",
        "latin1, åsa €, true",
        "latin1, a\u0081\u009D, true",
        "latin1, a\u0080, false",
        "latin1, \u0081ё, false",
        "latin1, 😀, false",
        "latin2, ő, true",
        "cp1251, ё, true",
        "cp1251, å, false",
        "utf8mb3, åё€, true",
        "utf8mb3, 😀, false",
        "utf8mb4, 😀, true",
        "koi8r, å, true",
    })
    void tells_what_can_stand_in_a_column_and_of_a_set_it_does_not_know_everything_can(
            String set, String text, boolean stands) {
        assertThat(CharacterSets.writes(set, text)).isEqualTo(stands);
    }
}
