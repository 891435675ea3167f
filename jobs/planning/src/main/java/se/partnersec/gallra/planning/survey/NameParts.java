package se.partnersec.gallra.planning.survey;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a name of a table or column speaks of, in English or Swedish: in snake or camel case, in the singular or plural, abbreviated, or in one
 * compound word. {@code Samtalsinspelningar} speaks of a call and a recording.
 *
 * @param concepts in the name, without words that only form it
 * @param whole whether every word of the name is known
 */
public record NameParts(Set<Concept> concepts, boolean whole) {
    private static final Pattern BOUNDARY =
            Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Set<String> ENDINGS = Set.of(
            "", "s", "n", "t", "a", "e", "d", "ar", "er", "or", "en", "et", "na", "ns", "es", "ed", "at", "ad", "are",
            "ing", "arna", "erna", "orna", "ens", "ets");

    /** Words as short as this stand alone: within others they mean nothing. */
    private static final int SHORT = 2;

    private static final Set<String> SHORT_AT_THE_END = Set.of("nr", "no", "id");
    private static final TreeMap<String, Concept> STEMS = stems();

    private static TreeMap<String, Concept> stems() {
        TreeMap<String, Concept> stems = new TreeMap<>();
        for (Concept concept : Concept.values()) {
            for (String stem : concept.stems()) {
                stems.putIfAbsent(stem, concept);
            }
        }
        return stems;
    }

    /** What a name speaks of. */
    public static NameParts of(String name) {
        EnumSet<Concept> concepts = EnumSet.noneOf(Concept.class);
        boolean whole = true;
        boolean any = false;
        for (String word : words(name)) {
            List<Concept> parts = parts(word);
            if (parts == null) {
                whole = false;
            } else {
                any = true;
                concepts.addAll(parts);
            }
        }
        concepts.remove(Concept.FORM);
        if (concepts.contains(Concept.EMAIL)) {
            concepts.remove(Concept.ADDRESS);
        }
        return new NameParts(concepts, whole && any);
    }

    /** Whether all of these are in the name. */
    public boolean speaksOf(Collection<Concept> all) {
        return concepts.containsAll(all);
    }

    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        String joined =
                name.replaceAll("(?i)e[-_ ]?post", "Epost").replaceAll("(?i)^a_(number|nr|nummer|no)$", "anumber");
        for (String word : BOUNDARY.split(joined)) {
            if (word.equalsIgnoreCase("åt")) {
                words.add("for"); // without its ring it would be the English "at"
            } else if (!word.isEmpty()) {
                words.add(MARKS.matcher(Normalizer.normalize(word.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
                        .replaceAll(""));
            }
        }
        return words;
    }

    /** The known words that make up one; null if something of it is not known. Of several ways the one with the fewest words. */
    private static @Nullable List<Concept> parts(String word) {
        Concept whole = STEMS.get(word);
        if (whole != null) {
            return List.of(whole);
        }
        return split(word, true);
    }

    private static @Nullable List<Concept> split(String rest, boolean first) {
        if (rest.isEmpty()) {
            return List.of();
        }
        List<Concept> best = null;
        for (int stem = rest.length(); stem > 0; stem--) {
            String begins = rest.substring(0, stem);
            Concept concept = STEMS.get(begins);
            if (concept == null || (stem <= SHORT && !(stem == rest.length() && SHORT_AT_THE_END.contains(begins)))) {
                continue;
            }
            for (int end = stem; end <= Math.min(rest.length(), stem + 4); end++) {
                if (!ENDINGS.contains(rest.substring(stem, end)) || (first && stem <= SHORT && end > stem)) {
                    continue;
                }
                List<Concept> more = split(rest.substring(end), false);
                if (more != null && (best == null || more.size() + 1 < best.size())) {
                    best = new ArrayList<>(List.of(concept));
                    best.addAll(more);
                }
            }
        }
        return best;
    }
}
