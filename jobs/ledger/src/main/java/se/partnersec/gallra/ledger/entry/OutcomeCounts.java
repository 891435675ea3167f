package se.partnersec.gallra.ledger.entry;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How many candidates ended in each outcome. */
public final class OutcomeCounts {
    private final EnumMap<Outcome, Long> counts = new EnumMap<>(Outcome.class);

    public OutcomeCounts add(Outcome outcome, long n) {
        if (n != 0) {
            counts.merge(outcome, n, Long::sum);
        }
        return this;
    }

    public OutcomeCounts add(OutcomeCounts other) {
        other.counts.forEach(this::add);
        return this;
    }

    public long of(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public Map<Outcome, Long> asMap() {
        return Map.copyOf(counts);
    }

    /** {@code ERASED=5 HELD=2}, in the order of {@link Outcome}. */
    public String text() {
        return counts.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }

    /** @throws IllegalArgumentException if the text is not of the form {@link #text} gives */
    public static OutcomeCounts parse(String text) {
        OutcomeCounts counts = new OutcomeCounts();
        for (String pair : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int eq = pair.indexOf('=');
            if (eq < 0) {
                throw new IllegalArgumentException("not a count: '" + pair + "'");
            }
            counts.add(Outcome.valueOf(pair.substring(0, eq)), Long.parseLong(pair.substring(eq + 1)));
        }
        return counts;
    }

    @Override
    public String toString() {
        return text();
    }
}
