package se.partnersec.gallra.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.policy.limit.MaxDelete;
import se.partnersec.gallra.support.text.Sentences;

/** Reads how much a run may erase. */
public final class MaxDeleteConverter implements ITypeConverter<MaxDelete> {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Override
    public MaxDelete convert(String text) {
        return MaxDelete.parse(text)
                .orElseThrow(() ->
                        new TypeConversionException(SENTENCES.say("option.not-number-records-write-5000-2", text)));
    }
}
