package se.partnersec.gallra.config.yaml;

import java.time.Period;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;

/** Reads the periods of a policy: ISO 8601 with a unit, in days, months and years, nothing shorter than a day. */
public final class PeriodParser {
    private static final Sentences SENTENCES = Sentences.of("config");

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
            block.fault(key, SENTENCES.say("yaml.period", key, block.name(), cure(text)));
            return null;
        }
        Period period = Period.parse(text);
        if (period.isZero()) {
            block.fault(
                    key,
                    SENTENCES.say(
                            "yaml.must-longer-than-zero",
                            key,
                            block.name(),
                            text,
                            (zero == null ? "" : SENTENCES.say("yaml.if-meant-write", zero))));
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
            block.fault(key, SENTENCES.say("yaml.must-days-such-p2d", key, block.name(), text));
            return null;
        }
        return Period.parse(text).getDays();
    }

    private static String cure(String text) {
        if (text.matches("-?\\d+")) {
            return SENTENCES.say("yaml.no-unit-write-p-d-days", text, text.replace("-", ""), text.replace("-", ""));
        }
        if (text.startsWith("PT") || text.matches("P.*T.*")) {
            return SENTENCES.say("yaml.counts-hours-minutes-period-days-more", text);
        }
        if (text.contains("-")) {
            return SENTENCES.say("yaml.must-not-negative", text);
        }
        if (text.matches("P\\d{10,}.*")) {
            return SENTENCES.say("yaml.too-long-count", text);
        }
        return SENTENCES.say("yaml.must-period-such-p28d-p6m-p7y", text);
    }
}
