package se.partnersec.gallra.operations.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTextFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void is_readable_by_everybody_and_replaces_the_one_before() throws IOException {
        Path file = folder.resolve("gallra.prom");
        MetricsTextFile.write(file, bytes("first\n"));
        MetricsTextFile.write(file, bytes("second\n"));
        assertThat(file).hasContent("second\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void whoever_reads_meanwhile_never_sees_half_of_it() throws Exception {
        Path file = folder.resolve("gallra.prom");
        String one = "1".repeat(300_000);
        String two = "2".repeat(300_000);
        MetricsTextFile.write(file, bytes(one));
        Thread writer = new Thread(() -> {
            try {
                for (int i = 0; i < 40; i++) {
                    MetricsTextFile.write(file, bytes(i % 2 == 0 ? two : one));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();
        int reads = 0;
        while (writer.isAlive()) {
            assertThat(Files.readString(file)).isIn(one, two);
            reads++;
        }
        writer.join();
        assertThat(reads).isPositive();
    }

    @Test
    void what_cannot_be_written_leaves_the_one_before_and_nothing_else() throws IOException {
        Path file = folder.resolve("gallra.prom");
        Files.createDirectories(file.resolve("in the way"));
        assertThatThrownBy(() -> MetricsTextFile.write(file, bytes("x"))).isInstanceOf(IOException.class);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
        assertThatThrownBy(() -> MetricsTextFile.write(folder.resolve("nowhere/gallra.prom"), bytes("x")))
                .isInstanceOf(IOException.class);
    }
}
