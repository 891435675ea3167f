package se.partnersec.gallra.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The number of a request, written {@code R-12} or {@code 12}. */
public record RequestNumber(long id) {
    public static final class Converter implements ITypeConverter<RequestNumber> {
        @Override
        public RequestNumber convert(String text) {
            String number = text.replaceFirst("^[Rr]-", "");
            if (!number.matches("\\d{1,18}")) {
                throw new TypeConversionException(
                        "'" + text + "' is not the number of a request: write it like R-12; see gallra requests list");
            }
            return new RequestNumber(Long.parseLong(number));
        }
    }
}
