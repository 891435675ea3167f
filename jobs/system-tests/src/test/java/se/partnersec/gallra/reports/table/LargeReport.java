package se.partnersec.gallra.reports.table;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.dhatim.fastexcel.Worksheet;
import se.partnersec.gallra.reports.table.ReportWriter.Format;

/** Writes a report of so many rows in the heap it was given; a process of its own. */
final class LargeReport {
    private LargeReport() {}

    /** @param args number of rows, form, file; without the latter two an Excel file for nobody, all of it kept until its end */
    public static void main(String[] args) throws IOException {
        if (args.length == 1) {
            Invented report = new Invented(Long.parseLong(args[0]));
            XlsxWriter kept = new XlsxWriter(
                    OutputStream.nullOutputStream(), Invented.wording("sv"), Worksheet.MAX_ROWS, Integer.MAX_VALUE);
            kept.begin(new ReportHead(
                    report.name(),
                    report.schema(),
                    report.columns(),
                    report.filters(),
                    Invented.NOON,
                    "1",
                    "f",
                    null,
                    false));
            report.rows(kept::row);
            kept.end(report.rows(), "", java.util.List.of());
            System.out.println("fits");
            return;
        }
        ReportWriter.Written written = Invented.writer("sv")
                .write(new Invented(Long.parseLong(args[0])), Format.valueOf(args[1]), Path.of(args[2]), false);
        System.out.println(written.rows() + " " + written.sha256());
    }
}
