package se.partnersec.gallra.report;

import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Bars over the rows of a report, where its form has room for pictures.
 *
 * @param title key of its text
 * @param label key of the text over the labels
 * @param bar of a row; null for a row that is in no bar
 * @param value what a row adds to its bar
 */
record Chart(
        String title,
        String label,
        BiFunction<@Nullable Object[], Wording, @Nullable Bin> bar,
        ToLongFunction<@Nullable Object[]> value) {

    /** A bar. @param order the bars stand in the order of these; @param text in words */
    record Bin(String order, String text) {}
}
