package se.partnersec.gallra.policy.wording;

import java.util.Locale;

/** Lays out labelled sentences for a terminal, in Swedish or English, and never wider than it. */
public final class LabelledText {

    private static final int WIDTH = 100;
    private static final int LABEL = 12;

    private final boolean swedish;
    private final StringBuilder text = new StringBuilder();

    public LabelledText(Locale locale) {
        swedish = locale.getLanguage().equals("sv");
    }

    /** The Swedish or the English words. */
    public String say(String sv, String en) {
        return swedish ? sv : en;
    }

    public LabelledText heading(String heading) {
        text.append(text.length() == 0 ? "" : "\n")
                .append(heading.replaceAll("\\R", " "))
                .append('\n');
        return this;
    }

    /** One sentence or more, wrapped, with its label on the first line. */
    public LabelledText line(String label, String sentences) {
        StringBuilder line = new StringBuilder("  ").append(label);
        pad(line);
        boolean first = true;
        for (String word : sentences.strip().split("\\s+")) {
            if (!first && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder();
                pad(line);
                first = true;
            }
            line.append(first ? "" : " ").append(word);
            first = false;
        }
        text.append(line).append('\n');
        return this;
    }

    /** Lines that another page laid out. */
    public LabelledText block(String lines) {
        text.append(lines);
        return this;
    }

    /** Laid out lines with each sentence on one line, however long. */
    public static String unwrapped(String lines) {
        return lines.replaceAll("\n {" + LABEL + "}(?=\\S)", " ");
    }

    /** A label too long for its column still keeps its distance. */
    private static void pad(StringBuilder line) {
        if (line.length() >= LABEL) {
            line.append(' ');
        }
        while (line.length() < LABEL) {
            line.append(' ');
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
