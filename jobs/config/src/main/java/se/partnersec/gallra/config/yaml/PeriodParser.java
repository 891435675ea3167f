package se.partnersec.gallra.config.yaml;

import java.time.Period;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the periods of a policy: ISO 8601 with a unit, in days, months and years, nothing shorter than a day. */
public final class PeriodParser {

    private static final Pattern ISO = Pattern.compile("P(?=\\d)(\\d{1,9}Y)?(\\d{1,9}M)?(\\d{1,9}D)?");
    private static final Pattern DAYS = Pattern.compile("P\\d{1,9}D");

    private PeriodParser() {}

    /** @param zero the word for no period at all, such as {@code none}; null where there must be one */
    public static @Nullable Period period(YamlMapping block, String key, @Nullable String zero) {
        String text = block.text(key);
        if (text == null) {
            return null;
        }
        if (text.equals(zero)) {
            return Period.ZERO;
        }
        if (!ISO.matcher(text).matches()) {
            block.fault(key, "'" + key + "' of " + block.name() + " " + cure(text));
            return null;
        }
        Period period = Period.parse(text);
        if (period.isZero()) {
            block.fault(
                    key,
                    "'" + key + "' of " + block.name() + " must be longer than zero, was " + text
                            + (zero == null ? "" : "; if that is meant, write '" + zero + "'"));
            return null;
        }
        return period;
    }

    /** A number of days written with its unit, zero allowed. */
    public static @Nullable Integer days(YamlMapping block, String key) {
        String text = block.text(key);
        if (text == null) {
            return null;
        }
        if (!DAYS.matcher(text).matches()) {
            block.fault(key, "'" + key + "' of " + block.name() + " must be in days such as P2D, was '" + text + "'");
            return null;
        }
        return Period.parse(text).getDays();
    }

    private static String cure(String text) {
        if (text.matches("-?\\d+")) {
            return "has no unit, was '" + text + "'; write P" + text.replace("-", "") + "D for days or P"
                    + text.replace("-", "") + "M for months";
        }
        if (text.startsWith("PT") || text.matches("P.*T.*")) {
            return "counts hours or minutes, was '" + text
                    + "'; a period is in days or more, such as P6M for six months";
        }
        if (text.contains("-")) {
            return "must not be negative, was '" + text + "'";
        }
        if (text.matches("P\\d{10,}.*")) {
            return "is too long to count, was '" + text + "'";
        }
        return "must be a period such as P28D, P6M or P7Y, was '" + text + "'";
    }
}
