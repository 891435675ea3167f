package se.partnersec.gallra.planning.forecast;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.decide.FirstDueDay;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.forecast.Forecast.Line;
import se.partnersec.gallra.planning.forecast.Forecast.What;
import se.partnersec.gallra.policy.decision.Verdict;

/** Counts what is said of records, by the day it is said of, in memory that grows with the days only. */
final class DayCounts {
    private static final Comparator<Line> ORDER = Comparator.comparing(Line::what)
            .thenComparing(Line::day, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Line::becomes, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Line::reason, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final LocalDate today;
    private final LocalDate last;
    private final ObjectKeys objects;
    private final FirstDueDay days;
    private final Map<Line, Long> counts = new HashMap<>();

    DayCounts(LocalDate today, LocalDate last, ObjectKeys objects, FirstDueDay days) {
        this.today = today;
        this.last = last;
        this.objects = objects;
        this.days = days;
    }

    LocalDate today() {
        return today;
    }

    /**
     * Counts what is settled on a day.
     *
     * @param known as the records stand today; the same as {@code then} for today itself
     * @param then the same records, in the same order, on that day
     * @param later told of each record that a later day has to be asked about
     */
    void on(
            LocalDate day,
            List<AssessedRecord> known,
            List<AssessedRecord> then,
            BiConsumer<LocalDate, AssessedRecord> later) {
        Map<RecordKey, String> objections = objects.objections(then.stream()
                .filter(AssessedRecord::goes)
                .map(AssessedRecord::record)
                .toList());
        for (int i = 0; i < then.size(); i++) {
            AssessedRecord is = then.get(i);
            // What something else keeps by then has that for its reason.
            AssessedRecord was = is.outcome() == Outcome.HELD ? is : known.get(i);
            switch (is.outcome()) {
                case ERASED, ANONYMISED ->
                    taken(day, was, is.outcome(), objections.get(is.record().key()));
                case HELD, NOT_DUE -> kept(is, days.of(is, day, last), next -> later.accept(next, was));
                default -> doubtful(day, is, next -> later.accept(next, was));
            }
        }
    }

    private void taken(LocalDate day, AssessedRecord was, Outcome becomes, @Nullable String objection) {
        if (objection != null) {
            count(What.REVIEW, day, null, objection);
        } else if (day.equals(today)) {
            count(What.NOW, day, becomes, null);
        } else if (was.outcome() == Outcome.HELD) {
            count(What.RELEASED, day, becomes, was.verdict().reason());
        } else {
            count(What.DUE, day, becomes, null);
        }
    }

    /** A start that lies ahead comes by itself; whatever else is in doubt waits for somebody. */
    private void doubtful(LocalDate day, AssessedRecord each, Consumer<LocalDate> later) {
        boolean byTheRules = days.from(day, each).decision() == Verdict.Decision.BLOCKED_REVIEW;
        LocalDate next = byTheRules ? days.of(each, day, last) : null;
        if (next != null) {
            later.accept(next);
        } else {
            count(What.REVIEW, day, null, each.verdict().reason());
        }
    }

    private void kept(AssessedRecord each, @Nullable LocalDate next, Consumer<LocalDate> later) {
        if (next != null) {
            later.accept(next);
            return;
        }
        Verdict end = days.on(last, each);
        if (end.decision() == Verdict.Decision.BLOCKED_REVIEW) {
            count(What.REVIEW, null, null, end.reason());
        } else {
            count(endless(end) ? What.OPEN : What.LATER, null, null, end.reason());
        }
    }

    /** Whether something keeps it that has no last day. */
    private static boolean endless(Verdict verdict) {
        return verdict.decision() == Verdict.Decision.RETAIN
                && (verdict.because().isEmpty()
                        || verdict.because().stream().anyMatch(because -> because.until() == null));
    }

    void unreadable(long records) {
        if (records > 0) {
            counts.merge(new Line(What.UNREADABLE, null, null, null, 0), records, Long::sum);
        }
    }

    private void count(What what, @Nullable LocalDate day, @Nullable Outcome becomes, @Nullable String reason) {
        counts.merge(new Line(what, day, becomes, reason, 0), 1L, Long::sum);
    }

    List<Line> lines() {
        return counts.entrySet().stream()
                .map(entry -> new Line(
                        entry.getKey().what(),
                        entry.getKey().day(),
                        entry.getKey().becomes(),
                        entry.getKey().reason(),
                        entry.getValue()))
                .sorted(ORDER)
                .toList();
    }
}
