package se.partnersec.gallra.planning.proposal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.planning.survey.Certainty;
import se.partnersec.gallra.planning.survey.ColumnSampler.Match;
import se.partnersec.gallra.planning.survey.Concept;
import se.partnersec.gallra.planning.survey.NameParts;
import se.partnersec.gallra.planning.survey.SurveyedTable;

/** Finds the column by which one table points at another, and the tables of a name that do. */
final class RelatedTables {
    private static final Set<Concept> POINTING = EnumSet.of(Concept.ID, Concept.NUMBER, Concept.KEY);

    private final ProposalBasis basis;

    RelatedTables(ProposalBasis basis) {
        this.basis = basis;
    }

    /** @param enforced whether the database keeps the pointer true */
    record Link(String column, Certainty certainty, boolean enforced, String reason) {}

    /** A table with its pointer. */
    record Related(SurveyedTable table, Link link) {}

    /** The pointer of a table at another; null where there is none that could be told. */
    @Nullable
    Link link(SurveyedTable from, SurveyedTable to) {
        String key = to.key();
        if (key == null || from.equals(to)) {
            return null;
        }
        List<String> enforced = from.pointersAt(to).stream()
                .filter(column -> !from.partsOf(column).concepts().contains(Concept.REFERENCE))
                .toList();
        if (!enforced.isEmpty()) {
            return new Link(
                    enforced.get(0),
                    enforced.size() == 1 ? Certainty.SURE : Certainty.CHECK,
                    true,
                    basis.say("propose.foreign-key", to.fullName()));
        }
        for (String column : from.columns().keySet()) {
            if (from.pointers().containsKey(column)
                    || column.equals(from.key())
                    || !alike(from, column, to, key)
                    || !called(from, column, to, key)) {
                continue;
            }
            Match sampled = basis.sampler().match(from, column, to, key);
            if (sampled != Match.NONE) {
                // Numbers run from 1 in every table: that they are all there proves nothing.
                boolean sure = sampled == Match.ALL
                        && !from.column(column).isInteger()
                        && column.toLowerCase(Locale.ROOT).equals(key.toLowerCase(Locale.ROOT));
                return new Link(
                        column,
                        sure ? Certainty.SURE : Certainty.CHECK,
                        false,
                        basis.say(
                                sampled == Match.ALL ? "propose.pointer.sampled" : "propose.pointer.name",
                                to.fullName()));
            }
        }
        return null;
    }

    private static boolean alike(SurveyedTable from, String column, SurveyedTable to, String key) {
        return from.column(column).isInteger()
                ? to.column(key).isInteger()
                : from.column(column).isString() && to.column(key).isString();
    }

    /** Called like the key, or like the table, with or without a word for a key. */
    private static boolean called(SurveyedTable from, String column, SurveyedTable to, String key) {
        if (column.equalsIgnoreCase(key) && !NameParts.of(key).concepts().equals(EnumSet.of(Concept.ID))) {
            return true;
        }
        if (column.equalsIgnoreCase(to.name())) {
            return true;
        }
        Set<Concept> rest = new HashSet<>(from.partsOf(column).concepts());
        rest.removeAll(POINTING);
        return !rest.isEmpty()
                && from.partsOf(column).whole()
                && (rest.equals(to.parts().concepts()) || names(to).equals(rest));
    }

    /** Of a table of one of the identities the word for it is enough: cust_id points at a table of customers. */
    private static Set<Concept> names(SurveyedTable to) {
        Set<Concept> names = new HashSet<>(to.parts().concepts());
        if (names.equals(EnumSet.of(Concept.LOGIN))) {
            return EnumSet.of(Concept.USER);
        }
        return names;
    }

    /** Tables whose name speaks of something and that point at another, the surest first. */
    List<Related> called(Set<Concept> name, SurveyedTable target, Collection<SurveyedTable> not) {
        List<Related> found = new ArrayList<>();
        for (SurveyedTable table : basis.survey().tables()) {
            if (table.mappable() && !not.contains(table) && table.parts().speaksOf(name)) {
                Link link = link(table, target);
                if (link != null) {
                    found.add(new Related(table, link));
                }
            }
        }
        found.sort(Comparator.comparing((Related each) -> each.link().certainty())
                .thenComparing(each -> each.table().parts().concepts().size()));
        return found;
    }

    /** The same of the first of them. */
    static Certainty sure(List<Related> all) {
        return all.isEmpty() ? Certainty.CHECK : sure(all.get(0), all);
    }

    /** How sure it is that a table is what its name says, beside the pointer. */
    static Certainty sure(Related related, List<Related> all) {
        Certainty name = related.table().parts().whole() && all.size() == 1 ? Certainty.SURE : Certainty.CHECK;
        return name.and(related.link().certainty());
    }
}
