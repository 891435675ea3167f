package se.partnersec.gallra.support.text;

import java.util.ArrayList;
import java.util.List;

/** Wraps lines at spaces. A word is never broken, so that a key or an address can be copied whole, even where it is wider. */
public final class LineWrap {
    private static final char ESCAPE = '\u001b';

    private LineWrap() {}

    /**
     * Lines of a line that are not wider than the columns, where its words allow it.
     *
     * @param line may have colours; they take no columns. A character outside the basic plane, such as an emoji, takes two
     * @param indent spaces before each line but the first
     * @param columns at least one more than the indent
     */
    public static List<String> wrap(String line, int indent, int columns) {
        List<String> lines = new ArrayList<>();
        String rest = line;
        for (int end = end(rest, columns); end < rest.length(); end = end(rest, columns)) {
            lines.add(rest.substring(0, end).stripTrailing());
            rest = " ".repeat(indent) + rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    /**
     * Where the first line of a text ends: at the last space that fits and stands before no section sign, else at the first; the
     * length of the text if all of it fits.
     */
    private static int end(String text, int columns) {
        int used = 0;
        int space = -1;
        boolean word = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ESCAPE) {
                i = afterColour(text, i) - 1;
                continue;
            }
            if (c == ' ' && word && text.charAt(i - 1) != ' ' && !text.startsWith("§", i + 1)) {
                if (used > columns) {
                    return space < 0 ? i : space;
                }
                space = i;
            }
            word |= c != ' ';
            used++;
        }
        return used > columns && space >= 0 ? space : text.length();
    }

    private static int afterColour(String text, int escape) {
        int end = text.indexOf('m', escape);
        return end < 0 ? text.length() : end + 1;
    }
}
