package se.partnersec.gallra.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.support.text.Sentences;

/** How fast a run goes, and in how large steps. */
public final class ThrottleOptions {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            converter = Rate.class,
            description = "Maximum rows per second, 1 to 1000000, or none. Averaged over a few chunks.")
    private @Nullable Integer rate;

    @Option(
            names = "--chunk",
            paramLabel = "N",
            converter = Size.class,
            description =
                    "Candidates per chunk, 1 to 10000. At most 1000 where records have objects, 250 where references are cleared.")
    private @Nullable Integer chunk;

    @Nullable
    public Integer rate() {
        return rate;
    }

    @Nullable
    public Integer chunk() {
        return chunk;
    }

    /** Reads {@code 500/s}, {@code 500} or {@code none}. */
    static final class Rate implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (text.equals("none")) {
                return 0;
            }
            return number(
                    text.endsWith("/s") ? text.substring(0, text.length() - 2) : text,
                    StartOptions.MOST_RATE,
                    SENTENCES.say("option.not-rate-write-rows-second-from", text));
        }
    }

    static final class Size implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(
                    text, StartOptions.MOST_CHUNK, SENTENCES.say("option.not-size-chunk-write-number-from", text));
        }
    }

    private static int number(String digits, int most, String otherwise) {
        if (digits.matches("[1-9]\\d{0,6}")) {
            int number = Integer.parseInt(digits);
            if (number <= most) {
                return number;
            }
        }
        throw new TypeConversionException(otherwise);
    }
}
