package se.partnersec.gallra.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import se.partnersec.gallra.policy.OwnData;
import se.partnersec.gallra.policy.OwnDataPolicy;

/** Reads {@code own-data.yml} strictly; what it does not say, and where there is no such file, is kept as long as is usual. */
public final class OwnDataFile {
    private static final String NONE = "none";
    private static final Period MOST = Period.ofYears(100);
    /** Periods are told apart by where they end, counted from some day. */
    private static final LocalDate SOME_DAY = LocalDate.of(2026, 1, 1);

    private OwnDataFile() {}

    /** What the file says; throws {@link ConfigException} with every fault and its line. */
    public static OwnDataPolicy read(Path file) {
        if (!Files.exists(file)) {
            return OwnDataPolicy.USUAL;
        }
        YamlBlock.Faults faults = new YamlBlock.Faults(file.toString());
        return periods(YamlText.read(file, faults), faults);
    }

    static OwnDataPolicy parse(String name, byte[] bytes) {
        YamlBlock.Faults faults = new YamlBlock.Faults(name);
        return periods(YamlText.parse(bytes, faults), faults);
    }

    private static OwnDataPolicy periods(YamlBlock file, YamlBlock.Faults faults) {
        file.allowOnly(Arrays.stream(OwnData.values()).map(OwnData::id).collect(Collectors.toSet()));
        Map<OwnData, Period> periods = new EnumMap<>(OwnData.class);
        for (OwnData kind : OwnData.values()) {
            Period period = PeriodText.period(file, kind.id(), NONE);
            if (period != null) {
                periods.put(kind, period);
                check(file, kind, period);
            }
        }
        faults.throwIfAny();
        return new OwnDataPolicy(periods);
    }

    private static void check(YamlBlock file, OwnData kind, Period period) {
        if (!period.isZero() && (shorter(period, kind.least()) || shorter(MOST, period))) {
            file.fault(
                    kind.id(),
                    "'" + kind.id() + "' must be " + kind.least() + " to " + MOST + ", was " + period
                            + "; or write the word " + NONE + " to keep it for good");
        }
    }

    private static boolean shorter(Period one, Period other) {
        return SOME_DAY.plus(one).isBefore(SOME_DAY.plus(other));
    }
}
