package se.partnersec.gallra.support.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTextTest {
    @ParameterizedTest
    @CsvSource({
        "0000, control",
        "0007, bell",
        "0009, tab",
        "000A, line feed",
        "000D, carriage return",
        "001B, escape",
        "007F, delete",
        "0085, next line",
        "009B, C1 escape",
        "00AD, soft hyphen",
        "061C, Arabic letter mark",
        "200B, zero width space",
        "200E, left-to-right mark",
        "2028, line separator",
        "2029, paragraph separator",
        "202E, right-to-left override",
        "2066, isolate",
        "FEFF, byte order mark",
        "D800, half a pair",
        "DFFF, the other half"
    })
    void what_nobody_sees_is_shown_and_found(String hex, String name) {
        char c = (char) Integer.parseInt(hex, 16);
        String text = "åäö" + c + "x";
        assertThat(VisibleText.of(text)).as(name).isEqualTo("åäö\\u" + hex + "x");
        assertThat(VisibleText.problem(text))
                .isEqualTo("holds the character \\u" + hex + " at position 4, which nobody would see: take it out");
    }

    @Test
    void beyond_the_first_plane_too() {
        String tag = Character.toString(0xE0041);
        assertThat(VisibleText.of("🙂" + tag)).isEqualTo("🙂\\u{E0041}");
        assertThat(VisibleText.problem("🙂" + tag)).contains("\\u{E0041} at position 2");
    }

    @Test
    void what_is_seen_stays() {
        String text = "Åsa Öberg 🙂 – ”citat” 1 000 kr \\u001B";
        assertThat(VisibleText.of(text)).isSameAs(text);
        assertThat(VisibleText.problem(text)).isNull();
    }

    @Test
    void lines_that_we_laid_out_keep_their_ends_and_tabs() {
        assertThat(VisibleText.lines("a\tb\r\nc\u001B[2J\n")).isEqualTo("a\tb\nc\\u001B[2J\n");
        assertThat(VisibleText.line("a\tb\nc")).isEqualTo("a\tb\\u000Ac");
    }
}
