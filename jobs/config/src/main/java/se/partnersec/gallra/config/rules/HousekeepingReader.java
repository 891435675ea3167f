package se.partnersec.gallra.config.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.PeriodParser;
import se.partnersec.gallra.config.yaml.StrictYaml;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.limit.HousekeepingKind;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;
import se.partnersec.gallra.support.text.Sentences;

/** Reads {@code own-data.yml} strictly; what it does not say, and where there is no such file, is kept as long as is usual. */
public final class HousekeepingReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final String NONE = "none";
    private static final Period MOST = Period.ofYears(100);
    /** Periods are told apart by where they end, counted from some day. */
    private static final LocalDate SOME_DAY = LocalDate.of(2026, 1, 1);

    private HousekeepingReader() {}

    /** What the file says; throws {@link ConfigException} with every fault and its line. */
    public static HousekeepingPolicy read(Path file) {
        if (!Files.exists(file)) {
            return HousekeepingPolicy.USUAL;
        }
        YamlMapping.Faults faults = new YamlMapping.Faults(file.toString());
        return periods(StrictYaml.read(file, faults), faults);
    }

    static HousekeepingPolicy parse(String name, byte[] bytes) {
        YamlMapping.Faults faults = new YamlMapping.Faults(name);
        return periods(StrictYaml.parse(bytes, faults), faults);
    }

    private static HousekeepingPolicy periods(YamlMapping file, YamlMapping.Faults faults) {
        file.allowOnly(Arrays.stream(HousekeepingKind.values())
                .map(HousekeepingKind::id)
                .collect(Collectors.toSet()));
        Map<HousekeepingKind, Period> periods = new EnumMap<>(HousekeepingKind.class);
        for (HousekeepingKind kind : HousekeepingKind.values()) {
            Period period = PeriodParser.period(file, kind.id(), NONE);
            if (period != null) {
                periods.put(kind, period);
                check(file, kind, period);
            }
        }
        faults.throwIfAny();
        return new HousekeepingPolicy(periods);
    }

    private static void check(YamlMapping file, HousekeepingKind kind, Period period) {
        if (!period.isZero() && (shorter(period, kind.least()) || shorter(MOST, period))) {
            file.fault(
                    kind.id(),
                    SENTENCES.say("rules.must-write-word-keep-good", kind.id(), kind.least(), MOST, period, NONE));
        }
    }

    private static boolean shorter(Period one, Period other) {
        return SOME_DAY.plus(one).isBefore(SOME_DAY.plus(other));
    }
}
