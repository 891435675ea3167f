package se.partnersec.gallra.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.support.text.Sentences;

/** Options of commands that list: how many entries, and whether settled ones too. */
public final class ListOptions {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Option(names = "--all", description = "Include settled ones: used, withdrawn, rejected, void or expired.")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = AtLeastOne.class,
            defaultValue = "50",
            description = "Maximum number of lines. Default: ${DEFAULT-VALUE}.")
    private int limit;

    public boolean all() {
        return all;
    }

    public int limit() {
        return limit;
    }

    /** Reads a limit from 1: a list cut to nothing could not be told from an empty one. */
    public static final class AtLeastOne implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("[1-9][0-9]{0,8}")) {
                throw new TypeConversionException(SENTENCES.say("option.not-number-from-1-write-digits", text));
            }
            return Integer.valueOf(text);
        }
    }
}
