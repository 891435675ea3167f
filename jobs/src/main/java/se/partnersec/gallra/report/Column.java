package se.partnersec.gallra.report;

/**
 * A column of a report.
 *
 * @param key its name in files for programs; the head for people has the text {@code report.column.KEY}
 * @param prefix of the texts that stand for its codes; empty for other kinds
 */
public record Column(String key, Kind kind, String prefix) {

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

    static Column text(String key) {
        return new Column(key, Kind.TEXT, "");
    }

    /** @param prefix such as {@code hold.} for the texts {@code hold.DISPUTE} and so on */
    static Column code(String key, String prefix) {
        return new Column(key, Kind.CODE, prefix);
    }

    static Column date(String key) {
        return new Column(key, Kind.DATE, "");
    }

    static Column time(String key) {
        return new Column(key, Kind.TIME, "");
    }

    static Column number(String key) {
        return new Column(key, Kind.NUMBER, "");
    }

    static Column amount(String key) {
        return new Column(key, Kind.AMOUNT, "");
    }
}
