package se.partnersec.gallra.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The number of something to be approved, written {@code A-12} or {@code 12}. */
record ApprovalNumber(long id) {
    static final class Converter implements ITypeConverter<ApprovalNumber> {
        @Override
        public ApprovalNumber convert(String text) {
            String number = text.replaceFirst("^[Aa]-", "");
            if (!number.matches("\\d{1,18}")) {
                throw new TypeConversionException(
                        "'" + text + "' is no such number: write it like A-12; see gallra approvals list");
            }
            return new ApprovalNumber(Long.parseLong(number));
        }
    }
}
