package se.partnersec.gallra.support.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Suggests the word that somebody meant who wrote one that is not known. */
public final class Spelling {
    private static final Sentences SENTENCES = Sentences.of("support");
    private static final int MOST = 2;

    private Spelling() {}

    /** Question of the form {@code did you mean X? }, with the space; empty where no word is near. */
    public static String meant(String written, Collection<String> known) {
        return known.stream()
                .filter(word -> near(word, written))
                .min(Comparator.comparingInt((String word) -> distance(word, written))
                        .thenComparing(Comparator.naturalOrder()))
                .map(word -> SENTENCES.say("text.did-you-mean", word))
                .orElse("");
    }

    /** Whether words differ in one character, or in two if they begin the same; of short ones in at most every other. */
    private static boolean near(String word, String written) {
        boolean same = word.regionMatches(true, 0, written, 0, 1);
        int most = Math.min(same ? MOST : 1, Math.min(word.length(), written.length()) / 2);
        return distance(word, written) <= most;
    }

    /** Number of characters to put in, leave out or exchange to get from one to the other; capital or small makes no difference. */
    private static int distance(String word, String written) {
        String one = word.strip().toUpperCase(Locale.ROOT);
        String other = written.strip().toUpperCase(Locale.ROOT);
        int[] before = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[other.length() + 1];
            now[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int exchanged = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(exchanged, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[other.length()];
    }
}
