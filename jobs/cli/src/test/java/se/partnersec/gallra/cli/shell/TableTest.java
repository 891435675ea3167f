package se.partnersec.gallra.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Tables for people and for programs. */
class TableTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(out, new ByteArrayOutputStream(), false, false);

    private String printed(Table table) {
        table.print(terminal);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void sets_numbers_to_the_right_and_words_to_the_left() {
        assertThat(printed(new Table("Name", ">Number", "Why")
                        .row("åäö", 412908, "so")
                        .row("longer", 7, "")))
                .isEqualTo("""
                        Name     Number  Why
                        åäö     412 908  so
                        longer        7
                        """);
    }

    @Test
    void gives_programs_tabs_and_plain_numbers() {
        terminal.configure(true, false, false);
        assertThat(printed(new Table("Name", ">Number").row("a b", 412908))).isEqualTo("Name\tNumber\na b\t412908\n");
    }

    @Test
    void in_a_pipe_or_a_file_nothing_is_cut_and_a_row_is_one_line() {
        String sentence = "a sentence that goes on ".repeat(10).strip();
        assertThat(printed(new Table("A", "B").row("x", sentence)).lines()).containsExactly("A  B", "x  " + sentence);
    }

    @Test
    void on_a_terminal_the_last_column_is_wrapped_to_its_width() {
        String sentence = "a sentence that goes on ".repeat(10).strip();
        for (int width : new int[] {60, 80, 120}) {
            out.reset();
            new Table("A", "B")
                    .row("x", sentence)
                    .print(new Terminal(out, new ByteArrayOutputStream(), false, false, width));
            String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
            assertThat(lines).allMatch(line -> line.length() <= width).hasSizeGreaterThan(2);
            assertThat(String.join(" ", lines).replaceAll(" +", " ")).contains(sentence);
        }
    }
}
