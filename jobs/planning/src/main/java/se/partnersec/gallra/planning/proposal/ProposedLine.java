package se.partnersec.gallra.planning.proposal;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.planning.survey.Certainty;

/**
 * A line of the proposed file.
 *
 * @param number of the line in the file, from 1
 * @param path keys from the outermost block to this line, between slashes
 * @param value null where it is missing, or for a remark
 * @param reason why it was proposed, or what is asked
 */
public record ProposedLine(
        int number, String path, @Nullable String value, Certainty certainty, String reason) {}
