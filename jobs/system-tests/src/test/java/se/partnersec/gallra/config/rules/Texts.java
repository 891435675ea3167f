package se.partnersec.gallra.config.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts for tests of configuration files. */
final class Texts {

    private Texts() {}

    static String read(String resource) {
        return file(Path.of("src", "test", "resources").resolve(resource));
    }

    static String file(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
