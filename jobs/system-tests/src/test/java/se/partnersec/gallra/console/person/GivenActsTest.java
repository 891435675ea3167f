package se.partnersec.gallra.console.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.support.exit.ExitCode;

class GivenActsTest {
    private static final GivenAct.Sent SENT =
            new GivenAct.Sent("/holds/acts/hold", Map.of("key", "1"), List.of("holds", "add"), null);
    private static final CommandPage DONE = new CommandPage(ExitCode.DONE, List.of(), Map.of());

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final GivenActs acts = new GivenActs(waiting::add);
    private final AtomicInteger runs = new AtomicInteger();

    private void send(UUID id) {
        acts.once(id, SENT, () -> {}, () -> {
            runs.incrementAndGet();
            return DONE;
        });
    }

    private void work() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    @Test
    void a_form_is_carried_out_once_also_after_its_result_was_dropped() {
        UUID first = UUID.randomUUID();
        send(first);
        assertThat(acts.find(first).orElseThrow().result(Duration.ZERO)).isNull();
        work();
        assertThat(acts.find(first).orElseThrow().result(Duration.ZERO)).isEqualTo(DONE);
        for (int i = 0; i < 200; i++) {
            send(UUID.randomUUID());
            work();
        }
        assertThat(runs).hasValue(201);
        assertThat(acts.find(first)).isEmpty();
        assertThat(acts.once(first, SENT, () -> {}, () -> DONE)).isEmpty();
        work();
        assertThat(runs).hasValue(201);
    }

    @Test
    void the_seventeenth_at_work_is_refused_and_a_forgotten_one_is_carried_out_again() {
        UUID first = UUID.randomUUID();
        send(first);
        for (int i = 0; i < 15; i++) {
            send(UUID.randomUUID());
        }
        assertThatThrownBy(() -> send(UUID.randomUUID())).isInstanceOf(RejectedExecutionException.class);
        work();
        acts.forget(first);
        send(first);
        work();
        assertThat(runs).hasValue(17);
    }

    @Test
    void what_is_closed_is_closed_after_the_commands_at_work() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        send(UUID.randomUUID());
        acts.close(closed::countDown);
        assertThat(closed.await(200, TimeUnit.MILLISECONDS)).isFalse();
        work();
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> send(UUID.randomUUID())).isInstanceOf(CancellationException.class);
    }

    @Test
    void a_file_that_was_handed_over_outlives_other_files_and_the_session() throws IOException {
        Uploads uploads = new Uploads();
        UUID form = UUID.randomUUID();
        Upload books = uploads.keep(form, "C:\\b\u00f6cker\\bok 2026.se", new ByteArrayInputStream(new byte[3]));
        assertThat(books.name()).isEqualTo("bok_2026.se");
        uploads.handOver(form);
        Upload other = uploads.keep(UUID.randomUUID(), "..", new ByteArrayInputStream(new byte[1]));
        assertThat(other.name()).isEqualTo("file..");
        uploads.close();
        assertThat(books.path()).exists();
        assertThat(other.path()).doesNotExist();
        Uploads.delete(books);
        assertThat(Files.exists(Objects.requireNonNull(books.path().getParent())))
                .isFalse();
    }
}
