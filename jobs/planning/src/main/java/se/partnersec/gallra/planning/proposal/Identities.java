package se.partnersec.gallra.planning.proposal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.planning.survey.Certainty;
import se.partnersec.gallra.planning.survey.Concept;
import se.partnersec.gallra.planning.survey.NameParts;
import se.partnersec.gallra.planning.survey.SchemaSurvey;
import se.partnersec.gallra.planning.survey.SurveyedTable;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.wording.LabelledText;

/** Tables of customers, users and invoices: what holds are placed on. */
final class Identities {
    /** What each is called; the first word can mean nothing else. */
    private static final Map<ScopeType, List<Concept>> CALLED = Map.of(
            ScopeType.CUSTOMER, List.of(Concept.CUSTOMER),
            ScopeType.USER, List.of(Concept.USER, Concept.LOGIN),
            ScopeType.INVOICE, List.of(Concept.INVOICE));

    static final List<ScopeType> KINDS = List.of(ScopeType.CUSTOMER, ScopeType.USER, ScopeType.INVOICE);

    private final Map<ScopeType, Identity> found = new LinkedHashMap<>();

    /** @param aliases further names by which it is known, the number that reports may show first */
    record Identity(ScopeType kind, SurveyedTable table, Certainty certainty, String reason, List<Alias> aliases) {
        String key() {
            return String.valueOf(table.key());
        }
    }

    /** @param number whether it is the number that reports may show */
    record Alias(String column, Certainty certainty, String reason, boolean number) {}

    Identities(SchemaSurvey survey, LabelledText words) {
        for (ScopeType kind : KINDS) {
            Identity identity = find(kind, survey, words);
            if (identity != null) {
                found.put(kind, identity);
            }
        }
    }

    @Nullable
    Identity of(ScopeType kind) {
        return found.get(kind);
    }

    List<Identity> all() {
        return List.copyOf(found.values());
    }

    static Concept concept(ScopeType kind) {
        return CALLED.getOrDefault(kind, List.of()).get(0);
    }

    private record Candidate(SurveyedTable table, boolean exact, long pointers) {}

    private static @Nullable Identity find(ScopeType kind, SchemaSurvey survey, LabelledText words) {
        List<Concept> called = CALLED.getOrDefault(kind, List.of());
        List<Candidate> candidates = new ArrayList<>();
        for (SurveyedTable table : survey.tables()) {
            Set<Concept> concepts = table.parts().concepts();
            boolean named = called.stream().anyMatch(concept -> concepts.equals(EnumSet.of(concept)));
            if (named && table.mappable()) {
                long pointers = survey.tables().stream()
                        .filter(other -> !other.pointersAt(table).isEmpty())
                        .count();
                candidates.add(new Candidate(
                        table, concepts.contains(called.get(0)) && table.parts().whole(), pointers));
            }
        }
        candidates.sort(Comparator.comparing(Candidate::exact)
                .thenComparingLong(Candidate::pointers)
                .reversed());
        if (candidates.isEmpty()) {
            return null;
        }
        Candidate first = candidates.get(0);
        boolean sure = first.exact() && first.pointers() > 0 && candidates.size() == 1;
        String reason = first.pointers() > 0
                ? words.say("propose.identity.pointers", kindWord(kind, words), first.pointers())
                : words.say("propose.identity.name", kindWord(kind, words));
        if (candidates.size() > 1) {
            reason += "; "
                    + words.say(
                            "propose.rivals",
                            String.join(
                                    ", ",
                                    candidates.subList(1, candidates.size()).stream()
                                            .map(each -> each.table().fullName())
                                            .toList()));
        }
        return new Identity(
                kind,
                first.table(),
                sure ? Certainty.SURE : Certainty.CHECK,
                reason,
                aliases(kind, first.table(), words));
    }

    static String kindWord(ScopeType kind, LabelledText words) {
        return words.say("words." + kind.id());
    }

    private static List<Alias> aliases(ScopeType kind, SurveyedTable table, LabelledText words) {
        List<Alias> aliases = new ArrayList<>();
        for (String column : table.columns().keySet()) {
            NameParts parts = table.partsOf(column);
            boolean text =
                    table.column(column).isString() || table.column(column).isInteger();
            if (text && !column.equals(table.key()) && !table.pointers().containsKey(column) && isAlias(kind, parts)) {
                boolean unique = table.unique().contains(column);
                boolean own = parts.concepts().contains(concept(kind)) || kind != ScopeType.INVOICE;
                aliases.add(new Alias(
                        column,
                        unique && parts.whole() && own ? Certainty.SURE : Certainty.CHECK,
                        words.say(unique ? "propose.alias.unique" : "propose.alias.name"),
                        unique
                                && parts.concepts().contains(Concept.NUMBER)
                                && !parts.concepts().contains(Concept.ORG)));
            }
        }
        return List.copyOf(aliases);
    }

    private static boolean isAlias(ScopeType kind, NameParts parts) {
        Set<Concept> all = parts.concepts();
        return switch (kind) {
            case CUSTOMER -> all.contains(Concept.ORG) || all.equals(EnumSet.of(Concept.CUSTOMER, Concept.NUMBER));
            case USER ->
                all.equals(EnumSet.of(Concept.USER, Concept.NAME))
                        || all.equals(EnumSet.of(Concept.LOGIN, Concept.NAME))
                        || all.contains(Concept.EMAIL)
                        || all.contains(Concept.PHONE);
            case INVOICE -> all.equals(EnumSet.of(Concept.INVOICE, Concept.NUMBER)) || all.contains(Concept.OCR);
            default -> false;
        };
    }
}
