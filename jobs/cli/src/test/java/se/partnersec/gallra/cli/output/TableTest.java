package se.partnersec.gallra.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.wording.LabelledText;

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
    void on_a_terminal_sentences_are_wrapped_to_its_width() {
        String sentence = "a sentence that goes on ".repeat(10).strip();
        for (int width : new int[] {60, 80, 120}) {
            List<String> lines = onTerminal(Table.of("A", "B").row("x", sentence), width);
            assertThat(lines).allMatch(line -> line.length() <= width).hasSizeGreaterThan(2);
            assertThat(String.join(" ", lines).replaceAll(" +", " ")).contains(sentence);
        }
    }

    @Test
    void on_a_terminal_every_column_gives_way_and_words_numbers_and_times_stay_whole() {
        Table table = new Table(ENGLISH, "rows")
                .text("from", "column.from")
                .number("records", "column.records")
                .text("why", "column.why")
                .text("detail", "column.detail")
                .row(
                        "2026-11-24 06:00 UTC+1",
                        412908,
                        "so that it is known to everybody",
                        "and once more to whoever asks")
                .row("2026-11-25 06:00 UTC+1", 7, "", "short");
        assertThat(onTerminal(table, 88))
                .containsExactly(
                        "From                    Records  Why                           Meaning",
                        "2026-11-24 06:00 UTC+1  412 908  so that it is known to        and once more to whoever",
                        "                                 everybody                     asks",
                        "2026-11-25 06:00 UTC+1        7                                short");
    }

    @Test
    void on_a_terminal_emoji_are_wrapped_like_words() {
        List<String> lines =
                onTerminal(Table.of("A", "B").row("x", "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00 ".repeat(20)), 78);
        assertThat(lines).hasSizeGreaterThan(2).allMatch(line -> line.length() <= 78);
    }

    @Test
    void on_a_terminal_too_narrow_for_the_columns_a_row_is_a_paragraph() {
        Table table = numbers()
                .text("why", "column.why")
                .text("detail", "column.detail")
                .row(
                        "chat-logs",
                        412908,
                        "so that it is known to everybody",
                        "and once more to whoever asks, and yet more")
                .row("a-word-that-is-wider-than-the-terminal-in-which-it-is-shown", 7, "", "short");
        assertThat(onTerminal(table, 40))
                .containsExactly(
                        "Category: chat-logs",
                        "  Records: 412 908",
                        "  Why: so that it is known to everybody",
                        "  Meaning: and once more to whoever",
                        "    asks, and yet more",
                        "Category: a-word-that-is-wider-than-the-terminal-in-which-it-is-shown",
                        "  Records: 7   Meaning: short");
    }

    @Test
    void on_a_terminal_a_sentence_is_wrapped_and_a_command_is_not() {
        Terminal narrow = new Terminal(out, new ByteArrayOutputStream(), false, true, () -> 41);
        narrow.result("  " + narrow.red("A sentence, in red, that is wider than the terminal"));
        narrow.result("Next: gallra findings ack 12 --owner anna --due 2026-12-24");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                  \u001b[31mA sentence, in red, that is wider than
                    the terminal\u001b[0m
                Next:
                  gallra findings ack 12 --owner anna --due 2026-12-24
                """);
    }

    @Test
    void on_a_narrow_terminal_labelled_lines_are_laid_out_again() {
        String words = "word ".repeat(60).strip();
        String page = new LabelledText("policy", Locale.ENGLISH)
                .heading("a heading " + words)
                .line("Rule", words)
                .line("A label that is long", words)
                .toString();
        String narrow = block(page, 60);
        assertThat(narrow.lines()).allMatch(line -> line.length() <= 60);
        assertThat(narrow).contains("\n  Rule      word ", "\n            word ");
        assertThat(narrow.replaceAll("\\s+", " ")).isEqualTo(page.replaceAll("\\s+", " "));
        assertThat(block(page, 100)).isEqualTo(page);
    }

    private String block(String page, int width) {
        out.reset();
        new Terminal(out, new ByteArrayOutputStream(), false, false, () -> width).block(page);
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<String> onTerminal(Table table, int width) {
        out.reset();
        table.print(new Terminal(out, new ByteArrayOutputStream(), false, false, () -> width));
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
