package se.partnersec.gallra.config.rules;

import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.StatisticPeriod;

/** Whether what is counted together is over before the first record of it may go, under the rules in force. */
public final class StatisticTiming {
    private StatisticTiming() {}

    /** A fault for each category that would have to erase from a period it cannot have counted yet. */
    public static List<ConfigProblem> problems(SourceMapping sources, RetentionPolicy policy) {
        List<ConfigProblem> problems = new ArrayList<>();
        for (CategoryMapping source : sources.tables().values()) {
            CategoryMapping.Statistics statistics = source.statistics();
            if (statistics != null && !policy.outlives(source.category(), statistics.per())) {
                problems.add(new ConfigProblem(
                        sources.file(),
                        statistics.line(),
                        "'statistics' of " + source.category() + " are counted per "
                                + statistics.per().id() + ", but policy.yml lets a record go before its "
                                + statistics.per().id() + " is over; "
                                + (statistics.per() == StatisticPeriod.DAY
                                        ? "remove 'statistics'"
                                        : "say per: day, or remove 'statistics'")));
            }
        }
        return problems;
    }
}
