package se.partnersec.gallra.store;

import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.policy.PeriodLength;
import se.partnersec.gallra.policy.RetentionPolicy;

/** Whether what is counted together is over before the first record of it may go, under the rules in force. */
public final class StatisticTiming {
    private StatisticTiming() {}

    /** A fault for each category that would have to erase from a period it cannot have counted yet. */
    public static List<ConfigProblem> problems(Sources sources, RetentionPolicy policy) {
        List<ConfigProblem> problems = new ArrayList<>();
        for (SourceTable source : sources.tables().values()) {
            StatisticMapping statistics = source.statistics();
            if (statistics != null && !policy.outlives(source.category(), statistics.per())) {
                problems.add(new ConfigProblem(
                        sources.file(),
                        statistics.line(),
                        "'statistics' of " + source.category() + " are counted per "
                                + statistics.per().id() + ", but policy.yml lets a record go before its "
                                + statistics.per().id() + " is over; "
                                + (statistics.per() == PeriodLength.DAY
                                        ? "remove 'statistics'"
                                        : "say per: day, or remove 'statistics'")));
            }
        }
        return problems;
    }
}
