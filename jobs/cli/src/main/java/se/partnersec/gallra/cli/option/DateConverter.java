package se.partnersec.gallra.cli.option;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.support.text.Sentences;

/** Reads a day, written as ISO 8601 and as Swedes do. */
public final class DateConverter implements ITypeConverter<LocalDate> {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Override
    public LocalDate convert(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(SENTENCES.say("option.not-day-calendar-write-like-2026", text));
        }
    }
}
