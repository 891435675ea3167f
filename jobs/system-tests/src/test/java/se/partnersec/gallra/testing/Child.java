package se.partnersec.gallra.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;

/** Another Java process with the suite's classes, pointed at a test's servers by its environment. */
public final class Child {
    private Child() {}

    public static Process start(GallraSettings settings, Class<?> main, String... args) {
        List<String> command = ChildJava.withTests();
        command.add(1, "-Duser.timezone=Asia/Tokyo");
        command.add(main.getName());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        environment(settings, builder.environment());
        try {
            File output = Files.createTempFile("gallra-child", ".log").toFile();
            builder.redirectErrorStream(true).redirectOutput(output);
            Process process = builder.start();
            process.onExit().thenRun(() -> {
                if (process.exitValue() != 0 && process.exitValue() != 137) {
                    print(main, process.exitValue(), output);
                }
                if (process.exitValue() != 137 && !output.delete()) {
                    output.deleteOnExit();
                }
            });
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void print(Class<?> main, int exit, File output) {
        try {
            System.out.println(
                    main.getSimpleName() + " ended with " + exit + ":\n" + Files.readString(output.toPath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end; a child that hangs is killed and counts as hung. */
    public static int await(Process process, long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the child did not end within " + seconds + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void environment(GallraSettings settings, Map<String, String> environment) {
        DatabaseAccount job = settings.account(DatabaseRole.JOB);
        environment.keySet().removeIf(k -> k.startsWith("GALLRA_"));
        environment.put("GALLRA_DB_URL", settings.url().jdbc());
        environment.put("GALLRA_DB_USER", job.user());
        environment.put("GALLRA_DB_PASSWORD", job.password());
        DatabaseAccount finance = settings.account(DatabaseRole.FINANCE);
        environment.put("GALLRA_FINANCE_USER", finance.user());
        environment.put("GALLRA_FINANCE_PASSWORD", finance.password());
        environment.put("GALLRA_CONFIG", settings.config().toString());
        environment.put("GALLRA_CHUNK", String.valueOf(settings.chunk()));
        environment.put("GALLRA_TAG_KEY", TestTagKey.HEX);
        BucketSettings bucket = settings.bucket();
        if (bucket != null) {
            environment.put("GALLRA_S3_BUCKET", bucket.bucket());
            environment.put("GALLRA_S3_REGION", bucket.region());
            put(environment, "GALLRA_S3_ENDPOINT", bucket.endpoint());
            put(environment, "GALLRA_S3_ACCESS_KEY", bucket.accessKey());
            put(environment, "GALLRA_S3_SECRET_KEY", bucket.secretKey());
        }
    }

    private static void put(
            Map<String, String> environment, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }
}
