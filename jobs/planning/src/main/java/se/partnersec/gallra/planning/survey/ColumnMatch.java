package se.partnersec.gallra.planning.survey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The column of a table that best fits a role.
 *
 * @param rivals further columns that fit as well
 */
public record ColumnMatch(String column, Certainty certainty, List<String> rivals) {
    /** Concepts that make up names of times and days, and say nothing of which. */
    private static final Set<Concept> FORM = Set.of(
            Concept.TIME, Concept.DATE, Concept.MILLIS, Concept.SECONDS, Concept.NUMBER, Concept.KEY, Concept.ID);

    private record Scored(String column, int score, boolean sure) {}

    /**
     * Null where no column of the kind is so called.
     *
     * @param taken columns that are known to be something else
     */
    public static @Nullable ColumnMatch of(SurveyedTable table, String role, Collection<String> taken) {
        RolePattern pattern = RolePattern.of(role);
        List<Scored> found = new ArrayList<>();
        for (String column : table.columns().keySet()) {
            if (!taken.contains(column)
                    && !table.pointers().containsKey(column)
                    && pattern.kind().takes(table.column(column))) {
                NameParts parts = table.partsOf(column);
                int sure = best(pattern.sure(), parts, table);
                int score = sure > 0 ? sure : best(pattern.weak(), parts, table) - 100;
                if (score > -100) {
                    found.add(new Scored(column, score, sure > 0 && parts.whole()));
                }
            }
        }
        if (found.isEmpty()) {
            return null;
        }
        found.sort(Comparator.comparingInt(Scored::score).reversed());
        Scored first = found.get(0);
        List<String> rivals = found.stream()
                .skip(1)
                .filter(each -> each.score() > 0 == first.score() > 0)
                .map(Scored::column)
                .toList();
        return new ColumnMatch(
                first.column(), first.sure() && rivals.isEmpty() ? Certainty.SURE : Certainty.CHECK, rivals);
    }

    /** More of the phrase is better, and less beside it; what the table is called says nothing of its column. */
    private static int best(List<Set<Concept>> phrases, NameParts parts, SurveyedTable table) {
        int best = 0;
        for (Set<Concept> phrase : phrases) {
            if (parts.speaksOf(phrase)) {
                Set<Concept> further = parts.concepts().stream()
                        .filter(each -> !phrase.contains(each)
                                && !FORM.contains(each)
                                && !table.parts().concepts().contains(each))
                        .collect(Collectors.toSet());
                best = Math.max(best, 1 + phrase.size() * 10 - further.size() * 4 + (parts.whole() ? 2 : 0));
            }
        }
        return best;
    }
}
