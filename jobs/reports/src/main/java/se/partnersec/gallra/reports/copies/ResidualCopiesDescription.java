package se.partnersec.gallra.reports.copies;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import se.partnersec.gallra.reports.copies.ResidualCopies.Difference;
import se.partnersec.gallra.reports.copies.ResidualCopies.Line;

/** Says what else holds erased data, in the texts of whoever reads. */
public final class ResidualCopiesDescription {
    private final Texts texts;

    /** The text of a key with its {@code %s} filled in. */
    public interface Texts {
        String say(String key, Object... args);
    }

    public ResidualCopiesDescription(Texts texts) {
        this.texts = texts;
    }

    public String place(Line line) {
        return line.name().isEmpty() ? texts.say("copies.place." + line.place()) : line.name();
    }

    public String source(Line line) {
        return texts.say("copies.source." + line.source());
    }

    public String until(Line line) {
        return line.until() == null
                ? texts.say("copies.state." + line.state())
                : texts.say("copies.state." + line.state(), line.until());
    }

    public String difference(Difference each) {
        String place = texts.say("copies.place." + each.place());
        return texts.say("copies.difference." + each.code(), place, each.declared(), each.read());
    }

    /** What follows from the lines together. */
    public List<String> open(ResidualCopies copies) {
        List<String> lines = new ArrayList<>();
        String open = copies.open().stream().map(this::place).distinct().collect(Collectors.joining(", "));
        if (!open.isEmpty()) {
            lines.add(texts.say("copies.open", open));
        }
        return lines;
    }

    /** Until when anything that is known holds what was erased. */
    public String last(ResidualCopies copies) {
        if (copies.last() == null) {
            return texts.say("copies.endless", copies.day());
        }
        boolean known = copies.lines().stream().anyMatch(line -> line.until() != null);
        return known || copies.open().isEmpty()
                ? texts.say("copies.last", copies.day(), copies.last())
                : texts.say("copies.unknown", copies.day());
    }
}
