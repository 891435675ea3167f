package se.partnersec.gallra.console.live;

import java.util.List;
import java.util.Locale;

/** Runs at work, for a page that is made now; its lines change by events afterwards. */
public final class LiveView {
    private final RunPoller poller;
    private final LiveText text;

    LiveView(RunPoller poller, LiveText text) {
        this.poller = poller;
        this.text = text;
    }

    /**
     * Runs at work on a page.
     *
     * @param watched number of the run that the page is about; empty for all
     * @param none what to say where there are no lines
     */
    public record Shown(String watched, List<LiveLine> lines, String none) {
        public Shown {
            lines = List.copyOf(lines);
        }
    }

    /** All of them. */
    public Shown all(Locale language) {
        LiveState state = poller.state();
        return new Shown("", text.lines(state, language), text.none(state, language));
    }

    /** One run; there are no lines if it is not at work. */
    public Shown one(long run, Locale language) {
        LiveState state = poller.state();
        return new Shown(
                Long.toString(run),
                text.lines(state, language).stream()
                        .filter(line -> line.run() == run)
                        .toList(),
                "");
    }
}
