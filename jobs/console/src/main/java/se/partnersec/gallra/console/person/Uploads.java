package se.partnersec.gallra.console.person;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import se.partnersec.gallra.support.crypto.HashingInputStream;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * The file that a person sent last with a form. It is kept in a temporary folder that the user of this process alone may read, until the
 * form is confirmed, another file is sent, or the session ends. The command of a confirmed form then has it.
 */
public final class Uploads implements AutoCloseable {
    private static final int LONGEST_NAME = 100;

    private @Nullable Upload last;

    /** Keeps a file, and deletes the one before. @param name as the browser sent it */
    public synchronized Upload keep(UUID form, String name, InputStream content) throws IOException {
        close();
        Path folder = Files.createTempDirectory(
                "gallra-upload-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path path = folder.resolve(plain(name));
        try (HashingInputStream hashed = new HashingInputStream(content)) {
            Files.copy(hashed, path);
            last = new Upload(form, path, hashed.sha256());
            return last;
        }
    }

    /** The file that came with a form. */
    public synchronized Optional<Upload> of(UUID form) {
        return Optional.ofNullable(last).filter(upload -> upload.form().equals(form));
    }

    private static String plain(String name) {
        String file = VisibleText.of(name).replaceFirst(".*[/\\\\]", "").replaceAll("[^\\p{L}\\p{N}._-]", "_");
        String cut = file.substring(Math.max(0, file.length() - LONGEST_NAME));
        return cut.isEmpty() || cut.startsWith(".") || cut.startsWith("-") ? "file" + cut : cut;
    }

    /** Hands the file of a form over to its command. */
    synchronized void handOver(UUID form) {
        if (of(form).isPresent()) {
            last = null;
        }
    }

    static void delete(Upload upload) {
        try {
            FileSystemUtils.deleteRecursively(upload.path().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the file, unless a command has it. */
    @Override
    public synchronized void close() {
        if (last != null) {
            Upload upload = last;
            last = null;
            delete(upload);
        }
    }
}
