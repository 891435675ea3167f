package se.partnersec.gallra.config.rules;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.StrictYaml;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.limit.ApprovalOccasion;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.limit.RunLimits;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** Reads {@code limits.yml} strictly; what it does not say, and where there is no such file, the safe values hold. */
public final class LimitsReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final String RECORDS = "max-records";
    private static final String PERCENT = "max-percent";
    private static final String CUSTOMER = "max-percent-of-customer";
    private static final String TIMES = "max-times-median";
    private static final String FEW = "few";
    private static final String APPROVE = "approve";
    private static final String NONE = "none";
    private static final int MOST_RECORDS = 999_999_999;
    private static final int MOST_TIMES = 1000;
    private static final int MOST_DAYS = 31;
    private static final int MOST_HOURS = 744;

    private static final LimitPolicy NONE_SAID = LimitPolicy.byDefault(Set.of());

    private LimitsReader() {}

    /** The limits of each category by a file; throws {@link ConfigException} with every fault and its line. */
    public static LimitPolicy read(Path file, Collection<DataCategory> categories) {
        if (!Files.exists(file)) {
            return LimitPolicy.byDefault(categories);
        }
        YamlMapping.Faults faults = new YamlMapping.Faults(file.toString());
        return limits(StrictYaml.read(file, faults), faults, categories);
    }

    /**
     * Limits as {@link LimitPolicy#canonical()} writes them.
     *
     * @param name for faults
     * @param categories all there are
     * @throws ConfigException if another version of this program wrote them, and they cannot be read here
     */
    public static LimitPolicy parse(String name, String text, Collection<DataCategory> categories) {
        return parse(name, text.getBytes(StandardCharsets.UTF_8), categories);
    }

    static LimitPolicy parse(String name, byte[] bytes, Collection<DataCategory> categories) {
        YamlMapping.Faults faults = new YamlMapping.Faults(name);
        return limits(StrictYaml.parse(bytes, faults), faults, categories);
    }

    private static LimitPolicy limits(YamlMapping file, YamlMapping.Faults faults, Collection<DataCategory> known) {
        file.allowOnly(Set.of("approval-days", "plan-hours", "deadline-days", "every-category", "categories"));
        long days = number(file, "approval-days", 1, MOST_DAYS, NONE_SAID.approvalDays());
        long hours = number(file, "plan-hours", 1, MOST_HOURS, NONE_SAID.planHours());
        long deadline = number(file, "deadline-days", 1, MOST_DAYS, NONE_SAID.deadlineDays());
        YamlMapping all = file.block("every-category");
        RunLimits every = all == null ? RunLimits.DEFAULT : read(all, RunLimits.DEFAULT);
        Map<DataCategory, RunLimits> own = new HashMap<>();
        known.forEach(category -> own.put(category, every));
        file.blocks("categories", known, DataCategory::id)
                .forEach((category, one) -> own.put(category, read(one, every)));
        faults.throwIfAny();
        return new LimitPolicy(own, every, (int) days, (int) hours, (int) deadline);
    }

    private static RunLimits read(YamlMapping block, RunLimits otherwise) {
        block.allowOnly(Set.of(RECORDS, PERCENT, CUSTOMER, TIMES, FEW, APPROVE));
        return new RunLimits(
                number(block, RECORDS, 1, MOST_RECORDS, otherwise.rows()),
                (int) number(block, PERCENT, 1, 100, otherwise.share()),
                (int) number(block, CUSTOMER, 1, 100, otherwise.customer()),
                (int) number(block, TIMES, 1, MOST_TIMES, otherwise.ratio()),
                number(block, FEW, 0, MOST_RECORDS, otherwise.few()),
                approve(block, otherwise.approve()));
    }

    /** A fault, noted with its line, is read as what holds otherwise. */
    private static long number(YamlMapping block, String key, int least, int most, long otherwise) {
        Integer value = block.number(key);
        if (value != null && (value < least || value > most)) {
            block.fault(
                    key,
                    SENTENCES.say(
                            "rules.must-lie-between-change-leave-out",
                            key,
                            block.name(),
                            least,
                            most,
                            value,
                            otherwise));
            return otherwise;
        }
        return value == null ? otherwise : value;
    }

    private static Set<ApprovalOccasion> approve(YamlMapping block, Set<ApprovalOccasion> otherwise) {
        if (!block.has(APPROVE)) {
            return otherwise;
        }
        List<String> words = block.isList(APPROVE) ? block.texts(APPROVE) : single(block);
        Set<ApprovalOccasion> occasions = EnumSet.noneOf(ApprovalOccasion.class);
        for (String word : words == null ? List.<String>of() : words) {
            ApprovalOccasion occasion = occasion(word);
            if (occasion == null) {
                block.fault(
                        APPROVE, SENTENCES.say("rules.no-occasion-write-list-first-run", word, APPROVE, block.name()));
            } else {
                occasions.add(occasion);
            }
        }
        return occasions;
    }

    /** Only the word for none stands without a list. */
    private static List<String> single(YamlMapping block) {
        String word = block.text(APPROVE);
        return word == null || word.equals(NONE) ? List.of() : List.of(word);
    }

    private static @Nullable ApprovalOccasion occasion(String word) {
        return Arrays.stream(ApprovalOccasion.values())
                .filter(each -> each.id().equals(word))
                .findFirst()
                .orElse(null);
    }
}
