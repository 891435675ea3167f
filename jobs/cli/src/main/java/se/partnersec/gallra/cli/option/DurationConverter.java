package se.partnersec.gallra.cli.option;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.support.text.Sentences;

/** Reads a length of time: {@code 90s}, {@code 45m}, {@code 2h30m}, {@code 3d}. */
public final class DurationConverter implements ITypeConverter<Duration> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,4})h)?(?:(\\d{1,4})m)?(?:(\\d{1,5})s)?");

    @Override
    public Duration convert(String text) {
        Matcher form = FORM.matcher(text);
        Duration length = form.matches()
                ? Duration.ofDays(number(form.group(1)))
                        .plusHours(number(form.group(2)))
                        .plusMinutes(number(form.group(3)))
                        .plusSeconds(number(form.group(4)))
                : Duration.ZERO;
        if (length.isZero()) {
            throw new TypeConversionException(SENTENCES.say("option.no-length-time-write-like-45m", text));
        }
        return length;
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
