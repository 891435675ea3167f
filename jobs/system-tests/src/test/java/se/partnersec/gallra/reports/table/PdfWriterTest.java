package se.partnersec.gallra.reports.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.reports.table.ReportWriter.Format;
import se.partnersec.gallra.support.pdf.Judge;

/** A report on paper has the same rows, says what it leaves out, and has the checksum of all of them. */
class PdfWriterTest {
    private static byte[] written(Report report, Format format, String language) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Invented.writer(language).write(report, format, out, Path.of("nowhere"));
        return out.toByteArray();
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replace('\u00A0', ' ');
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sv", "en"})
    void is_pdf_a_in_both_languages(String language) throws IOException {
        assertThat(Judge.faults(written(new Invented(30), Format.PDF, language)))
                .isEmpty();
    }

    @Test
    void has_the_rows_in_words_and_the_checksum_that_anybody_can_compute_anew() throws Exception {
        String text = text(written(new Invented(6), Format.PDF, "sv"));
        assertThat(text)
                .contains(
                        "Spärrar och annat som bevarar poster",
                        "00123",
                        "tvist",
                        "2026-11-25 12:00:00",
                        "234,50",
                        "+46701740601")
                .contains("Europe/Stockholm", "--all yes")
                .doesNotContain("Här visas de första");
        String sum = XlsxWriterTest.sha256(written(new Invented(6), Format.CSV_STANDARD, "en"));
        assertThat(text.replaceAll("\\s", "")).contains(sum, "=HYPERLINK(\"http://x\")");
        assertThat(text(written(new Invented(6), Format.PDF, "en"))).contains("dispute", "234.50");
    }

    @Test
    void leaves_out_what_no_one_reads_on_paper_and_says_so() throws IOException {
        String text = text(written(new Invented(PdfWriter.MOST_ROWS + 1), Format.PDF, "sv"));
        assertThat(text)
                .contains("Här visas de första 1 000 av 1 001 rader.", "key 999")
                .doesNotContain("key 1000");
        assertThat(text(written(new Invented(PdfWriter.MOST_ROWS), Format.PDF, "sv")))
                .contains("key 999")
                .doesNotContain("Här visas de första");
    }
}
