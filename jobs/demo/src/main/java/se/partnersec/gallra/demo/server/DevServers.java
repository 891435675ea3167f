package se.partnersec.gallra.demo.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Starts, finds and ends the embedded servers, one background process per {@code .gallra} folder. */
public final class DevServers {
    private static final Sentences SENTENCES = Sentences.of("demo");
    private static final long PATIENCE_SECONDS = 120;
    private static final long LOOK_MILLIS = 50;

    private final Path folder;
    private final ServersProcess process;

    /** @param classpath of the module {@code jobs/embedded}; null when only the production jar is here */
    public DevServers(Path folder, @Nullable String classpath) {
        this.folder = folder.toAbsolutePath().normalize();
        this.process = new ServersProcess(this.folder, classpath);
    }

    /** The servers of this checkout: under {@code GALLRA_HOME} or the working directory. */
    public static DevServers of(Map<String, String> environment) {
        return new DevServers(
                Path.of(environment.getOrDefault("GALLRA_HOME", ""), ".gallra"),
                environment.getOrDefault("GALLRA_EMBEDDED_CLASSPATH", System.getProperty("GALLRA_EMBEDDED_CLASSPATH")));
    }

    /**
     * The running servers, started if need be; they live on after this process.
     *
     * @throws RefusedException with the end of their log
     */
    public RunningServers up() {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = await(channel)) {
                Optional<RunningServers> running = status();
                return running.isPresent() ? running.get() : start();
            }
        } catch (IOException e) {
            throw failed(SENTENCES.say("server.embedded-servers-could-not-started-nmay", folder, e), e);
        }
    }

    /** Empty when no servers run, also when their process died and left its file behind. */
    public Optional<RunningServers> status() {
        return RunningServers.read(folder).filter(RunningServers::isAlive);
    }

    /** Ends the servers and what a killed process left; false when there was nothing to end. */
    public boolean down() {
        Optional<RunningServers> left = RunningServers.read(folder);
        try {
            Files.deleteIfExists(folder.resolve(RunningServers.FILE));
        } catch (IOException e) {
            throw failed(SENTENCES.say("server.cannot-remove", folder.resolve(RunningServers.FILE), e), e);
        }
        return left.map(RunningServers::end).orElse(false);
    }

    private RunningServers start() throws IOException {
        Files.deleteIfExists(folder.resolve(RunningServers.FILE));
        new TagKeyFile(folder).makeIfMissing();
        Process started = process.start();
        long deadline = deadline();
        while (System.nanoTime() < deadline) {
            Optional<RunningServers> running = status();
            if (running.isPresent()) {
                return running.get();
            }
            // setsid may have forked, so code 0 without servers is no verdict.
            if (!started.isAlive() && started.exitValue() != 0) {
                throw failed(
                        SENTENCES.say("server.embedded-servers-ended-code-n", started.exitValue(), process.logTail()),
                        null);
            }
            pause();
        }
        started.destroy();
        throw failed(
                SENTENCES.say("server.embedded-servers-were-not-ready-within", PATIENCE_SECONDS, process.logTail()),
                null);
    }

    /** Waits for another command that is starting the servers right now. */
    private static FileLock await(FileChannel channel) throws IOException {
        long deadline = deadline();
        while (System.nanoTime() < deadline) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // Held by another thread of this very JVM: wait as for any other.
            }
            pause();
        }
        throw new IOException(SENTENCES.say("server.another-gallra-command-been-starting-them", PATIENCE_SECONDS));
    }

    private static RefusedException failed(String problems, @Nullable Throwable cause) {
        return new RefusedException(ExitCode.ENVIRONMENT, problems.lines().toList(), cause);
    }

    private static long deadline() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(SENTENCES.say("server.interrupted-while-waiting-embedded-servers"), e);
        }
    }
}
