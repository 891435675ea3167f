package se.partnersec.gallra.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The number of a permit, written {@code P-12} or {@code 12}. */
record PermitNumber(long id) {
    static final class Converter implements ITypeConverter<PermitNumber> {
        @Override
        public PermitNumber convert(String text) {
            String number = text.replaceFirst("^[Pp]-", "");
            if (!number.matches("\\d{1,18}")) {
                throw new TypeConversionException("'" + text
                        + "' is not the number of a permit: write it like P-12; see gallra holds permits list");
            }
            return new PermitNumber(Long.parseLong(number));
        }
    }
}
