package se.partnersec.gallra.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** One folder per test JVM at a time; a later JVM takes over the folder (and ends the server) of a killed one. */
final class ServerFolders {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM = 4L << 30;

    /** A channel that nobody refers to is closed by the collector, and its lock with it. */
    private static final List<FileChannel> HELD = new CopyOnWriteArrayList<>();

    private ServerFolders() {}

    /** Keeps a channel, and its lock, until this JVM ends. */
    static void hold(FileChannel channel) {
        HELD.add(channel);
    }

    static Path free() {
        try {
            return locked();
        } catch (IOException e) {
            throw new IllegalStateException("no folder for the embedded database: " + e.getMessage(), e);
        }
    }

    private static Path locked() throws IOException {
        Path all = Files.createDirectories(parent());
        for (int i = 0; ; i++) {
            // Held until this JVM ends; closing the channel would give the folder away.
            FileChannel channel =
                    FileChannel.open(all.resolve(i + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                hold(channel);
                return all.resolve(Integer.toString(i));
            }
            channel.close();
        }
    }

    /** In memory where there is plenty: making and dropping a company's tables waits for the disk, hundreds of times. */
    private static Path parent() throws IOException {
        Path target = Path.of("target", "test-servers").toAbsolutePath();
        return inMemory() ? MEMORY.resolve("gallra-tests-" + Integer.toHexString(target.hashCode())) : target;
    }

    private static boolean inMemory() throws IOException {
        if (TestDatabase.onDisk()) {
            return false;
        }
        Path mounts = Path.of("/proc/mounts");
        return Files.isWritable(MEMORY)
                && Files.getFileStore(MEMORY).getUsableSpace() > ROOM
                && Files.exists(mounts)
                && Files.readAllLines(mounts).stream()
                        .anyMatch(line -> line.contains(" " + MEMORY + " ") && !line.contains("noexec"));
    }

    /** When its server has ended: memory is not left full of files. */
    static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            // The next JVM to take this folder wipes it.
        }
    }
}
