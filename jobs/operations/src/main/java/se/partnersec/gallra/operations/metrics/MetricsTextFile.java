package se.partnersec.gallra.operations.metrics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file that another program, such as Prometheus' node exporter, picks up: always a whole one, the one before until the next
 * is there, and readable by everybody on the machine, whatever the umask: it names nobody.
 */
public final class MetricsTextFile {
    private MetricsTextFile() {}

    /** @throws IOException if it cannot be written; the file that was there stays */
    public static void write(Path file, byte[] text) throws IOException {
        Path target = file.toAbsolutePath();
        // Not ending in .prom, or a half one would be read.
        Path draft = Files.createTempFile(target.getParent(), ".gallra-", ".part");
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(text);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
