package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.json.CanonicalJson;
import se.partnersec.gallra.support.json.JsonText;
import se.partnersec.gallra.support.json.JsonTree;
import se.partnersec.gallra.support.pdf.Judge;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.DocumentedVerifier;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.Share;
import se.partnersec.gallra.testing.JsonSchemas;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** A run, its certificate, and what somebody elsewhere makes of it; as the program does it, under the accounts as shipped. */
@GallraTest(chunk = 3, share = Share.CLASS_IN_SEQUENCE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("once")
@Tag("full")
class CertificateCommandsIT {
    private final Workplace place;
    private final Path home;
    private final Program gallra;

    CertificateCommandsIT(Workplace place, @TempDir Path home) {
        this.place = place;
        this.home = home;
        gallra = Program.at(place, home)
                .here()
                .granted(place, DatabaseRole.JOB, DatabaseRole.READER, DatabaseRole.SEALER)
                .with("GALLRA_SEAL_KEY_FILE", file("seal.key"))
                .with("GALLRA_SEAL_DIR", file("seals"));
    }

    @BeforeAll
    void run() throws IOException {
        place.customer(1);
        place.insert("customer", "id, customer_no, org_no, name", 2, "K-2", "559900-0002", "Åsas Andra AB");
        for (long id = 1; id <= 10; id++) {
            Scene.IPS.put(place, Scene.Spec.of(id, place.today().minusDays(400)).customer(id > 8 ? 2 : 1));
        }
        place.holdService()
                .add(new NewHold(
                        HoldType.LEGAL_CLAIM,
                        new HoldScope(ScopeType.CUSTOMER, "K-2"),
                        null,
                        place.today().plusDays(9),
                        null,
                        null,
                        "Åsa klagar"));
        Audits.census(place);
        place.run(CategoryIds.IP_LOGS, place.today());
        Files.createDirectories(home.resolve("seals"));
    }

    /** Neither database nor settings. */
    private Program elsewhere() {
        return new Program(Map.of("GALLRA_HOME", home.toString())).here();
    }

    private String file(String name) {
        return home.resolve(name).toString();
    }

    private long runId() {
        return place.number("SELECT MAX(run_id) FROM run_scope");
    }

    /** What nobody counted is not certified. */
    @Test
    @Order(0)
    void without_a_census_that_saw_it_nothing_is_certified() {
        Answer none = gallra.run("certificate", "--run", Long.toString(runId()), "-o", file("none.json"));
        assertThat(none.exit()).as(none.err()).isEqualTo(12);
        assertThat(none.err()).contains("were not counted since", "gallra holds census");
        assertThat(home.resolve("none.json")).doesNotExist();
        Answer counted = gallra.run("holds census");
        assertThat(counted.exit()).as(counted.err()).isZero();
        assertThat(counted.out()).contains("Census 2: 1 holds in force keep 2 records");
    }

    @Test
    @Order(1)
    void a_run_is_certified_for_people_and_for_programs() throws IOException {
        Answer written =
                gallra.run("certificate", "--run", Long.toString(runId()), "-o", file("intyg.pdf"), "--lang", "sv");
        assertThat(written.exit())
                .as("neither sealed nor signed: " + written.err())
                .isEqualTo(12);
        assertThat(written.out()).contains("intyg.pdf, ", "intyg.json: 8 poster intygade, kontrollsumma ");
        assertThat(written.err()).contains("rader är inte förseglade", "Intyget är inte signerat");
        byte[] pdf = Files.readAllBytes(home.resolve("intyg.pdf"));
        assertThat(Judge.faults(pdf)).isEmpty();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            String text = new PDFTextStripper().getText(document);
            assertThat(text)
                    .contains("Destruktionsintyg", "ip-logs Raderade 8", "ip-logs Bevarade 2")
                    .contains("LEK 9 kap. 1 §", "rader är inte förseglade", "Säkerhetskopior av databasen ej uppgivet")
                    .contains("inte känt", "Liggaren är inte förseglad")
                    .doesNotContain("Åsa", "K-2", "192.0.2");
        }
        String json = JsonSchemas.document("certificate-document-1", Files.readString(home.resolve("intyg.json")));
        assertThat(json).doesNotContain("Åsa", "K-2", "192.0.2").contains("\"schema\": \"gallra.certificate/1\"");
        for (String name : new String[] {"intyg.pdf", "intyg.json"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
                    .isEqualTo("rw-------");
        }
        Answer again = gallra.run("certificate", "--run", Long.toString(runId()), "-o", file("intyg.pdf"));
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("is there already");
    }

    @Test
    @Order(2)
    void what_makes_no_sense_is_said_before_anything_is_read() {
        assertThat(gallra.run("certificate", "-o", file("x.pdf")).exit()).isEqualTo(2);
        assertThat(gallra.run("certificate", "--run", "1", "--since", "2026-01-01", "-o", file("x.pdf"))
                        .exit())
                .isEqualTo(2);
        assertThat(gallra.run("certificate", "--since", "2026-01-01", "-o", file("x.pdf"))
                        .exit())
                .isEqualTo(2);
        assertThat(gallra.run("certificate", "--run", "1").err()).contains("-o FILE is missing");
        assertThat(gallra.run("certificate", "--run", "1", "-o", file("x.txt")).err())
                .contains("ends neither in .pdf nor in .json");
        LocalDate today = place.today();
        assertThat(gallra.run(
                                "certificate",
                                "--since",
                                today.toString(),
                                "--until",
                                today.plusDays(1).toString(),
                                "-o",
                                file("x.json"))
                        .err())
                .contains("is not over yet");
        Answer nothing = gallra.run(
                "certificate",
                "--since",
                today.minusDays(40).toString(),
                "--until",
                today.minusDays(2).toString(),
                "-o",
                file("nothing.json"));
        assertThat(nothing.exit()).as(nothing.err()).isEqualTo(12);
        assertThat(nothing.out()).contains("0 records certified");
    }

    @Test
    @Order(3)
    void a_certificate_is_verified_here_and_by_somebody_without_a_database() throws IOException {
        Answer here = gallra.run("certificate", "verify", file("intyg.json"));
        assertThat(here.exit()).as(here.out() + here.err()).isEqualTo(12);
        assertThat(here.out())
                .contains("The certificate matches the ledger: its 5 rows", "0 of them sealed")
                .doesNotContain("The certificate holds");
        assertThat(here.out()).contains("Not verified, because nobody signed it");

        assertThat(elsewhere().run("ledger", "keygen", file("seal.key")).exit()).isZero();
        assertThat(gallra.run("ledger seal").exit()).isZero();
        assertThat(gallra.run("ledger", "export", "-o", file("ledger.txt")).exit())
                .isZero();
        Answer sealed = gallra.with("GALLRA_SEAL_PUBLIC_KEY_FILE", file("seal.key.pub"))
                .run("certificate", "--run", Long.toString(runId()), "-o", file("sealed.json"));
        assertThat(sealed.err()).doesNotContain("No seal covers");
        assertThat(Files.readString(home.resolve("sealed.json")))
                .contains("\"unsealedRows\": 0", "\"number\": 1", "\"signatures\": true");
        for (String name : new String[] {"intyg.json", "sealed.json"}) {
            Answer offline = elsewhere()
                    .run(
                            "certificate",
                            "verify",
                            file(name),
                            "--offline",
                            "--public-key",
                            file("seal.key.pub"),
                            "--seals",
                            file("seals"),
                            "--ledger",
                            file("ledger.txt"));
            assertThat(offline.exit()).as(offline.out() + offline.err()).isEqualTo(12);
            assertThat(offline.out())
                    .contains("its 5 rows", "5 of them sealed", "Not verified, because nobody signed it")
                    .doesNotContain("Without a copy");
        }
        Answer rows = elsewhere()
                .run(
                        "certificate",
                        "verify",
                        file("sealed.json"),
                        "--offline",
                        "--public-key",
                        file("seal.key.pub"),
                        "--seals",
                        file("seals"));
        assertThat(rows.exit()).as(rows.out() + rows.err()).isEqualTo(12);
        assertThat(rows.out()).contains("Without a copy of the ledger the counts were not recomputed");
        assertThat(elsewhere()
                        .run("certificate", "verify", file("intyg.json"), "--offline")
                        .exit())
                .isEqualTo(2);
    }

    /** Who has the secret says what is so; who has the public key knows that it was him, by the program and by the documented format. */
    @Test
    @Order(4)
    void one_that_is_signed_is_verified_whole_and_no_letter_of_it_can_be_changed() throws Exception {
        assertThat(elsewhere().run("ledger", "keygen", file("issuer.key")).exit())
                .isZero();
        Program issuer = gallra.with("GALLRA_CERTIFICATE_KEY_FILE", file("issuer.key"))
                .with("GALLRA_SEAL_PUBLIC_KEY_FILE", file("seal.key.pub"));
        Answer written = issuer.run("certificate", "--run", Long.toString(runId()), "-o", file("signed.json"));
        assertThat(written.exit())
                .as("sealed, signed, evaluated: " + written.err())
                .isZero();
        assertThat(JsonSchemas.document("certificate-document-1", Files.readString(home.resolve("signed.json"))))
                .contains("\"auditedRecords\": 8", "\"notEvaluatedRecords\": 0");
        String[] line = {
            "certificate",
            "verify",
            file("signed.json"),
            "--offline",
            "--public-key",
            file("seal.key.pub"),
            "--issuer-key",
            file("issuer.key.pub"),
            "--seals",
            file("seals"),
            "--ledger",
            file("ledger.txt")
        };
        Answer offline = elsewhere().run(line);
        assertThat(offline.exit()).as(offline.out() + offline.err()).isZero();
        assertThat(offline.out()).contains("Certificate verified", "are signed by the issuer");
        assertThat(issuer.with("GALLRA_CERTIFICATE_PUBLIC_KEY_FILE", file("issuer.key.pub"))
                        .run("certificate", "verify", file("signed.json"))
                        .exit())
                .isZero();
        Answer stranger = issuer.with("GALLRA_CERTIFICATE_PUBLIC_KEY_FILE", file("seal.key.pub"))
                .run("certificate", "verify", file("signed.json"));
        assertThat(stranger.exit()).isEqualTo(12);
        assertThat(stranger.out()).contains("signed by a key that was not given");
        assertThat(byTheDocumentedFormat("certificate", "issuer.key.pub", "signed.json"))
                .contains("signed.json: OK");

        String json = Files.readString(home.resolve("signed.json"));
        Map<String, Object> tree = new java.util.LinkedHashMap<>();
        JsonTree.read(json).forEach((name, value) -> tree.put(name, java.util.Objects.requireNonNullElse(value, "")));
        @SuppressWarnings("unchecked")
        Map<String, Object> checked = new java.util.LinkedHashMap<>((Map<String, Object>) tree.get("checked"));
        checked.put("by", "Ernst & Young");
        tree.put("checked", checked);
        Map<String, Object> content = new java.util.LinkedHashMap<>(tree);
        content.remove("sha256");
        content.remove("signature");
        tree.put("sha256", Sha256.ofText(CanonicalJson.of(content)));
        Files.writeString(home.resolve("rewritten.json"), JsonText.document(tree));
        line[2] = file("rewritten.json");
        Answer rewritten = elsewhere().run(line);
        assertThat(rewritten.exit()).isEqualTo(10);
        assertThat(rewritten.out()).contains("its signature is not of this text");
        assertThat(byTheDocumentedFormat("certificate", "issuer.key.pub", "rewritten.json"))
                .contains("NOT AS SEALED: the signature is not of this text");
        assertThat(byTheDocumentedFormat("certificate", "issuer.key.pub", "sealed.json"))
                .contains("it is not signed by a key given");
        Files.writeString(home.resolve("twice.json"), json.replaceFirst("\\{", "{\"rules\": [],"));
        assertThat(byTheDocumentedFormat("certificate", "issuer.key.pub", "twice.json"))
                .contains("a name stands there twice");
        tree.remove("signature");
        Files.writeString(home.resolve("stripped.json"), JsonText.document(tree));
        line[2] = file("stripped.json");
        assertThat(elsewhere().run(line).exit()).as("nobody signed it: never 0").isEqualTo(12);
    }

    private String byTheDocumentedFormat(String what, String key, String name) {
        return String.join(
                "\n",
                DocumentedVerifier.verify(List.of(what, file(key), file(name))).lines());
    }

    @Test
    @Order(5)
    void one_with_another_figure_does_not_hold() throws IOException {
        String json = Files.readString(home.resolve("sealed.json"));
        Files.writeString(home.resolve("forged.json"), json.replace("\"records\": 8", "\"records\": 9"));
        Answer forged = gallra.run("certificate", "verify", file("forged.json"));
        assertThat(forged.exit()).isEqualTo(10);
        assertThat(forged.out())
                .contains("CERTIFICATE VERIFICATION FAILED", "its checksum does not match its text", "at ledger.");
        Answer other = gallra.run("certificate", "verify", file("ledger.txt"));
        assertThat(other.exit()).as("it never was a certificate").isEqualTo(2);
        assertThat(other.err()).contains("ledger.txt is no certificate");
        assertThat(gallra.run("certificate", "verify", file("no-such.json")).exit())
                .isEqualTo(2);
    }

    /** Rows in due form that nobody signed, as whoever may write to the database could add them. */
    @Test
    @Order(9)
    void rows_that_no_seal_covers_hold_here_and_for_nobody_elsewhere() {
        place.admin().update("UPDATE ledger_chunk SET counts = REPLACE(counts, 'REVIEW', 'HELD') WHERE kind = 'E'");
        Scene.IPS.put(place, Scene.Spec.of(11, place.today().minusDays(400)).customer(1));
        place.run(CategoryIds.IP_LOGS, place.today());
        assertThat(gallra.run("certificate", "--run", Long.toString(runId()), "-o", file("uncounted.json"))
                        .err())
                .as("the census of before did not see it")
                .contains("were not counted since");
        assertThat(gallra.run("holds census").exit()).isZero();
        assertThat(gallra.run("certificate", "--run", Long.toString(runId()), "-o", file("unsealed.json"))
                        .exit())
                .isEqualTo(12);
        assertThat(gallra.run("certificate", "verify", file("unsealed.json")).exit())
                .isEqualTo(12);
        assertThat(gallra.run("ledger", "export", "-o", file("longer.txt")).exit())
                .isZero();
        for (String copy : List.of(file("longer.txt"), "")) {
            List<String> line = new ArrayList<>(List.of(
                    "certificate",
                    "verify",
                    file("unsealed.json"),
                    "--offline",
                    "--public-key",
                    file("seal.key.pub"),
                    "--seals",
                    file("seals")));
            if (!copy.isEmpty()) {
                line.addAll(List.of("--ledger", copy));
            }
            Answer offline = elsewhere().run(line.toArray(String[]::new));
            assertThat(offline.exit()).as(offline.out() + offline.err()).isEqualTo(10);
            assertThat(offline.out()).contains("CERTIFICATE VERIFICATION FAILED", "covered by none of the seals");
        }
    }

    /** The ledger says nothing of it, and the audit finds nothing. */
    @Test
    @Order(10)
    void while_records_on_hold_are_missing_nothing_is_certified() {
        place.delete("ip_log", "id = 9");
        Scene.IPS.put(place, Scene.Spec.of(12, place.today().minusDays(400)).customer(1));
        place.run(CategoryIds.IP_LOGS, place.today());
        Answer counted = gallra.run("holds census");
        assertThat(counted.exit()).as(counted.out()).isEqualTo(10);
        assertThat(counted.out())
                .contains(
                        "CENSUS FAILED: 1 records that holds kept are missing",
                        "H-1, ip-logs: 1 of 2 records counted before");
        assertThat(gallra.run("ledger audit").exit()).isZero();
        Answer refused = gallra.run("certificate", "--run", Long.toString(runId()), "-o", file("missing.json"));
        assertThat(refused.exit()).isEqualTo(10);
        assertThat(refused.err())
                .contains("Records that holds kept are missing", "H-1, ip-logs: 1 records counted before");
        // What went before is certified still, and what goes once it was counted again.
        assertThat(gallra.run("certificate", "--run", "" + (runId() - 1), "-o", file("before.json"))
                        .exit())
                .isEqualTo(12);
        assertThat(gallra.run("holds census").exit()).isZero();
        Scene.IPS.put(place, Scene.Spec.of(13, place.today().minusDays(400)).customer(1));
        place.run(CategoryIds.IP_LOGS, place.today());
        assertThat(gallra.run("holds census").exit()).isZero();
        assertThat(gallra.run("certificate", "--run", Long.toString(runId()), "-o", file("after.json"))
                        .exit())
                .isEqualTo(12);
    }

    @Test
    @Order(6)
    void the_copies_tell_what_is_declared_what_is_read_and_what_nobody_said() throws IOException {
        Answer silent = gallra.run("copies --plain");
        assertThat(silent.exit()).as(silent.out() + silent.err()).isZero();
        assertThat(silent.cells())
                .anySatisfy(row -> assertThat(row).startsWith("Backups of the database", "not declared", "not known"))
                .anySatisfy(row -> assertThat(row).startsWith("Replicas of the database", "unknown", "not known"))
                .anySatisfy(row -> assertThat(row).startsWith("Copies of the bucket", "unknown", "not known"))
                .anySatisfy(row ->
                        assertThat(row).startsWith("Older versions of objects", "read", "erased with the record"))
                .noneSatisfy(row -> assertThat(row.get(0) + row.get(2))
                        .startsWith("Backups")
                        .endsWith("there is none"));
        Map<String, String> elsewhere = new HashMap<>(gallra.environment());
        elsewhere.keySet().removeIf(name -> name.startsWith("GALLRA_S3_"));
        assertThat(new Program(elsewhere).here().run("copies --plain").cells())
                .as("objects are mapped, and nobody said where they lie")
                .anySatisfy(row -> assertThat(row).startsWith("Copies of the bucket", "not declared", "not known"))
                .anySatisfy(row -> assertThat(row).startsWith("Backups of the bucket", "not declared", "not known"));
        Path declared = place.configFolder().resolve("copies.yml");
        Files.writeString(declared, "database:\n  backups: {days: 35, where: 'nattligen å'}\n");
        assertThat(gallra.run("copies --plain").cells())
                .anySatisfy(row -> assertThat(row)
                        .containsExactly(
                                "Backups of the database",
                                "declared",
                                place.today().plusDays(35).toString(),
                                "nattligen å"));
        String on = place.admin().queryForObject("SELECT @@GLOBAL.log_bin", String.class);
        Files.writeString(declared, "database: {binary-log: " + ("0".equals(on) ? "{days: 3}" : "none") + "}\n");
        Answer differs = gallra.run("copies");
        assertThat(differs.exit()).isEqualTo(10);
        assertThat(differs.out()).contains("Binary log of the database: declared");
        Files.writeString(declared, "database: {backups: 35}\n");
        Answer refused = gallra.run("copies");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("copies.yml:1: 'backups' in 'database' must be {days: N, where: …}");
        assertThat(gallra.run("policy check").exit()).isEqualTo(3);
        Files.delete(declared);
    }

    /** As if the hold had been on the customer whose records went: the ledger is intact, and should not be so. */
    @Test
    @Order(7)
    void what_the_audit_finds_is_not_certified() {
        place.admin().update("UPDATE hold SET scope_text = 'K-1'");
        Answer refused = gallra.run("certificate", "--run", Long.toString(runId()), "-o", file("held.json"));
        assertThat(refused.exit()).isEqualTo(10);
        assertThat(refused.err()).contains("No certificate. The audit of the ledger found 8 records");
        assertThat(home.resolve("held.json")).doesNotExist();
        place.admin().update("UPDATE hold SET scope_text = 'K-2'");
    }

    @Test
    @Order(8)
    void over_a_ledger_that_was_tampered_with_nothing_is_certified() {
        place.admin().update("UPDATE ledger_chunk SET counts = REPLACE(counts, 'HELD', 'REVIEW') WHERE kind = 'E'");
        Answer refused = gallra.run("certificate", "--run", Long.toString(runId()), "-o", file("never.pdf"));
        assertThat(refused.exit()).isEqualTo(10);
        assertThat(refused.err()).contains("No certificate. The ledger was altered", "ip-logs, row ");
        assertThat(home.resolve("never.pdf")).doesNotExist();
        assertThat(home.resolve("never.json")).doesNotExist();
        Answer broken = gallra.run("certificate", "verify", file("sealed.json"));
        assertThat(broken.exit()).isEqualTo(10);
        assertThat(broken.out()).contains("CERTIFICATE VERIFICATION FAILED");
    }
}
