package se.partnersec.gallra.planning.proposal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.planning.proposal.ProposedBlock.Entries;
import se.partnersec.gallra.planning.proposal.ProposedBlock.Line;
import se.partnersec.gallra.planning.survey.Certainty;
import se.partnersec.gallra.support.text.VisibleText;

/** A proposal as the text of {@code sources.yml}: one value a line, with its reason and mark in a comment. */
final class ProposalText {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}0-9_$][\\p{L}0-9_$./ -]*");

    private final List<String> lines = new ArrayList<>();
    private final Map<Integer, Line> byNumber = new LinkedHashMap<>();
    private final List<ProposedLine> proposed = new ArrayList<>();
    private final @Nullable String rests;

    private ProposalText(@Nullable String rests) {
        this.rests = rests;
    }

    /** The text without marks: the reader takes it, each line in its place. */
    static ProposalText unmarked(ProposedBlock top) {
        ProposalText text = new ProposalText(null);
        text.block(top, "", "");
        return text;
    }

    /** @param rests said of a line that is certain but for the block it stands in */
    static ProposalText of(List<String> head, ProposedBlock top, String rests) {
        ProposalText text = new ProposalText(rests);
        head.forEach(line -> text.lines.add("# " + VisibleText.line(line)));
        text.block(top, "", "");
        return text;
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    List<ProposedLine> proposed() {
        return List.copyOf(proposed);
    }

    /** The line of the proposal at a line of the text, or the last before it; null where there is none. */
    @Nullable
    Line at(int number) {
        Line found = null;
        for (int i = number; i > 0 && found == null; i--) {
            found = byNumber.get(i);
        }
        return found;
    }

    private void block(ProposedBlock block, String indent, String path) {
        block.entries().forEach((key, entry) -> {
            String place = path.isEmpty() ? key : path + "/" + key;
            if (entry instanceof ProposedBlock inner) {
                if (indent.isEmpty() || path.equals("categories")) {
                    lines.add("");
                }
                lines.add(indent + head(key, inner));
                block(inner, indent + "  ", place);
            } else if (entry instanceof Entries list) {
                lines.add(indent + quoted(key) + ":");
                list.lines().forEach(line -> line(line, indent + "  - " + quoted(String.valueOf(line.value())), place));
            } else if (entry instanceof Line line) {
                if (key.startsWith("#")) {
                    line(line, indent, place);
                } else if (line.value() == null) {
                    line(line, indent + "# TODO " + quoted(key) + ": " + VisibleText.line(line.reason()), place);
                } else {
                    line(line, indent + quoted(key) + ": " + quoted(line.value()), place);
                }
            }
        });
    }

    /** The reader takes a block of no words, so that the rest of its category can be checked while they are asked for. */
    private String head(String key, ProposedBlock block) {
        if (filled(block)) {
            return quoted(key) + ":";
        }
        return rests == null && key.equals("values") ? "values: {}" : "# " + quoted(key) + ":";
    }

    /** A block of nothing but marks would be an empty value, which says less than the marks do. */
    private static boolean filled(ProposedBlock block) {
        return block.entries().values().stream()
                .anyMatch(entry -> entry instanceof Entries
                        || (entry instanceof ProposedBlock inner && filled(inner))
                        || (entry instanceof Line line && line.value() != null));
    }

    private void line(Line line, String text, String path) {
        String reason = reason(line);
        String whole;
        if (line.certainty() == Certainty.TODO) {
            whole = text;
        } else if (line.value() == null) {
            whole = text + "# CHECK: " + reason;
        } else {
            whole = text + (line.certainty() == Certainty.CHECK ? "  # CHECK: " : "  # ") + reason;
        }
        lines.add(rests != null ? whole : whole.replaceFirst("# (TODO|CHECK)", "#"));
        byNumber.put(lines.size(), line);
        proposed.add(new ProposedLine(lines.size(), path, line.value(), line.certainty(), reason));
    }

    private String reason(Line line) {
        return VisibleText.line(line.doubtOfBlock() && rests != null ? line.reason() + "; " + rests : line.reason());
    }

    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() && !text.endsWith(" ")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
