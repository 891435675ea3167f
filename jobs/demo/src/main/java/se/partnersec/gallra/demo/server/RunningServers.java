package se.partnersec.gallra.demo.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** What {@code servers.properties} says: addresses, accounts, and the processes behind them. */
public final class RunningServers {
    static final String FILE = "servers.properties";
    private static final long PATIENCE_SECONDS = 15;

    private final Path folder;
    private final Properties properties;

    private RunningServers(Path folder, Properties properties) {
        this.folder = folder;
        this.properties = properties;
    }

    static Optional<RunningServers> read(Path folder) {
        try (Reader reader = Files.newBufferedReader(folder.resolve(FILE))) {
            Properties properties = new Properties();
            properties.load(reader);
            properties.setProperty("tag.key.file", new TagKeyFile(folder).path().toString());
            return Optional.of(new RunningServers(folder, properties));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** For {@code Settings.from}; holds passwords, so do not print. */
    public Properties properties() {
        return properties;
    }

    /** Changes whenever the servers start, empty, anew. */
    public String generation() {
        return text("generation");
    }

    public long pid() {
        return Long.parseLong(text("pid"));
    }

    public String databaseUrl() {
        return text("db.url");
    }

    public String objectEndpoint() {
        return text("s3.endpoint");
    }

    boolean isAlive() {
        return servers().isPresent() && database().isPresent();
    }

    /** Ends both processes, politely first; false when neither ran any more. */
    boolean end() {
        List<ProcessHandle> left =
                Stream.of(servers(), database()).flatMap(Optional::stream).toList();
        // The first knows how to end the second; what is still there after that was orphaned.
        left.forEach(RunningServers::end);
        return !left.isEmpty();
    }

    private Optional<ProcessHandle> servers() {
        return find("pid", ServersProcess.MAIN, folder.toString());
    }

    private Optional<ProcessHandle> database() {
        return find("db.pid", "--datadir=" + folder.resolve("db").resolve("data"));
    }

    /** A process id alone proves nothing: it may long be somebody else's. */
    private Optional<ProcessHandle> find(String key, String... arguments) {
        String pid = text(key);
        return pid.matches("\\d{1,18}")
                ? ProcessHandle.of(Long.parseLong(pid))
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                                .containsAll(List.of(arguments)))
                : Optional.empty();
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String text(String key) {
        return properties.getProperty(key, "");
    }

    @Override
    public String toString() {
        return "RunningServers[" + databaseUrl() + ", " + objectEndpoint() + ", pid " + text("pid") + "]";
    }
}
