package se.partnersec.gallra.reports.table;

import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Bars over the rows of a report.
 *
 * @param title key of its text
 * @param label key of the text over the labels
 * @param bar of a row; null for a row that is in no bar
 * @param value what a row adds to its bar
 * @param part of it, drawn apart; null for none
 */
public record ReportChart(
        String title,
        String label,
        BiFunction<@Nullable Object[], Messages, @Nullable Bin> bar,
        ToLongFunction<@Nullable Object[]> value,
        @Nullable Part part) {

    /** Without a part. */
    public ReportChart(
            String title,
            String label,
            BiFunction<@Nullable Object[], Messages, @Nullable Bin> bar,
            ToLongFunction<@Nullable Object[]> value) {
        this(title, label, bar, value, null);
    }

    /** Part of each bar. @param label key of its text; @param of which rows */
    public record Part(String label, Predicate<@Nullable Object[]> of) {}

    /** A bar. @param order the bars stand in the order of these; @param text in words */
    public record Bin(String order, String text) {}
}
