package se.partnersec.gallra.config.rules;

import java.nio.file.Path;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.PeriodParser;
import se.partnersec.gallra.config.yaml.StrictYaml;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategories;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.LegalBounds;
import se.partnersec.gallra.policy.rule.PolicyChoices;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.support.text.Sentences;

/** Reads {@code policy.yml} strictly: any fault refuses the whole file, and all faults are named at once. */
public final class PolicyReader {
    private static final Sentences SENTENCES = Sentences.of("config");

    private static final Set<String> CHOICES = Set.of(
            "open-claim-keeps",
            "time-bar",
            "dispute-restarts-clock",
            "grace-after-hold",
            "grace-after-bookkeeping",
            "limitation",
            "limitation-consumer",
            "unbilled-review");
    private static final int MOST_GRACE = 30;

    private final YamlMapping.Faults faults;
    private final DataCategories categories;
    private final Map<String, Integer> targets = new LinkedHashMap<>();
    private @Nullable Integer unmapped;

    private PolicyReader(YamlMapping.Faults faults, DataCategories categories) {
        this.faults = faults;
        this.categories = categories;
    }

    /** The policy of a file, with a rule for each category; throws {@link ConfigException} with every fault and its line. */
    public static RetentionPolicy read(Path file, DataCategories categories) {
        YamlMapping.Faults faults = new YamlMapping.Faults(file.toString());
        return new PolicyReader(faults, categories).policy(StrictYaml.read(file, faults));
    }

    static RetentionPolicy parse(String name, byte[] bytes, DataCategories categories) {
        YamlMapping.Faults faults = new YamlMapping.Faults(name);
        return new PolicyReader(faults, categories).policy(StrictYaml.parse(bytes, faults));
    }

    private RetentionPolicy policy(YamlMapping file) {
        file.allowOnly(Set.of("version", "categories", "choices"));
        file.require(List.of("version", "categories", "choices"));
        String version = file.text("version");
        if (version != null && !version.matches("[0-9A-Za-z][0-9A-Za-z._-]{0,39}")) {
            file.fault("version", SENTENCES.say("rules.version-must-short-name-such-2026", version));
        }
        List<RetentionRule> rules = rules(file.block("categories"));
        PolicyChoices choices = choices(file.block("choices"));
        faults.throwIfAny();
        boolean byQueue = this.categories.all().stream().anyMatch(LegalBounds::daysByQueue);
        if (version == null || choices == null || byQueue && unmapped == null) {
            throw new IllegalStateException("a missing part of the policy went unnoticed. Indicates a bug.");
        }
        return new RetentionPolicy(version, rules, targets, unmapped == null ? 0 : unmapped, choices);
    }

    private List<RetentionRule> rules(@Nullable YamlMapping categories) {
        List<RetentionRule> rules = new ArrayList<>();
        if (categories == null) {
            return rules;
        }
        List<String> known =
                this.categories.names().stream().map(DataCategory::id).toList();
        categories.allowOnly(Set.copyOf(known));
        categories.require(known);
        for (LegalBounds bounds : this.categories.all()) {
            YamlMapping block = categories.block(bounds.category().id());
            if (block != null) {
                RetentionRule rule = new RetentionRuleReader(bounds, block).rule();
                if (rule != null) {
                    rules.add(rule);
                }
                if (bounds.daysByQueue()) {
                    readTargets(block, rule);
                }
            }
        }
        return rules;
    }

    private void readTargets(YamlMapping block, @Nullable RetentionRule rule) {
        unmapped = checked(block, "unmapped-days", SENTENCES.say("rules.any-other-queue"), rule);
        YamlMapping queues = block.block("target-days");
        if (queues != null) {
            for (String queue : queues.keys()) {
                Integer days = checked(queues, queue, SENTENCES.say("rules.queue", queue), rule);
                if (days != null) {
                    targets.put(queue, days);
                }
            }
        }
    }

    private static @Nullable Integer checked(
            YamlMapping block, String key, String queue, @Nullable RetentionRule rule) {
        Integer days = block.number(key);
        if (days != null && rule != null && !rule.timing().allowsTarget(days)) {
            block.fault(
                    key,
                    SENTENCES.say(
                            "rules.target-must-between-days",
                            queue,
                            rule.timing().floor().getDays(),
                            rule.timing().period().getDays(),
                            days));
        }
        return days;
    }

    private @Nullable PolicyChoices choices(@Nullable YamlMapping block) {
        if (block == null) {
            return null;
        }
        block.allowOnly(CHOICES);
        block.require(CHOICES.stream().sorted().toList());
        PolicyChoices.OpenClaimKeeps keeps = word(block, "open-claim-keeps", PolicyChoices.OpenClaimKeeps.values());
        PolicyChoices.TimeBar timeBar = word(block, "time-bar", PolicyChoices.TimeBar.values());
        Boolean restarts = block.yesNo("dispute-restarts-clock");
        Integer afterHold = grace(block, "grace-after-hold");
        Integer afterBooks = grace(block, "grace-after-bookkeeping");
        Period limitation = byLaw(block, "limitation", PolicyChoices.DEFAULT.limitation());
        Period consumer = byLaw(block, "limitation-consumer", PolicyChoices.DEFAULT.consumerLimitation());
        Period unbilled = atMost(block, "unbilled-review", PolicyChoices.DEFAULT.unbilledReview());
        if (keeps == null || timeBar == null || restarts == null || afterHold == null || afterBooks == null) {
            return null;
        }
        return limitation == null || consumer == null || unbilled == null
                ? null
                : new PolicyChoices(keeps, timeBar, restarts, afterHold, afterBooks, limitation, consumer, unbilled);
    }

    private static @Nullable Integer grace(YamlMapping block, String key) {
        Integer days = PeriodParser.days(block, key);
        if (days != null && (days < 1 || days > MOST_GRACE)) {
            block.fault(key, SENTENCES.say("rules.must-between-p1d-p-d-p", key, MOST_GRACE, days));
        }
        return days;
    }

    /** Of a claim nobody may take less than the law gives; and data about it is kept no longer than that. Preskriptionslagen (1981:130) 2 §. */
    private static @Nullable Period byLaw(YamlMapping block, String key, Period law) {
        Period period = PeriodParser.period(block, key, null);
        if (period != null && (period.getDays() != 0 || period.toTotalMonths() != law.toTotalMonths())) {
            block.fault(key, SENTENCES.say("rules.must-section-2-limitation-act-1981", key, law, period));
        }
        return period;
    }

    private static @Nullable Period atMost(YamlMapping block, String key, Period most) {
        Period period = PeriodParser.period(block, key, null);
        if (period != null && (period.getDays() != 0 || period.toTotalMonths() > most.toTotalMonths())) {
            block.fault(key, SENTENCES.say("rules.must-months-years-most", key, most, period));
        }
        return period;
    }

    static <E extends Enum<E>> @Nullable E word(YamlMapping block, String key, E[] words) {
        String text = block.text(key);
        if (text == null) {
            return null;
        }
        for (E word : words) {
            if (spelling(word).equals(text)) {
                return word;
            }
        }
        block.fault(
                key,
                SENTENCES.say(
                        "rules.must",
                        key,
                        block.name(),
                        Arrays.stream(words)
                                .map(PolicyReader::spelling)
                                .collect(Collectors.joining(SENTENCES.say("rules.or"))),
                        text));
        return null;
    }

    private static String spelling(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
