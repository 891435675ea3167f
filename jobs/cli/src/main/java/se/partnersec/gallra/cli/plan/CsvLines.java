package se.partnersec.gallra.cli.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import se.partnersec.gallra.support.text.VisibleText;

/** Lines of a CSV file by RFC 4180, safe for spreadsheets. */
final class CsvLines {
    private static final String FORMULA = "=+-@";

    private CsvLines() {}

    static String of(List<List<String>> lines) {
        StringBuilder out = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
            for (List<String> line : lines) {
                printer.printRecord(line.stream().map(CsvLines::cell).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** A text that a spreadsheet would compute is made one that it shows. */
    private static String cell(String any) {
        String text = VisibleText.of(any);
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
