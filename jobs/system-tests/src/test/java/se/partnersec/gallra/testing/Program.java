package se.partnersec.gallra.testing;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import se.partnersec.gallra.app.boot.TypedHere;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;

/**
 * The program as users start it: a process of its own, the packaged program and nothing of the tests; or {@link #here()}, for
 * what commands do and say.
 */
public final class Program {
    /** Neither ours nor UTC: dates must not hang on the machine's zone. */
    public static final ZoneId ZONE = ZoneId.of("Pacific/Auckland");

    private static final long PATIENCE_SECONDS = 240;

    private final Map<String, String> environment;
    private final boolean here;

    /** @param environment all that it sees of ours; the rest is a plain English terminal's */
    public Program(Map<String, String> environment) {
        this(environment, false);
    }

    private Program(Map<String, String> environment, boolean here) {
        this.environment = new TreeMap<>(environment);
        this.here = here;
    }

    /**
     * The same with commands that run in the process of the tests, which has its start behind it. What only a process has (the jar as it is
     * packaged, 256 MB, what libraries say, signals) is not tried then; {@link #start} always starts one.
     */
    public Program here() {
        return new Program(environment, true);
    }

    /** At a company's own servers: the job with the shipped rights, and everybody else under an account that may do everything. */
    public static Program at(Workplace work, Path home) {
        DatabaseAccount admin = work.adminSettings().account(DatabaseRole.JOB);
        DatabaseAccount job = work.settings().account(DatabaseRole.JOB);
        BucketSettings bucket = Objects.requireNonNull(work.settings().bucket());
        Map<String, String> environment = new TreeMap<>(Map.of(
                "GALLRA_HOME", home.toString(),
                "GALLRA_CONFIG", work.configFolder().toString(),
                "GALLRA_DB_URL", work.settings().url().jdbc(),
                "GALLRA_DB_USER", job.user(),
                "GALLRA_DB_PASSWORD", job.password(),
                "GALLRA_S3_BUCKET", bucket.bucket(),
                "GALLRA_S3_REGION", bucket.region(),
                "GALLRA_TAG_KEY", TestTagKey.HEX));
        for (DatabaseRole role :
                List.of(DatabaseRole.OWNER, DatabaseRole.FINANCE, DatabaseRole.READER, DatabaseRole.SEALER)) {
            environment.put("GALLRA_" + role.name() + "_USER", admin.user());
            environment.put("GALLRA_" + role.name() + "_PASSWORD", admin.password());
        }
        environment.put("GALLRA_S3_ENDPOINT", Objects.requireNonNull(bucket.endpoint()));
        environment.put("GALLRA_S3_ACCESS_KEY", Objects.requireNonNull(bucket.accessKey()));
        environment.put("GALLRA_S3_SECRET_KEY", Objects.requireNonNull(bucket.secretKey()));
        return new Program(environment);
    }

    /** The same under logins with the shipped rights, one for each of these roles. */
    public Program granted(Workplace work, DatabaseRole... roles) {
        Program program = this;
        for (DatabaseRole role : roles) {
            DatabaseAccount account = work.settings().account(role);
            String prefix = role == DatabaseRole.JOB ? "GALLRA_DB" : "GALLRA_" + role.name();
            program = program.with(prefix + "_USER", account.user()).with(prefix + "_PASSWORD", account.password());
        }
        return program;
    }

    /** The same for somebody who has this login and no other. */
    public Program alone(DatabaseAccount login) {
        Map<String, String> only = new TreeMap<>(environment);
        for (DatabaseRole role : DatabaseRole.values()) {
            only.remove("GALLRA_" + role.name() + "_USER");
            only.remove("GALLRA_" + role.name() + "_PASSWORD");
        }
        only.put("GALLRA_DB_USER", login.user());
        only.put("GALLRA_DB_PASSWORD", login.password());
        return new Program(only, here);
    }

    /** The same with one variable more, or another value of it. */
    public Program with(String name, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return new Program(more, here);
    }

    /** All that it sees of ours. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** What it answered, what it said, and how it ended. */
    public record Answer(int exit, String out, String err) {
        /** The cells of a plain table, without its heads. */
        public List<List<String>> cells() {
            return out.lines()
                    .skip(1)
                    .filter(line -> line.contains("\t"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
        }
    }

    /** A process at work, with the files it writes to. */
    public record Started(Process process, Path out, Path err) {
        public Answer await() {
            return await(PATIENCE_SECONDS);
        }

        /** Waits at most so many seconds for its end. */
        public Answer await(long patience) {
            try {
                if (!process.waitFor(patience, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("it did not end within " + patience + " s");
                }
                return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Waits until it has said something. */
        public void awaitWords(String words) throws IOException, InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!Files.readString(err).contains(words)) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IllegalStateException("it never said '" + words + "' but: " + Files.readString(err));
                }
                Thread.sleep(50);
            }
        }
    }

    /** Runs it to its end; arguments are split at spaces. */
    public Answer run(String arguments) {
        return run(arguments.split(" "));
    }

    public Answer run(String... arguments) {
        Answer answer = here ? inside(arguments) : start(arguments).await();
        if (List.of(arguments).contains("--json") && !List.of(arguments).contains("--help")) {
            JsonSchemas.read(answer.out());
        }
        return answer;
    }

    private Answer inside(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> all = new TreeMap<>(System.getenv());
        plain(all);
        FutureTask<Integer> typed = new FutureTask<>(() -> TypedHere.run(all, out, err, arguments));
        Thread thread = new Thread(typed, "main");
        thread.setDaemon(true);
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(ZONE));
        try {
            thread.start();
            int exit = typed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Answer(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("it did not end well: " + out + err, e);
        } finally {
            typed.cancel(true);
            TimeZone.setDefault(before);
        }
    }

    public Started start(String... arguments) {
        List<String> command = ChildJava.plain();
        command.add(1, "-Duser.timezone=" + ZONE);
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile("gallra", ".out");
            Path err = Files.createTempFile("gallra", ".err");
            out.toFile().deleteOnExit();
            err.toFile().deleteOnExit();
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .redirectInput(new File("/dev/null"));
            plain(builder.environment());
            return new Started(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void plain(Map<String, String> all) {
        all.keySet().removeIf(name -> name.matches("(GALLRA|LC)_.*|LANG"));
        all.put("LANG", "C.UTF-8");
        all.putAll(environment);
    }
}
