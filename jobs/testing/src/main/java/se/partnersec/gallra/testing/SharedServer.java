package se.partnersec.gallra.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server that all test processes of a build share. The first that asks starts it, in a process of its own. That process ends
 * some seconds after the last test process that uses it, however that one ended: each of these holds a lock on a file.
 */
enum SharedServer {
    EMBEDDED_DATABASE,
    MYSQL,
    OBJECT_STORE,
    LOCKING_OBJECT_STORE;

    static final String STATE = "server.properties";
    static final String START_LOCK = "start.lock";
    static final String USER_LOCK = "users.lock";
    /** Held by the server's process as long as it lives: its number may long be another's. */
    static final String ALIVE_LOCK = "alive.lock";

    private static final long START_SECONDS = 180;

    /** How to reach it. */
    Properties properties() {
        try {
            Path folder = Files.createDirectories(folder());
            try (FileChannel starting = open(folder.resolve(START_LOCK));
                    FileLock lock = starting.lock()) {
                Properties known = read(folder);
                Properties server = !known.isEmpty() && isAlive(folder) ? known : start(folder);
                use(folder);
                return server;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the shared " + this + ": " + e.getMessage(), e);
        }
    }

    private Path folder() {
        return Path.of("target", "test-servers", name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toAbsolutePath();
    }

    static FileChannel open(Path lock) throws IOException {
        return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static Properties read(Path folder) throws IOException {
        Properties properties = new Properties();
        Path state = folder.resolve(STATE);
        if (Files.exists(state)) {
            try (var in = Files.newBufferedReader(state)) {
                properties.load(in);
            }
        }
        return properties;
    }

    private static boolean isAlive(Path folder) throws IOException {
        try (FileChannel channel = open(folder.resolve(ALIVE_LOCK));
                @Nullable FileLock nobodys = channel.tryLock()) {
            return nobodys == null;
        }
    }

    private Properties start(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(STATE));
        File log = folder.resolve("log").toFile();
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        // As much as the tests themselves may use: the embedded store keeps its objects in memory.
                        "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SharedServerProcess.class.getName(),
                        name(),
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!Files.exists(folder.resolve(STATE))) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("it did not start:\n" + Files.readString(log.toPath()));
            }
            sleep(20);
        }
        return read(folder);
    }

    /** Until this process ends; the channel is left open, and its lock goes with the process. */
    @SuppressWarnings("resource")
    private static void use(Path folder) throws IOException {
        FileChannel users = open(folder.resolve(USER_LOCK));
        users.lock(0, Long.MAX_VALUE, true);
        ServerFolders.hold(users);
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
