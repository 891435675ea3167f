package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.DocumentedVerifier;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.Share;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** A run, its seal, and what somebody elsewhere makes of it; as the program does it, under the accounts as shipped. */
@GallraTest(chunk = 3, share = Share.CLASS_IN_SEQUENCE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("once")
@Tag("full")
class SealCommandsIT {
    private final Workplace place;
    private final Path home;
    private final Program base;
    private final Program gallra;

    SealCommandsIT(Workplace place, @TempDir Path home) {
        this.place = place;
        this.home = home;
        base = Program.at(place, home)
                .here()
                .with("GALLRA_SEAL_KEY_FILE", home.resolve("seal.key").toString())
                .with("GALLRA_SEAL_DIR", home.resolve("seals").toString());
        gallra = base.granted(place, DatabaseRole.JOB, DatabaseRole.READER, DatabaseRole.SEALER);
    }

    @BeforeAll
    void run() throws IOException {
        for (long id = 1; id <= 10; id++) {
            Scene.IPS.put(place, Scene.Spec.of(id, place.today().minusDays(400)));
        }
        place.run(CategoryIds.IP_LOGS, place.today());
        Files.createDirectories(home.resolve("seals"));
    }

    /** Neither database nor settings. */
    private Program elsewhere() {
        return new Program(Map.of("GALLRA_HOME", home.toString())).here();
    }

    @Test
    @Order(1)
    void a_key_is_made_and_the_ledger_sealed_by_its_own_account_alone() throws IOException {
        assertThat(gallra.run("ledger seal").err()).contains("gallra ledger keygen makes one");
        Answer made =
                elsewhere().run("ledger", "keygen", home.resolve("seal.key").toString());
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.out()).startsWith("-----BEGIN PUBLIC KEY-----");
        Answer unsealed = gallra.run(
                "ledger", "verify", "--public-key", home.resolve("seal.key.pub").toString());
        assertThat(unsealed.exit()).as(unsealed.out()).isEqualTo(12);
        assertThat(unsealed.out()).contains("NO SEALS, although");

        Answer job = base.alone(place.settings().account(DatabaseRole.JOB)).run("ledger seal");
        assertThat(job.exit()).isEqualTo(3);
        assertThat(job.err()).contains("The account lacks a right");

        Answer sealed = gallra.run("ledger seal");
        assertThat(sealed.exit()).as(sealed.err()).isZero();
        assertThat(sealed.out()).contains("Seal 1 covers 5 rows of the ledger and ", "Exported now: 1");
        assertThat(home.resolve("seals/seal-0000000001.txt")).exists();
        Answer again = gallra.run("ledger seal --lang sv");
        assertThat(again.exit()).isZero();
        assertThat(again.err()).contains("Inget nytt att försegla; det senaste sigillet är nummer 1.");
    }

    @Test
    @Order(2)
    void somebody_without_a_database_verifies_it() throws IOException {
        Path ledger = home.resolve("ledger.txt");
        assertThat(gallra.run("ledger", "export", "-o", ledger.toString()).out())
                .contains("5 rows of the ledger are in");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ledger)))
                .isEqualTo("rw-------");
        Path beside = Files.writeString(home.resolve("ledger.txt.part"), "somebody else's");
        Answer again = gallra.run("ledger", "export", "-o", ledger.toString());
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("is there already", "--force");
        assertThat(gallra.run("ledger", "export", "--force", "-o", ledger.toString())
                        .exit())
                .isZero();
        assertThat(beside).hasContent("somebody else's");
        String[] verify = {
            "ledger",
            "verify",
            "--offline",
            "--public-key",
            home.resolve("seal.key.pub").toString(),
            "--seals",
            home.resolve("seals").toString(),
            "--ledger",
            ledger.toString()
        };
        Answer good = elsewhere().run(verify);
        assertThat(good.exit()).as(good.out() + good.err()).isZero();
        assertThat(good.out()).contains("Seals verified: 1, covering 5 rows", "Verified against their seals");

        Answer alone = elsewhere().run(java.util.Arrays.copyOf(verify, verify.length - 2));
        assertThat(alone.exit()).as("the ledger was not compared").isEqualTo(12);

        List<String> lines = Files.readAllLines(ledger);
        // After the head and what tells the tag key come the rows.
        lines.set(3, lines.get(3).replaceFirst("ERASED=", "HELD="));
        Files.write(ledger, lines);
        Answer bad = elsewhere().run(verify);
        assertThat(bad.exit()).isEqualTo(10);
        assertThat(bad.out()).contains("SEAL VERIFICATION FAILED", "ip-logs, row 2:");
        assertThat(elsewhere().run("ledger verify --offline").exit()).isEqualTo(2);
    }

    @Test
    @Order(3)
    void the_sealer_keeps_a_copy_and_needs_no_other_account_for_that() {
        DatabaseAccount sealer = place.settings().account(DatabaseRole.SEALER);
        Program alone = base.granted(place, DatabaseRole.SEALER)
                .with("GALLRA_DB_USER", sealer.user())
                .with("GALLRA_DB_PASSWORD", sealer.password());
        Path copy = home.resolve("copy.txt");
        for (int night = 0; night < 2; night++) {
            Answer sealed = alone.run("ledger", "seal", "--copy", copy.toString());
            assertThat(sealed.exit()).as(sealed.err()).isZero();
            assertThat(sealed.out()).contains("A copy of the 5 rows that seals cover is in " + copy);
        }
        // It has no holds and approvals, which is no tampering, and not all of it either.
        DocumentedVerifier.Verdict verdict = DocumentedVerifier.verify(List.of(
                "ledger",
                home.resolve("seal.key.pub").toString(),
                home.resolve("seals").toString(),
                copy.toString()));
        assertThat(verdict.lines())
                .singleElement()
                .asString()
                .endsWith(": OK, but holds, approvals and other decisions are not in it");
        assertThat(verdict.exit()).isEqualTo(2);
    }

    @Test
    @Order(4)
    void one_record_is_proved() throws IOException {
        Path proof = home.resolve("one.proof");
        Path victim = Files.writeString(home.resolve("victim"), "kept");
        Files.createSymbolicLink(proof, victim);
        assertThat(gallra.run("ledger", "proof", "ip-logs", "7", "-o", proof.toString())
                        .exit())
                .as("a link is not followed")
                .isEqualTo(2);
        Answer written = gallra.run("ledger", "proof", "ip-logs", "7", "--force", "-o", proof.toString());
        assertThat(written.exit()).as(written.err()).isZero();
        assertThat(victim).hasContent("kept");
        assertThat(proof).isRegularFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(proof, LinkOption.NOFOLLOW_LINKS)))
                .isEqualTo("rw-------");
        assertThat(gallra.run("ledger", "proof", "ip-logs", "7", "-o", proof.toString())
                        .err())
                .contains("is there already");
        String key = home.resolve("seal.key.pub").toString();
        Answer proved = elsewhere().run("ledger", "verify", "--proof", proof.toString(), "--public-key", key);
        assertThat(proved.exit()).as(proved.out() + proved.err()).isZero();
        assertThat(proved.out()).contains("Proved: ip-logs:7, erased at", "covered by seal 1");

        assertThat(DocumentedVerifier.verify(List.of("proof", key, proof.toString()))
                        .exit())
                .isZero();

        Files.writeString(proof, Files.readString(proof).replace("record ip-logs 7", "record ip-logs 99"));
        assertThat(DocumentedVerifier.verify(List.of("proof", key, proof.toString()))
                        .exit())
                .isEqualTo(1);
        Answer forged = elsewhere().run("ledger", "verify", "--proof", proof.toString(), "--public-key", key);
        assertThat(forged.exit()).isEqualTo(10);
        assertThat(forged.out()).contains("PROOF REFUSED");
        assertThat(gallra.run("ledger", "proof", "ip-logs", "99", "-o", proof.toString())
                        .err())
                .contains("names no record 99");
    }

    @Test
    @Order(5)
    void the_ledger_is_held_against_the_seals_beside_it() {
        Answer good = gallra.run("ledger verify");
        assertThat(good.exit())
                .as("without a public key: " + good.out() + good.err())
                .isEqualTo(12);
        assertThat(good.out())
                .contains(
                        "The hash chain of the ledger is unbroken", "2, covering 5 rows", "Signatures were not checked")
                .contains("rows of holds, releases, approvals, rules, requests and the audit.");
        Answer whole = gallra.with(
                        "GALLRA_SEAL_PUBLIC_KEY_FILE",
                        home.resolve("seal.key.pub").toString())
                .run("ledger verify");
        assertThat(whole.exit()).as(whole.out() + whole.err()).isZero();
        place.admin().update("DELETE FROM ledger_chunk WHERE seq = 5");
        place.admin().update("UPDATE run_scope SET closed_seq = NULL, ended_at = NULL");
        Answer cut = gallra.run(
                "ledger", "verify", "--public-key", home.resolve("seal.key.pub").toString());
        assertThat(cut.exit()).isEqualTo(10);
        assertThat(cut.out()).contains("ip-logs, row 5: the ledger ends before it, and seal 1 covers it");
        assertThat(gallra.run("ledger seal").exit()).isEqualTo(8);
    }
}
