package se.partnersec.gallra.approvals.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.limit.LimitViolation;

/**
 * What a plan said of one category, as it is saved: numbers, codes and surrogate keys.
 *
 * @param processor kept because they are processed for a customer
 * @param overdue late when the plan was made, without those that something kept
 * @param samples surrogate keys of a few that would go
 * @param trips what the limits said of it then
 */
public record PlanFigures(
        long candidates,
        Outcome.Counts counts,
        Map<String, Long> heldBy,
        long processor,
        Map<String, Long> reviewBy,
        long overdue,
        @Nullable LocalDate oldestDue,
        List<String> samples,
        List<LimitViolation> trips) {
    private static final String HELD = "held.";
    private static final String REVIEW = "review.";
    private static final String TRIP = "trip.";
    private static final int TRIP_PARTS = 6;

    public PlanFigures {
        heldBy = Map.copyOf(heldBy);
        reviewBy = Map.copyOf(reviewBy);
        samples = List.copyOf(samples);
        trips = List.copyOf(trips);
    }

    /** How many would be erased or reduced. */
    public long going() {
        return counts.of(Outcome.ERASED) + counts.of(Outcome.ANONYMISED);
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("candidates=" + candidates);
        lines.add("counts=" + counts.text());
        new TreeMap<>(heldBy).forEach((code, n) -> lines.add(HELD + code + "=" + n));
        lines.add("processor=" + processor);
        new TreeMap<>(reviewBy).forEach((code, n) -> lines.add(REVIEW + code + "=" + n));
        lines.add("overdue=" + overdue);
        lines.add("oldest-due=" + (oldestDue == null ? "" : oldestDue));
        lines.add("samples=" + String.join(" ", samples));
        for (int i = 0; i < trips.size(); i++) {
            lines.add(TRIP + i + "=" + text(trips.get(i)));
        }
        return String.join("\n", lines);
    }

    private static String text(LimitViolation trip) {
        // A key that is no number may name somebody.
        String who = trip.who().matches("\\d{1,20}") ? trip.who() : "-";
        return String.join(
                " ",
                trip.kind().name(),
                "" + trip.figure(),
                "" + trip.limit(),
                "" + trip.whole(),
                "" + trip.setting(),
                who);
    }

    /** @throws IllegalArgumentException if no writer of ours wrote it */
    static PlanFigures parse(String text) {
        Map<String, String> known = new TreeMap<>();
        for (String line : text.split("\n", -1)) {
            int eq = line.indexOf('=');
            if (eq < 1 || known.put(line.substring(0, eq), line.substring(eq + 1)) != null) {
                throw new IllegalArgumentException("these are not the figures of a plan");
            }
        }
        String oldest = get(known, "oldest-due");
        String samples = get(known, "samples");
        return new PlanFigures(
                Long.parseLong(get(known, "candidates")),
                Outcome.Counts.parse(get(known, "counts")),
                numbers(known, HELD),
                Long.parseLong(get(known, "processor")),
                numbers(known, REVIEW),
                Long.parseLong(get(known, "overdue")),
                oldest.isEmpty() ? null : LocalDate.parse(oldest),
                samples.isEmpty() ? List.of() : List.of(samples.split(" ", -1)),
                known.entrySet().stream()
                        .filter(each -> each.getKey().startsWith(TRIP))
                        .map(each -> trip(each.getValue()))
                        .toList());
    }

    private static String get(Map<String, String> known, String key) {
        String value = known.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the figures of a plan lack '" + key + "'");
        }
        return value;
    }

    private static Map<String, Long> numbers(Map<String, String> known, String prefix) {
        Map<String, Long> numbers = new TreeMap<>();
        known.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                numbers.put(key.substring(prefix.length()), Long.valueOf(value));
            }
        });
        return numbers;
    }

    private static LimitViolation trip(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != TRIP_PARTS) {
            throw new IllegalArgumentException("not a limit: '" + text + "'");
        }
        return new LimitViolation(
                LimitViolation.Kind.valueOf(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                Integer.parseInt(parts[4]),
                parts[5].equals("-") ? "" : parts[5]);
    }
}
