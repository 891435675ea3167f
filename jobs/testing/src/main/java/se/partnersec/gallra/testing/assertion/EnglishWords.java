package se.partnersec.gallra.testing.assertion;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** English words that no Swedish sentence has; commands, options, paths and what stands in quotes may be English. */
public final class EnglishWords {
    private static final Pattern QUOTED =
            Pattern.compile("'[^']*'|\"[^\"]*\"|--[a-z-]+(=\\S+)?|/\\S+|gallra( [a-z-]+)*");
    private static final Pattern WORD = Pattern.compile(
            "(?iU)\\b(the|is|are|not|there|must|with|and|has|have|was|cannot|which|give|write|choose|missing|unknown|it|its|of|no|nothing|at)\\b");

    private EnglishWords() {}

    /** In the order in which they stand. */
    public static List<String> in(String text) {
        return WORD.matcher(QUOTED.matcher(text).replaceAll(""))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
