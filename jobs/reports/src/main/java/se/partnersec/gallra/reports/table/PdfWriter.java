package se.partnersec.gallra.reports.table;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.pdf.Document;
import se.partnersec.gallra.support.text.Kronor;

/**
 * PDF/A for people who read on paper: bars over all rows, and the first rows. A page is no place for a million rows, and it
 * says how many it leaves out.
 */
final class PdfWriter implements ReportFormatWriter {
    /** Some thirty pages. */
    static final int MOST_ROWS = 1000;

    private static final int NARROW = 6;
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(SwedishCalendar.ZONE);

    private final OutputStream out;
    private final Messages wording;
    private final int most;
    private final List<List<String>> shown = new ArrayList<>();
    private @Nullable ReportHead head;

    PdfWriter(OutputStream out, Messages wording) {
        this(out, wording, MOST_ROWS);
    }

    PdfWriter(OutputStream out, Messages wording, int most) {
        this.out = out;
        this.wording = wording;
        this.most = most;
    }

    @Override
    public void begin(ReportHead about) {
        head = about;
    }

    @Override
    public void row(@Nullable Object[] cells) {
        if (shown.size() < most) {
            shown.add(texts(begun(), cells));
        }
    }

    private List<String> texts(ReportHead about, @Nullable Object[] cells) {
        List<String> texts = new ArrayList<>(cells.length);
        for (int i = 0; i < cells.length; i++) {
            Object cell = cells[i];
            texts.add(cell == null ? "" : text(about.columns().get(i), cell));
        }
        return texts;
    }

    private String text(ReportColumn column, Object cell) {
        return switch (column.kind()) {
            case TEXT -> (String) cell;
            case CODE -> wording.code(column.prefix(), (String) cell);
            case DATE -> cell.toString();
            case TIME -> SECOND.format((Instant) cell);
            case NUMBER -> number((Long) cell);
            case AMOUNT -> Kronor.text((Long) cell, wording.language()).replace(' ', '\u00A0');
        };
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n).replace(',', '\u00A0');
    }

    @Override
    public void end(long rows, String sha256, List<SummedChart> charts) throws IOException {
        ReportHead about = begun();
        Document paper = new Document(
                wording.say("report.name." + about.name()),
                wording.language(),
                !about.cards() && about.columns().size() > NARROW);
        paper.sentence(wording.say("report.paper.as-of", SECOND.format(about.asOf()), SwedishCalendar.ZONE.getId()));
        String caution = about.caution();
        if (caution != null) {
            paper.warning(caution);
        }
        charts.forEach(chart -> bars(paper, chart));
        if (about.cards()) {
            cards(paper, about);
        } else {
            table(paper, about, rows);
        }
        about(paper, about, rows, sha256);
        paper.write(out);
    }

    private void bars(Document paper, SummedChart chart) {
        paper.part(chart.title())
                .bars(
                        new Document.Head(chart.label(), false),
                        new Document.Head(wording.say("report.column.records"), true),
                        chart.bars().stream()
                                .map(bar -> new Document.Bar(bar.label(), bar.records(), number(chart, bar)))
                                .toList());
    }

    private static String number(SummedChart chart, SummedChart.Bar bar) {
        return number(bar.records()) + (bar.part() == 0 ? "" : " (" + chart.part() + ": " + number(bar.part()) + ")");
    }

    private void table(Document paper, ReportHead about, long rows) {
        paper.part(wording.say("report.sheet"));
        if (rows == 0) {
            paper.sentence(wording.say("report.paper.empty"));
            return;
        }
        if (rows > shown.size()) {
            paper.warning(wording.say("report.paper.more", number(shown.size()), number(rows)));
        }
        List<Document.Head> heads = new ArrayList<>();
        List<Integer> below = new ArrayList<>();
        for (int i = 0; i < about.columns().size(); i++) {
            ReportColumn column = about.columns().get(i);
            if (column.place() == ReportColumn.Place.BELOW) {
                below.add(i);
            } else {
                heads.add(new Document.Head(
                        name(column),
                        column.kind() == ReportColumn.Kind.NUMBER || column.kind() == ReportColumn.Kind.AMOUNT));
            }
        }
        paper.table(heads, shown.stream().map(cells -> row(about, below, cells)).toList());
    }

    private Document.Row row(ReportHead about, List<Integer> below, List<String> cells) {
        List<String> row = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            if (!below.contains(i)) {
                row.add(cells.get(i));
            } else if (!cells.get(i).isEmpty()) {
                notes.add(name(about.columns().get(i)) + ": " + cells.get(i));
            }
        }
        return new Document.Row(row, String.join("; ", notes));
    }

    private void cards(Document paper, ReportHead about) {
        if (!shown.isEmpty()) {
            paper.facts(facts(about, shown.get(0), ReportColumn.Place.ONCE));
        }
        for (List<String> cells : shown) {
            paper.part(cells.get(0)).facts(facts(about, cells, ReportColumn.Place.ROW));
        }
    }

    private List<Document.Fact> facts(ReportHead about, List<String> cells, ReportColumn.Place place) {
        List<Document.Fact> facts = new ArrayList<>();
        for (int i = 1; i < cells.size(); i++) {
            ReportColumn column = about.columns().get(i);
            boolean once = column.place() == ReportColumn.Place.ONCE;
            if (once == (place == ReportColumn.Place.ONCE) && !cells.get(i).isEmpty()) {
                facts.add(new Document.Fact(name(column), cells.get(i)));
            }
        }
        return facts;
    }

    private String name(ReportColumn column) {
        return wording.say("report.column." + column.key());
    }

    private void about(Document paper, ReportHead about, long rows, String sha256) {
        List<Document.Fact> facts = new ArrayList<>();
        fact(facts, "report.about.schema", about.schema());
        fact(facts, "report.about.policy", about.policyVersion());
        fact(facts, "report.about.fingerprint", about.fingerprint());
        new TreeMap<>(new HashMap<>(about.filters()))
                .forEach((name, value) -> fact(facts, "report.about.filter", name + " " + value));
        fact(facts, "report.about.rows", number(rows));
        fact(facts, "report.about.sha256", sha256);
        fact(facts, "report.about.checking", wording.say("report.checking"));
        fact(facts, "report.about.people", wording.say("report.people"));
        paper.part(wording.say("report.about")).facts(facts);
    }

    private void fact(List<Document.Fact> facts, String key, String text) {
        facts.add(new Document.Fact(wording.say(key), text));
    }

    private ReportHead begun() {
        ReportHead about = head;
        if (about == null) {
            throw new IllegalStateException("a row before the head. Indicates a bug");
        }
        return about;
    }

    @Override
    public void close() {}
}
