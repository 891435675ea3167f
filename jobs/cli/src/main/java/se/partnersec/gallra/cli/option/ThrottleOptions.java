package se.partnersec.gallra.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.runs.control.StartOptions;

/** How fast a run goes, and in how large steps. */
public final class ThrottleOptions {
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
                    "'" + text + "' is not a rate: write rows a second from 1 to 1000000, like 500/s, or none");
        }
    }

    static final class Size implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(
                    text,
                    StartOptions.MOST_CHUNK,
                    "'" + text + "' is not a size of a chunk: write a number from 1 to 10000");
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
