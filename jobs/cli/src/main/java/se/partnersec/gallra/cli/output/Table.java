package se.partnersec.gallra.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.LineWrap;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * A table; numbers to the right. On a terminal, cells are wrapped so that the table is no wider; where that leaves too little for each,
 * a row becomes a paragraph. In a pipe or a file a row is one line, however long, and nothing is ever cut. With {@code --plain} tabs are in between; with {@code --json} it is a list of objects.
 */
public final class Table {
    private static final String GAP = "  ";

    /** Between cells that are on one line and under no heads. */
    private static final String BETWEEN = "   ";

    private final @Nullable CliMessages words;
    private final @Nullable String name;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    private enum Kind {
        TEXT,
        NUMBER,
        /** A number that is a name: its digits are not grouped. */
        ID
    }

    private record Column(String name, String head, Kind kind) {}

    /** @param name of the list in JSON; null if JSON has the same in other fields */
    public Table(CliMessages words, @Nullable String name) {
        this.words = words;
        this.name = name;
    }

    /** A table with heads of its own. */
    private Table(@Nullable String name) {
        this.words = null;
        this.name = name;
    }

    /**
     * A table of labels and numbers for {@link #printOnPage}, which draws it as bars.
     *
     * @param part head of a second number, which is a part of the first; null for none
     */
    public static Table bars(String label, String number, @Nullable String part) {
        Table table = new Table("bars");
        table.columns.add(new Column("label", label, Kind.TEXT));
        table.columns.add(new Column("records", number, Kind.NUMBER));
        if (part != null) {
            table.columns.add(new Column("part", part, Kind.NUMBER));
        }
        return table;
    }

    /** A table of labels and values for people; JSON has the same in other fields. */
    public static Table of(String head, String value) {
        Table table = new Table((String) null);
        table.columns.add(new Column("", head, Kind.TEXT));
        table.columns.add(new Column("", value, Kind.TEXT));
        return table;
    }

    /**
     * Adds a column of text, days, moments or {@link Coded}.
     *
     * @param name of the field in JSON
     * @param head key of the text
     */
    public Table text(String name, String head) {
        return column(name, head, Kind.TEXT);
    }

    /** Adds a column of numbers or lengths of time. */
    public Table number(String name, String head) {
        return column(name, head, Kind.NUMBER);
    }

    /** Adds a column of numbers that are names, such as those of runs. */
    public Table id(String name, String head) {
        return column(name, head, Kind.ID);
    }

    private Table column(String name, String head, Kind kind) {
        columns.add(new Column(name, Objects.requireNonNull(words).say(head), kind));
        return this;
    }

    /** Adds a row; null is shown as a dash. */
    public Table row(@Nullable Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells under " + columns.size() + " heads");
        }
        rows.add(Arrays.asList(cells.clone()));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Prints it if it has rows; JSON has the list in any case. */
    public void printIfAny(Terminal terminal) {
        if (rows.isEmpty()) {
            json(terminal);
        } else {
            print(terminal);
        }
    }

    /** Only a page of the web console has it, under a heading. */
    public void printOnPage(Terminal terminal, String heading) {
        terminal.onPage(() -> new CommandPage.Sentence(heading, CommandPage.Tone.HEADING, ""));
        terminal.onPage(this::onPage);
    }

    /** Only JSON has it. */
    public void printJson(Terminal terminal) {
        json(terminal);
    }

    /** Prints it, or says that there is nothing in it. */
    public void print(Terminal terminal, String none) {
        if (rows.isEmpty()) {
            terminal.note(none);
            json(terminal);
        } else {
            print(terminal);
        }
    }

    public void print(Terminal terminal) {
        terminal.onPage(this::onPage);
        if (json(terminal)) {
            return;
        }
        List<String> heads = columns.stream().map(Column::head).toList();
        List<List<String>> shown = rows.stream().map(this::shown).toList();
        if (terminal.plain()) {
            // A machine reads this: digits only, whatever groups them for people.
            terminal.result(String.join("\t", heads));
            shown.forEach(row -> terminal.result(String.join(
                    "\t",
                    row.stream()
                            .map(c -> c.matches("[0-9 ]+") ? c.replace(" ", "") : c)
                            .toList())));
            return;
        }
        int[] widths = new TableWidths(
                        heads,
                        shown,
                        columns.stream().map(c -> c.kind() == Kind.TEXT).toList())
                .fitting(terminal.width() - GAP.length() * (columns.size() - 1));
        if (widths.length == 0) {
            paragraphs(heads, shown, terminal);
        } else {
            lines(heads, widths).forEach(line -> terminal.laidOut(terminal.bold(line)));
            shown.forEach(row -> lines(row, widths).forEach(terminal::laidOut));
        }
    }

    /** Each row as its first cell and a paragraph of the others, each with its head, for a terminal too narrow for the columns. */
    private static void paragraphs(List<String> heads, List<List<String>> rows, Terminal terminal) {
        for (List<String> row : rows) {
            terminal.laidOut(terminal.bold(heads.get(0) + ": " + row.get(0)));
            String line = "";
            for (int i = 1; i < heads.size(); i++) {
                if (row.get(i).isBlank()) {
                    continue;
                }
                String part = heads.get(i) + ": " + row.get(i);
                if (line.isEmpty() || line.length() + BETWEEN.length() + part.length() > terminal.width()) {
                    paragraphLine(line, terminal);
                    line = GAP + part;
                } else {
                    line += BETWEEN + part;
                }
            }
            paragraphLine(line, terminal);
        }
    }

    private static void paragraphLine(String line, Terminal terminal) {
        if (!line.isEmpty()) {
            LineWrap.wrap(line.stripTrailing(), 2 * GAP.length(), terminal.width())
                    .forEach(terminal::laidOut);
        }
    }

    /** Adds the rows to the JSON result; false if there is none. */
    private boolean json(Terminal terminal) {
        return terminal.rows(name, () -> rows.stream().map(this::object).toList());
    }

    private CommandPage.Rows onPage() {
        return new CommandPage.Rows(
                name == null ? "" : name,
                columns.stream()
                        .map(column -> new CommandPage.Head(column.name(), column.head(), column.kind() == Kind.NUMBER))
                        .toList(),
                rows.stream().map(this::cells).toList());
    }

    private List<CommandPage.Cell> cells(List<@Nullable Object> row) {
        List<CommandPage.Cell> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            Object cell = row.get(i);
            Object code = cell instanceof Coded coded ? coded.value() : cell;
            cells.add(new CommandPage.Cell(shown(cell, columns.get(i).kind()), code == null ? "" : code.toString()));
        }
        return cells;
    }

    private Map<String, @Nullable Object> object(List<@Nullable Object> row) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            JsonResult.put(object, columns.get(i).name(), row.get(i));
        }
        return object;
    }

    private List<String> shown(List<@Nullable Object> row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            cells.add(shown(row.get(i), columns.get(i).kind()));
        }
        return cells;
    }

    private static String shown(@Nullable Object cell, Kind kind) {
        if (cell instanceof Coded coded) {
            return VisibleText.of(coded.text());
        }
        if (cell instanceof Number number) {
            return kind == Kind.ID ? number.toString() : Formats.number(number.longValue());
        }
        if (cell instanceof Instant instant) {
            return Formats.time(instant);
        }
        if (cell instanceof Duration length) {
            return Formats.length(length);
        }
        return cell == null ? "-" : VisibleText.of(cell.toString());
    }

    private List<String> lines(List<String> cells, int[] widths) {
        List<List<String>> wrapped = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            wrapped.add(LineWrap.wrap(cells.get(i), 0, widths[i]));
        }
        int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int n = 0; n < height; n++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String part = n < wrapped.get(i).size() ? wrapped.get(i).get(n) : "";
                String gap = " ".repeat(widths[i] - part.length());
                line.append(i == 0 ? "" : GAP).append(columns.get(i).kind() == Kind.TEXT ? part + gap : gap + part);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
