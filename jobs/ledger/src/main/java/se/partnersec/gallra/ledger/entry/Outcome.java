package se.partnersec.gallra.ledger.entry;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import se.partnersec.gallra.support.text.Sentences;

/** What became of one candidate. Every candidate of a run ends in exactly one of these. */
public enum Outcome {
    /** Gone from every store, verified. */
    ERASED('E'),
    /** All but the bookkeeping fields is gone. */
    ANONYMISED('A'),
    /** Kept by a hold, the books, an open claim or an active relation. */
    HELD('H'),
    /** Kept because its first day to go has not come, or lies after the run's date. */
    NOT_DUE('N'),
    /** Due, and not among the records of the plan that the run goes by: left for the next. */
    NOT_PLANNED('P'),
    /** Kept until somebody looks: a fact is missing or makes no sense. */
    REVIEW('R'),
    /** Was not there any more when the run came to it. */
    GONE_ELSEWHERE('G'),
    /** The object store refused: Object Lock, legal hold or missing rights. */
    STORAGE_LOCKED('L'),
    /** Its object got a new version while the old ones went; the row stays. */
    NEW_VERSION('V'),
    /** Its object is gone, and then a hold came: the row stays. */
    OBJECT_ONLY('O'),
    /** A request was sent and nobody knows yet whether it was carried out. */
    IN_DOUBT('D'),
    /** Somebody else held its lock, or the store did not do as told; a sweep comes back for it. */
    DEFERRED('W'),
    /** The database refuses to erase this one record. */
    FAILED('F');

    private static final Sentences SENTENCES = Sentences.of("ledger");

    private final char code;

    Outcome(char code) {
        this.code = code;
    }

    public char code() {
        return code;
    }

    /** Whether something left a store, so that the ledger must name the record. */
    public boolean named() {
        return this == ERASED || this == ANONYMISED || this == OBJECT_ONLY;
    }

    static Outcome of(char code) {
        for (Outcome outcome : values()) {
            if (outcome.code == code) {
                return outcome;
            }
        }
        throw new IllegalArgumentException(SENTENCES.say("entry.no-outcome-code", code));
    }

    /** How many candidates ended in each outcome. */
    public static final class Counts {
        private final EnumMap<Outcome, Long> counts = new EnumMap<>(Outcome.class);

        public Counts add(Outcome outcome, long n) {
            if (n != 0) {
                counts.merge(outcome, n, Long::sum);
            }
            return this;
        }

        public Counts add(Counts other) {
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
        public static Counts parse(String text) {
            Counts counts = new Counts();
            for (String pair : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
                int eq = pair.indexOf('=');
                if (eq < 0) {
                    throw new IllegalArgumentException(SENTENCES.say("entry.not-count", pair));
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
}
