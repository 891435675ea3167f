package se.partnersec.gallra.policy;

import java.util.Map;

/**
 * What runs may do without asking.
 *
 * @param limits of the categories that have limits of their own
 * @param byDefault of all others
 * @param approvalDays how long an approval holds, 1 to 31 days from when it was given
 * @param planHours how long a saved plan can be used, 1 to 744 hours from when it was made
 * @param deadlineDays days before the last day of a record on which an approval that nobody gave is an alarm, 1 to 31
 */
public record LimitPolicy(
        Map<DataCategory, RunLimits> limits, RunLimits byDefault, int approvalDays, int planHours, int deadlineDays) {
    /** Where there is no file. */
    public static final LimitPolicy DEFAULT = new LimitPolicy(Map.of(), RunLimits.DEFAULT, 14, 24, 3);

    public LimitPolicy {
        limits = Map.copyOf(limits);
    }

    public RunLimits of(DataCategory category) {
        return limits.getOrDefault(category, byDefault);
    }
}
