package se.partnersec.gallra.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.partnersec.gallra.testing.Program;

/**
 * A run of the program in a process of its own, as users start it.
 *
 * @param rate rows erased a second of the dispose step, by Spring Batch's own times
 * @param heap median use after a full collection, in MB; 0 if none was asked for
 * @param highest highest use after a full collection, in MB
 * @param collections full collections during the run
 */
record OurRun(long rows, double rate, double heap, double highest, int collections) {
    private static final long EVERY_MILLIS = 200;
    private static final Pattern COLLECTED =
            Pattern.compile("Pause Full \\(Diagnostic Command\\) \\d+[KM]->(\\d+)([KM])");
    private static final String OF_THE_STEP = """
            FROM BATCH_STEP_EXECUTION WHERE STEP_NAME IN ('partitions', 'dispose')
              AND JOB_EXECUTION_ID = (SELECT MAX(JOB_EXECUTION_ID) FROM BATCH_JOB_EXECUTION)""";

    static OurRun of(BenchServer server, IpLogRows table, int chunk, boolean collecting) {
        try {
            long before = table.left();
            long held = table.held();
            Path log = Files.createTempFile("gallra-gc", ".log");
            Program program = server.program().with("GALLRA_CHUNK", String.valueOf(chunk));
            if (collecting) {
                program = program.with("JDK_JAVA_OPTIONS", "-Xlog:gc:file=" + log);
            }
            Program.Started started = program.start("run", "ip-logs");
            if (collecting) {
                collect(started.process());
            }
            Program.Answer answer = started.await();
            if (answer.exit() != 0 || table.left() != held) {
                throw new IllegalStateException("the run ended with " + answer.exit() + ", " + table.left()
                        + " rows left where " + held + " are held: " + answer.out() + answer.err());
            }
            double seconds = stepSeconds(server);
            List<Double> heaps = heaps(log);
            Files.delete(log);
            return new OurRun(
                    before,
                    (before - held) / seconds,
                    heaps.isEmpty() ? 0 : Spread.of(heaps).median(),
                    heaps.isEmpty() ? 0 : Spread.of(heaps).max(),
                    heaps.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long the dispose step of the last run took, and the one before it for whole partitions, by Spring Batch's own times. */
    static double stepSeconds(BenchServer server) {
        Long micros = server.jdbc()
                .queryForObject(
                        "SELECT SUM(TIMESTAMPDIFF(MICROSECOND, START_TIME, END_TIME)) " + OF_THE_STEP, Long.class);
        if (micros == null || micros == 0) {
            throw new IllegalStateException("no dispose step on record");
        }
        return micros / 1e6;
    }

    /** Seconds of each step of the last run, in the order in which they ran. */
    static Map<String, Double> steps(BenchServer server) {
        Map<String, Double> steps = new LinkedHashMap<>();
        server.jdbc()
                .query(
                        "SELECT STEP_NAME, TIMESTAMPDIFF(MICROSECOND, START_TIME, END_TIME) FROM BATCH_STEP_EXECUTION"
                                + " WHERE JOB_EXECUTION_ID = (SELECT MAX(JOB_EXECUTION_ID) FROM BATCH_JOB_EXECUTION)"
                                + " ORDER BY STEP_EXECUTION_ID",
                        row -> {
                            steps.merge(row.getString(1), row.getLong(2) / 1e6, Double::sum);
                        });
        return steps;
    }

    /** When the first of them began. */
    static Instant stepBegan(BenchServer server) {
        LocalDateTime began =
                server.jdbc().queryForObject("SELECT MIN(START_TIME) " + OF_THE_STEP, LocalDateTime.class);
        return Objects.requireNonNull(began).atZone(Program.ZONE).toInstant();
    }

    /** When the first chunk of the last run was written, by the server's clock, which is this machine's. */
    static Instant firstChunk(BenchServer server) {
        LocalDateTime written = server.jdbc()
                .queryForObject(
                        "SELECT MIN(written_at) FROM ledger_chunk WHERE kind = 'C'"
                                + " AND run_id = (SELECT MAX(run_id) FROM run_scope)",
                        LocalDateTime.class);
        return Objects.requireNonNull(written).toInstant(ZoneOffset.UTC);
    }

    /** Collects all it can, again and again, as long as the process lives. */
    static void collect(Process process) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            while (!process.waitFor(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                new ProcessBuilder(jcmd, String.valueOf(process.pid()), "GC.run")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Use after each full collection, in MB. */
    static List<Double> heaps(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(COLLECTED::matcher)
                .filter(Matcher::find)
                .map(m -> Double.parseDouble(m.group(1)) / (m.group(2).equals("K") ? 1024 : 1))
                .toList();
    }

    String heapLine() {
        return String.format(
                Locale.ROOT,
                "%,d rows: %.0f MB used, at most %.0f, after %d collections, %,.0f rows/s",
                rows,
                heap,
                highest,
                collections,
                rate);
    }
}
