package se.partnersec.gallra.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * How other Java processes are started: with the packaged program as it is released, and an archive of the classes a run needs, read
 * and verified once for hundreds of starts. A small run takes 2 s with it and 3 without.
 */
final class ChildJava {
    private static final Path FOLDER = Path.of("target", "child-java").toAbsolutePath();
    /** Of all modules; the packaged program must be newer than their classes. */
    private static final Path MODULES = Path.of("..").toAbsolutePath().normalize();

    private static final Path JAR = MODULES.resolve(Path.of("target", "gallra", "gallra.jar"));
    private static final Path ARCHIVE = FOLDER.resolve("suite.jsa");

    private static final Set<String> OUTSIDE = Set.of("console", "testing", "system-tests", "benchmarks", "embedded");

    private static boolean made;

    private ChildJava() {}

    /** The program, and nothing of the tests. */
    static List<String> plain() {
        List<String> command = command("-XX:SharedArchiveFile=" + archive());
        command.addAll(List.of("-jar", JAR.toString()));
        return command;
    }

    /** With the tests too: they come last, so that the archive of the program fits. */
    static List<String> withTests() {
        List<String> command = command("-XX:SharedArchiveFile=" + archive());
        command.addAll(List.of("-cp", JAR + File.pathSeparator + all()));
        return command;
    }

    private static List<String> command(String archive) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                // An archive that does not fit is done without, and nobody wants to read of it.
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                archive));
    }

    private static synchronized Path archive() {
        if (!made) {
            try {
                Files.createDirectories(FOLDER);
                try (FileChannel channel = FileChannel.open(
                                FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var lock = channel.lock()) {
                    makeOnce();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            made = true;
        }
        return ARCHIVE;
    }

    private static void makeOnce() throws IOException {
        String what = Runtime.version() + " " + packaged() + " " + JAR;
        Path stamp = FOLDER.resolve("made");
        if (Files.exists(stamp) && Files.readString(stamp).equals(what)) {
            return;
        }
        Files.deleteIfExists(stamp);
        Files.deleteIfExists(ARCHIVE);
        runOnce();
        Files.writeString(stamp, what);
    }

    /**
     * Names what is installed. Times say nothing of whether it is what was compiled: a jar stays as it is where it would get the same
     * content again.
     */
    private static String packaged() throws IOException {
        StringBuilder installed = new StringBuilder();
        try (Stream<Path> modules = Files.list(MODULES)) {
            for (Path module : modules.sorted().toList()) {
                String name = String.valueOf(module.getFileName());
                Path classes = module.resolve(Path.of("target", "classes"));
                if (!OUTSIDE.contains(name) && Files.isDirectory(classes)) {
                    Path jar = jar(name);
                    if (!compiled(classes).equals(packed(jar))) {
                        throw new IllegalStateException(jar + " is not what was compiled: mvn package");
                    }
                    installed.append(name).append(jar.toFile().lastModified()).append(' ');
                }
            }
        }
        return installed.toString();
    }

    private static Path jar(String module) throws IOException {
        Path modules = JAR.resolveSibling("lib");
        if (Files.isDirectory(modules)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(modules, "gallra-" + module + "-[0-9]*.jar")) {
                for (Path jar : jars) {
                    return jar;
                }
            }
        }
        throw new IllegalStateException("there is no jar of the module " + module + " in " + modules + ": mvn package");
    }

    private static Map<String, Long> compiled(Path classes) throws IOException {
        try (Stream<Path> all = Files.walk(classes)) {
            Map<String, Long> sums = new TreeMap<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                CRC32 sum = new CRC32();
                sum.update(Files.readAllBytes(file));
                sums.put(classes.relativize(file).toString().replace(File.separatorChar, '/'), sum.getValue());
            }
            return sums;
        }
    }

    private static Map<String, Long> packed(Path jar) throws IOException {
        try (ZipFile open = new ZipFile(jar.toFile())) {
            return open.stream()
                    .filter(entry -> !entry.isDirectory()
                            && !entry.getName().equals("META-INF/MANIFEST.MF")
                            && !entry.getName().startsWith("META-INF/maven/"))
                    .collect(Collectors.toMap(ZipEntry::getName, ZipEntry::getCrc, (a, b) -> a, TreeMap::new));
        }
    }

    /** A small run that ends well; what it loaded is archived as it ends. */
    private static void runOnce() throws IOException {
        try (Workplace work = new Workplace(10)) {
            List<String> command = command("-XX:ArchiveClassesAtExit=" + ARCHIVE);
            command.addAll(List.of("-jar", JAR.toString(), "run", CategoryIds.CALL_RECORDINGS.id()));
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

    private static String all() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
