package se.partnersec.gallra.reports.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chart of all rows of a report, in words and numbers.
 *
 * @param label text over the labels of the bars
 * @param part text of the part that each bar has; null for none
 */
public record SummedChart(
        String title, String label, @Nullable String part, List<Bar> bars) {
    public SummedChart {
        bars = List.copyOf(bars);
    }

    /** Bar. @param records how many it stands for; @param part how many of them are the part */
    public record Bar(String label, long records, long part) {}
}
