package se.partnersec.gallra.support.pdf;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import se.partnersec.gallra.support.text.VisibleText;

/** A document in the making, top to bottom. Every word that is handed in is text and never markup. */
public final class Document {
    private final String title;
    private final Locale language;
    private final boolean wide;
    private final StringBuilder body = new StringBuilder();

    /**
     * @param title of the document, also at the foot of each page
     * @param language the words are in: a document says so, for readers that speak
     * @param wide lying pages, for tables of many columns
     */
    public Document(String title, Locale language, boolean wide) {
        this.title = title;
        this.language = language;
        this.wide = wide;
        body.append("<h1>").append(escaped(title)).append("</h1>\n");
    }

    /** A part of the document. */
    public Document part(String heading) {
        body.append("<h2>").append(escaped(heading)).append("</h2>\n");
        return this;
    }

    public Document sentence(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    /** Small print. */
    public Document note(String text) {
        body.append("<p class=\"note\">").append(escaped(text)).append("</p>\n");
        return this;
    }

    /** A line that must not be overlooked. */
    public Document warning(String text) {
        body.append("<p class=\"warning\">").append(escaped(text)).append("</p>\n");
        return this;
    }

    public Document points(List<String> texts) {
        if (!texts.isEmpty()) {
            body.append("<ul>");
            texts.forEach(text -> body.append("<li>").append(escaped(text)).append("</li>"));
            body.append("</ul>\n");
        }
        return this;
    }

    /** A name and what stands for it. */
    public record Fact(String name, String text) {}

    public Document facts(List<Fact> facts) {
        body.append("<table class=\"facts\">");
        facts.forEach(fact -> body.append("<tr><th scope=\"row\">")
                .append(escaped(fact.name()))
                .append("</th><td>")
                .append(broken(fact.text()))
                .append("</td></tr>"));
        body.append("</table>\n");
        return this;
    }

    /** The head of a column. @param number to the right, as figures stand */
    public record Head(String text, boolean number) {}

    /**
     * @param cells as many as heads
     * @param note in a line of its own below the cells; empty for none
     */
    public record Row(List<String> cells, String note) {}

    /** @param rows as many cells as heads in each */
    public Document table(List<Head> heads, Collection<List<String>> rows) {
        return table(heads, rows.stream().map(cells -> new Row(cells, "")).toList());
    }

    public Document table(List<Head> heads, List<Row> rows) {
        body.append("<table class=\"rows\"><thead><tr>");
        heads.forEach(head -> body.append(head.number() ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">")
                .append(escaped(head.text()))
                .append("</th>"));
        body.append("</tr></thead>");
        for (Row each : rows) {
            List<String> row = each.cells();
            if (row.size() != heads.size()) {
                throw new IllegalArgumentException(row.size() + " cells under " + heads.size() + " heads");
            }
            // A group of its own holds a row and its note together; between two rows no page break may be forbidden, or
            // the head is lost.
            body.append("<tbody><tr>");
            for (int i = 0; i < row.size(); i++) {
                body.append(heads.get(i).number() ? "<td class=\"number\">" : "<td>")
                        .append(broken(row.get(i)))
                        .append("</td>");
            }
            body.append("</tr>");
            if (!each.note().isEmpty()) {
                body.append("<tr class=\"below\"><td colspan=\"")
                        .append(heads.size())
                        .append("\">")
                        .append(broken(each.note()))
                        .append("</td></tr>");
            }
            body.append("</tbody>");
        }
        body.append("</table>\n");
        return this;
    }

    /** @param shown the figure as people write it */
    public record Bar(String label, long value, String shown) {}

    /** Bars that lie, one below the other; the figures stand beside them, so that nothing is told by the eye alone. */
    public Document bars(Head label, Head figure, List<Bar> bars) {
        long most = bars.stream().mapToLong(Bar::value).max().orElse(0);
        body.append("<table class=\"bars\"><thead><tr><th scope=\"col\">")
                .append(escaped(label.text()))
                .append("</th><th scope=\"col\" class=\"number\">")
                .append(escaped(figure.text()))
                .append("</th><td class=\"bar\"></td></tr></thead><tbody>");
        for (Bar bar : bars) {
            // A bar of something is seen, however little of the longest it is.
            double width = most <= 0 || bar.value() <= 0 ? 0 : Math.max(0.4, 100.0 * bar.value() / most);
            body.append("<tr><th scope=\"row\">")
                    .append(escaped(bar.label()))
                    .append("</th><td class=\"number\">")
                    .append(escaped(bar.shown()))
                    .append("</td><td class=\"bar\"><div style=\"width:")
                    .append(String.format(Locale.ROOT, "%.2f", width))
                    .append("%\"></div></td></tr>");
        }
        body.append("</tbody></table>\n");
        return this;
    }

    /** Writes it as PDF/A-2a. */
    public void write(OutputStream out) throws IOException {
        PdfRenderer.write(new PdfRenderer.Content(title, language, wide, body.toString()), out);
    }

    /** Days, times and names such as those of categories stay in one piece; long words, such as hashes, may be broken anywhere. */
    private static String broken(String text) {
        if (text.matches("[0-9: -]{4,20}|[a-z]+(-[a-z]+){1,3}")) {
            return "<span class=\"whole\">" + escaped(text) + "</span>";
        }
        return text.matches("(?s).*\\S{40}.*") ? "<span class=\"long\">" + escaped(text) + "</span>" : escaped(text);
    }

    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 8);
        VisibleText.lines(text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
        return safe.toString();
    }

    /** What XML 1.0 lets stand in a text, but for two code points that are none. */
    private static boolean allowed(int c) {
        return c != 0xFFFE && c != 0xFFFF;
    }
}
