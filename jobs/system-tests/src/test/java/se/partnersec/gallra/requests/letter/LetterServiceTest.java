package se.partnersec.gallra.requests.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.rules.ConfigFolder;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.requests.AnswerStatus;
import se.partnersec.gallra.requests.ItemState;
import se.partnersec.gallra.requests.ItemState.Fate;
import se.partnersec.gallra.requests.RequestKind;
import se.partnersec.gallra.requests.SubjectRequest;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.pdf.Judge;
import se.partnersec.gallra.testing.CategoryIds;

/** Letters, by the templates that a company may change. */
class LetterServiceTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 25);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void copy_templates() throws IOException {
        for (String file :
                new String[] {"letter.sv.txt", "letter.en.txt", "notice.sv.txt", "notice.en.txt", "register.yml"}) {
            Files.copy(Path.of("..", "..", "job-config", file), folder.resolve(file));
        }
        company("kontakt@partnersec.example", "none");
    }

    private void company(String contact, String officer) throws IOException {
        Files.writeString(
                folder.resolve("register.yml"),
                "controller: {name: PartnerSec AB, contact: '" + contact + "'}\ndata-protection-officer: " + officer
                        + "\n");
    }

    private static AnswerStatus answer(@Nullable ItemState... items) {
        SubjectRequest request = new SubjectRequest(
                12,
                RequestKind.ERASURE,
                "4711",
                LocalDate.of(2026, 11, 20),
                "anna@%",
                null,
                new SubjectRequest.Decision(
                        "u", true, Instant.parse("2026-11-24T10:00:00Z"), "bo@%", "BankID", null, null, null, null),
                null);
        Map<ItemState, Long> counted = new LinkedHashMap<>();
        for (ItemState item : items) {
            if (item != null) {
                counted.put(item, 2L);
            }
        }
        return new AnswerStatus(request, counted);
    }

    private static ItemState erased() {
        return new ItemState(CategoryIds.CHAT_LOGS, Fate.ERASED, "", null);
    }

    private static ItemState kept(String code) {
        return new ItemState(CategoryIds.IP_LOGS, Fate.REFUSED, code, LocalDate.of(2027, 3, 1));
    }

    private String letter(String language, AnswerStatus answer) throws IOException {
        Path file = folder.resolve("svar-" + language + ".pdf");
        new LetterService(
                        new ConfigFolder(folder),
                        new ConfigurationFiles(folder, Categories.registry().requirements()))
                .write(answer, Locale.forLanguageTag(language), DAY, file, true);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        byte[] pdf = Files.readAllBytes(file);
        assertThat(Judge.faults(pdf)).isEmpty();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    @Test
    void a_letter_has_the_words_of_the_template_and_the_answer() throws IOException {
        assertThat(letter("sv", answer(erased(), kept("LEGAL_CLAIM"))))
                .contains("Svar på din begäran om dina personuppgifter", "PartnerSec AB", "2026-11-25")
                .contains("Vårt ärende: R-12", "bifall", "Raderade", "anspråk (GDPR 17.3 e)", "Med vänlig hälsning")
                .contains("Kontakt: kontakt@partnersec.example")
                .doesNotContain("{", "4711", "BankID", "bo@%", "Dataskyddsombud", "none");
        assertThat(letter("en", answer(erased()))).contains("Our reference: R-12", "Erased", "Yours sincerely");
    }

    /** Neither that it is kept nor until when; and no letter says that there is nothing where there is something. */
    @Test
    void what_an_order_of_an_authority_keeps_is_in_no_letter() throws IOException {
        String silent = letter("sv", answer(erased(), kept("AUTHORITY_ORDER")));
        assertThat(silent).doesNotContain("2027-03-0", "IP-loggar", "rättslig förpliktelse");
        assertThat(silent).isEqualTo(letter("sv", answer(erased())));
        String only = letter("sv", answer(kept("AUTHORITY_ORDER")));
        assertThat(only)
                .contains("Vi har inga uppgifter att redovisa här", "lagen förbjuder oss att lämna ut")
                .doesNotContain("2027")
                .as("as if there were nothing")
                .isEqualTo(letter("sv", answer()));
        assertThat(letter("sv", answer(kept("TAX_AUDIT"))))
                .as("nothing is granted")
                .contains("vi får inte radera dina uppgifter nu.")
                .doesNotContain("delvis bifall");
        assertThat(letter("sv", answer(erased(), kept("TAX_AUDIT")))).contains("delvis bifall");
        assertThat(letter("sv", answer(kept("TAX_AUDIT")))).as("the control").contains("skatterevision", "2027-03-01");
    }

    @Test
    void no_letter_without_a_decision_or_a_sender() throws IOException {
        SubjectRequest undecided = new SubjectRequest(
                12, RequestKind.ERASURE, "4711", LocalDate.of(2026, 11, 20), "anna@%", null, null, null);
        assertThatThrownBy(() -> letter("sv", new AnswerStatus(undecided, Map.of())))
                .hasMessageContaining("R-12 is neither decided nor extended");
        company("not declared", "Åsa");
        assertThatThrownBy(() -> letter("sv", answer(erased())))
                .hasMessageContaining("register.yml lacks the name or the contact of the controller");
        assertThat(folder.resolve("svar-sv.pdf")).doesNotExist();
    }

    @Test
    void the_notice_of_an_extension_is_called_no_answer() throws IOException {
        SubjectRequest extended = new SubjectRequest(
                12, RequestKind.ERASURE, "4711", LocalDate.of(2026, 11, 20), "anna@%", "Många poster", null, null);
        assertThat(letter("sv", new AnswerStatus(extended, Map.of())))
                .contains("Vi behöver mer tid", "Besked om begäran R-12", "Många poster", "2027-02-20")
                .doesNotContain("Svar på din begäran", "Här är vårt svar");
        assertThat(letter("en", new AnswerStatus(extended, Map.of())))
                .contains("We need more time", "Notice about request R-12")
                .doesNotContain("This is our answer");
    }

    @Test
    void a_template_with_faults_is_refused_with_all_of_them() throws IOException {
        Files.writeString(folder.resolve("letter.sv.txt"), "\nHej {name}!\n# {anything}\n{answer} {date}\n");
        assertThatThrownBy(() -> letter("sv", answer(erased())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "letter.sv.txt:2: there is nothing to put for {name}; known are [company, contact")
                .hasMessageContaining("letter.sv.txt:4: there is nothing to put for {answer}")
                .hasMessageContaining("must have {answer} once, alone on a line; it has it 0 times")
                .hasMessageContaining("letter.sv.txt:1: begins with an empty line");
        assertThat(folder.resolve("svar-sv.pdf")).doesNotExist();
        Files.delete(folder.resolve("letter.sv.txt"));
        assertThatThrownBy(() -> letter("sv", answer(erased())))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("letter.sv.txt is missing");
    }
}
