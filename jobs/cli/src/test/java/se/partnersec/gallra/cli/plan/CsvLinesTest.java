package se.partnersec.gallra.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvLinesTest {
    private static String csv(String... cells) {
        return CsvLines.of(List.of(List.of(cells)));
    }

    @Test
    void parts_cells_by_commas_and_lines_by_crlf() {
        assertThat(CsvLines.of(List.of(List.of("a", "b"), List.of("å", "")))).isEqualTo("a,b\r\nå,\r\n");
    }

    @Test
    void quotes_what_would_part_a_cell_and_doubles_quotes() {
        assertThat(csv("a,b", "say \"x\"", "two\nlines", "a;b"))
                .isEqualTo("\"a,b\",\"say \"\"x\"\"\",two\\u000Alines,a;b\r\n");
    }

    @Test
    void lets_no_spreadsheet_compute_a_text() {
        for (String evil : List.of("=1+1", "+46701740605", "-1", "@SUM(A1)")) {
            assertThat(csv(evil)).isEqualTo("'" + evil + "\r\n");
        }
        assertThat(csv("\t=1", "\r=1")).isEqualTo("\\u0009=1,\\u000D=1\r\n");
        assertThat(csv("=HYPERLINK(\"x\",\"y\")")).isEqualTo("\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\r\n");
        assertThat(csv("a=1", "3-28")).isEqualTo("a=1,3-28\r\n");
    }
}
