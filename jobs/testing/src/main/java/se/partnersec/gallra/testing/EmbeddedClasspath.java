package se.partnersec.gallra.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The class path of the servers' background process, as {@code scripts/gallra} composes it. */
public final class EmbeddedClasspath {
    private EmbeddedClasspath() {}

    public static String get() {
        Path target = Path.of("..", "embedded", "target").toAbsolutePath();
        try {
            return target.resolve("classes") + ":"
                    + Files.readString(target.resolve("classpath.txt")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("build jobs/embedded first (mvn -pl jobs/embedded package): " + e, e);
        }
    }
}
