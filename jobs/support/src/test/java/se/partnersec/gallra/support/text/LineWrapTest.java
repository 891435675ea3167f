package se.partnersec.gallra.support.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineWrapTest {
    @Test
    void wraps_at_spaces_and_keeps_those_within_a_line() {
        assertThat(LineWrap.wrap("  one  two   three four", 4, 12))
                .containsExactly("  one  two", "    three", "    four");
        assertThat(LineWrap.wrap("twelve signs", 4, 12)).containsExactly("twelve signs");
        assertThat(LineWrap.wrap("", 4, 12)).containsExactly("");
    }

    @Test
    void never_breaks_a_word() {
        assertThat(LineWrap.wrap("a word-wider-than-that and more", 2, 10))
                .containsExactly("a", "  word-wider-than-that", "  and more");
    }

    @Test
    void colours_take_no_columns_and_an_emoji_takes_two() {
        assertThat(LineWrap.wrap("\u001b[1mfive \uD83D\uDE00 six\u001b[0m seven", 0, 11))
                .containsExactly("\u001b[1mfive \uD83D\uDE00 six\u001b[0m", "seven");
    }

    @Test
    void a_section_keeps_its_number_on_its_line() {
        assertThat(LineWrap.wrap("enligt lagen 7 kap. 2 § för alla", 2, 22))
                .containsExactly("enligt lagen 7 kap.", "  2 § för alla");
    }
}
