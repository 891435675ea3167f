package se.partnersec.gallra.console.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.CommandPage;

/** Bars for tables that are about amounts: a line for each row, and a bar for each of its numbers. */
public final class TableBars {
    /** Fewer are read faster than a picture of them. */
    private static final int FEWEST = 2;

    /** Lists of JSON results that get bars, and their numbers that do. */
    private static final Map<String, List<String>> DRAWN = Map.of(
            "categories", List.of("due", "overdue", "kept"),
            "bars", List.of("records", "part"));

    /** A bar of something is seen, however little of the longest it is. */
    private static final int THINNEST = 4;

    /** Picture of a table; null if it is not about amounts, has too few rows, or nothing but zeros. */
    public @Nullable BarPicture of(CommandPage.Rows table) {
        List<String> names = DRAWN.get(table.name());
        if (names == null || table.rows().size() < FEWEST) {
            return null;
        }
        List<Integer> columns = IntStream.range(0, table.heads().size())
                .filter(i -> names.contains(table.heads().get(i).name()))
                .boxed()
                .toList();
        long most = table.rows().stream()
                .flatMap(row -> columns.stream().map(i -> number(row.get(i))))
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        if (most == 0) {
            return null;
        }
        List<BarPicture.Line> lines = new ArrayList<>();
        for (List<CommandPage.Cell> row : table.rows()) {
            List<BarPicture.Bar> bars = new ArrayList<>();
            for (int at = 0; at < columns.size(); at++) {
                long value = number(row.get(columns.get(at)));
                int width = value == 0 ? 0 : Math.max(THINNEST, (int) (value * BarPicture.WIDTH / most));
                bars.add(new BarPicture.Bar(kind(table, columns.get(at)), at, 0, width));
            }
            lines.add(new BarPicture.Line(row.get(0).text(), "", bars));
        }
        return new BarPicture(
                columns.size() < FEWEST
                        ? List.of()
                        : columns.stream()
                                .map(i -> new BarPicture.Legend(
                                        kind(table, i), table.heads().get(i).label()))
                                .toList(),
                lines);
    }

    private static String kind(CommandPage.Rows table, int column) {
        return table.heads().get(column).name();
    }

    private static long number(CommandPage.Cell cell) {
        return cell.code().matches("[0-9]{1,15}") ? Long.parseLong(cell.code()) : 0;
    }
}
