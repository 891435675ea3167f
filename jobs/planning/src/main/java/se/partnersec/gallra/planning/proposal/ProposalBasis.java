package se.partnersec.gallra.planning.proposal;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.planning.survey.Certainty;
import se.partnersec.gallra.planning.survey.ColumnSampler;
import se.partnersec.gallra.planning.survey.SchemaSurvey;
import se.partnersec.gallra.planning.survey.SurveyedTable;
import se.partnersec.gallra.policy.wording.LabelledText;

/**
 * What a proposal rests on, and which tables and columns it has placed so far.
 *
 * @param zone whose wall clock DATETIME columns show, where somebody said so; null where nobody did
 */
record ProposalBasis(
        SchemaSurvey survey,
        ColumnSampler sampler,
        Identities identities,
        LabelledText words,
        @Nullable ZoneId zone,
        Map<String, Set<String>> placed) {
    ProposalBasis(
            SchemaSurvey survey,
            ColumnSampler sampler,
            Identities identities,
            LabelledText words,
            @Nullable ZoneId zone) {
        this(survey, sampler, identities, words, zone, new HashMap<>());
    }

    void place(SurveyedTable table, String column) {
        placed.computeIfAbsent(table.fullName(), name -> new HashSet<>()).add(column);
    }

    void place(SurveyedTable table) {
        placed.computeIfAbsent(table.fullName(), name -> new HashSet<>());
    }

    Set<String> placed(SurveyedTable table) {
        return placed.getOrDefault(table.fullName(), Set.of());
    }

    String say(String key, Object... args) {
        return words.say(key, args);
    }

    /** Table, its schema where that is another than around it, and key. */
    void table(ProposedBlock block, SurveyedTable table, String schemaAround, Certainty sure, String reason) {
        block.noSurerThan(sure);
        if (!table.schema().equals(schemaAround)) {
            block.line("schema", table.schema(), Certainty.SURE, say("propose.schema"));
        }
        block.line("table", table.name(), Certainty.SURE, reason);
        String key = table.key();
        if (key != null) {
            block.line(
                    "key",
                    key,
                    Certainty.SURE,
                    say("propose.key", table.column(key).fullType()));
            place(table, key);
        } else {
            block.missing("key", say("propose.key.none", table.fullName()));
        }
        place(table);
    }
}
