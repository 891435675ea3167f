package se.partnersec.gallra.reports.table;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of typed cells, handed over one by one, so that a million cost no more memory than ten. They name records, customers
 * and users by surrogate keys, never by what people are called.
 */
public interface Report {
    /** The version of what the columns mean: it grows when one changes its meaning or goes. */
    int VERSION = 1;

    /** As on the command line. */
    String name();

    List<ReportColumn> columns();

    /** What was left out, as the command line said it: option to value. */
    Map<String, String> filters();

    /** Bar charts of its rows, for formats that show charts; the cells are in the order of the columns. */
    default List<ReportChart> charts() {
        return List.of();
    }

    /** On paper a row is a part of its own, a line a column, headed by its first column: for few rows of many words. */
    default boolean cards() {
        return false;
    }

    /** Reads everything anew, in a fixed order. */
    void rows(Sink sink) throws IOException;

    /** Where rows go. */
    interface Sink {
        /** @param cells one a column, of the type its kind says, or null */
        void row(@Nullable Object... cells) throws IOException;
    }

    /** The name of its form as JSON. */
    default String schema() {
        return "gallra.report." + name() + "/" + VERSION;
    }
}
