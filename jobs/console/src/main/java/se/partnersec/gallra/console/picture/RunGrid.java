package se.partnersec.gallra.console.picture;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * Runs of the last days, a line for each category and a cell for each day. Of several runs of a day the cell has the one that went
 * worst, and how many there were.
 *
 * @param days oldest first
 * @param cut whether earlier days are left out because there were too many runs
 */
public record RunGrid(List<LocalDate> days, List<Line> lines, boolean cut) {
    /** Days that a grid has. */
    public static final int DAYS = 30;

    /** How runs can end or stand, what needs somebody first. */
    private static final List<String> WORST_FIRST =
            List.of("FAILED", "INTERRUPTED", "STOPPED", "REFUSED", "PAUSED", "ABANDONED", "OPEN", "SKIPPED", "DONE");

    public RunGrid {
        days = List.copyOf(days);
        lines = List.copyOf(lines);
    }

    /** Line of a category. @param cells a null for a day without a run */
    public record Line(String category, List<@Nullable Cell> cells) {}

    /** Run of a day. @param outcome code; @param text in words; @param runs on that day */
    public record Cell(LocalDate day, String run, String outcome, String text, int runs) {}

    /**
     * Grid of the result of {@code gallra runs list}.
     *
     * @param last the day of the last column
     * @param most runs that were asked for: with as many, the oldest day may lack some and is left out with all before it
     */
    public static RunGrid of(CommandPage result, LocalDate last, int most) {
        int runs = 0;
        LocalDate oldest = last;
        List<LocalDate> all =
                last.minusDays(DAYS - 1L).datesUntil(last.plusDays(1)).toList();
        Map<String, Map<LocalDate, Cell>> found = new TreeMap<>();
        for (CommandPage.Block block : result.blocks()) {
            if (block instanceof CommandPage.Rows table && table.name().equals("runs")) {
                Map<String, Integer> at = places(table);
                for (List<CommandPage.Cell> row : table.rows()) {
                    Cell cell = cell(row, at);
                    runs++;
                    oldest = cell.day().isBefore(oldest) ? cell.day() : oldest;
                    found.computeIfAbsent(row.get(place(at, "category")).code(), c -> new HashMap<>())
                            .merge(cell.day(), cell, RunGrid::worse);
                }
            }
        }
        boolean cut = runs >= most;
        LocalDate before = oldest;
        List<LocalDate> days = cut
                ? all.stream()
                        .filter(day -> day.isAfter(before) || day.equals(last))
                        .toList()
                : all;
        List<Line> lines = new ArrayList<>();
        found.forEach((category, cells) -> {
            List<@Nullable Cell> line = new ArrayList<>();
            days.forEach(day -> line.add(cells.get(day)));
            if (line.stream().anyMatch(Objects::nonNull)) {
                lines.add(new Line(category, line));
            }
        });
        return new RunGrid(days, lines, cut);
    }

    private static Cell cell(List<CommandPage.Cell> row, Map<String, Integer> at) {
        CommandPage.Cell outcome = row.get(place(at, "outcome"));
        return new Cell(
                SwedishCalendar.localDate(
                        Instant.parse(row.get(place(at, "began")).code())),
                row.get(place(at, "run")).code(),
                outcome.code(),
                outcome.text(),
                1);
    }

    private static Cell worse(Cell one, Cell other) {
        Cell worst = rank(other) < rank(one) ? other : one;
        return new Cell(worst.day(), worst.run(), worst.outcome(), worst.text(), one.runs() + other.runs());
    }

    private static int rank(Cell cell) {
        int rank = WORST_FIRST.indexOf(cell.outcome());
        return rank < 0 ? WORST_FIRST.size() : rank;
    }

    private static Map<String, Integer> places(CommandPage.Rows table) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < table.heads().size(); i++) {
            places.put(table.heads().get(i).name(), i);
        }
        return places;
    }

    private static int place(Map<String, Integer> places, String name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new IllegalStateException("runs list has no column " + name + ". Indicates a bug");
        }
        return place;
    }
}
