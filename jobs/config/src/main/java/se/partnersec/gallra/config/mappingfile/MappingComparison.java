package se.partnersec.gallra.config.mappingfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * All of a mapping that bears on whether a record of one category may go, so that two versions can be compared, also years
 * later.
 *
 * @param decides tables, pointers, columns, their zones and units, and the meaning of their values: what the rules look at
 * @param reaches by which columns, and under which other names, holds reach a record
 */
public record MappingComparison(SortedSet<String> decides, SortedSet<String> reaches) {
    /** What is mapped beside the categories. */
    private static final Set<String> OUTSIDE = Set.of("sources 1", "books", "copy", "plain", "outside", "not content");
    /** Tables that are only written to; the rules look at nothing in them. */
    private static final Set<String> WRITTEN = Set.of("sums", "statistics");
    /** Legal entities decide for every category: by their fiscal years records are kept. */
    static final String ENTITY = "legal entity";

    /** What becomes of a record, not when. Whatever is not named here, and comes up later, decides. */
    private static final Set<String> ASIDE = Set.of("triggers", "reduce", "instead", "objects");

    /** @param canonical a mapping in the form that its fingerprint is taken of */
    public static MappingComparison of(String canonical, DataCategory category) {
        SortedSet<String> decides = new TreeSet<>();
        SortedSet<String> reaches = new TreeSet<>();
        String block = "";
        String table = "";
        for (String line : canonical.split("\n", -1)) {
            String[] words = line.split("\t", -1);
            String kind = words[0];
            if (kind.equals(ENTITY)) {
                decides.add(String.join(" ", words));
                continue;
            }
            if (kind.equals("identity") || kind.equals("record") || OUTSIDE.contains(kind)) {
                boolean mine = kind.equals("identity") || (kind.equals("record") && words[1].equals(category.id()));
                block = mine ? kind : "";
                table = mine ? kind + " " + words[1] : "";
            } else if (Set.of("child", "parent", "fact").contains(kind) && !block.isEmpty()) {
                table = kind + " " + words[1];
            } else if (WRITTEN.contains(kind)) {
                table = "";
            }
            if (table.isEmpty() || line.isEmpty() || ASIDE.contains(kind)) {
                continue;
            }
            if (kind.equals("scope")) {
                reach(table + ": scope " + words[1], words[2].split(" ", -1), reaches);
            } else {
                (block.equals("identity") ? reaches : decides).add(table + ": " + shown(words));
            }
        }
        return new MappingComparison(decides, reaches);
    }

    /** As people read it: {@code column seen_at: seen_at, zone UTC}. */
    private static String shown(String[] words) {
        if (!words[0].equals("column") || words.length < 5) {
            return String.join(" ", words).strip();
        }
        return "column " + words[1] + ": " + words[2]
                + (words[3].equals("null") ? "" : ", zone " + words[3])
                + (words[4].equals("null") ? "" : ", unit " + words[4]);
    }

    /** The first column holds the key of the identity, the others its other names, in any order. */
    private static void reach(String scope, String[] columns, Set<String> reaches) {
        for (int i = 0; i < columns.length; i++) {
            reaches.add(scope + (i == 0 ? " key " : " name ") + columns[i]);
        }
    }

    /**
     * Whether a record may go that would have stayed: because anything the rules look at lies elsewhere or is read otherwise,
     * or holds reach it by fewer ways. In doubt yes: nobody can tell from a name which of two columns is the earlier one.
     */
    public boolean looserThan(MappingComparison earlier) {
        return !decides.equals(earlier.decides) || !reaches.containsAll(earlier.reaches);
    }

    /** What differs, the earlier version's with a minus, this one's with a plus. */
    public List<String> differences(MappingComparison earlier) {
        List<String> differences = new ArrayList<>();
        only(earlier.decides, decides).forEach(line -> differences.add("- " + line));
        only(earlier.reaches, reaches).forEach(line -> differences.add("- " + line));
        only(decides, earlier.decides).forEach(line -> differences.add("+ " + line));
        only(reaches, earlier.reaches).forEach(line -> differences.add("+ " + line));
        return differences;
    }

    private static List<String> only(Set<String> in, Set<String> notIn) {
        return in.stream().filter(line -> !notIn.contains(line)).toList();
    }
}
