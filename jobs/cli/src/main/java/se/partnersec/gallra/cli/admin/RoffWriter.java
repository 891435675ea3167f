package se.partnersec.gallra.cli.admin;

import java.time.LocalDate;
import java.util.List;

/** The little of roff that a page of the manual needs; whatever is given is text, and no request of roff. */
final class RoffWriter {
    private final StringBuilder page = new StringBuilder();

    void head(String title, LocalDate day, String program) {
        request(".TH " + quoted(title) + " 1 \"" + day + "\" " + quoted(program) + " " + quoted("Gallra"));
    }

    RoffWriter section(String name) {
        request(".SH " + quoted(name));
        return this;
    }

    void line(String text) {
        request(escaped(text));
    }

    /** A term, and what it means. */
    void entry(String term, String text) {
        request(".TP");
        request("\\fB" + escaped(term) + "\\fR");
        request(text.isBlank() ? "\\&" : escaped(text));
    }

    void asTyped(List<String> lines) {
        request(".EX");
        lines.forEach(this::line);
        request(".EE");
    }

    private void request(String text) {
        page.append(text).append('\n');
    }

    private static String quoted(String text) {
        return '"' + escaped(text).replace("\"", "\\(dq") + '"';
    }

    /** Dashes stay dashes to be copied, and no line is taken for a request. */
    private static String escaped(String text) {
        StringBuilder plain = new StringBuilder();
        text.strip().codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> plain.append("\\e");
                case '-' -> plain.append("\\-");
                case '\n' -> plain.append(' ');
                default -> {
                    if (c < 0x7F) {
                        plain.appendCodePoint(c);
                    } else {
                        plain.append(String.format("\\[u%04X]", c));
                    }
                }
            }
        });
        boolean mistakable = plain.length() > 0 && (plain.charAt(0) == '.' || plain.charAt(0) == '\'');
        return mistakable ? "\\&" + plain : plain.toString();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
