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
    void never_grows_wider_than_100_columns() {
        String sentence = "a sentence that goes on ".repeat(10);
        assertThat(printed(new Table("A", "B").row("x", sentence)).lines())
                .allMatch(line -> line.length() <= 100)
                .anyMatch(line -> line.endsWith("…"));
        out.reset();
        assertThat(printed(new Table("A", "B").row("x", sentence).whole()).lines())
                .allMatch(line -> line.length() <= 100)
                .hasSize(4)
                .noneMatch(line -> line.contains("…"));
    }
}
