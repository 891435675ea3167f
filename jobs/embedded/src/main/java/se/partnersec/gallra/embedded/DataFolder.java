package se.partnersec.gallra.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The folder of one embedded server: unpacked programs are kept, data is wiped, a leftover server is ended. */
final class DataFolder {
    private static final String MARKER = "WIPED-AT-EVERY-START";
    // The kernel's limit for the path of a socket is 108 bytes.
    private static final int LONGEST_SOCKET = 100;
    private static final int TAIL = 15;

    private final Path folder;

    DataFolder(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    Path base() {
        return folder.resolve("base");
    }

    Path data() {
        return folder.resolve("data");
    }

    Path temporary() {
        return folder.resolve("tmp");
    }

    Path console() {
        return folder.resolve("mariadbd.log");
    }

    String socket(int port) {
        String own = folder.resolve("mariadbd.sock").toString();
        return own.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET
                ? own
                : System.getProperty("java.io.tmpdir") + "/gallra-" + port + ".sock";
    }

    /** Empties the data folder; refuses a folder with content that we did not make. */
    void wipe() throws IOException {
        Path marker = folder.resolve(MARKER);
        if (Files.exists(data()) && !Files.exists(marker)) {
            throw new ServerFailed(
                    data() + " is there but was not made by Gallra's embedded servers, which wipe their data at every"
                            + " start: choose another folder or move it away",
                    null);
        }
        PrivateFile.folder(folder);
        Files.writeString(marker, "Everything in this folder is deleted when the embedded servers start.\n");
        delete(data());
        delete(temporary());
        PrivateFile.folder(data());
        PrivateFile.folder(temporary());
        Files.deleteIfExists(console());
    }

    /** Leaves nothing of what the server held. */
    void clear() {
        try {
            delete(data());
            delete(temporary());
        } catch (IOException | UncheckedIOException e) {
            throw new ServerFailed("the files of the ended database are still in " + data() + ": delete them", e);
        }
    }

    void remember(long pid) throws IOException {
        PrivateFile.write(pidFile(), pid + "\n");
    }

    /** Ends a server whose parent was killed: recognised by its pid, its program and its data folder. */
    void endLeftover() {
        leftover().ifPresent(process -> end(process, 5));
    }

    private Optional<ProcessHandle> leftover() {
        try {
            long pid = Long.parseLong(Files.readString(pidFile()).strip());
            return ProcessHandle.of(pid).filter(this::isOurs);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private boolean isOurs(ProcessHandle process) {
        String data = "--datadir=" + data();
        return process.info().command().filter(c -> c.endsWith("mariadbd")).isPresent()
                && process.info()
                        .arguments()
                        .filter(a -> List.of(a).contains(data))
                        .isPresent();
    }

    static void end(ProcessHandle process, long seconds) {
        process.destroy();
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    boolean consoleContains(String text) throws IOException {
        return Files.exists(console())
                && Files.readString(console(), StandardCharsets.ISO_8859_1).contains(text);
    }

    String consoleTail() {
        try {
            List<String> lines = Files.readAllLines(console(), StandardCharsets.ISO_8859_1);
            return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    private Path pidFile() {
        return folder.resolve("mariadbd.pid");
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            all.sorted(Comparator.reverseOrder()).forEach(DataFolder::deleteOne);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
