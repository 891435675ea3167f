package se.partnersec.gallra.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.support.exit.RefusedException;

/**
 * A process of its own that stops, pauses and resumes whatever run is at work, and writes down of each order how many chunks
 * were committed after it was taken.
 */
public final class GivingOrders {
    private final JdbcTemplate jdbc;
    private final RunOrderService service;
    private final long astray;
    private final Random random = new Random(7);
    private final List<String> notes = new ArrayList<>();

    private GivingOrders(JdbcTemplate jdbc, long astray) {
        this.jdbc = jdbc;
        this.service = new RunOrderService(jdbc);
        this.astray = astray;
    }

    /** How many orders, how many more chunks count as never obeyed, the file for the notes. */
    public static void main(String[] args) throws IOException, InterruptedException {
        GallraSettings settings = GallraSettings.from(System.getenv(), Optional.empty());
        try (HikariDataSource people = DataSourceFactory.pool(settings, DatabaseRole.FINANCE, 2)) {
            GivingOrders giving = new GivingOrders(new JdbcTemplate(people), Long.parseLong(args[1]));
            giving.give(Integer.parseInt(args[0]));
            Files.write(Path.of(args[2]), giving.notes);
        }
    }

    private void give(int orders) throws InterruptedException {
        for (int turn = 1; notes.size() < orders; turn++) {
            Thread.sleep(random.nextInt(40));
            Long run = atWork();
            try {
                if (run != null && turn % 4 == 0) {
                    stop(run);
                } else if (run != null) {
                    pause(run);
                    if (notes.size() < orders) {
                        resume(run);
                    }
                }
            } catch (RefusedException e) {
                // It came to its end in between; that is no order.
                if (!e.problems().get(0).matches("run [0-9]+ is not (running: it has ended as .*|paused)")) {
                    throw e;
                }
                continue;
            }
        }
        service.stopAll("the last word");
    }

    private void pause(long run) throws InterruptedException {
        long began = System.nanoTime();
        service.pause(run, null, "a test");
        long took = System.nanoTime() - began;
        long before = chunks(run);
        Thread.sleep(150 + random.nextInt(150));
        note("pause", took, chunks(run) - before);
    }

    private void resume(long run) {
        long began = System.nanoTime();
        service.resume(run, "a test");
        note("resume", System.nanoTime() - began, 0);
    }

    private void stop(long run) throws InterruptedException {
        long began = System.nanoTime();
        service.stop(run, "a test");
        long took = System.nanoTime() - began;
        long before = chunks(run);
        long late = 0;
        while (ended(run) == null && late <= astray) {
            Thread.sleep(5);
            late = chunks(run) - before;
        }
        note("stop", took, late);
    }

    private void note(String order, long nanos, long late) {
        notes.add(order + " " + nanos / 1000 + " " + late);
    }

    private @Nullable Long atWork() {
        return jdbc
                .queryForList("SELECT run_id FROM run_scope WHERE outcome IS NULL ORDER BY run_id DESC", Long.class)
                .stream()
                .findFirst()
                .orElse(null);
    }

    private @Nullable String ended(long run) {
        return jdbc.queryForObject("SELECT outcome FROM run_scope WHERE run_id = ?", String.class, run);
    }

    private long chunks(long run) {
        Long n = jdbc.queryForObject(
                "SELECT COUNT(*) FROM ledger_chunk WHERE kind = 'C' AND run_id = ?", Long.class, run);
        return n == null ? 0 : n;
    }
}
