package se.partnersec.gallra.cli.option;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.text.Sentences;

/** Reads a time of the clock in Sweden, with or without a day. */
public final class LocalTimeConverter implements ITypeConverter<LocalTimeConverter.Moment> {
    private static final Sentences SENTENCES = Sentences.of("cli");

    /** @param day null for the next time the clock shows it */
    public record Moment(@Nullable LocalDate day, LocalTime time) {
        /** A time that the night of March skips is taken as an hour later. */
        public Instant after(Instant now) {
            LocalDate from = day == null ? SwedishCalendar.localDate(now) : day;
            Instant first = at(from);
            return day == null && !first.isAfter(now) ? at(from.plusDays(1)) : first;
        }

        private Instant at(LocalDate on) {
            return on.atTime(time).atZone(SwedishCalendar.ZONE).toInstant();
        }
    }

    @Override
    public Moment convert(String text) {
        try {
            if (text.length() == 5) {
                return new Moment(null, LocalTime.parse(text));
            }
            LocalDateTime whole = LocalDateTime.parse(text.replace(' ', 'T'));
            return new Moment(whole.toLocalDate(), whole.toLocalTime());
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(SENTENCES.say("option.no-time-write-06-00-next", text));
        }
    }
}
