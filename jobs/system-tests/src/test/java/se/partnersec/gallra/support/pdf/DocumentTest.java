package se.partnersec.gallra.support.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;

/** A document is PDF/A, tagged, and says what it was told to say. */
class DocumentTest {
    private static final String ODD = "Åsa Öberg <&\"> é – … ” \u0007 \uD83D\uDE00 00123";

    private static byte[] written(Document paper) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        paper.write(out);
        return out.toByteArray();
    }

    private static Document full(boolean wide) {
        List<List<String>> rows = IntStream.range(0, 200)
                .mapToObj(i -> List.of("rad " + i, "ab".repeat(32), Integer.toString(i)))
                .toList();
        return new Document("Å, ä och ö: prov", Locale.forLanguageTag("sv"), wide)
                .sentence(ODD)
                .warning("Varning")
                .note("Liten text")
                .points(List.of("ett", "två"))
                .facts(List.of(new Document.Fact("Namn", "ab".repeat(32)), new Document.Fact("Tom", "")))
                .part("Staplar")
                .bars(
                        new Document.Head("Månad", false),
                        new Document.Head("Poster", true),
                        List.of(
                                new Document.Bar("2026-11", 5, "5"),
                                new Document.Bar("2026-12", 1_000_000, "1 000 000"),
                                new Document.Bar("2027-01", 0, "0")))
                .part("Tabell")
                .table(
                        List.of(
                                new Document.Head("Vad", false),
                                new Document.Head("Summa", false),
                                new Document.Head("Antal", true)),
                        rows);
    }

    @Test
    void is_tagged_pdf_a_by_the_word_of_an_independent_judge() throws IOException {
        assertThat(Judge.faults(written(full(false)))).isEmpty();
        assertThat(Judge.faults(written(full(true)))).isEmpty();
    }

    /** The judge finds something where something is wrong. */
    @Test
    void a_document_without_its_claims_is_no_pdf_a() throws IOException {
        try (PDDocument document = Loader.loadPDF(written(full(false)))) {
            document.getDocumentCatalog().setMetadata(null);
            document.getDocumentCatalog().getCOSObject().removeItem(COSName.OUTPUT_INTENTS);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            assertThat(Judge.faults(out.toByteArray())).isNotEmpty();
        }
    }

    @Test
    void says_every_word_in_its_language_with_its_fonts_within() throws IOException {
        try (PDDocument document = Loader.loadPDF(written(full(false)))) {
            String text = new PDFTextStripper().getText(document);
            assertThat(text)
                    .contains("Å, ä och ö: prov", "Åsa Öberg <&\"> é – … ”", "00123", "rad 0 ", "rad 199 ")
                    .contains("\\u0007")
                    .contains("1 / " + document.getNumberOfPages())
                    .doesNotContain("####");
            assertThat(text.split("Summa", -1))
                    .as("the head on every page of the table")
                    .hasSizeGreaterThan(3);
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("sv");
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Å, ä och ö: prov");
            List<PDFont> fonts = new ArrayList<>();
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    fonts.add(page.getResources().getFont(name));
                }
            }
            assertThat(fonts).isNotEmpty().allSatisfy(font -> {
                assertThat(font.isEmbedded()).isTrue();
                assertThat(font.getName()).contains("DejaVuSans");
            });
        }
    }

    /** A reader that copies one letter for two does not find the word again. */
    @Test
    void letters_are_not_joined() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Document("files", Locale.ENGLISH, false)
                .sentence("offline affluent fjord")
                .write(out);
        StringBuilder letters = new StringBuilder();
        try (PDDocument document = Loader.loadPDF(out.toByteArray())) {
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition letter) {
                    letters.append(letter.getUnicode());
                    super.processTextPosition(letter);
                }
            }.getText(document);
        }
        assertThat(letters).contains("files", "offline", "affluent", "fjord").doesNotContainPattern("[\uFB00-\uFB06]");
    }

    /** A page break that is forbidden between two rows loses the head of the next page. */
    @Test
    void a_table_has_its_head_on_each_page_and_a_note_is_below_its_row() throws IOException {
        for (int rows = 10; rows < 60; rows += 7) {
            Document paper = new Document("Rader", Locale.ENGLISH, true);
            List<Document.Row> lines = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                lines.add(new Document.Row(List.of("R" + i, "2019-01-01..2019-12-31"), "a note"));
            }
            paper.table(List.of(new Document.Head("First", false), new Document.Head("Second", false)), lines);
            try (PDDocument document = Loader.loadPDF(written(paper))) {
                for (int page = 1; page <= document.getNumberOfPages(); page++) {
                    PDFTextStripper text = new PDFTextStripper();
                    text.setStartPage(page);
                    text.setEndPage(page);
                    assertThat(text.getText(document))
                            .as("%d rows, page %d", rows, page)
                            .containsPattern("First Second\\R+R");
                }
            }
        }
    }
}
