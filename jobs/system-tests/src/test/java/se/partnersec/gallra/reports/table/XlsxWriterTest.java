package se.partnersec.gallra.reports.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.reports.table.ReportWriter.Format;

/** Apache POI, which had no part in writing it, reads the workbook back. */
class XlsxWriterTest {
    private static final Path NOWHERE = Path.of("nowhere");

    private static byte[] written(Report report, Format format, String language) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Invented.writer(language).write(report, format, out, NOWHERE);
        return out.toByteArray();
    }

    @Test
    void dates_are_dates_texts_stay_texts_and_negative_amounts_are_numbers() throws IOException {
        try (XSSFWorkbook book =
                new XSSFWorkbook(new ByteArrayInputStream(written(new Invented(6), Format.XLSX, "sv")))) {
            XSSFSheet data = book.getSheetAt(0);
            Row first = data.getRow(1);
            text(first, 0, "00123");
            text(first, 1, "tvist");
            assertThat(DateUtil.isCellDateFormatted(first.getCell(2))).isTrue();
            assertThat(first.getCell(2).getLocalDateTimeCellValue().toLocalDate())
                    .isEqualTo(Invented.DAY);
            assertThat(first.getCell(2).getCellStyle().getDataFormatString()).isEqualTo("yyyy-mm-dd");
            assertThat(DateUtil.isCellDateFormatted(first.getCell(3))).isTrue();
            assertThat(first.getCell(3).getLocalDateTimeCellValue()).isEqualTo(LocalDateTime.of(2026, 11, 25, 12, 0));
            number(first, 4, 7);
            number(first, 5, -1234.50);
            assertThat(first.getCell(5).getCellStyle().getDataFormatString()).isEqualTo("#,##0.00");
            text(data.getRow(2), 0, "+46701740601");
            assertThat(data.getRow(2).getCell(2).getLocalDateTimeCellValue().toLocalDate())
                    .isEqualTo(LocalDate.of(2031, 1, 1));
            number(data.getRow(2), 4, -3);
            text(data.getRow(3), 0, "=HYPERLINK(\"http://x\")");
            text(data.getRow(3), 1, "NEW_CODE");
            assertThat(data.getRow(3).getCell(5)).isNull();
            assertThat(data.getRow(4).getCell(0).getStringCellValue().replace("\r\n", "\n"))
                    .isEqualTo("å;\"ä\",ö\\u000D\\u000Arad två");
            assertThat(data.getLastRowNum()).isEqualTo(6);
        }
    }

    private static void text(Row row, int column, String text) {
        Cell cell = row.getCell(column);
        assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
        assertThat(cell.getStringCellValue()).isEqualTo(text);
    }

    private static void number(Row row, int column, double value) {
        Cell cell = row.getCell(column);
        assertThat(cell.getCellType()).isEqualTo(CellType.NUMERIC);
        assertThat(cell.getNumericCellValue()).isEqualTo(value);
    }

    @Test
    void the_head_is_frozen_bold_and_filtered() throws IOException {
        try (XSSFWorkbook book =
                new XSSFWorkbook(new ByteArrayInputStream(written(new Invented(6), Format.XLSX, "en")))) {
            XSSFSheet data = book.getSheetAt(0);
            assertThat(data.getPaneInformation().isFreezePane()).isTrue();
            assertThat(data.getPaneInformation().getHorizontalSplitTopRow()).isEqualTo((short) 1);
            assertThat(data.getCTWorksheet().getAutoFilter().getRef()).isEqualTo("A1:F7");
            text(data.getRow(0), 2, "Last day kept");
            assertThat(book.getFontAt(data.getRow(0).getCell(2).getCellStyle().getFontIndex())
                            .getBold())
                    .isTrue();
        }
    }

    @Test
    void the_page_about_it_has_a_checksum_that_anybody_can_compute_anew() throws Exception {
        byte[] standard = written(new Invented(6), Format.CSV_STANDARD, "en");
        try (XSSFWorkbook book =
                new XSSFWorkbook(new ByteArrayInputStream(written(new Invented(6), Format.XLSX, "sv")))) {
            assertThat(book.getSheetName(1)).isEqualTo("Om rapporten");
            Map<String, String> about = new HashMap<>();
            book.getSheetAt(1)
                    .forEach(row -> about.put(
                            row.getCell(0).getStringCellValue(), row.getCell(1).toString()));
            assertThat(about)
                    .containsEntry("Rapport", "Spärrar och annat som bevarar poster")
                    .containsEntry("Schema", "gallra.report.holds/1")
                    .containsEntry("Per", "2026-11-25 12:00:00 +01:00 Europe/Stockholm")
                    .containsEntry("Policyns version", "2026-03")
                    .containsEntry("Policy och mappning", "ab".repeat(32))
                    .containsEntry("Urval", "--all yes")
                    .containsEntry("Rader", "6.0")
                    .containsEntry("Kontrollsumma (SHA-256) för uppgifterna", sha256(standard));
        }
        assertThat(new String(written(new Invented(6), Format.JSON, "sv"), java.nio.charset.StandardCharsets.UTF_8))
                .contains(sha256(standard));
        assertThat(new String(written(new Invented(7), Format.JSON, "sv"), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain(sha256(standard));
    }

    static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void a_wide_report_is_as_wide_as_several_pages_with_its_first_column_on_each() throws IOException {
        for (int columns : List.of(3, 19)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            XlsxWriter writer = new XlsxWriter(out, Invented.wording("en"));
            writer.begin(new ReportHead(
                    "holds",
                    "gallra.report.holds/1",
                    Collections.nCopies(columns, ReportColumn.text("key").at(ReportColumn.Place.BELOW)),
                    Map.of(),
                    Invented.NOON,
                    "1",
                    "f",
                    "These rules are not in force.",
                    false));
            writer.row(Collections.nCopies(columns, "text").toArray());
            writer.end(1, "sum", List.of());
            try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
                XSSFSheet sheet = book.getSheetAt(0);
                assertThat(sheet.getPrintSetup().getFitWidth()).isEqualTo((short) (columns == 3 ? 1 : 5));
                assertThat(sheet.getPrintSetup().getFitHeight()).isZero();
                assertThat(sheet.getRepeatingColumns() == null).isEqualTo(columns == 3);
                assertThat(book.getSheetAt(1).getRow(1).getCell(1).getStringCellValue())
                        .isEqualTo("These rules are not in force.");
            }
        }
    }

    @Test
    void what_no_sheet_can_hold_goes_on_another() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        XlsxWriter writer = new XlsxWriter(out, Invented.wording("en"), 5, 2);
        Invented report = new Invented(9);
        writer.begin(new ReportHead(
                report.name(),
                report.schema(),
                report.columns(),
                report.filters(),
                Invented.NOON,
                "1",
                "f",
                null,
                false));
        report.rows(writer::row);
        writer.end(9, "sum", List.of());
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(book.getNumberOfSheets()).isEqualTo(4);
            assertThat(book.getSheet("Data").getLastRowNum()).isEqualTo(4);
            assertThat(book.getSheet("Data 2").getLastRowNum()).isEqualTo(4);
            assertThat(book.getSheet("Data 3").getLastRowNum()).isEqualTo(1);
            text(book.getSheet("Data 3").getRow(0), 0, "Key");
            text(book.getSheet("Data 3").getRow(1), 0, "key 8");
        }
    }
}
