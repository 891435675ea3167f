package se.partnersec.gallra.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.policy.rule.DataCategory;

/** How a run gets on, for a person and for a log. */
class ProgressLinesTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();

    private ProgressLines watched(boolean screen) {
        return watched(screen, Locale.ENGLISH);
    }

    private ProgressLines watched(boolean screen, Locale language) {
        return new ProgressLines(
                new Terminal(new ByteArrayOutputStream(), err, screen, false), new CliMessages(language), nanos::get);
    }

    private void later(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writes_a_line_every_five_percent_to_a_log() {
        ProgressLines progress = watched(false);
        progress.started(new DataCategory("ip-logs"), 7, 1000, 0);
        for (int i = 0; i < 100; i++) {
            later(10);
            progress.moved(new DataCategory("ip-logs"), 10, 10);
        }
        progress.end();

        assertThat(said().lines().filter(l -> l.contains("%"))).hasSize(20);
        assertThat(said()).contains("ip-logs          50% 500/1000 1000/s").doesNotContain("\r", "\u001b");
    }

    @Test
    void a_pause_is_no_part_of_the_speed() {
        ProgressLines progress = watched(false);
        progress.started(new DataCategory("ip-logs"), 7, 1000, 0);
        later(1000);
        progress.moved(new DataCategory("ip-logs"), 100, 100);
        progress.stands(new DataCategory("ip-logs"), "is paused");
        later(30_000);
        progress.stands(new DataCategory("ip-logs"), "waits for the window");
        later(30_000);
        progress.stands(new DataCategory("ip-logs"), null);
        later(1000);
        progress.moved(new DataCategory("ip-logs"), 100, 100);

        assertThat(said()).contains("20% 200/1000 100/s ETA 0:00:08");
    }

    /** A bar that wraps is never drawn over. */
    @Test
    void the_bar_is_narrower_than_the_terminal() {
        for (int width : new int[] {60, 80, 120}) {
            err.reset();
            ProgressLines progress = new ProgressLines(
                    new Terminal(new ByteArrayOutputStream(), err, true, false, () -> width),
                    new CliMessages(Locale.ENGLISH),
                    nanos::get);
            progress.started(new DataCategory("marketing-traffic"), 7, 1_000_000, 0);
            later(60_000);
            progress.moved(new DataCategory("marketing-traffic"), 333_333, 10);
            String bar = said().substring(said().lastIndexOf('\r') + 1);
            assertThat(bar).contains("333 333/1 000 000").hasSizeLessThan(width);
            assertThat(bar.contains("[=") && bar.contains("ETA")).isEqualTo(width > 60);
        }
    }

    @Test
    void writes_a_line_every_thirty_seconds_of_a_slow_run() {
        ProgressLines progress = watched(false);
        progress.started(new DataCategory("ip-logs"), 7, 1_000_000, 0);
        for (int i = 0; i < 60; i++) {
            later(1000);
            progress.moved(new DataCategory("ip-logs"), 10, 10);
        }

        assertThat(said().lines().filter(l -> l.contains("%"))).hasSize(2);
        assertThat(said()).contains("300/1000000 10/s ETA 27:");
    }

    @Test
    void the_last_line_of_a_run_has_its_last_figure() {
        ProgressLines progress = watched(false);
        progress.started(new DataCategory("ip-logs"), 7, 1000, 0);
        later(1000);
        progress.moved(new DataCategory("ip-logs"), 990, 990);
        progress.moved(new DataCategory("ip-logs"), 10, 10);
        progress.moved(new DataCategory("ip-logs"), 3, 3);
        progress.started(new DataCategory("leads"), 8, 1000, 0);
        progress.moved(new DataCategory("leads"), 990, 990);
        progress.moved(new DataCategory("leads"), 1, 1);
        progress.end();

        assertThat(said().lines()
                        .filter(l -> l.contains("%"))
                        .map(l -> l.substring(16, 31).strip()))
                .containsExactly("99% 990/1000 9", "100% 1000/1000", "99% 990/1000 9", "99% 991/1000 9");
    }

    @Test
    void draws_a_bar_that_fits_80_columns_where_somebody_watches() {
        ProgressLines progress = watched(true);
        progress.started(new DataCategory("call-recordings"), 7, 412_908, 188_000);
        later(1000);
        progress.moved(new DataCategory("ip-logs"), 1402, 1402);
        later(50);
        progress.moved(new DataCategory("ip-logs"), 1402, 1402);
        progress.end();

        String bar = said().substring(said().indexOf('\r') + 1);
        assertThat(bar).startsWith("call-recordings  45% [=============>").endsWith(System.lineSeparator());
        assertThat(bar.strip().length()).isLessThanOrEqualTo(100);
        // The second chunk came before anybody could have read the first.
        assertThat(said().chars().filter(c -> c == '\r')).hasSize(1);
    }

    @Test
    void says_what_was_done_before_and_never_more_than_all() {
        ProgressLines progress = watched(false);
        progress.started(new DataCategory("chat-logs"), 7, 100, 60);
        later(100);
        progress.moved(new DataCategory("ip-logs"), 40, 40);
        progress.moved(new DataCategory("ip-logs"), 40, 40);

        assertThat(said())
                .contains("run 7, 100 candidates, 60 of them done before")
                .contains("100% 100/100");
    }

    @Test
    void speaks_swedish_to_whoever_does() {
        ProgressLines progress = watched(false, CliMessages.SWEDISH);
        progress.started(new DataCategory("chat-logs"), 7, 100, 60);
        progress.stands(new DataCategory("chat-logs"), null);

        assertThat(said())
                .contains("Ctrl-C stoppar efter den pågående omgången")
                .contains("chat-logs: körning 7, 100 kandidater, varav 60 är klara sedan tidigare.")
                .contains("chat-logs fortsätter.");
    }
}
