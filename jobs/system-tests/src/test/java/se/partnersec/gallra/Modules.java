package se.partnersec.gallra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The modules of the program, by their folders; those of the tests and of the embedded servers are not among them. */
record Modules(List<Path> folders) {
    private static final Set<String> OTHERS = Set.of("embedded", "testing", "system-tests", "benchmarks");

    static Modules of(String jobs) {
        try (Stream<Path> all = Files.list(Path.of(jobs))) {
            return new Modules(all.filter(each -> Files.exists(each.resolve("pom.xml")))
                    .filter(each -> !OTHERS.contains(
                            String.valueOf(each.toAbsolutePath().normalize().getFileName())))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder of each, where there is one. */
    List<Path> folders(String first, String... more) {
        return folders.stream()
                .map(each -> each.resolve(Path.of(first, more)))
                .filter(Files::isDirectory)
                .toList();
    }
}
