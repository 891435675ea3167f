package se.partnersec.gallra.reports.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.reports.table.ReportWriter.Format;
import se.partnersec.gallra.testing.JsonSchemas;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CsvWriterTest {
    private static String written(Format format, String language) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Invented.writer(language).write(new Invented(6), format, out, Path.of("nowhere"));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<CSVRecord> read(String text, char delimiter) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .get()
                .parse(new StringReader(text))
                .getRecords();
    }

    @Test
    void for_excel_in_sweden() throws IOException {
        String text = written(Format.CSV_SWEDISH, "sv");

        assertThat(text).startsWith("\uFEFFNyckel;Typ;Sista dag den bevaras;").endsWith("\r\n");
        List<CSVRecord> rows = read(text.substring(1), ';');
        assertThat(rows).hasSize(7);
        assertThat(rows.get(1).toList())
                .containsExactly("00123", "tvist", "2026-11-25", "2026-11-25 12:00:00", "7", "-1234,50");
        assertThat(rows.get(2).toList())
                .containsExactly("'+46701740601", "skatterevision", "2031-01-01", "2026-11-25 12:00:01", "-3", "0,05");
        assertThat(rows.get(4).get(0)).isEqualTo("å;\"ä\",ö\\u000D\\u000Arad två");
    }

    @Test
    void for_programs_the_same_in_every_language() throws IOException {
        String text = written(Format.CSV_STANDARD, "sv");

        assertThat(text)
                .isEqualTo(written(Format.CSV_STANDARD, "en"))
                .startsWith("key,type,last_day,erased_at,records,amount\r\n");
        List<CSVRecord> rows = read(text, ',');
        assertThat(rows.get(1).toList())
                .containsExactly("00123", "DISPUTE", "2026-11-25", "2026-11-25T12:00:00+01:00", "7", "-1234.50");
        assertThat(rows.get(3).toList().subList(1, 6)).containsExactly("NEW_CODE", "", "", "", "");
        assertThat(rows.get(4).get(0)).isEqualTo("å;\"ä\",ö\\u000D\\u000Arad två");
    }

    @Test
    void no_text_is_a_formula_and_every_number_stays_one() throws IOException {
        for (Format format : List.of(Format.CSV_SWEDISH, Format.CSV_STANDARD)) {
            boolean swedish = format == Format.CSV_SWEDISH;
            List<CSVRecord> rows = read(written(format, "sv").replace("\uFEFF", ""), swedish ? ';' : ',');
            assertThat(rows.subList(1, 7))
                    .extracting(row -> row.get(0))
                    .contains("'=HYPERLINK(\"http://x\")", "'  @SUM(A1)", "'\uFF1D1+1")
                    .noneMatch(cell -> cell.strip().matches("(?s)[=+@\uFF1D\\-].*"));
            assertThat(rows.subList(1, 7))
                    .extracting(row -> row.get(5))
                    .allMatch(cell -> cell.isEmpty() || cell.matches(swedish ? "-?\\d+,\\d\\d" : "-?\\d+\\.\\d\\d"));
        }
    }

    @Test
    void as_json_with_a_versioned_schema_and_texts_untouched() throws IOException {
        String text = JsonSchemas.document("report-document-1", written(Format.JSON, "sv"));
        JsonNode json = JsonMapper.builder().build().readTree(text);

        assertThat(json.get("schema").asString()).isEqualTo("gallra.report.holds/1");
        assertThat(json.get("asOf").asString()).isEqualTo("2026-11-25T11:00:00Z");
        assertThat(json.get("zone").asString()).isEqualTo("Europe/Stockholm");
        assertThat(json.get("filters").get("--all").asString()).isEqualTo("yes");
        assertThat(json.get("columns").get(5).get("kind").asString()).isEqualTo("amount");
        assertThat(json.get("rowCount").asInt())
                .isEqualTo(6)
                .isEqualTo(json.get("rows").size());
        JsonNode first = json.get("rows").get(0);
        assertThat(first.get("key").asString()).isEqualTo("00123");
        assertThat(first.get("amount").isNumber()).isTrue();
        assertThat(first.get("amount").decimalValue()).isEqualByComparingTo("-1234.50");
        assertThat(json.get("rows").get(1).get("key").asString()).isEqualTo("+46701740601");
        assertThat(json.get("rows").get(2).get("last_day").isNull()).isTrue();
        assertThat(json.get("sha256").asString()).hasSize(64);
        for (String changed : List.of(
                text.replace("\"kind\":\"amount\"", "\"kind\":\"money\""),
                text.replace("gallra.report.holds/1", "gallra.report.holds/2"),
                text.replace("\"rowCount\":6", "\"rowCount\":\"6\""))) {
            assertThat(changed).isNotEqualTo(text);
            assertThat(JsonSchemas.faults("report-document-1", changed, InputFormat.JSON))
                    .isNotEmpty();
        }
    }
}
