package se.partnersec.gallra.reports.copies;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import se.partnersec.gallra.reports.copies.CopyHorizon.Difference;
import se.partnersec.gallra.reports.copies.CopyHorizon.Line;

/** Says what else holds erased data, in the texts of whoever reads. */
public final class CopyHorizonDescription {
    private final Texts texts;

    /** The text of a key with its {@code %s} filled in. */
    public interface Texts {
        String say(String key, Object... args);
    }

    public CopyHorizonDescription(Texts texts) {
        this.texts = texts;
    }

    public String place(Line line) {
        return line.name().isEmpty() ? texts.say("horizon.place." + line.place()) : line.name();
    }

    public String source(Line line) {
        return texts.say("horizon.source." + line.source());
    }

    public String until(Line line) {
        return line.until() == null
                ? texts.say("horizon.state." + line.state())
                : texts.say("horizon.state." + line.state(), line.until());
    }

    public String difference(Difference each) {
        String place = texts.say("horizon.place." + each.place());
        return texts.say("horizon.difference." + each.code(), place, each.declared(), each.read());
    }

    /** What follows from the lines together. */
    public List<String> open(CopyHorizon horizon) {
        List<String> lines = new ArrayList<>();
        String open = horizon.open().stream().map(this::place).distinct().collect(Collectors.joining(", "));
        if (!open.isEmpty()) {
            lines.add(texts.say("horizon.open", open));
        }
        return lines;
    }

    /** Until when anything that is known holds what was erased. */
    public String last(CopyHorizon horizon) {
        return horizon.last() == null
                ? texts.say("horizon.endless", horizon.day())
                : texts.say("horizon.last", horizon.day(), horizon.last());
    }
}
