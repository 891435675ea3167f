package se.partnersec.gallra.cli.request;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.support.text.Sentences;

/** The number of a request, written {@code R-12} or {@code 12}. */
public record RequestNumber(long id) {
    private static final Sentences SENTENCES = Sentences.of("cli");

    public static final class Converter implements ITypeConverter<RequestNumber> {
        @Override
        public RequestNumber convert(String text) {
            String number = text.replaceFirst("^[Rr]-", "");
            if (!number.matches("\\d{1,18}")) {
                throw new TypeConversionException(SENTENCES.say("option.not-number-request-write-like-r", text));
            }
            return new RequestNumber(Long.parseLong(number));
        }
    }
}
