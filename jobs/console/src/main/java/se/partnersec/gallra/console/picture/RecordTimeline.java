package se.partnersec.gallra.console.picture;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * Dates of a record as bars on one scale of days: from its first start date to the day before it is due, each hold, the time to erase
 * it, and when it was erased. Made from the fields of {@code gallra explain --json}.
 */
public final class RecordTimeline {
    /** Days before the first date and after the last one. */
    private static final long MARGIN = 20;

    /** A day is seen, however long the picture is. */
    private static final int THINNEST = 6;

    private final MessageSource texts;
    private final Locale language;
    private final Map<String, @Nullable Object> fields;

    private RecordTimeline(MessageSource texts, Locale language, Map<String, @Nullable Object> fields) {
        this.texts = texts;
        this.language = language;
        this.fields = fields;
    }

    /** Days from and to, both included. @param to null if nobody knows yet */
    private record Span(
            String kind,
            String label,
            LocalDate from,
            @Nullable LocalDate to) {}

    /** Picture of a record; null if it has no dates. */
    public static @Nullable BarPicture of(MessageSource texts, Locale language, Map<String, @Nullable Object> fields) {
        return new RecordTimeline(texts, language, fields).picture();
    }

    private @Nullable BarPicture picture() {
        LocalDate asOf = day(fields.get("asOf"));
        List<Span> spans = spans();
        if (spans.isEmpty() || asOf == null) {
            return null;
        }
        List<LocalDate> ends = Stream.concat(
                        Stream.of(asOf), spans.stream().flatMap(span -> Stream.ofNullable(span.to())))
                .toList();
        LocalDate first = Stream.concat(ends.stream(), spans.stream().map(Span::from))
                .min(LocalDate::compareTo)
                .orElseThrow()
                .minusDays(MARGIN);
        LocalDate last = Stream.concat(ends.stream(), spans.stream().map(Span::from))
                .max(LocalDate::compareTo)
                .orElseThrow()
                .plusDays(MARGIN);
        long days = last.toEpochDay() - first.toEpochDay();
        List<BarPicture.Line> lines = new ArrayList<>();
        int today = place(asOf, first, days);
        for (Span span : spans) {
            int from = place(span.from(), first, days);
            int to = span.to() == null ? BarPicture.WIDTH : place(span.to(), first, days);
            lines.add(new BarPicture.Line(
                    span.label(),
                    text(span),
                    List.of(
                            new BarPicture.Bar(span.kind(), 0, from, Math.max(THINNEST, to - from)),
                            new BarPicture.Bar("today", 0, today, THINNEST / 2))));
        }
        return new BarPicture(List.of(new BarPicture.Legend("today", say("timeline.today", asOf))), lines);
    }

    private List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        LocalDate due = day(fields.get("due"));
        LocalDate eraseBy = day(fields.get("eraseBy"));
        LocalDate first = list("starts").stream()
                .flatMap(start -> Stream.ofNullable(day(start.get("at"))))
                .min(LocalDate::compareTo)
                .orElse(null);
        if (first != null && (due == null || due.isAfter(first))) {
            spans.add(new Span("period", say("timeline.kept"), first, due == null ? null : due.minusDays(1)));
        }
        for (Map<?, ?> hold : list("holds")) {
            LocalDate from = day(hold.get("placedAt"));
            if (from != null) {
                LocalDate released = day(hold.get("releasedAt"));
                spans.add(new Span(
                        "hold",
                        say("timeline.hold", String.valueOf(hold.get("hold"))),
                        from,
                        released != null ? released : day(hold.get("until"))));
            }
        }
        if (due != null && eraseBy != null && eraseBy.isBefore(due)) {
            // What keeps it came after its last day.
            spans.add(new Span("overdue", say("timeline.past-last-day"), eraseBy.plusDays(1), due.minusDays(1)));
        } else if (due != null && eraseBy != null) {
            spans.add(new Span("window", say("timeline.window"), due, eraseBy));
        }
        for (Map<?, ?> entry : list("ledger")) {
            LocalDate at = day(entry.get("at"));
            if (at != null && List.of("ERASED", "ANONYMISED").contains(String.valueOf(entry.get("outcome")))) {
                spans.add(new Span("erased", say("timeline." + entry.get("outcome")), at, at));
            }
        }
        return spans;
    }

    private String text(Span span) {
        return span.to() == null
                ? say("timeline.open", span.from())
                : span.to().equals(span.from())
                        ? span.from().toString()
                        : say("timeline.from-to", span.from(), span.to());
    }

    private static int place(LocalDate day, LocalDate first, long days) {
        return (int) ((day.toEpochDay() - first.toEpochDay()) * BarPicture.WIDTH / Math.max(1, days));
    }

    private List<Map<?, ?>> list(String name) {
        return fields.get(name) instanceof List<?> all
                ? all.stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList()
                : List.of();
    }

    private static @Nullable LocalDate day(@Nullable Object value) {
        if (value instanceof LocalDate day) {
            return day;
        }
        if (value instanceof Instant moment) {
            return SwedishCalendar.localDate(moment);
        }
        if (value instanceof String text && !text.isBlank()) {
            return text.contains("T") ? SwedishCalendar.localDate(Instant.parse(text)) : LocalDate.parse(text);
        }
        return null;
    }

    private String say(String key, Object... values) {
        Object[] words = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            words[i] = values[i].toString();
        }
        return texts.getMessage(key, words, language);
    }
}
