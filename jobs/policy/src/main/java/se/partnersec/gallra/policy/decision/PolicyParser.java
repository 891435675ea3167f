package se.partnersec.gallra.policy.decision;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import se.partnersec.gallra.policy.rule.DataCategories;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.PolicyChoices;
import se.partnersec.gallra.policy.rule.RetentionRule;

/** Reads a policy back from the one text that its fingerprint is taken of. */
public final class PolicyParser {
    private static final String FIELD = "\u001f";
    private static final String ENTRY = "\u001e";
    private static final int FIELDS = 8;

    private PolicyParser() {}

    /**
     * @throws IllegalArgumentException if the text is not exactly what this program writes, such as one of a version of it that
     *     knew other categories
     */
    public static RetentionPolicy parse(String canonical, DataCategories categories) {
        RetentionPolicy policy;
        try {
            policy = read(canonical.split("\n", -1), categories);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not the text of a policy of this version of Gallra", e);
        }
        if (!policy.canonical().equals(canonical)) {
            throw new IllegalArgumentException("not the text of a policy of this version of Gallra");
        }
        return policy;
    }

    /** Whatever is read amiss does not give the same text again. */
    private static RetentionPolicy read(String[] lines, DataCategories known) {
        int categories = known.names().size();
        Map<DataCategory, RetentionRule> read = new HashMap<>();
        for (int i = 0; i < categories; i++) {
            RetentionRule rule = rule(lines[2 + i].split(FIELD, -1), known);
            read.put(rule.category(), rule);
        }
        List<RetentionRule> rules = known.names().stream()
                .map(read::get)
                .map(Objects::requireNonNull)
                .toList();
        SortedMap<String, Integer> targets = new TreeMap<>();
        int choices = lines.length - 2; // the last line ends with a line break
        for (int i = 2 + categories; i < choices - 1; i++) {
            int eq = lines[i].lastIndexOf('=');
            targets.put(lines[i].substring(0, eq), Integer.valueOf(lines[i].substring(eq + 1)));
        }
        return new RetentionPolicy(
                lines[1], rules, targets, Integer.parseInt(lines[choices - 1]), PolicyChoices.parse(lines[choices]));
    }

    private static RetentionRule rule(String[] fields, DataCategories known) {
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("a rule has " + FIELDS + " fields, not " + fields.length);
        }
        return new RetentionRule(
                known.bounds(new DataCategory(fields[0])),
                RetentionRule.Timing.parse(fields[1]),
                RetentionRule.Disposition.valueOf(fields[2]),
                new RetentionRule.Grounds(list(fields[3]), list(fields[4]), fields[5]),
                fields[6].equals("null") ? null : LocalDate.parse(fields[6]),
                Integer.parseInt(fields[7]));
    }

    private static List<String> list(String field) {
        return field.isEmpty() ? List.of() : List.of(field.split(ENTRY, -1));
    }
}
