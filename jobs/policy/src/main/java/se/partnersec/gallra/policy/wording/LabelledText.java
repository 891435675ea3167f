package se.partnersec.gallra.policy.wording;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.jspecify.annotations.Nullable;

/**
 * Sentences of one module in Swedish or English, from {@code gallra/texts/MODULE_sv.properties} and {@code _en}, and their layout: labelled,
 * and wrapped for a page of {@value #WIDTH} columns.
 */
public final class LabelledText {

    /** Columns of a page, in a file too. */
    public static final int WIDTH = 100;

    /** Columns of the labels, and of the spaces before a line that goes on. */
    public static final int LABEL = 12;

    private final ResourceBundle texts;
    private final StringBuilder text = new StringBuilder();

    /** Swedish for {@code sv}, otherwise English. */
    public LabelledText(String module, Locale locale) {
        Locale language = locale.getLanguage().equals("sv") ? new Locale("sv") : Locale.ENGLISH;
        texts = ResourceBundle.getBundle(
                "gallra.texts." + module, language, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
    }

    /** The sentence with its {@code %s} filled in. */
    public String say(String key, @Nullable Object... args) {
        return String.format(Locale.ROOT, texts.getString(key), args);
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
        // A section keeps its number on its line.
        for (String word : sentences.strip().split("\\s+(?!§)")) {
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
