package se.partnersec.gallra.runs.replay;

import java.util.List;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * What is there after a replay of what it was to erase again.
 *
 * @param ended whether nothing is left, so that other runs may begin
 * @param sealsLost whether the seals it was about are not all in the database: the next sealing takes them back
 */
public record ReplayResult(List<Line> lines, boolean ended, boolean sealsLost) {
    public ReplayResult {
        lines = List.copyOf(lines);
    }

    /**
     * One category.
     *
     * @param records named by the ledger, each counted once
     * @param reduced still a row, without what was to go of it
     * @param kept there, and the rules keep it now
     * @param left there for no reason of the rules: residue
     */
    public record Line(DataCategory category, long records, long reduced, long kept, long left) {
        public long gone() {
            return records - reduced - kept - left;
        }

        String text() {
            return category.id() + " records=" + records + " gone=" + gone() + " reduced=" + reduced + " kept=" + kept
                    + " left=" + left;
        }
    }

    public long records() {
        return lines.stream().mapToLong(Line::records).sum();
    }

    public long kept() {
        return lines.stream().mapToLong(Line::kept).sum();
    }

    public long residue() {
        return lines.stream().mapToLong(Line::left).sum();
    }
}
