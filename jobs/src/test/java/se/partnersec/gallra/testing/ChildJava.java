package se.partnersec.gallra.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.DataCategory;

/**
 * How other Java processes are started with the suite's classes: with an archive of those a run needs, read and verified
 * once for hundreds of starts. A small run takes 2 s with it and 3 without.
 */
final class ChildJava {
    private static final Path FOLDER = Path.of("target", "child-java").toAbsolutePath();
    private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();
    private static final Path JAR = FOLDER.resolve("suite.jar");
    private static final Path ARCHIVE = FOLDER.resolve("suite.jsa");

    private static @Nullable String suite;

    private ChildJava() {}

    /** With the suite and what it needs, and nothing of the tests. */
    static List<String> plain() {
        return command(suite(), "-XX:SharedArchiveFile=" + ARCHIVE);
    }

    /** With the tests too: they come last, so that the archive of the suite fits. */
    static List<String> withTests() {
        return command(suite() + File.pathSeparator + all(), "-XX:SharedArchiveFile=" + ARCHIVE);
    }

    private static List<String> command(String classpath, String archive) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                // An archive that does not fit is done without, and nobody wants to read of it.
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                archive,
                "-cp",
                classpath));
    }

    private static synchronized String suite() {
        if (suite == null) {
            try {
                suite = JAR + File.pathSeparator + libraries();
                Files.createDirectories(FOLDER);
                try (FileChannel channel = FileChannel.open(
                                FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var lock = channel.lock()) {
                    makeOnce(suite);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return suite;
    }

    private static void makeOnce(String classpath) throws IOException {
        String made = Runtime.version() + " " + newest() + " " + classpath;
        Path stamp = FOLDER.resolve("made");
        if (Files.exists(stamp) && Files.readString(stamp).equals(made)) {
            return;
        }
        Files.deleteIfExists(stamp);
        Files.deleteIfExists(ARCHIVE);
        pack();
        runOnce(classpath);
        Files.writeString(stamp, made);
    }

    private static long newest() throws IOException {
        try (Stream<Path> all = Files.walk(CLASSES)) {
            return all.mapToLong(path -> path.toFile().lastModified()).max().orElse(0);
        }
    }

    /** Archives hold classes of jars only. */
    private static void pack() throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(JAR));
                Stream<Path> all = Files.walk(CLASSES)) {
            for (Path path : all.toList()) {
                if (!path.equals(CLASSES)) {
                    boolean folder = Files.isDirectory(path);
                    jar.putNextEntry(new JarEntry(CLASSES.relativize(path) + (folder ? "/" : "")));
                    if (!folder) {
                        Files.copy(path, jar);
                    }
                    jar.closeEntry();
                }
            }
        }
    }

    /** A small run that ends well; what it loaded is archived as it ends. */
    private static void runOnce(String classpath) throws IOException {
        try (Workplace work = new Workplace(10)) {
            List<String> command = command(classpath, "-XX:ArchiveClassesAtExit=" + ARCHIVE);
            command.addAll(List.of("se.partnersec.gallra.GallraApplication", "run", DataCategory.CALL_RECORDINGS.id()));
            Path log = FOLDER.resolve("log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            Child.environment(work.settings(), builder.environment());
            int exit = Child.await(builder.start(), 120);
            if (exit != 0 || !Files.exists(ARCHIVE)) {
                throw new IllegalStateException("no archive of classes, exit " + exit + ": " + Files.readString(log));
            }
        }
    }

    private static String libraries() {
        return String.join(
                File.pathSeparator,
                Arrays.stream(all().split(File.pathSeparator, -1))
                        .filter(entry -> !entry.contains("test-classes") && !entry.contains("embedded"))
                        .filter(entry -> !Path.of(entry).toAbsolutePath().equals(CLASSES))
                        .toList());
    }

    private static String all() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
