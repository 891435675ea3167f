package se.partnersec.gallra.console.live;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Open pages that are told of runs at work. Each event is all of the state, with a number that grows, so that one that is lost is
 * not missed. A line ends after a minute: the browser opens it anew, and has to be signed in for that.
 */
public final class LiveEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);

    private static final Duration LINE = Duration.ofMinutes(1);
    private static final int LINES_PER_LOGIN = 3;
    private static final int LINES = 300;

    /** Milliseconds after which a browser opens a line that ended. */
    private static final long AGAIN = 1000;

    private final RunPoller poller;
    private final LiveText text;
    private final List<Line> lines = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "live");
        thread.setDaemon(true);
        return thread;
    });

    private static final class Line {
        private final SseEmitter emitter;
        private final String login;
        private final Locale language;
        private long sent;

        private Line(SseEmitter emitter, String login, Locale language, long sent) {
            this.emitter = emitter;
            this.login = login;
            this.language = language;
            this.sent = sent;
        }
    }

    LiveEvents(RunPoller poller, LiveText text) {
        this.poller = poller;
        this.text = text;
        timer.scheduleWithFixedDelay(
                this::tell, RunPoller.PERIOD.toMillis(), RunPoller.PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Opens a line; the oldest of too many is ended for it.
     *
     * @param seen number of the last state that the page has; 0 for none
     */
    SseEmitter open(String login, Locale language, long seen) {
        Line line = new Line(new SseEmitter(LINE.toMillis()), login, language, seen);
        synchronized (lines) {
            List<Line> own =
                    lines.stream().filter(each -> each.login.equals(login)).toList();
            if (own.size() >= LINES_PER_LOGIN) {
                end(own.get(0));
            } else if (lines.size() >= LINES) {
                end(lines.get(0));
            }
            lines.add(line);
        }
        line.emitter.onCompletion(() -> remove(line));
        line.emitter.onTimeout(line.emitter::complete);
        line.emitter.onError(e -> remove(line));
        timer.execute(() -> tell(line, poller.state()));
        return line.emitter;
    }

    private void end(Line line) {
        lines.remove(line);
        line.emitter.complete();
    }

    private void remove(Line line) {
        synchronized (lines) {
            lines.remove(line);
        }
    }

    private void tell() {
        List<Line> open;
        synchronized (lines) {
            open = List.copyOf(lines);
        }
        if (open.isEmpty()) {
            return;
        }
        try {
            LiveState state = poller.state();
            open.forEach(line -> tell(line, state));
        } catch (RuntimeException e) {
            // The timer would never tell again.
            LOG.warn("progress could not be sent", e);
        }
    }

    /** Only the thread of the timer sends, so that the numbers of a line grow. */
    private void tell(Line line, LiveState state) {
        if (state.number() == line.sent) {
            return;
        }
        line.sent = state.number();
        try {
            line.emitter.send(SseEmitter.event()
                    .id(Long.toString(state.number()))
                    .name("runs")
                    .reconnectTime(AGAIN)
                    .data(event(state, line.language), MediaType.APPLICATION_JSON));
        } catch (IOException | IllegalStateException e) {
            // The page is gone.
            remove(line);
        }
    }

    private Map<String, Object> event(LiveState state, Locale language) {
        return Map.of(
                "number",
                state.number(),
                "known",
                state.known(),
                "runs",
                text.lines(state, language),
                "none",
                text.none(state, language));
    }

    /** Ends all lines. */
    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (lines) {
            List.copyOf(lines).forEach(this::end);
        }
    }
}
