package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.JsonSchemas;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** What is to go at once goes while the program watches, and what is held does not. */
@GallraTest
@Tag("full")
@Tag("once")
class WatchCommandIT {
    private static final long PATIENCE_SECONDS = 60;

    private final Workplace work;
    private final LocalDate today;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    WatchCommandIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @Test
    void erases_what_falls_due_while_it_watches_and_ends_when_told() throws Exception {
        Scene.IPS.put(work, Scene.Spec.of(1, Scene.IPS.lastKept(today)));
        work.hold(ScopeType.RECORD, "ip-logs:2");
        Program gallra = Program.at(work, home);
        Program.Started watch = gallra.start("watch", "ip-logs", "--every", "10s", "--json");
        watch.awaitWords("Watching ip-logs until stopped");
        assertThat(runs()).as("nothing is due, so nothing runs").isZero();
        Scene.IPS.put(work, Scene.Spec.of(2, Scene.IPS.firstDue(today)));
        Scene.IPS.put(work, Scene.Spec.of(3, Scene.IPS.firstDue(today)));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (work.count("ip_log", "id = 3") > 0 && System.nanoTime() < until) {
            Thread.sleep(200);
        }
        assertThat(work.count("ip_log", "id = 3")).as("due").isZero();
        assertThat(work.count("ip_log", "id IN (1, 2)")).as("not due, and held").isEqualTo(2);
        long ran = runs();
        Thread.sleep(TimeUnit.SECONDS.toMillis(12));
        assertThat(runs()).as("what is held is not tried again and again").isEqualTo(ran);
        watch.process().destroy();
        Program.Answer answer = watch.await();
        assertThat(answer.exit()).as(answer.out() + answer.err()).isZero();
        assertThat(JsonSchemas.read(answer.out()))
                .extractingByKey("runs")
                .asString()
                .contains("category=ip-logs");
    }

    @Test
    void says_that_all_runs_are_stopped_and_erases_once_they_may_start_again() throws Exception {
        Scene.IPS.put(work, Scene.Spec.of(1, Scene.IPS.firstDue(today)));
        Program gallra = Program.at(work, home);
        assertThat(gallra.run("runs", "stop", "--all", "--reason", "holds are not entered")
                        .exit())
                .isZero();
        Program.Started watch = gallra.start("watch", "ip-logs", "--every", "10s");
        watch.awaitWords("holds are not entered");
        Thread.sleep(TimeUnit.SECONDS.toMillis(12));
        assertThat(work.count("ip_log", "TRUE")).isOne();
        assertThat(gallra.run("runs", "resume", "--all", "--reason", "they are").exit())
                .isZero();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (work.count("ip_log", "TRUE") > 0 && System.nanoTime() < until) {
            Thread.sleep(200);
        }
        assertThat(work.count("ip_log", "TRUE")).isZero();
        watch.process().destroy();
        Program.Answer answer = watch.await();
        assertThat(answer.err()).as("said once").containsOnlyOnce("holds are not entered");
        assertThat(answer.exit()).as(answer.out() + answer.err()).isZero();
    }

    @Test
    void refuses_to_look_all_the_time() {
        Program.Answer answer = Program.at(work, home).here().run("watch ip-logs --every 1s");
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains("--every must be 10s or more");
    }

    private long runs() {
        return work.number("SELECT COUNT(*) FROM run_scope");
    }
}
