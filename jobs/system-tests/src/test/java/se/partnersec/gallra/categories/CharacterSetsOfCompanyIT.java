package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Workplace;

/**
 * A company whose keys and names are in latin1, utf8mb3, ascii and utf8mb4 side by side, with å, ä, ö and emoji wherever they fit:
 * every command does what it is for, and each hold that is placed has its receipt.
 */
@Tag("full")
class CharacterSetsOfCompanyIT {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    private final LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), Workplace.ZONE);

    @SuppressWarnings("NullAway.Init")
    CharacterSetsOfCompanyIT() {}

    @Test
    void every_command_knows_them() throws IOException {
        try (OtherCompany company = new OtherCompany()) {
            fill(company);
            Files.writeString(
                    home.resolve("holds.csv"),
                    "type,scope,key,category,until,review_by,basis,reason\ndispute,user,😀@exempel.se,,,"
                            + today.plusDays(60) + ",,Åsa 😀 bråkar\n");
            Program gallra =
                    new Program(company.environment()).with("LANG", "C.UTF-8").here();
            List<String> wrong = new ArrayList<>();
            int lines = 0;
            for (String line : lines()) {
                int end = line.lastIndexOf(" => ");
                Answer answer = gallra.run(words(line.substring(0, end)));
                String said = (answer.out() + answer.err()).strip();
                String expected = line.substring(end + 4);
                int colon = expected.indexOf(':');
                lines++;
                if (!expected.substring(0, colon).equals("" + answer.exit())
                        || !said.contains(expected.substring(colon + 1).strip())
                        || said.contains("nobody foresaw")) {
                    wrong.add(line + " => " + answer.exit() + ": "
                            + said.substring(0, Math.min(500, said.length())).replaceAll("\\s+", " "));
                }
            }
            assertThat(wrong).isEmpty();
            for (int n : new int[] {1, 6}) {
                assertThat(company.left(CategoryIds.CALL_RECORDINGS, n))
                        .as("call %s", n)
                        .isZero();
                assertThat(company.left(CategoryIds.IP_LOGS, n))
                        .as("request %s", n)
                        .isZero();
            }
            assertThat(company.left(CategoryIds.CHAT_LOGS, 1)).isZero();
            for (int n = 2; n <= 5; n++) {
                assertThat(company.left(CategoryIds.CALL_RECORDINGS, n))
                        .as("call %s", n)
                        .isPositive();
                assertThat(company.left(CategoryIds.IP_LOGS, n))
                        .as("request %s", n)
                        .isPositive();
                assertThat(company.left(CategoryIds.CHAT_LOGS, n))
                        .as("chat %s", n)
                        .isPositive();
            }
            assertThat(company.jdbc()
                            .queryForList(
                                    "SELECT id FROM " + company.table("anrop") + " WHERE id = 'anrop-ö'", String.class))
                    .hasSize(1);
            assertThat(company.jdbc()
                            .queryForList(
                                    "SELECT Ärende FROM " + company.table("chatt") + " WHERE Ärende = '😀 ärende'",
                                    String.class))
                    .hasSize(1);
            System.out.println(lines + " command lines at a company with four character sets");
        }
    }

    private void fill(OtherCompany company) {
        Instant old = today.minusDays(400).atTime(12, 0).atZone(Workplace.ZONE).toInstant();
        company.insert("inloggning", "uuid, AbonnentNr, EPost", OtherCompany.uuid(903), "AB-Å2", "😀@exempel.se");
        company.insert("Räkning", "rakningsnr, ocr", "R/åäö/2", 77_002);
        for (int n = 1; n <= 6; n++) {
            String customer = n % 2 == 0 ? "AB-Å1" : "AB-Å2";
            String user = OtherCompany.uuid(900 + (n + 2) / 2);
            company.call(
                    n,
                    old,
                    ", AbonnentNr, inloggning, ringt_fran, rakningsnr",
                    customer,
                    user,
                    n == 3 ? "växeln" : "ett@exempel.se",
                    n == 4 ? "R/åäö/2" : "R/2026/1");
            company.chat(n, old, ", AbonnentNr, inloggning", customer, user);
            company.request(n, old, ", AbonnentNr, inloggning", customer, user);
        }
        company.insert("chatt", "Ärende, stängd, senast", "😀 ärende", today.minusDays(400), today.minusDays(400));
        company.insert("anrop", "id, tid, AbonnentNr", "anrop-ö", today.minusDays(400), "AB-Å1");
        company.object("ljud/samtal/åäö 😀.ogg");
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(
                        Path.of("src", "test", "resources", "other-names", "commands.txt"), StandardCharsets.UTF_8)
                .stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher each = WORD.matcher(line.replace("{home}", home.toString())
                .replace("{soon}", today.plusDays(60).toString())
                .replace("{yesterday}", today.minusDays(1).toString())
                .replace("{call1}", OtherCompany.uuid(1))
                .replace("{user1}", OtherCompany.uuid(901)));
        while (each.find()) {
            words.add(each.group(1) != null ? each.group(1) : each.group(2));
        }
        return words.toArray(String[]::new);
    }
}
