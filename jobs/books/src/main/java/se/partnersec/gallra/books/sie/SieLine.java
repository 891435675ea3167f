package se.partnersec.gallra.books.sie;

import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.support.text.Sentences;

/** The fields of a line after its label: plain, in quotes, or a list of objects in braces, which counts as one field. */
final class SieLine {
    private static final Sentences SENTENCES = Sentences.of("books");
    private final String text;
    private final List<String> fields = new ArrayList<>();
    private int at;

    private SieLine(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** What cannot be read as fields, in words. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String why) {
            super(why, null, false, false);
        }
    }

    /** @param from where the label ends */
    static List<String> fields(String text, int from) throws Unreadable {
        SieLine line = new SieLine(text, from);
        line.read();
        return line.fields;
    }

    /** Where the label of a line ends that begins with one. */
    static int labelEnd(String text) {
        int end = 0;
        while (end < text.length() && !blank(text.charAt(end))) {
            end++;
        }
        return end;
    }

    static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }

    private void read() throws Unreadable {
        while (true) {
            while (at < text.length() && blank(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                return;
            }
            switch (text.charAt(at)) {
                case '"' -> fields.add(quoted());
                case '{' -> fields.add(objects());
                case '}' -> throw new Unreadable(SENTENCES.say("sie.closes-nothing-remove-open-list"));
                default -> fields.add(plain());
            }
        }
    }

    private String plain() {
        int from = at;
        while (at < text.length() && !blank(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() throws Unreadable {
        int from = ++at;
        StringBuilder escaped = null;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                escaped = (escaped == null ? new StringBuilder() : escaped).append(text, from, at);
                from = ++at;
            }
            at++;
        }
        if (at == text.length()) {
            throw new Unreadable(SENTENCES.say("sie.quote-opened-not-closed-close-write"));
        }
        String last = text.substring(from, at++);
        return escaped == null ? last : escaped.append(last).toString();
    }

    private String objects() throws Unreadable {
        int from = at++;
        while (at < text.length() && text.charAt(at) != '}') {
            if (text.charAt(at) == '"') {
                quoted();
            } else {
                at++;
            }
        }
        if (at == text.length()) {
            throw new Unreadable(SENTENCES.say("sie.list-objects-opened-not-closed-line"));
        }
        return text.substring(from, ++at);
    }
}
