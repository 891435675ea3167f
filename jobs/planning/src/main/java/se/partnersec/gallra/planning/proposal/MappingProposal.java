package se.partnersec.gallra.planning.proposal;

import java.util.List;
import se.partnersec.gallra.planning.survey.Certainty;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * A proposed {@code sources.yml}.
 *
 * @param text of the file
 * @param lines with their reasons and marks
 * @param tables looked at
 * @param missing categories for which no table was found
 * @param skipped tables and columns that no mapping can name
 * @param unsampled columns that this account may not read
 */
public record MappingProposal(
        String text,
        List<ProposedLine> lines,
        int tables,
        List<DataCategory> missing,
        List<String> skipped,
        List<String> unsampled) {
    /** How many lines are that sure. */
    public long count(Certainty certainty) {
        return lines.stream().filter(line -> line.certainty() == certainty).count();
    }
}
