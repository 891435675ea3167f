package se.partnersec.gallra.reports.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.reports.table.ReportWriter.Format;

/** Memory does not grow with rows: two hundred thousand in 64 MB, in every form (128 on paper), and a million where somebody wants to see it. */
class LargeReportTest {
    private static final long ROWS = Long.getLong("rows", 200_000);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    LargeReportTest() {}

    @Test
    void writes_200_000_rows_in_a_heap_of_64_megabytes() throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        for (Format format : Format.values()) {
            Path file = folder.resolve(format.name());
            // A document is laid out as a whole, and so holds the first thousand rows and no more.
            boolean paper = format == Format.PDF;
            said.add(write(paper ? "-Xmx128m" : "-Xmx64m", ROWS, format, file));
            assertThat(Files.size(file)).isGreaterThan(paper ? 10_000 : ROWS * 10);
        }
        assertThat(said).allMatch(line -> line.matches(ROWS + " [0-9a-f]{64}"));
        assertThat(said.stream().distinct()).hasSize(1);
    }

    /** Without the flushing the same rows do not fit: the heap is one in which they cannot be kept. */
    @Test
    void a_writer_that_keeps_its_rows_fails_there() throws IOException, InterruptedException {
        assertThat(child("-Xmx64m", LargeReport.class.getName(), String.valueOf(ROWS)))
                .contains("OutOfMemoryError");
    }

    private static String write(String heap, long rows, Format format, Path file)
            throws IOException, InterruptedException {
        return child(heap, LargeReport.class.getName(), String.valueOf(rows), format.name(), file.toString());
    }

    private static String child(String heap, String main, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main));
        command.addAll(List.of(args));
        Path out = Files.createTempFile("gallra", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(out, StandardCharsets.UTF_8).strip();
        Files.delete(out);
        return text;
    }
}
