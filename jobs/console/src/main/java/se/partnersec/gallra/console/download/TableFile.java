package se.partnersec.gallra.console.download;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.View;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.support.text.SpreadsheetText;

/** Rows of a table of a page as CSV for Excel in Sweden, the same rows as on the page. */
final class TableFile implements View {
    private final String name;
    private final CommandPage.Rows table;

    /** @param name of the file, without its extension */
    TableFile(String name, CommandPage.Rows table) {
        this.name = name;
        this.table = table;
    }

    @Override
    public String getContentType() {
        return "text/csv;charset=UTF-8";
    }

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType(getContentType());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name + ".csv").build().toString());
        Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        out.write('\uFEFF');
        CSVPrinter printer = new CSVPrinter(
                out,
                CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(';')
                        .setQuoteMode(QuoteMode.MINIMAL)
                        .get());
        printer.printRecord(table.heads().stream().map(CommandPage.Head::label).toList());
        for (List<CommandPage.Cell> row : table.rows()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                // Numbers without what groups their digits for people.
                cells.add(
                        table.heads().get(i).number()
                                ? row.get(i).code()
                                : text(row.get(i).text()));
            }
            printer.printRecord(cells);
        }
        printer.flush();
    }

    /** Nothing for the stroke that a page shows where there is nothing. */
    private static String text(String cell) {
        return cell.equals("-") ? "" : SpreadsheetText.safe(cell);
    }
}
