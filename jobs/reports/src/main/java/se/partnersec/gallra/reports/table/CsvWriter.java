package se.partnersec.gallra.reports.table;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.text.SpreadsheetText;

/**
 * CSV for people in Sweden, or for programs.
 *
 * <p>A text that a spreadsheet would take for a formula gets an apostrophe in front, in both dialects: it begins, after
 * blanks, with {@code = + - @}, their full-width forms, a tab or a carriage return. Dates, numbers and amounts are written by
 * us, begin with a digit or a minus before one, and are never touched: a negative amount stays a number.
 */
final class CsvWriter implements ReportFormatWriter {
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** How lines are written. */
    public enum Dialect {
        /** For Excel in Sweden: semicolons, comma in amounts, a byte order mark, heads and codes in words. */
        SWEDISH,
        /** RFC 4180, UTF-8 without a mark, points in amounts, heads and codes as they are: the same in every language. */
        STANDARD
    }

    private final Dialect dialect;
    private final Messages wording;
    private final Writer out;
    private final CSVPrinter printer;
    private List<ReportColumn> columns = List.of();

    CsvWriter(OutputStream out, Dialect dialect, Messages wording) throws IOException {
        this.dialect = dialect;
        this.wording = wording;
        this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        this.printer = new CSVPrinter(
                this.out,
                CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(dialect == Dialect.SWEDISH ? ';' : ',')
                        .setQuoteMode(QuoteMode.MINIMAL)
                        .get());
    }

    @Override
    public void begin(ReportHead head) throws IOException {
        columns = head.columns();
        if (dialect == Dialect.SWEDISH) {
            out.write('\uFEFF');
        }
        List<String> heads = new ArrayList<>();
        for (ReportColumn column : columns) {
            heads.add(dialect == Dialect.SWEDISH ? wording.say("report.column." + column.key()) : column.key());
        }
        printer.printRecord(heads);
    }

    @Override
    public void row(@Nullable Object[] cells) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            Object cell = cells[i];
            printer.print(cell == null ? "" : text(columns.get(i), cell));
        }
        printer.println();
    }

    private String text(ReportColumn column, Object cell) {
        return switch (column.kind()) {
            case TEXT -> SpreadsheetText.safe((String) cell);
            case CODE ->
                SpreadsheetText.safe(
                        dialect == Dialect.SWEDISH ? wording.code(column.prefix(), (String) cell) : (String) cell);
            case DATE, NUMBER -> cell.toString();
            case TIME -> time((Instant) cell);
            case AMOUNT -> amount((Long) cell);
        };
    }

    private String time(Instant instant) {
        ZonedDateTime local = instant.truncatedTo(ChronoUnit.SECONDS).atZone(SwedishCalendar.ZONE);
        return dialect == Dialect.SWEDISH ? SECOND.format(local) : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local);
    }

    private String amount(long ore) {
        String text = BigDecimal.valueOf(ore, 2).toPlainString();
        return dialect == Dialect.SWEDISH ? text.replace('.', ',') : text;
    }

    @Override
    public void end(long rows, String sha256, List<SummedChart> charts) throws IOException {
        printer.flush();
    }

    @Override
    public void close() throws IOException {
        printer.flush();
    }
}
