package se.partnersec.gallra.reports.table;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dhatim.fastexcel.PaperSize;
import org.dhatim.fastexcel.StyleSetter;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * An Excel workbook whose cells are what they look like: dates are dates, numbers numbers, keys and telephone numbers text.
 * Texts are written in their cells, not in a shared table, which would have to be held in memory until the end.
 */
final class XlsxWriter implements ReportFormatWriter {
    private static final int FLUSH = 500;
    /** Width of a column of sentences, in characters. */
    private static final int LONG = 48;

    /** Characters that can be read beside each other on a page of A4 that lies. */
    private static final int PAGE = 190;

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss ZZZZZ", Locale.ROOT)
            .withZone(SwedishCalendar.ZONE);

    private final Workbook book;
    private final Messages wording;
    private final int most;
    private final int flush;
    private @Nullable ReportHead head;
    private @Nullable Worksheet sheet;
    private int sheets;
    private int next;

    XlsxWriter(OutputStream out, Messages wording) {
        this(out, wording, Worksheet.MAX_ROWS, FLUSH);
    }

    /**
     * @param most rows of a sheet, its head included; what is more goes on another sheet
     * @param flush so many rows are held in memory at a time
     */
    XlsxWriter(OutputStream out, Messages wording, int most, int flush) {
        this.book = new Workbook(out, "Gallra", null);
        this.wording = wording;
        this.most = most;
        this.flush = flush;
    }

    @Override
    public void begin(ReportHead about) throws IOException {
        head = about;
        sheet = open(about);
    }

    private Worksheet open(ReportHead about) throws IOException {
        String name = wording.say("report.sheet");
        Worksheet opened = book.newWorksheet(++sheets == 1 ? name : name + " " + sheets);
        opened.freezePane(0, 1);
        opened.repeatRows(0);
        double wide = 0;
        for (int i = 0; i < about.columns().size(); i++) {
            ReportColumn column = about.columns().get(i);
            String text = wording.say("report.column." + column.key());
            opened.inlineString(0, i, text);
            opened.style(0, i).bold().horizontalAlignment("left").indent(1).set();
            int width = Math.max(longTexts(column) ? LONG : width(column.kind()), text.length() + 4);
            opened.width(i, width);
            wide += width;
        }
        int pages = (int) Math.ceil(wide / PAGE);
        printed(opened, pages);
        if (pages > 1) {
            opened.repeatCols(0);
        }
        opened.flush();
        next = 1;
        return opened;
    }

    /** On paper a sheet is as wide as these pages, and as high as it takes. */
    private static void printed(Worksheet sheet, int pages) {
        sheet.paperSize(PaperSize.A4_PAPER);
        sheet.pageOrientation("landscape");
        sheet.fitToWidth((short) pages);
        sheet.fitToHeight((short) 0);
    }

    private static boolean longTexts(ReportColumn column) {
        return column.kind() == ReportColumn.Kind.TEXT && column.place() != ReportColumn.Place.ROW;
    }

    private static int width(ReportColumn.Kind kind) {
        return switch (kind) {
            case TEXT -> 22;
            case CODE -> 26;
            case DATE -> 12;
            case TIME -> 20;
            case NUMBER -> 11;
            case AMOUNT -> 16;
        };
    }

    @Override
    public void row(@Nullable Object[] cells) throws IOException {
        ReportHead about = begun(head);
        Worksheet into = begun(sheet);
        if (next == most) {
            finish(into, about);
            into = open(about);
            sheet = into;
        }
        for (int i = 0; i < cells.length; i++) {
            Object cell = cells[i];
            if (cell != null) {
                write(into, next, i, about.columns().get(i), cell);
            }
        }
        next++;
        if (next % flush == 0) {
            into.flush();
        }
    }

    private void write(Worksheet into, int row, int i, ReportColumn column, Object cell) {
        switch (column.kind()) {
            case TEXT -> {
                into.inlineString(row, i, (String) cell);
                left(into, row, i).wrapText(true).set();
            }
            case CODE -> {
                into.inlineString(row, i, wording.code(column.prefix(), (String) cell));
                left(into, row, i).wrapText(true).set();
            }
            case DATE -> {
                into.value(row, i, (LocalDate) cell);
                left(into, row, i).format("yyyy-mm-dd").set();
            }
            case TIME -> {
                Instant second = ((Instant) cell).truncatedTo(ChronoUnit.SECONDS);
                into.value(row, i, LocalDateTime.ofInstant(second, SwedishCalendar.ZONE));
                left(into, row, i).format("yyyy-mm-dd hh:mm:ss").set();
            }
            case NUMBER -> {
                into.value(row, i, (Long) cell);
                into.style(row, i).format("0").verticalAlignment("top").set();
            }
            case AMOUNT -> {
                into.value(row, i, BigDecimal.valueOf((Long) cell, 2));
                into.style(row, i).format("#,##0.00").verticalAlignment("top").set();
            }
        }
    }

    /** Style of texts and dates, apart from a number to the left of them. */
    private static StyleSetter left(Worksheet into, int row, int i) {
        return into.style(row, i).horizontalAlignment("left").indent(1).verticalAlignment("top");
    }

    private void finish(Worksheet into, ReportHead about) throws IOException {
        into.setAutoFilter(0, 0, next - 1, about.columns().size() - 1);
        into.repeatRows(0);
        into.finish();
    }

    @Override
    public void end(long rows, String sha256, List<SummedChart> charts) throws IOException {
        ReportHead about = begun(head);
        finish(begun(sheet), about);
        Worksheet page = book.newWorksheet(wording.say("report.about"));
        printed(page, 1);
        page.width(0, 30);
        page.width(1, 90);
        int line = 0;
        line = say(page, line, "report.about.report", wording.say("report.name." + about.name()));
        String caution = about.caution();
        if (caution != null) {
            line = say(page, line, "report.about.caution", caution);
        }
        line = say(page, line, "report.about.schema", about.schema());
        line = say(page, line, "report.about.as-of", SECOND.format(about.asOf()) + " " + SwedishCalendar.ZONE.getId());
        line = say(page, line, "report.about.policy", about.policyVersion());
        line = say(page, line, "report.about.fingerprint", about.fingerprint());
        for (Map.Entry<String, String> filter : about.filters().entrySet()) {
            line = say(page, line, "report.about.filter", filter.getKey() + " " + filter.getValue());
        }
        page.inlineString(line, 0, wording.say("report.about.rows"));
        page.value(line++, 1, rows);
        line = say(page, line, "report.about.sha256", sha256);
        line = say(page, line, "report.about.checking", wording.say("report.checking"));
        say(page, line, "report.about.people", wording.say("report.people"));
        page.finish();
        book.finish();
    }

    private int say(Worksheet page, int line, String key, String text) {
        page.inlineString(line, 0, wording.say(key));
        page.inlineString(line, 1, text);
        for (int column = 0; column < 2; column++) {
            page.style(line, column).wrapText(true).verticalAlignment("top").set();
        }
        return line + 1;
    }

    private static <T> T begun(@Nullable T thing) {
        if (thing == null) {
            throw new IllegalStateException("a row before the head. Indicates a bug");
        }
        return thing;
    }

    /** A workbook that did not come to its end is no workbook; its file is thrown away. */
    @Override
    public void close() {}
}
