package se.partnersec.gallra.reports.table;

import java.util.List;

/**
 * Chart of all rows of a report, in words and numbers.
 *
 * @param label text over the labels of the bars
 */
public record SummedChart(String title, String label, List<Bar> bars) {
    public SummedChart {
        bars = List.copyOf(bars);
    }

    /** Bar. @param records how many it stands for */
    public record Bar(String label, long records) {}
}
