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

/** The file that a person sent with a form last. It stays on the disk of the console, for this process alone, until it is used. */
public final class Uploads implements AutoCloseable {
    private static final int LONGEST_NAME = 100;

    private @Nullable Upload last;

    /**
     * File of a form.
     *
     * @param form identifier of the form
     * @param path in a folder of its own
     * @param sha256 of its content, as hexadecimal digits
     */
    public record Upload(UUID form, Path path, String sha256) {
        public String name() {
            return String.valueOf(path.getFileName());
        }
    }

    /** Keeps a file instead of the one before. @param name as the browser says it */
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

    /** Deletes the file. */
    @Override
    public synchronized void close() {
        if (last != null) {
            Path folder = last.path().getParent();
            last = null;
            try {
                FileSystemUtils.deleteRecursively(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
