package se.partnersec.gallra.reports.table;

/**
 * A column of a report.
 *
 * @param key its name in files for programs; the head for people has the text {@code report.column.KEY}
 * @param prefix of the texts that stand for its codes; empty for other kinds
 * @param place where it stands in forms for people
 */
public record ReportColumn(String key, Kind kind, String prefix, Place place) {

    /** Place of a column in PDF and other forms for people. */
    public enum Place {
        /** Cell in the row. */
        ROW,
        /** Cell in the row, with long texts. */
        LONG,
        /** On paper in a line of its own below the row. */
        BELOW,
        /** Value that is equal in every row: on paper once. */
        ONCE
    }

    /** What a cell holds, besides null for nothing. */
    public enum Kind {
        /** A String, also where it looks like a number: {@code 00123}. */
        TEXT,
        /** A String of ours, written in words where people read. */
        CODE,
        /** A {@link java.time.LocalDate} of Europe/Stockholm. */
        DATE,
        /** An {@link java.time.Instant}; in tables the local time of Europe/Stockholm, in JSON UTC. */
        TIME,
        /** A Long. */
        NUMBER,
        /** A Long in whole öre, shown in kronor with two decimals. */
        AMOUNT
    }

    /** Copy of this column at another place. */
    public ReportColumn at(Place other) {
        return new ReportColumn(key, kind, prefix, other);
    }

    public static ReportColumn text(String key) {
        return new ReportColumn(key, Kind.TEXT, "", Place.ROW);
    }

    /** @param prefix such as {@code hold.} for the texts {@code hold.DISPUTE} and so on */
    public static ReportColumn code(String key, String prefix) {
        return new ReportColumn(key, Kind.CODE, prefix, Place.ROW);
    }

    public static ReportColumn date(String key) {
        return new ReportColumn(key, Kind.DATE, "", Place.ROW);
    }

    public static ReportColumn time(String key) {
        return new ReportColumn(key, Kind.TIME, "", Place.ROW);
    }

    public static ReportColumn number(String key) {
        return new ReportColumn(key, Kind.NUMBER, "", Place.ROW);
    }

    public static ReportColumn amount(String key) {
        return new ReportColumn(key, Kind.AMOUNT, "", Place.ROW);
    }
}
