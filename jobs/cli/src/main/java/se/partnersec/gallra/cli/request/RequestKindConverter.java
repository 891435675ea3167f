package se.partnersec.gallra.cli.request;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.requests.RequestKind;
import se.partnersec.gallra.support.text.Sentences;

/** Reads what a data subject asks for, written as one writes on a command line. */
public final class RequestKindConverter implements ITypeConverter<RequestKind> {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Override
    public RequestKind convert(String text) {
        return Arrays.stream(RequestKind.values())
                .filter(kind -> kind.id().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(SENTENCES.say(
                        "option.there-no-type-request-choose-from",
                        text,
                        Arrays.stream(RequestKind.values()).map(RequestKind::id).collect(Collectors.joining(", ")))));
    }
}
