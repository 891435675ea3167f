package se.partnersec.gallra.cli.shell;

import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * A table of text; numbers to the right. On a terminal the last column is wrapped to the width of the terminal; in a pipe or a file a row is one
 * line, however long, and nothing is ever cut. With {@code --plain} tabs are in between.
 */
public final class Table {
    /** Columns that the last column of a table gets at least. */
    private static final int NARROWEST = 20;

    private static final String GAP = "  ";

    private final List<String> heads;
    private final boolean[] right;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param heads a head that begins with {@code >} is of a column of numbers */
    public Table(String... heads) {
        this(List.of(heads));
    }

    public Table(List<String> heads) {
        this.heads =
                heads.stream().map(h -> h.startsWith(">") ? h.substring(1) : h).toList();
        this.right = new boolean[heads.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = heads.get(i).startsWith(">");
        }
    }

    public Table row(Object... cells) {
        if (cells.length != heads.size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells under " + heads.size() + " heads");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Number n ? Formats.number(n.longValue()) : VisibleText.of(String.valueOf(cell)));
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public void print(Terminal terminal) {
        if (terminal.plain()) {
            // A machine reads this: digits only, whatever groups them for people.
            terminal.result(String.join("\t", heads));
            rows.forEach(row -> terminal.result(String.join(
                    "\t",
                    row.stream()
                            .map(c -> c.matches("[0-9 ]+") ? c.replace(" ", "") : c)
                            .toList())));
            return;
        }
        int[] widths = widths();
        int width = terminal.width();
        lines(heads, widths, width).forEach(line -> terminal.result(terminal.bold(line)));
        rows.forEach(row -> lines(row, widths, width).forEach(terminal::result));
    }

    private int[] widths() {
        int[] widths = new int[heads.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = heads.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private List<String> lines(List<String> cells, int[] widths, int width) {
        StringBuilder line = new StringBuilder();
        int indent = 0;
        for (int i = 0; i < widths.length; i++) {
            String gap = " ".repeat(widths[i] - cells.get(i).length());
            indent = line.length() + (i == 0 ? 0 : GAP.length());
            line.append(i == 0 ? "" : GAP).append(right[i] ? gap + cells.get(i) : cells.get(i) + gap);
        }
        return wrapped(line.toString().stripTrailing(), indent, width);
    }

    /** @param indent where the last column begins */
    private static List<String> wrapped(String line, int indent, int width) {
        if (width - indent < NARROWEST) {
            return List.of(line);
        }
        List<String> lines = new ArrayList<>();
        String rest = line;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space <= indent ? width - (Character.isLowSurrogate(rest.charAt(width)) ? 1 : 0) : space;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = " ".repeat(indent) + rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }
}
