package se.partnersec.gallra.policy.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class LabelledTextTest {
    private static final String LONG = "ord ".repeat(60).strip();

    @Test
    void wraps_for_people_and_not_for_programs() {
        String page = new LabelledText("policy", Locale.ENGLISH)
                .heading("chat-logs:3")
                .line("Rule", LONG)
                .line("", LONG)
                .line("A label that is long", "x")
                .toString();

        assertThat(page.lines()).hasSizeGreaterThan(6).allMatch(line -> line.length() <= 100);
        assertThat(LabelledText.unwrapped(page).lines())
                .containsExactly("chat-logs:3", "  Rule      " + LONG + " " + LONG, "  A label that is long x");
    }

    @Test
    void a_heading_is_one_line_whatever_it_is_made_of() {
        assertThat(new LabelledText("policy", Locale.ENGLISH)
                        .heading("a\r\nb\u2028c")
                        .line("x", "d\ne")
                        .toString())
                .isEqualTo("a b c\n  x         d e\n");
    }
}
