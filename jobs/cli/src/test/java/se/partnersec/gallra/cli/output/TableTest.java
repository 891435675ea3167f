package se.partnersec.gallra.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Tables for people and for programs. */
class TableTest {
    private static final CliMessages ENGLISH = new CliMessages(Locale.ENGLISH);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(out, new ByteArrayOutputStream(), false, false);

    private String printed(Table table) {
        table.print(terminal);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void sets_numbers_to_the_right_and_words_to_the_left() {
        assertThat(printed(numbers()
                        .text("why", "column.why")
                        .row("åäö", 412908, "so")
                        .row("longer", 7, "")))
                .isEqualTo("""
                        Category  Records  Why
                        åäö       412 908  so
                        longer          7
                        """);
    }

    private static Table numbers() {
        return new Table(ENGLISH, "numbers").text("category", "column.category").number("records", "column.records");
    }

    @Test
    void json_has_numbers_days_codes_and_nothing_as_such() {
        terminal.collect();
        new Table(ENGLISH, "rows")
                .id("run", "column.run")
                .number("records", "column.records")
                .text("day", "column.as-of")
                .text("state", "column.state")
                .row(12, 412908, LocalDate.of(2026, 11, 24), new Coded("OPEN", "not approved"))
                .row(13, 0, null, new Coded(null, "-"))
                .print(terminal);
        terminal.result("Nothing more.");
        terminal.finish("runs list", Instant.parse("2026-11-24T06:00:00.123Z"), 0);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                {
                  "schema": "gallra/runs-list/1",
                  "command": "runs list",
                  "at": "2026-11-24T06:00:00Z",
                  "exit": 0,
                  "exitName": "DONE",
                  "messages": [],
                  "text": [
                    "Nothing more."
                  ],
                  "problems": [],
                  "rows": [
                    {
                      "run": 12,
                      "records": 412908,
                      "day": "2026-11-24",
                      "state": "OPEN",
                      "stateText": "not approved"
                    },
                    {
                      "run": 13,
                      "records": 0,
                      "day": null,
                      "state": null,
                      "stateText": "-"
                    }
                  ]
                }
                """);
    }

    @Test
    void json_has_a_list_without_rows_too() {
        terminal.collect();
        numbers().printIfAny(terminal);
        terminal.finish("status", Instant.EPOCH, 0);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"numbers\": []");
    }

    @Test
    void gives_programs_tabs_and_plain_numbers() {
        terminal.configure(true, false);
        assertThat(printed(numbers().row("a b", 412908))).isEqualTo("Category\tRecords\na b\t412908\n");
    }

    @Test
    void in_a_pipe_or_a_file_nothing_is_cut_and_a_row_is_one_line() {
        String sentence = "a sentence that goes on ".repeat(10).strip();
        assertThat(printed(Table.of("A", "B").row("x", sentence)).lines()).containsExactly("A  B", "x  " + sentence);
    }

    @Test
    void on_a_terminal_the_last_column_is_wrapped_to_its_width() {
        String sentence = "a sentence that goes on ".repeat(10).strip();
        for (int width : new int[] {60, 80, 120}) {
            out.reset();
            Table.of("A", "B")
                    .row("x", sentence)
                    .print(new Terminal(out, new ByteArrayOutputStream(), false, false, () -> width));
            String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
            assertThat(lines).allMatch(line -> line.length() <= width).hasSizeGreaterThan(2);
            assertThat(String.join(" ", lines).replaceAll(" +", " ")).contains(sentence);
        }
    }
}
