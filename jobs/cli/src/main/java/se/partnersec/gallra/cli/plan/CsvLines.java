package se.partnersec.gallra.cli.plan;

import java.util.List;
import java.util.stream.Collectors;
import se.partnersec.gallra.support.text.VisibleText;

/** Lines of a CSV file as RFC 4180 wants them: commas, CRLF, quotes where needed. */
final class CsvLines {
    private static final String FORMULA = "=+-@";

    private CsvLines() {}

    static String of(List<List<String>> lines) {
        return lines.stream()
                .map(line -> line.stream().map(CsvLines::cell).collect(Collectors.joining(",")) + "\r\n")
                .collect(Collectors.joining());
    }

    /** A text that a spreadsheet would compute is made one that it shows. */
    private static String cell(String any) {
        String text = VisibleText.of(any);
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.matches(".*[\",].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
