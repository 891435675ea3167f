package se.partnersec.gallra.console.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import se.partnersec.gallra.cli.output.Formats;

/** Words for the progress of runs. */
final class LiveText {
    private final MessageSource texts;

    LiveText(MessageSource texts) {
        this.texts = texts;
    }

    List<LiveLine> lines(LiveState state, Locale language) {
        return state.runs().stream()
                .map(each -> new LiveLine(
                        each.run().run(),
                        each.run().category().id(),
                        each.run().done(),
                        each.run().candidates(),
                        text(each, language)))
                .toList();
    }

    private String text(LiveState.Progress progress, Locale language) {
        if (progress.run().candidates() == 0) {
            return say("live.counting", language);
        }
        List<String> parts = new ArrayList<>();
        parts.add(say(
                "live.of",
                language,
                Formats.number(progress.run().done()),
                Formats.number(progress.run().candidates())));
        if (progress.run().paused()) {
            parts.add(say("live.paused", language));
        }
        if (progress.perSecond() >= 1) {
            parts.add(say("live.speed", language, Formats.number(Math.round(progress.perSecond()))));
        }
        if (progress.end() != null) {
            parts.add(say("live.end", language, Formats.time(progress.end())));
        }
        return String.join(", ", parts);
    }

    /** State in one sentence, where there is no run to show. */
    String none(LiveState state, Locale language) {
        return say(state.known() ? "live.none" : "live.unknown", language);
    }

    private String say(String key, Locale language, Object... values) {
        return texts.getMessage(key, values, language);
    }
}
