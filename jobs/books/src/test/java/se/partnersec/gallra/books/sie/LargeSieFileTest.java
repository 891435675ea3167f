package se.partnersec.gallra.books.sie;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LargeSieFileTest {
    private static final int VOUCHERS = 920_000;

    @Test
    void reads_200_megabytes_in_a_heap_of_64() throws IOException, InterruptedException {
        long bytes = 0;
        try (LargeSieFile sample = new LargeSieFile(1_000)) {
            bytes = sample.readAllBytes().length / 1_000L * VOUCHERS;
        }
        assertThat(bytes).isGreaterThan(200_000_000L);
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LargeSieFile.class.getName(),
                        String.valueOf(VOUCHERS))
                .redirectErrorStream(true)
                .start();
        assertThat(reader.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo(VOUCHERS + " " + VOUCHERS);
    }
}
