package se.partnersec.gallra.cli.option;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.support.text.Sentences;

/** Reads the type of a hold, written as one writes on a command line. */
public final class HoldTypeConverter implements ITypeConverter<HoldType> {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Override
    public HoldType convert(String text) {
        return Arrays.stream(HoldType.values())
                .filter(type -> name(type).equals(text.toLowerCase(Locale.ROOT).replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(SENTENCES.say(
                        "option.there-no-type-hold-choose-from",
                        text,
                        Arrays.stream(HoldType.values())
                                .map(HoldTypeConverter::name)
                                .collect(Collectors.joining(", ")))));
    }

    private static String name(HoldType type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
