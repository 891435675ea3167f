package se.partnersec.gallra.cli.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import se.partnersec.gallra.support.text.VisibleText;

/** A table of text; numbers to the right. With {@code --plain} one line a row, tabs in between. */
public final class Table {
    private static final int WIDEST = 100;
    private static final String GAP = "  ";

    private final List<String> heads;
    private final boolean[] right;
    private final List<List<String>> rows = new ArrayList<>();
    private boolean whole;

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

    /** With sentences too long for a line continued below, instead of cut. */
    public Table whole() {
        whole = true;
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
        terminal.result(terminal.bold(line(heads, widths)));
        rows.forEach(row ->
                Arrays.stream(line(row, widths).split(System.lineSeparator())).forEach(terminal::result));
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

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String gap = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : GAP).append(right[i] ? gap + cells.get(i) : cells.get(i) + gap);
        }
        String text = line.toString().stripTrailing();
        return whole
                ? wrap(
                        text,
                        Arrays.stream(widths)
                                .limit(widths.length - 1L)
                                .map(w -> w + GAP.length())
                                .sum())
                : cut(text);
    }

    /** @param indent where the last column begins */
    private static String wrap(String line, int indent) {
        StringBuilder text = new StringBuilder();
        String rest = line;
        while (rest.length() > WIDEST) {
            int space = rest.lastIndexOf(' ', WIDEST);
            int end = space <= indent ? WIDEST : space;
            text.append(rest, 0, end).append(System.lineSeparator());
            rest = " ".repeat(indent) + rest.substring(end).strip();
        }
        return text.append(rest).toString();
    }

    /** The last column gives way: it is the one with sentences in it. */
    private static String cut(String line) {
        return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
    }
}
