package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/**
 * Files that people hand in, spoilt as a disk, an editor or somebody with a purpose spoils them: each is refused, in words and with the
 * exit code of what is wrong, and nothing is written.
 */
@GallraTest
@Tag("full")
@Tag("once")
class BadFilesIT {
    /** The characters of SIE files. */
    private static final Charset PC8 = Charset.forName("IBM437");

    private static final String SIE = """
            #FLAGGA 0
            #PROGRAM "Påhitt" 1
            #FORMAT PC8
            #GEN 20261124
            #SIETYP 4
            #FNAMN "Påhittade AB"
            #ORGNR 999900-0001
            #RAR 0 20260101 20261231
            #KONTO 1510 "Kundfordringar"
            #VER A 1 20260301 "Faktura"
            {
            #TRANS 1510 {} 100.00
            #TRANS 3001 {} -100.00
            }
            """;
    private static final String HOLDS = """
            type,scope,key,category,until,review_by,basis,reason
            dispute,customer,K-1,,,{soon},,första
            legal-claim,record,ip-logs:4,,,{soon},,andra
            """;

    private final Workplace work;
    private final Path home;

    BadFilesIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
    }

    /** How a file is spoilt, and what is left of it. */
    private record Spoilt(String how, byte[] bytes) {}

    @BeforeEach
    void fill() throws IOException {
        work.customer(1);
        for (long id = 1; id <= 4; id++) {
            Scene.IPS.put(work, Scene.Spec.of(id, Scene.IPS.firstDue(work.today())));
        }
        work.calendarYears();
        work.run(Scene.IPS.category(), work.today());
        Files.createDirectories(home.resolve("seals"));
        done("ledger", "keygen", file("seal.key"));
        done("ledger", "seal");
        done("ledger", "export", "-o", file("ledger.txt"));
        done("holds", "census");
        done("certificate", "--run", "" + work.number("SELECT MAX(run_id) FROM run_scope"), "-o", file("intyg.json"));
        done("ledger", "proof", "ip-logs", "2", "-o", file("two.proof"));
    }

    private Program program() {
        return Program.at(work, home)
                .here()
                .granted(work, DatabaseRole.values())
                .with("GALLRA_SEAL_KEY_FILE", file("seal.key"))
                .with("GALLRA_SEAL_PUBLIC_KEY_FILE", file("seal.key.pub"))
                .with("GALLRA_SEAL_DIR", file("seals"));
    }

    private void done(String... words) {
        Answer answer = program().run(words);
        // A certificate that nobody signed is one all the same.
        assertThat(answer.exit()).as(answer.err()).isIn(0, words[0].equals("certificate") ? 12 : 0);
    }

    private String file(String name) {
        return home.resolve(name).toString();
    }

    @Test
    void of_the_books() throws IOException {
        List<Spoilt> bad = new ArrayList<>(anyway(SIE.getBytes(PC8)));
        bad.addAll(
                lines(
                        SIE,
                        PC8,
                        Map.ofEntries(
                                Map.entry("has no type", text -> text.replace("#SIETYP 4\n", "")),
                                Map.entry(
                                        "is of a type without vouchers",
                                        text -> text.replace("#SIETYP 4", "#SIETYP 1")),
                                Map.entry("has no year", text -> text.replaceAll("#RAR.*\n", "")),
                                Map.entry(
                                        "has a year that ends before it begins",
                                        text -> text.replace("20261231", "20251231")),
                                Map.entry("has a year of three years", text -> text.replace("20261231", "20281231")),
                                Map.entry("has a day that is none", text -> text.replace("20260301", "20260230")),
                                Map.entry("has a voucher of no year", text -> text.replace("20260301", "19990301")),
                                Map.entry("does not balance", text -> text.replace("-100.00", "-99.99")),
                                Map.entry("has an amount in words", text -> text.replace("} 100.00", "} hundra")),
                                Map.entry("has an amount with a comma", text -> text.replace("} 100.00", "} 100,00")),
                                Map.entry("has a block that does not end", text -> text.replace("}\n", "")),
                                Map.entry("ends a block twice", text -> text + "}\n"),
                                Map.entry(
                                        "has a quotation that does not end",
                                        text -> text.replace("\"Faktura\"", "\"Faktura")),
                                Map.entry(
                                        "has a voucher twice, once different",
                                        text -> text
                                                + "#VER A 1 20260302 \"x\"\n{\n#TRANS 1510 {} 1.00\n#TRANS 3001 {} -1.00\n}\n"))));
        taken("books.se", SIE.getBytes(PC8), "holds", "import", "--sie", file("books.se"), "--dry-run");
        refused("books.se", Set.of(2), bad, "holds", "import", "--sie", file("books.se"));
    }

    @Test
    void of_holds() throws IOException {
        String good = HOLDS.replace("{soon}", work.today().plusDays(60).toString());
        List<Spoilt> bad = new ArrayList<>(anyway(good.getBytes(StandardCharsets.UTF_8)));
        bad.addAll(lines(
                good,
                StandardCharsets.UTF_8,
                Map.ofEntries(
                        Map.entry("has no heads", text -> text.substring(text.indexOf('\n') + 1)),
                        Map.entry("has a head of ours misspelt", text -> text.replace("scope", "skope")),
                        Map.entry("has a head twice", text -> text.replace("basis", "reason")),
                        Map.entry("has semicolons in some lines", text -> text.replace(",,,2", ";;;2")),
                        Map.entry("has a type that is none", text -> text.replace("dispute", "despute")),
                        Map.entry("has a scope that is none", text -> text.replace("customer", "kund")),
                        Map.entry("names nobody", text -> text.replace("K-1", "K-77")),
                        Map.entry("names no category", text -> text.replace("ip-logs:4", "iplogs:4")),
                        Map.entry("has no end", text -> text.replaceAll("20\\d\\d-\\d\\d-\\d\\d", "")),
                        Map.entry("has an end that is over", text -> text.replaceAll("20\\d\\d-", "2020-")),
                        Map.entry("has no reason", text -> text.replace("andra", "")),
                        Map.entry("has a column too many", text -> text.replace("andra", "andra,x")),
                        Map.entry("has a quotation that does not end", text -> text.replace("andra", "\"andra")),
                        Map.entry("has a character nobody sees", text -> text.replace("andra", "an\u202edra")))));
        taken(
                "holds.csv",
                good.getBytes(StandardCharsets.UTF_8),
                "holds",
                "import",
                "--csv",
                file("holds.csv"),
                "--dry-run");
        refused("holds.csv", Set.of(2), bad, "holds", "import", "--csv", file("holds.csv"));
    }

    @Test
    void of_certificates() throws IOException {
        String good = Files.readString(home.resolve("intyg.json"));
        List<Spoilt> bad = new ArrayList<>(anyway(good.getBytes(StandardCharsets.UTF_8)));
        bad.addAll(lines(
                good,
                StandardCharsets.UTF_8,
                Map.of(
                        "is of another form", text -> text.replace("gallra.certificate/1", "gallra.certificate/9"),
                        "counts more", text -> text.replaceFirst("\"records\": 4", "\"records\": 5"),
                        "has another checksum", text -> text.replaceFirst("[0-9a-f]{64}", "0".repeat(64)),
                        "is written otherwise", text -> text.replace("\n", "\r\n"),
                        "is a list", text -> "[" + text + "]",
                        "has a name twice", text -> text.replaceFirst("\\{", "{\"schema\": \"x\","),
                        "has a name too many", text -> text.replaceFirst("\\{", "{\"x\": 1,"))));
        taken("spoilt.json", good.getBytes(StandardCharsets.UTF_8), "certificate", "verify", file("spoilt.json"));
        refused("spoilt.json", Set.of(2, 10), bad, "certificate", "verify", file("spoilt.json"));
    }

    @Test
    void of_copies_of_the_ledger() throws IOException {
        String good = Files.readString(home.resolve("ledger.txt"));
        List<String> lines = good.lines().toList();
        List<Spoilt> bad = new ArrayList<>(anyway(good.getBytes(StandardCharsets.UTF_8)));
        bad.addAll(lines(
                good,
                StandardCharsets.UTF_8,
                Map.of(
                        "has a line twice", text -> text + lines.get(lines.size() - 1) + "\n",
                        "lacks its first line", text -> text.substring(text.indexOf('\n') + 1),
                        "has its lines in another order",
                                text -> lines.get(0) + "\n"
                                        + lines.get(lines.size() - 1) + "\n"
                                        + String.join("\n", lines.subList(1, lines.size() - 1))
                                        + "\n",
                        "has another run",
                                text -> text.replaceFirst("\\|1\\|", "|9|").equals(text)
                                        ? text.replaceFirst("ip-logs", "ip-logz")
                                        : text.replaceFirst("\\|1\\|", "|9|"))));
        String[] verify = {
            "ledger",
            "verify",
            "--offline",
            "--public-key",
            file("seal.key.pub"),
            "--seals",
            file("seals"),
            "--ledger",
            file("spoilt.txt")
        };
        taken("spoilt.txt", good.getBytes(StandardCharsets.UTF_8), verify);
        refused("spoilt.txt", Set.of(3, 10), bad, verify);
    }

    @Test
    void of_proofs() throws IOException {
        byte[] good = Files.readAllBytes(home.resolve("two.proof"));
        String[] verify = {"ledger", "verify", "--proof", file("spoilt.proof"), "--public-key", file("seal.key.pub")};
        taken("spoilt.proof", good, verify);
        refused("spoilt.proof", Set.of(3, 8), anyway(good), verify);
    }

    /** What makes a file of any kind another one, and none that is as good. */
    private static List<Spoilt> anyway(byte[] good) {
        String text = new String(good, StandardCharsets.ISO_8859_1);
        List<Spoilt> all = new ArrayList<>();
        all.add(new Spoilt("is empty", new byte[0]));
        all.add(new Spoilt("is one line end", new byte[] {'\n'}));
        all.add(new Spoilt(
                "is cut off", text.substring(0, text.length() * 3 / 4).getBytes(StandardCharsets.ISO_8859_1)));
        all.add(new Spoilt("is no text", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, (byte) 0xc3}));
        all.add(new Spoilt("is in UTF-16", text.getBytes(StandardCharsets.UTF_16)));
        all.add(new Spoilt("is zeros", new byte[good.length]));
        all.add(new Spoilt("is another kind of file", "%PDF-1.7\n%âãÏÓ\n".getBytes(StandardCharsets.ISO_8859_1)));
        all.add(new Spoilt("has one line of 3 MB", "x".repeat(3_000_000).getBytes(StandardCharsets.ISO_8859_1)));
        return all;
    }

    private static List<Spoilt> lines(String good, Charset charset, Map<String, UnaryOperator<String>> ways) {
        List<Spoilt> all = new ArrayList<>();
        new LinkedHashMap<>(ways).forEach((how, way) -> {
            String bad = way.apply(good);
            assertThat(bad).as(how).isNotEqualTo(good);
            all.add(new Spoilt(how, bad.getBytes(charset)));
        });
        return all;
    }

    /** The control: as it was made it is taken, so what is refused is refused for what is wrong with it. */
    private void taken(String name, byte[] good, String... command) throws IOException {
        Files.write(home.resolve(name), good);
        done(command);
    }

    private void refused(String name, Set<Integer> codes, List<Spoilt> bad, String... command) throws IOException {
        List<String> wrong = new ArrayList<>();
        TableSums sums = new TableSums(work);
        assertThat(bad).hasSizeGreaterThanOrEqualTo(8);
        for (Spoilt each : bad) {
            Files.write(home.resolve(name), each.bytes());
            Answer answer = program().run(command);
            String said = (answer.err() + answer.out()).strip();
            if (!codes.contains(answer.exit())
                    || said.isEmpty()
                    || said.contains("nobody foresaw")
                    || said.length() > 5000) {
                wrong.add(name + " " + each.how() + " => " + answer.exit() + ": "
                        + said.substring(0, Math.min(300, said.length())));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(sums.changed()).as("what was written to").isEmpty();
    }
}
