package se.partnersec.gallra.operations.housekeeping;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import se.partnersec.gallra.support.file.JsonRow;
import se.partnersec.gallra.support.text.Sentences;

/** The rows of one kind, a line each, in a file for its owner only (mode 0600). */
final class PruneExportFile implements Closeable {
    private static final Sentences SENTENCES = Sentences.of("operations");
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private long records;
    private long rows;

    /** @throws IOException if it cannot be made, or is there already */
    PruneExportFile(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    void add(List<String> keys, List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder(new JsonRow.Head(keys, lines.size()).text()).append('\n');
        lines.forEach(line -> text.append(line).append('\n'));
        add(text.toString());
        records += keys.size();
        rows += lines.size();
    }

    void add(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /**
     * What is in a file.
     *
     * @param sha256 of all its bytes, in hex
     */
    record Content(Path file, long records, long rows, String sha256) {}

    /** Brings it to the disk. */
    Content finish() throws IOException {
        channel.force(true);
        return new Content(file, records, rows, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Reads a file afresh, and tells each set of keys with its lines. */
    static void each(Path file, BiConsumer<List<String>, List<String>> action) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonRow.Head head = JsonRow.Head.parse(line);
                List<String> lines = new ArrayList<>();
                for (int i = 0; i < head.rows(); i++) {
                    String row = reader.readLine();
                    if (row == null) {
                        throw new IllegalArgumentException(SENTENCES.say("housekeeping.ends-middle-record", file));
                    }
                    lines.add(row);
                }
                action.accept(head.keys(), lines);
            }
        }
    }

    /** What is in a file now, counted and hashed from the disk. */
    static Content read(Path file) throws IOException {
        long[] counts = new long[2];
        each(file, (keys, lines) -> {
            counts[0] += keys.size();
            counts[1] += lines.size();
        });
        return new Content(file, counts[0], counts[1], hash(file));
    }

    static String hash(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (in.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
