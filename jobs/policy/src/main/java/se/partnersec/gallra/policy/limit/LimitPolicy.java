package se.partnersec.gallra.policy.limit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * What runs may do without asking.
 *
 * @param limits of each category
 * @param byDefault of a category that the file does not name
 * @param approvalDays how long an approval holds, 1 to 31 days from when it was given
 * @param planHours how long a saved plan can be used, 1 to 744 hours from when it was made
 * @param deadlineDays days before the last day of a record on which an approval that nobody gave is an alarm, 1 to 31
 */
public record LimitPolicy(
        Map<DataCategory, RunLimits> limits, RunLimits byDefault, int approvalDays, int planHours, int deadlineDays) {
    /** Where there is no file. */
    public static LimitPolicy byDefault(Collection<DataCategory> categories) {
        Map<DataCategory, RunLimits> limits = new TreeMap<>();
        categories.forEach(category -> limits.put(category, RunLimits.DEFAULT));
        return new LimitPolicy(limits, RunLimits.DEFAULT, 14, 24, 3);
    }

    public LimitPolicy {
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    }

    public RunLimits of(DataCategory category) {
        return limits.getOrDefault(category, byDefault);
    }

    /** The one text that names these limits: a file as limits.yml, with every value of every category written out. */
    public String canonical() {
        return values().entrySet().stream()
                        .map(each -> each.getKey() + ": " + each.getValue() + "\n")
                        .collect(Collectors.joining())
                + "every-category: " + byDefault.canonical() + "\ncategories:\n"
                + limits.entrySet().stream()
                        .map(each ->
                                "  " + each.getKey() + ": " + each.getValue().canonical() + "\n")
                        .collect(Collectors.joining());
    }

    /**
     * What differs from other limits, a line for each value: {@code ip-logs: max-percent 5 -> 10}.
     *
     * @param other null for none: then the values of every category, and what differs from them
     */
    public List<String> differences(@Nullable LimitPolicy other) {
        List<String> lines = new ArrayList<>();
        differ("", other == null ? Map.of() : other.values(), values(), lines);
        if (other == null) {
            differ("every-category: ", Map.of(), byDefault.values(), lines);
        }
        for (DataCategory category : limits.keySet()) {
            RunLimits theirs = other == null ? byDefault : other.of(category);
            differ(category + ": ", theirs.values(), of(category).values(), lines);
        }
        return lines;
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("approval-days", String.valueOf(approvalDays));
        values.put("plan-hours", String.valueOf(planHours));
        values.put("deadline-days", String.valueOf(deadlineDays));
        return values;
    }

    private static void differ(String of, Map<String, String> was, Map<String, String> is, List<String> lines) {
        is.forEach((key, value) -> {
            String before = was.get(key);
            if (!value.equals(before)) {
                lines.add(of + key + " " + (before == null ? "" : before + " -> ") + value);
            }
        });
    }

    /**
     * Whether a run of some category might erase more without another person than by the other limits, or an approval or plan
     * hold longer. How early an alarm comes erases nothing.
     */
    public boolean looserThan(LimitPolicy other) {
        return approvalDays > other.approvalDays
                || planHours > other.planHours
                || Stream.concat(limits.keySet().stream(), other.limits.keySet().stream())
                        .anyMatch(category -> of(category).looserThan(other.of(category)));
    }
}
