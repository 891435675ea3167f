package se.partnersec.gallra.books.sie;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that can be read twice: once to learn its encoding, once to read what it says. */
public interface SieSource {
    InputStream open() throws IOException;

    static SieSource of(Path file) {
        return () -> Files.newInputStream(file);
    }
}
