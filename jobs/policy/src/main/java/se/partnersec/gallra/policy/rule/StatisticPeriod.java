package se.partnersec.gallra.policy.rule;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** For how long records are counted together: a local day, or a calendar month of local days. */
public enum StatisticPeriod {
    DAY,
    MONTH;

    /** As the mapping file writes it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<StatisticPeriod> of(String id) {
        return Arrays.stream(values()).filter(each -> each.id().equals(id)).findFirst();
    }

    /** First day of the period a day lies in. */
    public LocalDate startOf(LocalDate day) {
        return this == DAY ? day : day.withDayOfMonth(1);
    }

    /** First day after the period a day lies in. */
    public LocalDate after(LocalDate day) {
        return this == DAY ? day.plusDays(1) : startOf(day).plusMonths(1);
    }
}
