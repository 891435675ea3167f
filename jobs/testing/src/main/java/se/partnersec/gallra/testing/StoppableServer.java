package se.partnersec.gallra.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.embedded.EmbeddedDatabase;

/** A database server that is stopped and started again over its data folder, under the same port; and the folder copied. */
public final class StoppableServer implements AutoCloseable {
    private static final String DATA = "--datadir=";

    private final Path folder;
    private final EmbeddedDatabase first;
    private final List<String> command;
    private final String libraries;
    private @Nullable Process again;

    public StoppableServer() {
        try {
            folder = Files.createTempDirectory("gallra-drill");
            first = EmbeddedDatabase.start(folder, List.of(), "");
            // As it was started; the file of first statements is gone by now, and they were carried out.
            command = Arrays.stream(proc("cmdline").split("\0"))
                    .filter(each -> !each.startsWith("--init-file="))
                    .toList();
            libraries = Arrays.stream(proc("environ").split("\0"))
                    .filter(each -> each.startsWith("LD_LIBRARY_PATH="))
                    .map(each -> each.substring(each.indexOf('=') + 1))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String proc(String file) throws IOException {
        return Files.readString(Path.of("/proc/" + first.pid(), file));
    }

    public TestDatabase database() {
        return new TestDatabase(
                "127.0.0.1", first.port(), new DatabaseAccount(first.ownerUser(), first.ownerPassword()), false);
    }

    /** Ended in good order, as for a cold backup. */
    public void stop() {
        Process running = again;
        if (running == null) {
            first.stop();
        } else {
            running.destroy();
            running.onExit().join();
        }
    }

    /** Over the data folder as it lies there now; returns when it takes connections. */
    public void start() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "again.log"));
        builder.environment().put("LD_LIBRARY_PATH", libraries);
        Process started = builder.start();
        again = started;
        for (int i = 0; i < 600 && started.isAlive(); i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", first.port()), 500);
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException(
                "the server did not start again:\n" + Files.readString(folder.resolve("again.log")));
    }

    /** A copy of the data folder, of a server that is stopped. */
    public Path copy() throws IOException {
        Path target = Files.createTempDirectory(folder, "copy").resolve("data");
        copy(data(), target);
        return target;
    }

    /** Puts a copy back in place of what is there. */
    public void putBack(Path copied) throws IOException {
        remove(data());
        copy(copied, data());
    }

    private Path data() {
        return command.stream()
                .filter(each -> each.startsWith(DATA))
                .map(each -> Path.of(each.substring(DATA.length())))
                .findFirst()
                .orElseThrow();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    private static void remove(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Override
    public void close() {
        stop();
        try {
            remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
