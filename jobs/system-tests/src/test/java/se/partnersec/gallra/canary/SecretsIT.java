package se.partnersec.gallra.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Program.Started;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.network.MailReceiver;

/** Passwords and keys stay in the files they came in: not in answers, logs, argument lists, histories, ledger or bucket. */
@GallraTest(chunk = 100)
@Tag("once")
@Tag("full")
class SecretsIT {
    private final Workplace work;
    private final Path home;
    private final Path vault;
    private final Places places = new Places();
    private final Map<String, String> secrets = new LinkedHashMap<>();

    SecretsIT(Workplace work, @TempDir Path home, @TempDir Path vault) {
        this.work = work;
        this.home = home;
        this.vault = vault;
    }

    @Test
    void no_secret_leaves_its_file() throws Exception {
        work.customer(1);
        Program gallra = accounts();
        for (long id = 1; id <= 3; id++) {
            Scene.CALLS.put(work, Scene.Spec.of(id, Scene.CALLS.firstDue(work.today())));
        }
        watched(gallra, 0, "run", "call-recordings", "--debug");
        watched(gallra, 0, "doctor");
        watched(gallra, 0, "status", "--debug");
        watched(gallra, 0, "ledger", "seal", "--debug");
        watched(
                gallra,
                0,
                "ledger",
                "verify",
                "--public-key",
                vault.resolve("seal.key.pub").toString());
        watched(
                gallra,
                0,
                "holds",
                "add",
                "--type",
                "dispute",
                "--customer",
                "K-1",
                "--review-by",
                work.today().plusDays(30).toString(),
                "--reason",
                "x");
        refused(gallra);
        places.addTables(work);
        places.addBucket(work);
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                places.add("file " + file.getFileName(), Files.readAllBytes(file));
            }
        }

        assertThat(secrets).hasSizeGreaterThanOrEqualTo(10);
        assertThat(places.names())
                .contains(
                        "arguments",
                        "BATCH_JOB_EXECUTION",
                        "audit",
                        "ledger_seal",
                        "bucket",
                        "mail",
                        "file gallra.log");
        assertThat(places.find(List.copyOf(secrets.values()))).isEmpty();
    }

    /** Whoever looks must be seen to find, also in the arguments of a process. */
    @Test
    void a_secret_among_arguments_is_seen() throws Exception {
        String secret = "Hemlig-kanarie-9q";
        Process careless = new ProcessBuilder("sh", "-c", "sleep 20; : " + secret).start();
        try {
            arguments(careless.toHandle());
        } finally {
            careless.destroy();
        }
        assertThat(places.find(List.of(secret))).containsKey(secret);
    }

    /** What goes wrong around a secret is told without it. */
    private void refused(Program gallra) throws Exception {
        String wrong = secret("wrong-password", "Fel-losenord-kanarie-9q");
        try (MailReceiver people = MailReceiver.withLogin()) {
            Program telling = gallra.with("GALLRA_DB_PASSWORD_FILE", wrong)
                    .with("GALLRA_MAIL_SERVER", "smtp://127.0.0.1:" + people.port())
                    .with("GALLRA_MAIL_FROM", "gallra@example.se")
                    .with("GALLRA_MAIL_TO", "drift@example.se")
                    .with("GALLRA_MAIL_USER", MailReceiver.USER)
                    .with("GALLRA_MAIL_PASSWORD_FILE", secret("mail", MailReceiver.PASSWORD));
            watched(telling, 3, "run", "call-recordings", "--debug");
            assertThat(people.mails()).hasSize(1);
            places.add("mail", people.mails().get(0).getBytes(StandardCharsets.UTF_8));
        }
        String other = secret("wrong-s3", "Fel-nyckel-kanarie-9q");
        watched(gallra.with("GALLRA_S3_SECRET_KEY_FILE", other), 3, "doctor", "--debug");
        Path open = Path.of(secret("open", "Oppen-for-alla-kanarie-9q"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        watched(gallra.with("GALLRA_DB_PASSWORD_FILE", open.toString()), 3, "status");
        watched(gallra.with("GALLRA_TAG_KEY_FILE", secret("short-key", "kanarieguld9q")), 3, "status");
        String url = work.settings().url().jdbc();
        secrets.put("in the address", "Nyckelring-kanarie-9q");
        String more = url + (url.contains("?") ? "&" : "?") + "trustCertificateKeyStorePassword=Nyckelring-kanarie-9q";
        watched(gallra.with("GALLRA_DB_URL", more), 0, "status", "--debug");
        watched(gallra.with("GALLRA_DB_URL", more + "&allowLoadLocalInfile=Nyckelring-kanarie-9q"), 3, "status");
    }

    private Program accounts() throws IOException {
        Program gallra = Program.at(work, home);
        for (DatabaseRole role : DatabaseRole.values()) {
            String name = role == DatabaseRole.JOB ? "DB" : role.name();
            String password = "Kanarie-" + role.name().toLowerCase(Locale.ROOT) + "-hemligt-9q";
            String user = work.accounts().account(role).user();
            work.schemas().database().execute("", "ALTER USER '" + user + "'@'%' IDENTIFIED BY '" + password + "'");
            gallra = gallra.with("GALLRA_" + name + "_USER", user)
                    .with("GALLRA_" + name + "_PASSWORD", "")
                    .with("GALLRA_" + name + "_PASSWORD_FILE", secret(name, password));
        }
        String s3 = Objects.requireNonNull(
                Objects.requireNonNull(work.settings().bucket()).secretKey());
        gallra = gallra.with("GALLRA_S3_SECRET_KEY", "")
                .with("GALLRA_S3_SECRET_KEY_FILE", secret("s3", s3))
                .with("GALLRA_TAG_KEY", "")
                .with(
                        "GALLRA_TAG_KEY_FILE",
                        secret("tag", "c0ffee9a000102030405060708090a0b0c0d0e0f101112131415161718191a1b"));
        Path key = vault.resolve("seal.key");
        assertThat(gallra.run("ledger", "keygen", key.toString()).exit()).isZero();
        secrets.put("seal key", privateLine(Files.readAllLines(key)));
        Path seals = Files.createDirectories(home.resolve("seals"));
        return gallra.with("GALLRA_SEAL_KEY_FILE", key.toString()).with("GALLRA_SEAL_DIR", seals.toString());
    }

    private static String privateLine(List<String> key) {
        return key.get(key.indexOf("-----BEGIN PRIVATE KEY-----") + 1);
    }

    /** Answers the file. */
    private String secret(String name, String value) throws IOException {
        secrets.put(name, value);
        Path file = Files.writeString(vault.resolve(name), value + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private void watched(Program gallra, int exit, String... typed) throws Exception {
        Started started = gallra.start(typed);
        while (started.process().isAlive()) {
            arguments(started.process().toHandle());
            Thread.sleep(100);
        }
        Answer answer = started.await();
        assertThat(answer.exit())
                .as(String.join(" ", typed) + "\n" + answer.err())
                .isEqualTo(exit);
        places.add("answers", answer.out() + answer.err());
    }

    private void arguments(ProcessHandle process) {
        Collection<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process);
        for (ProcessHandle each : all) {
            Path arguments = Path.of("/proc", String.valueOf(each.pid()), "cmdline");
            try {
                places.add("arguments", Files.readAllBytes(arguments));
            } catch (IOException e) {
                // It has ended: what it was given was seen before.
                continue;
            }
        }
    }
}
