package se.partnersec.gallra.demo.company;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** What an invented record is there to show. The first of every hundred rows show something, the rest is daily life. */
public enum DemoOccasion {
    LAST_DAY,
    DUE_TODAY,
    DUE,
    OVERDUE,
    HELD,
    PROCESSOR,
    BOOKED,
    NO_START,
    FUTURE,
    ORDINARY;

    private static final DemoOccasion[] HUNDRED = {
        LAST_DAY, DUE_TODAY, DUE, OVERDUE, HELD, HELD, PROCESSOR, BOOKED, NO_START, FUTURE, LAST_DAY, DUE_TODAY, DUE,
        OVERDUE, PROCESSOR
    };
    private static final LocalTime FIRST = LocalTime.MIDNIGHT;
    private static final LocalTime LAST = LocalTime.of(23, 59, 59, 999_000_000);

    public static DemoOccasion of(long index) {
        int place = (int) (index % 100);
        return place < HUNDRED.length ? HUNDRED[place] : ORDINARY;
    }

    /** Index of the first row with this occasion. */
    public static long first(DemoOccasion wanted) {
        for (int i = 0; i < 100; i++) {
            if (of(i) == wanted) {
                return i;
            }
        }
        throw new IllegalStateException("no row shows " + wanted + ". Indicates a bug");
    }

    /**
     * How long the records of a category live.
     *
     * @param asOf the day of the demo
     * @param due days from its start until it is due
     * @param eraseBy days from its start until it must be gone
     */
    public record Rhythm(LocalDate asOf, int due, int eraseBy) {}

    /** The wall clock of the start; null where the record shows a missing one. Ordinary rows come in order of time. */
    @Nullable
    public LocalDateTime start(Rhythm rhythm, long index, long rows, LocalTime usual, DemoRandom random) {
        LocalDate asOf = rhythm.asOf();
        int due = rhythm.due();
        return switch (this) {
            case NO_START -> null;
            case FUTURE -> asOf.plusDays(2 + random.below(5)).atTime(usual);
            // The earliest moment of the first day kept, and the latest of the last day that is due.
            case LAST_DAY -> asOf.minusDays(due - 1).atTime(FIRST);
            case DUE_TODAY -> asOf.minusDays(due).atTime(LAST);
            case DUE, HELD ->
                asOf.minusDays(due + 1 + random.below(rhythm.eraseBy() - due)).atTime(usual);
            case OVERDUE, PROCESSOR, BOOKED ->
                asOf.minusDays(rhythm.eraseBy() + 1 + random.below(10)).atTime(usual);
            case ORDINARY -> {
                long span = due * 3L / 2;
                yield asOf.minusDays(span - index * span / rows).atTime(usual);
            }
        };
    }
}
