package se.partnersec.gallra.holds.hold;

import java.util.ArrayList;
import java.util.List;

/** Splits a table of text as RFC 4180 writes it, by comma or by semicolon, whichever its first line has. */
final class CsvText {
    private final String text;
    private final char separator;
    private final List<Line> lines = new ArrayList<>();
    private int at;
    private int line = 1;

    /** @param number of the line in the file where the record begins, from 1 */
    record Line(int number, List<String> cells) {
        boolean blank() {
            return cells.size() == 1 && cells.get(0).isBlank();
        }
    }

    /** What cannot be split, in words. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String why) {
            super(why, null, false, false);
        }
    }

    private CsvText(String text) {
        this.text = text;
        String first = text.lines().findFirst().orElse("");
        this.separator = first.contains(";") && !first.contains(",") ? ';' : ',';
    }

    static List<Line> lines(String text) throws Unreadable {
        CsvText csv = new CsvText(text);
        while (csv.at < text.length()) {
            csv.lines.add(csv.record());
        }
        return csv.lines;
    }

    private Line record() throws Unreadable {
        int began = line;
        List<String> cells = new ArrayList<>();
        while (true) {
            cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            if (at == text.length()) {
                return new Line(began, cells);
            }
            char next = text.charAt(at++);
            if (next == '\r' && at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            if (next != separator) {
                line++;
                return new Line(began, cells);
            }
        }
    }

    private String plain() {
        int from = at;
        while (at < text.length() && !ends(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean ends(char c) {
        return c == separator || c == '\n' || c == '\r';
    }

    private String quoted() throws Unreadable {
        int began = line;
        StringBuilder cell = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                at++;
            } else if (c == '"') {
                at++;
                if (at < text.length() && !ends(text.charAt(at))) {
                    throw new Unreadable("line " + line + ": after a closing quote comes a separator or the end of the"
                            + " line; write \"\" for a quote within");
                }
                return cell.toString();
            }
            line += c == '\n' ? 1 : 0;
            cell.append(c);
        }
        throw new Unreadable("line " + began + ": a quote is opened and not closed; close it");
    }
}
