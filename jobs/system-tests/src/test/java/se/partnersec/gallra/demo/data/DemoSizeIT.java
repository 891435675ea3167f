package se.partnersec.gallra.demo.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import se.partnersec.gallra.demo.company.DemoSummary;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.TestServers;

@Tag("once")
@Tag("full")
class DemoSizeIT {
    /** {@code -Drows=2000000} tries more. */
    private static final long ROWS = Long.getLong("rows", 200_000);

    /** What a child JVM does: the heap is its own, so that rows that pile up end it. */
    public static final class Fill {
        public static void main(String[] args) {
            var source = new DriverManagerDataSource(args[0], args[1], args[2]);
            DemoSummary summary = new DemoRows(source, ObjectSink.NOWHERE, said -> {})
                    .fill(new DemoRows.Order(args[3], LocalDate.of(2026, 11, 24), Long.parseLong(args[4]), 1), false);
            System.out.println(summary.rows());
        }
    }

    @Test
    void fills_many_rows_in_little_time_and_memory() throws Exception {
        try (FreshSchemas schemas = TestServers.freshSchemas()) {
            var database = schemas.database();
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx40m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Fill.class.getName(),
                            "jdbc:mysql://" + database.host() + ":" + database.port()
                                    + "/?allowPublicKeyRetrieval=true",
                            database.admin().user(),
                            database.admin().password(),
                            schemas.business(),
                            Long.toString(ROWS))
                    .inheritIO()
                    .start();
            long began = System.nanoTime();
            assertThat(child.waitFor(60 + ROWS / 4000, TimeUnit.SECONDS)).isTrue();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            System.out.println("demo: " + ROWS + " rows in " + took.toMillis() + " ms, 40 MB of heap");
            assertThat(child.exitValue()).isZero();
        }
    }
}
