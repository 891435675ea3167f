package se.partnersec.gallra.books.sie;

import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Collects what is wrong with a file: the first of it in words, the rest as a number. */
final class SieProblems {
    private static final Sentences SENTENCES = Sentences.of("books");
    private static final int NAMED = 20;
    private static final int SHOWN = 40;

    private final String file;
    private final List<String> named = new ArrayList<>();
    private long rest;

    SieProblems(String file) {
        this.file = file;
    }

    /** @param line 0 for the file as a whole */
    void add(int line, String message) {
        if (named.size() < NAMED) {
            named.add(line == 0 ? file + ": " + message : file + ":" + line + ": " + message);
        } else {
            rest++;
        }
    }

    boolean none() {
        return named.isEmpty();
    }

    void throwIfAny() {
        if (!none()) {
            List<String> lines = new ArrayList<>(named);
            if (rest > 0) {
                lines.add(SENTENCES.say("sie.more-faults", rest));
            }
            throw RefusedException.usage(lines);
        }
    }

    /** A value as a message may show it. */
    static String shown(String value) {
        String safe = value.replaceAll("\\p{C}", "?");
        return "'" + (safe.length() > SHOWN ? safe.substring(0, SHOWN) + "…" : safe) + "'";
    }
}
