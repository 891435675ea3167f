package se.partnersec.gallra.planning.proposal;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.ColumnMapping.EpochUnit;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.database.catalog.CatalogTable.Column;
import se.partnersec.gallra.planning.survey.Certainty;
import se.partnersec.gallra.planning.survey.ColumnMatch;
import se.partnersec.gallra.planning.survey.ColumnSampler;
import se.partnersec.gallra.planning.survey.Concept;
import se.partnersec.gallra.planning.survey.SurveyedTable;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Proposes the lines under {@code columns}: which column has which role, and what its values mean. */
final class ColumnLines {
    /** Roles whose absence would let go what must stay, so that somebody has to agree that there is none. */
    private static final Set<String> KEEPING = Set.of("processor", "bookkeeping");

    /** Roles whose words the policy or the mapping gives a meaning, though no fixed one. */
    private static final Set<String> SPOKEN = Set.of("queue", "processor");

    /** Words by which a record is kept, whatever else is meant; words that let go are never guessed. */
    private static final Map<String, Map<String, String>> KEEP = Map.of(
            "bookkeeping", Map.of("ja", "FULL", "yes", "FULL", "j", "FULL", "y", "FULL"),
            "processor",
                    Map.of("ja", "1", "j", "1", "yes", "1", "y", "1", "bitrade", "1", "biträde", "1", "processor", "1"),
            "contracts/status", Map.of("aktiv", "ACTIVE", "aktivt", "ACTIVE", "gällande", "ACTIVE", "active", "ACTIVE"),
            "status", Map.of("obetald", "OPEN", "unpaid", "OPEN", "open", "OPEN", "sent", "OPEN", "skickad", "OPEN"));

    private final ProposalBasis basis;

    ColumnLines(ProposalBasis basis) {
        this.basis = basis;
    }

    /** The columns of the roles, in their order; null for a role that none has. */
    static @Nullable ColumnMatch match(SurveyedTable table, String role, Collection<String> taken, boolean required) {
        ColumnMatch match = ColumnMatch.of(table, role, taken);
        if (match != null || !required || !role.endsWith("_at")) {
            return match;
        }
        List<String> times = table.columns().keySet().stream()
                .filter(column -> !taken.contains(column) && !table.pointers().containsKey(column))
                .filter(column -> Set.of("datetime", "timestamp")
                        .contains(table.column(column).type()))
                .toList();
        return times.size() == 1 ? new ColumnMatch(times.get(0), Certainty.CHECK, List.of()) : null;
    }

    /** Roles in the order of a file people would write: what must be there first, times before words. */
    static List<String> ordered(RequiredRoles needs) {
        List<String> roles = new ArrayList<>(needs.required().stream().sorted().toList());
        needs.optional().stream().sorted().forEach(roles::add);
        return roles;
    }

    /**
     * Writes the lines.
     *
     * @param needs plain roles
     * @param path of the table in the category, such as {@code contracts/}; empty for the record
     */
    void write(ProposedBlock block, SurveyedTable table, RequiredRoles needs, String path) {
        List<String> taken = new ArrayList<>();
        for (String role : ordered(needs)) {
            boolean required = needs.required().contains(role);
            ColumnMatch match = match(table, role, taken, required);
            if (match != null) {
                taken.add(match.column());
                role(
                        block.block("columns"),
                        table,
                        role,
                        match,
                        new Spoken(path, needs.words().getOrDefault(role, Set.of())));
                basis.place(table, match.column());
            } else if (required) {
                block.block("columns").missing(role, basis.say(missing(role), table.fullName()));
            } else if (KEEPING.contains(role) && path.isEmpty()) {
                block.block("columns")
                        .remark(
                                role,
                                basis.say(
                                        role.equals("processor")
                                                ? "propose.none.processor"
                                                : "propose.none.bookkeeping",
                                        table.fullName()));
            }
        }
    }

    private static String missing(String role) {
        return role.endsWith("_at")
                ? "propose.role.time"
                : role.endsWith("_on") ? "propose.role.day" : "propose.role.other";
    }

    private record Spoken(String path, Set<String> known) {}

    private void role(ProposedBlock columns, SurveyedTable table, String role, ColumnMatch match, Spoken spoken) {
        Column column = table.column(match.column());
        String reason = reason(column, match);
        if (role.endsWith("_at")) {
            ProposedBlock time = columns.block(role).noSurerThan(match.certainty());
            time.line("column", match.column(), Certainty.SURE, reason);
            shows(time, table, match.column());
        } else if (!spoken.known().isEmpty() || SPOKEN.contains(role)) {
            words(columns, table, role, match, spoken, reason);
        } else {
            columns.line(role, match.column(), match.certainty(), reason);
        }
    }

    private String reason(Column column, ColumnMatch match) {
        String reason = basis.say("propose.column", column.fullType());
        return match.rivals().isEmpty()
                ? reason
                : reason + "; " + basis.words().say("propose.rivals", String.join(", ", match.rivals()));
    }

    /** Zone or unit: what a TIMESTAMP, a DATE and a counted time show is certain, a DATETIME never says. */
    private void shows(ProposedBlock time, SurveyedTable table, String name) {
        Column column = table.column(name);
        switch (column.type()) {
            case "timestamp" -> time.line("zone", "UTC", Certainty.SURE, basis.say("propose.zone.timestamp"));
            case "date" ->
                time.line("zone", SwedishCalendar.ZONE.getId(), Certainty.SURE, basis.say("propose.zone.date"));
            case "datetime" -> {
                ZoneId zone = basis.zone();
                time.line(
                        "zone",
                        (zone == null ? SwedishCalendar.ZONE : zone).getId(),
                        zone == null ? Certainty.CHECK : Certainty.SURE,
                        basis.say(zone == null ? "propose.zone.datetime" : "propose.zone.answered"));
            }
            default -> {
                EpochUnit sampled = basis.sampler().unit(table, name);
                boolean millis = table.partsOf(name).concepts().contains(Concept.MILLIS);
                boolean seconds = table.partsOf(name).concepts().contains(Concept.SECONDS);
                if (sampled != null) {
                    boolean agrees = sampled == EpochUnit.MILLISECONDS ? !seconds : !millis;
                    time.line(
                            "unit",
                            sampled == EpochUnit.MILLISECONDS ? "milliseconds" : "seconds",
                            agrees ? Certainty.SURE : Certainty.CHECK,
                            basis.say(agrees ? "propose.unit.sampled" : "propose.unit.contradicts"));
                } else if (millis != seconds) {
                    time.line(
                            "unit",
                            millis ? "milliseconds" : "seconds",
                            Certainty.CHECK,
                            basis.say("propose.unit.name"));
                } else {
                    time.missing("unit", basis.say("propose.unit.ask"));
                }
            }
        }
    }

    private void words(
            ProposedBlock columns, SurveyedTable table, String role, ColumnMatch match, Spoken spoken, String reason) {
        boolean pointer =
                role.equals("processor") && table.column(match.column()).isInteger();
        ColumnSampler.Words words = pointer || !ColumnSampler.mayList(table.partsOf(match.column()))
                ? new ColumnSampler.Words(List.of(), !pointer)
                : basis.sampler().words(table, match.column());
        List<String> open = words.listed().stream()
                .filter(word -> !spoken.known().contains(word))
                .toList();
        if (open.isEmpty()) {
            // Without its words nobody can tell whether the column says what is needed.
            boolean unknown = words.further() && !pointer;
            columns.line(
                    role,
                    match.column(),
                    unknown ? Certainty.CHECK : match.certainty(),
                    unknown ? reason + "; " + basis.say("propose.words.none") : reason);
            return;
        }
        ProposedBlock block = columns.block(role).noSurerThan(match.certainty());
        block.line(
                "column",
                match.column(),
                Certainty.SURE,
                words.further() ? reason + "; " + basis.say("propose.words.further") : reason);
        Map<String, String> keep = KEEP.getOrDefault(spoken.path() + role, KEEP.getOrDefault(role, Map.of()));
        for (String word : open) {
            String kept = keep.get(word);
            if (kept != null && (spoken.known().isEmpty() || spoken.known().contains(kept))) {
                block.block("values").line(word, kept, Certainty.CHECK, basis.say("propose.word.keeps"));
            } else {
                block.block("values").missing(word, meaning(role, spoken.known()));
            }
        }
    }

    private String meaning(String role, Set<String> known) {
        return switch (role) {
            case "queue" -> basis.say("propose.word.queue");
            case "processor" -> basis.say("propose.word.processor");
            default ->
                basis.say(
                        "propose.word",
                        String.join(", ", known.stream().sorted().toList()));
        };
    }
}
