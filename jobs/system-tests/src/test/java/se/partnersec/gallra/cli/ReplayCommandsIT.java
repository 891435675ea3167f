package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.StoppableServer;
import se.partnersec.gallra.testing.TestObjectStore;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The drill of a restore as people type it, each word with nothing in memory of the one before: the data folder of a stopped server is put back, and
 * nothing runs until two people have had erased again what came back. Always the embedded server: its folder can be had.
 */
@Tag("once")
@Tag("full")
class ReplayCommandsIT {
    private static final int LATER = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    /** A terminal before which Anna sits, and one before which Bo sits. */
    private record Terminals(Program anna, Program bo) {}

    @Test
    void with_seals_in_a_directory() throws Exception {
        Path seals = Files.createDirectory(home.resolve("seals"));
        try (StoppableServer server = new StoppableServer();
                Workplace work = new Workplace(5, server.database());
                PermitPeople people = new PermitPeople(work)) {
            Program base = accounts(work).with("GALLRA_SEAL_DIR", seals.toString());
            Terminals terminals = terminals(work, base);
            drill(server, work, terminals);
            assertThat(people.anna.isClosed()).isFalse();
            // The control: a copy of the seals that lacks the newest one vouches for less.
            Files.delete(seals.resolve("seal-0000000002.txt"));
            Answer gap = terminals.anna().run("ledger verify");
            assertThat(gap.exit()).isEqualTo(10);
            assertThat(gap.out()).contains("seal 2: its copy was brought to", "is not there any more");
        }
    }

    @Test
    void with_seals_in_a_bucket_that_lets_nobody_delete_them() throws Exception {
        Optional<TestObjectStore> locking = TestServers.lockingObjectStore();
        assumeThat(locking).as("a store with Object Lock is at hand").isPresent();
        String name = "seals-" + UUID.randomUUID();
        BucketSettings bucket = locking.orElseThrow().bucket(name);
        try (S3Client s3 = locking.orElseThrow().client();
                StoppableServer server = new StoppableServer();
                Workplace work = new Workplace(5, server.database());
                PermitPeople people = new PermitPeople(work)) {
            s3.createBucket(b -> b.bucket(name).objectLockEnabledForBucket(true));
            Program without = accounts(work);
            Program base = without.with("GALLRA_SEAL_BUCKET", name)
                    .with("GALLRA_SEAL_S3_ENDPOINT", Objects.requireNonNull(bucket.endpoint()))
                    .with("GALLRA_SEAL_S3_ACCESS_KEY", Objects.requireNonNull(bucket.accessKey()))
                    .with("GALLRA_SEAL_S3_SECRET_KEY", Objects.requireNonNull(bucket.secretKey()));
            drill(server, work, terminals(work, base));
            assertThat(people.anna.isClosed()).isFalse();
            // Somebody takes the newest seal out of the database: only who looks into the bucket sees it.
            long newest = work.number("SELECT MAX(seq) FROM ledger_seal");
            work.admin().update("DELETE FROM ledger_seal_export WHERE seal = ?", newest);
            work.admin().update("DELETE FROM ledger_seal WHERE seq = ?", newest);
            Answer seen = base.run("ledger verify");
            assertThat(seen.exit()).as(seen.out() + seen.err()).isEqualTo(10);
            assertThat(seen.out()).contains("was exported to", name, "and the database ends with seal " + (newest - 1));
            Answer blind = without.run("ledger verify");
            assertThat(blind.exit()).as(blind.out() + blind.err()).isZero();
            assertThat(base.with("GALLRA_SEAL_S3_ENDPOINT", "http://127.0.0.1:1")
                            .run("ledger verify")
                            .exit())
                    .as("who cannot look does not say that it is good")
                    .isEqualTo(4);
        }
    }

    private Program accounts(Workplace work) {
        return Program.at(work, home)
                .here()
                .granted(work, DatabaseRole.values())
                .with("GALLRA_SEAL_KEY_FILE", home.resolve("seal.key").toString())
                .with(
                        "GALLRA_SEAL_PUBLIC_KEY_FILE",
                        home.resolve("seal.key.pub").toString());
    }

    private static Terminals terminals(Workplace work, Program base) {
        return new Terminals(
                base,
                base.with(
                        "GALLRA_FINANCE_USER",
                        work.settings().account(DatabaseRole.FINANCE).user() + "2"));
    }

    private static Answer done(Answer answer) {
        return ended(0, answer);
    }

    private static Answer ended(int exit, Answer answer) {
        assertThat(answer.exit()).as(answer.out() + answer.err()).isEqualTo(exit);
        return answer;
    }

    private static String said(Answer answer) {
        return answer.out() + answer.err();
    }

    private void drill(StoppableServer server, Workplace work, Terminals terminals) throws Exception {
        Program gallra = terminals.anna();
        Path copy = home.resolve("ledger.txt");
        done(gallra.run("ledger", "keygen", home.resolve("seal.key").toString()));
        lay(work, Scene.IPS, 1, 2);
        done(gallra.run("run ip-logs"));
        done(gallra.run("ledger seal"));
        lay(work, Scene.IPS, 10, LATER);
        lay(work, Scene.CALLS, 1, 3);
        server.stop();
        Path backup = server.copy();
        server.start();
        done(gallra.run(
                "holds",
                "add",
                "--type",
                "legal-claim",
                "--customer",
                "K99",
                "--review-by",
                work.today().plusDays(90).toString(),
                "--reason",
                "tvist",
                "--allow-unknown"));
        done(gallra.run("run ip-logs call-recordings"));
        done(gallra.run("ledger seal"));
        done(gallra.run("ledger", "export", "-o", copy.toString()));
        assertThat(left(work)).isZero();
        server.stop();
        server.putBack(backup);
        server.start();
        assertThat(left(work)).isEqualTo(LATER + 3);

        assertThat(said(ended(8, gallra.run("run ip-logs call-recordings")))).contains("restored from a backup");
        assertThat(done(gallra.run("status")).out()).contains("NO RUN STARTS", "restored from a backup");
        assertThat(said(ended(10, gallra.run("status --check --plain")))).contains("RESTORED\t");
        assertThat(done(gallra.run("plan ip-logs")).out())
                .contains("NO RUN STARTS")
                .doesNotContain("Saved");
        String plan = asked(gallra, copy);
        String run = "ledger replay run " + plan + " --ledger " + copy;
        assertThat(ended(8, gallra.run(run)).err()).contains("replay " + plan + " is not approved");
        assertThat(done(gallra.run("approvals list")).out())
                .contains(plan + " a replay after a restore: " + (LATER + 3) + " records");
        assertThat(ended(2, gallra.run("approvals approve " + plan)).err()).contains("another person must approve it");
        done(terminals.bo().run("approvals approve " + plan));
        assertThat(said(ended(8, gallra.run("run ip-logs")))).contains("replay " + plan + " is not finished");
        assertThat(left(work)).as("nothing but the replay erases").isEqualTo(LATER + 3);

        Answer replayed = done(gallra.run(run + " --json"));
        assertThat(replayed.out()).contains("replay: residue 0 of " + (LATER + 3), "Replay " + plan + " is finished");
        assertThat(left(work)).isZero();
        assertThat(said(ended(8, gallra.run("run ip-logs")))).contains("seal 2 of the ledger was exported");
        done(gallra.run("ledger seal"));
        lay(work, Scene.IPS, 100, 1);
        done(gallra.run("run ip-logs call-recordings"));
        assertThat(left(work)).isZero();
        done(gallra.run("ledger seal"));
        assertThat(done(gallra.run("ledger verify")).out())
                .contains("The hash chain of the ledger is unbroken", "put back");
        assertThat(ended(8, gallra.run(run)).err()).contains("is finished already");
    }

    private String asked(Program gallra, Path copy) throws Exception {
        String ask = "ledger replay ask --reason disken --ledger ";
        assertThat(ended(2, gallra.run(ask + copy)).err()).contains("--holds-entered");
        Path changed = home.resolve("changed.txt");
        Files.writeString(changed, Files.readString(copy).replaceFirst("ERASED=", "HELD="));
        assertThat(ended(10, gallra.run(ask + changed + " --holds-entered")).err())
                .contains("is not what the seals in", "nothing was touched");
        String lost = ended(8, gallra.run(ask + copy + " --holds-entered")).err();
        Matcher step = Pattern.compile("step (\\d+) of the gate is lost: hold H-\\d+ or what came right before it, ")
                .matcher(lost);
        assertThat(step.find()).as(lost).isTrue();
        // A hold takes two steps.
        String both = step.group(1) + "-" + (Long.parseLong(step.group(1)) + 1);
        String answered = done(gallra.run(
                        "ledger",
                        "replay",
                        "ask",
                        "--reason",
                        "disken",
                        "--ledger",
                        copy.toString(),
                        "--holds-entered",
                        "--json",
                        "--lost",
                        both + "=K99 ar avskriven"))
                .out();
        assertThat(answered).contains("lost step " + step.group(1) + " of the gate (hold H-", "K99 ar avskriven");
        Matcher plan = Pattern.compile("p-\\d{8}-\\d{4}").matcher(answered);
        assertThat(plan.find()).isTrue();
        return plan.group();
    }

    private static void lay(Workplace work, Scene scene, long from, int n) {
        for (long id = from; id < from + n; id++) {
            scene.put(work, Scene.Spec.of(id, scene.firstDue(work.today()).minusDays(3)));
        }
    }

    private static long left(Workplace work) {
        return work.count("ip_log", "TRUE") + work.count("call_recording", "TRUE");
    }
}
