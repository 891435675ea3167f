package se.partnersec.gallra.books.sie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.books.sie.SieTexts.HEAD;
import static se.partnersec.gallra.books.sie.SieTexts.VOUCHER;
import static se.partnersec.gallra.books.sie.SieTexts.read;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.books.voucher.Voucher;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

class SieReaderTest {
    private static final String COMPANY = "Påhittade Åkeriet ÄÖ AB";
    private static final LocalDate NEW_YEAR = LocalDate.of(2026, 1, 1);

    @Test
    void reads_head_years_and_vouchers() {
        SieTexts.Read read = read(HEAD + VOUCHER);

        assertThat(read.file().company()).isEqualTo(COMPANY);
        assertThat(read.file().orgNo()).isEqualTo("999900-0001");
        assertThat(read.file().generatedOn()).isEqualTo(LocalDate.of(2026, 11, 24));
        assertThat(read.file().years())
                .containsExactly(
                        new FiscalYear(LocalDate.of(2025, 5, 1), LocalDate.of(2025, 12, 31)),
                        new FiscalYear(NEW_YEAR, LocalDate.of(2026, 12, 31)));
        assertThat(read.file().covered()).isEqualTo(Map.of(NEW_YEAR, 1L));
        assertThat(read.vouchers()).singleElement().satisfies(voucher -> {
            assertThat(voucher.yearStart()).isEqualTo(NEW_YEAR);
            assertThat(voucher.series()).isEqualTo("A");
            assertThat(voucher.number()).isEqualTo(1);
            assertThat(voucher.bookedOn()).isEqualTo(LocalDate.of(2026, 2, 3));
            assertThat(voucher.debitOre()).isEqualTo(125_000);
            assertThat(voucher.rows()).isEqualTo(3);
            assertThat(voucher.words()).containsExactly("F2026000001");
            assertThat(voucher.line()).isEqualTo(11);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"IBM437 with label", "UTF-8", "UTF-8 with BOM", "UTF-8 with label", "ISO-8859-1"})
    void reads_the_letters_of_every_encoding(String how) {
        boolean label = how.endsWith("label");
        String text = (label ? HEAD : HEAD.replace("#FORMAT PC8\n", "")) + VOUCHER;
        String written = how.endsWith("BOM") ? "\uFEFF" + text : text;

        assertThat(read(written.getBytes(Charset.forName(how.split(" ")[0])))
                        .file()
                        .company())
                .isEqualTo(COMPANY);
    }

    @Test
    void finds_code_page_437_without_its_label_to_be_broken_letters() {
        byte[] bytes = (HEAD.replace("#FORMAT PC8\n", "") + VOUCHER).getBytes(Charset.forName("IBM437"));

        assertThatThrownBy(() -> read(bytes))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("bok.se:5: letter 10 is U+0086, a sign no text has: the encoding is broken");
    }

    @Test
    void takes_one_letter_that_is_not_utf_8_for_a_sign_that_the_whole_file_is_not() {
        byte[] bytes = (HEAD.replace("#FORMAT PC8\n", "") + VOUCHER + "#KONTO 1 \"ÿÿ\"\n")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(read(bytes).file().company()).isEqualTo(COMPANY);
    }

    @Test
    void reads_on_over_letters_that_lie_across_its_blocks() {
        String accounts = "#KONTO 1 \"åäöåäöåäöåäöåä\"\n".repeat(9_000);
        String text = HEAD.replace("#FORMAT PC8\n", "") + accounts + VOUCHER;

        SieTexts.Read read = read(text);

        assertThat(read.file().company()).isEqualTo(COMPANY);
        assertThat(read.vouchers()).hasSize(1);
    }

    @Test
    void reads_tabs_quotes_within_quotes_and_both_ends_of_line() {
        String text = (HEAD
                        + "#VER\t\"B\"  7\t20260203 \"sa \\\"hej\\\" {F-17}\"\n \t{\t\n#TRANS 1 {} 5\n#TRANS 2 {\"} \\\"\"} -5\n}\n")
                .replace("\n", "\r\n");

        assertThat(read(text).vouchers()).singleElement().satisfies(voucher -> {
            assertThat(voucher.series()).isEqualTo("B");
            assertThat(voucher.number()).isEqualTo(7);
            assertThat(voucher.words()).containsExactly("F-17");
        });
    }

    @Test
    void counts_neither_rows_that_were_taken_back_nor_those_told_twice() {
        String text = HEAD
                + "#VER A 1 20260203\n{\n#TRANS 1 {} 5\n#BTRANS 9 {} 700\n#RTRANS 2 {} -5\n#TRANS 2 {} -5\n}\n"
                + "#VER A 2 20260203 \"makulerad\"\n{\n}\n";

        assertThat(read(text).vouchers()).extracting(Voucher::rows).containsExactly(2, 0);
    }

    @Test
    void passes_over_labels_it_does_not_know_with_all_in_their_braces() {
        String text = HEAD + "#NYTT \"öppen\n{\nvad som helst\n#VER A 9 x\n}\n" + VOUCHER + "#UB 0 1510 12.50 {\n";

        assertThat(read(text).vouchers()).hasSize(1);
    }

    @Test
    void reads_vouchers_of_several_years_and_the_same_number_in_each() {
        String text = HEAD + VOUCHER + VOUCHER.replace("20260203", "20250501");

        SieTexts.Read read = read(text);

        assertThat(read.file().covered()).isEqualTo(Map.of(NEW_YEAR, 1L, LocalDate.of(2025, 5, 1), 1L));
        assertThat(read.file().vouchers()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            #FLAGGA 0                  | #KOMMENTAR                | :1: this is not a SIE file
            #FLAGGA 0                  | %PDF-1.7                  | :1: this is not a SIE file
            #SIETYP 4                  | #SIETYP 1                 | :5: #SIETYP is '1', which holds no vouchers
            #SIETYP 4                  | #NYTT                     | bok.se: #SIETYP is missing
            #RAR 0 20260101 20261231   | #NYTT                     | bok.se: #RAR 0, the current fiscal year, is missing
            #RAR 0 20260101            | #RAR 0 20250601           | :8: fiscal year must not end
            #RAR -1 20250501 20251231  | #RAR -1 20250501 20260131 | :9: fiscal year 2025-05-01..2026-01-31 overlaps 2026-01-01..2026-12-31
            #RAR -1 20250501           | #RAR 0 20250501           | :9: #RAR 0 is there twice
            #RAR -1 20250501           | #RAR -1 20250229          | :9: '20250229' is not a day of the calendar
            #GEN 20261124              | #GEN 2026-11-24           | :4: '2026-11-24' is not a day
            #FORMAT PC8                | #FORMAT ANSI              | :3: #FORMAT is 'ANSI'
            #VER A 1 20260203          | #VER A 1 20240203         | :11: voucher A 1 of 2024-02-03 lies in none of the fiscal years
            #VER A 1 20260203          | #VER A 1 20260231         | :11: '20260231' is not a day of the calendar
            #VER A 1 20260203          | #VER A "" 20260203        | :11: the number of a voucher must be whole digits, was ''
            #VER A 1 20260203          | #VER A\007 1 20260203      | :11: the series of a voucher has at most 16 characters, all of them letters or signs, was 'A?'
            #VER A 1 20260203          | #VER ABCDEFGHIJKLMNOPQ 1 20260203 | :11: the series of a voucher has at most 16 characters
            #VER A 1 20260203          | #VER A                    | :11: #VER needs series, number and date
            {} 1250.00                 | {} 1250.01                | :11: voucher A 1 does not balance, its rows add up to 0.01
            {} 1250.00                 | {} 1250,00                | :13: '1250,00' is not an amount
            {} 1250.00                 | {} 1.250.00               | :13: '1.250.00' is not an amount
            {} 1250.00                 | {} 1250.001               | :13: '1250.001' is not an amount
            {} 1250.00                 | {} 1 250.00               | :13: '250.00' is not a day
            {} 1250.00                 | { 1250.00                 | :13: a list of objects is opened with '{' and not closed
            {} 1250.00                 | 1250.00                   | :13: #TRANS needs account, {objects} and amount
            "moms"                     | "moms                     | :15: a quote is opened and not closed
            -250.0 20260203            | -250.0 20261301           | :15: '20261301' is not a day
            #KONTO 1510 "Kundfordringar" | }                       | :10: a '}' closes nothing
            #KONTO 1510 "Kundfordringar" | {                       | :10: a '{' opens nothing
            #KONTO 1510 "Kundfordringar" | #TRANS 1 {} 5           | :10: #TRANS stands outside a voucher
            #KONTO 1510 "Kundfordringar" | Kundfordringar          | :10: the line begins with neither a label nor a brace
            """)
    void names_each_fault_with_its_line_and_cure(String sound, String broken, String says) {
        String text = HEAD + VOUCHER;
        assertThat(text).contains(sound);

        assertThatThrownBy(() -> read(text.replace(sound, broken)))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining(says)
                .hasMessageContaining("bok.se");
    }

    @Test
    void names_a_file_that_was_cut_off() {
        String text = HEAD + VOUCHER;
        assertThatThrownBy(() -> read(text.substring(0, text.length() - 2)))
                .hasMessageContaining("bok.se:11: voucher A 1 is not closed with '}' before line 16");
        assertThatThrownBy(() -> read(text.replace("\n}\n", "\n") + VOUCHER.replace("A 1", "A 2")))
                .hasMessageContaining("bok.se:11: voucher A 1 is not closed with '}' before line 16");
        assertThatThrownBy(() -> read(HEAD + "#NYTT\n{\n")).hasMessageContaining("ends within braces");
        assertThatThrownBy(() -> read("")).hasMessageContaining("not a SIE file");
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_16)))
                .hasMessageContaining("encoding is broken");
    }

    @Test
    void finds_the_one_bad_line_among_ten_thousand_vouchers() {
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 1; i <= 10_000; i++) {
            text.append(VOUCHER.replace("A 1 ", "A " + i + " "));
        }
        assertThat(read(text.toString()).vouchers()).hasSize(10_000);
        String broken = text.toString().replaceFirst("(?s)(#VER A 7777 .*?) -1000\n", "$1 -1000.5\n");

        assertThatThrownBy(() -> read(broken))
                .satisfies(refusedWith(ExitCode.USAGE))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "bok.se:46667: voucher A 7777 does not balance, its rows add up to -0.50:"
                                                + " correct it in the bookkeeping program and export anew"));
    }

    @Test
    void names_twenty_faults_and_counts_the_rest() {
        StringBuilder text = new StringBuilder(HEAD).append(VOUCHER);
        for (int i = 0; i < 50; i++) {
            text.append(VOUCHER);
        }
        assertThatThrownBy(() -> read(text.toString())).isInstanceOfSatisfying(RefusedException.class, e -> {
            assertThat(e.exit()).isEqualTo(ExitCode.USAGE);
            assertThat(e.problems()).hasSize(21).endsWith("and 30 more faults");
            assertThat(e.problems().get(0))
                    .startsWith("bok.se:17: voucher A 1 is there twice in the fiscal year from 2026-01-01");
        });
    }

    @Test
    void says_when_the_file_changed_between_its_two_looks() {
        List<String> texts = new java.util.ArrayList<>(List.of(HEAD + VOUCHER, HEAD));
        assertThatThrownBy(() -> SieReader.of(
                                "bok.se",
                                () -> new java.io.ByteArrayInputStream(
                                        texts.remove(0).getBytes(Charset.forName("IBM437"))))
                        .read(voucher -> {}))
                .hasMessageContaining("changed while it was read");
    }
}
