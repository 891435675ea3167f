package se.partnersec.gallra.config.mapping;

import java.util.List;
import se.partnersec.gallra.policy.rule.StatisticPeriod;

/**
 * Where a count of a category's records stays: how many there were in each period and group, never whose they were.
 *
 * @param table its columns by role: {@code period_on}, {@code count}, and one for each group
 * @param by role of the record's column that says in which period it lies
 * @param person column of the record that says whose it is; how many there are is compared with the floor
 * @param floor least number of different persons of a group that is counted at all
 * @param line where the mapping file says so
 */
public record StatisticMapping(
        TableMapping table, StatisticPeriod per, String by, String person, List<Group> groups, int floor, int line) {

    /**
     * By what records are told apart.
     *
     * @param column of the statistic
     * @param of column of the record that holds the value
     */
    public record Group(String column, String of, int line) {}

    /** The column of the statistic that holds the first day of the period. */
    public String periodColumn() {
        return column("period_on");
    }

    public String countColumn() {
        return column("count");
    }

    private String column(String role) {
        ColumnMapping column = table.column(role);
        if (column == null) {
            throw new IllegalStateException("statistics without " + role + ". Indicates a bug");
        }
        return column.column();
    }

    /** The record's column that says in which period it lies. */
    public ColumnMapping timeOf(TableMapping record) {
        ColumnMapping time = record.column(by);
        if (time == null) {
            throw new IllegalStateException("records without " + by + ". Indicates a bug");
        }
        return time;
    }
}
