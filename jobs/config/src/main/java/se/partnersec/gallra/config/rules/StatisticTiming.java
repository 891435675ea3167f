package se.partnersec.gallra.config.rules;

import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.StatisticPeriod;
import se.partnersec.gallra.support.text.Sentences;

/** Whether what is counted together is over before the first record of it may go, under the rules in force. */
public final class StatisticTiming {
    private static final Sentences SENTENCES = Sentences.of("config");

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
                        SENTENCES.say(
                                "rules.statistics-counted-per-but-policy-yml",
                                source.category(),
                                statistics.per().id(),
                                statistics.per().id(),
                                (statistics.per() == StatisticPeriod.DAY
                                        ? SENTENCES.say("rules.remove-statistics")
                                        : SENTENCES.say("rules.say-per-day-remove-statistics")))));
            }
        }
        return problems;
    }
}
