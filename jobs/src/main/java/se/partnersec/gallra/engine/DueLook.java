package se.partnersec.gallra.engine;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.store.RecordKey;

/** Asks the rules what would go, without a lock and without a word to the ledger: about the reading half of a run. */
final class DueLook {
    private static final int PAGE = 1000;

    private final CandidateQuery candidates;
    private final SourceReader reader;
    private final Assessor assessor;
    private final ObjectKeys objects;
    private final LocalDate asOf;
    private final Brake brake;

    DueLook(
            CandidateQuery candidates,
            SourceReader reader,
            Assessor assessor,
            ObjectKeys objects,
            LocalDate asOf,
            Brake brake) {
        this.candidates = candidates;
        this.reader = reader;
        this.assessor = assessor;
        this.objects = objects;
        this.asOf = asOf;
        this.brake = brake;
    }

    /** @param byCustomer of each customer that a record names */
    record Seen(long going, Map<String, Long> byCustomer) {}

    /** Every candidate up to a key; null: to the end. It may take as long as the run itself, so it obeys on its way. */
    Seen all(@Nullable String last) {
        long going = 0;
        Map<String, Long> byCustomer = new HashMap<>();
        String after = null;
        List<RecordKey> keys;
        while (!(keys = candidates.page(after, last, PAGE)).isEmpty()) {
            if (brake.ends()) {
                throw new BetweenChunks.StopAsked();
            }
            after = keys.get(keys.size() - 1).text();
            for (Assessed each : going(keys)) {
                going++;
                String customer = BlastRadius.customer(each.record());
                if (customer != null) {
                    byCustomer.merge(customer, 1L, Long::sum);
                }
            }
        }
        return new Seen(going, byCustomer);
    }

    /** Those that would not go. */
    List<RecordKey> staying(List<RecordKey> keys) {
        Set<RecordKey> going = new HashSet<>();
        going(keys).forEach(each -> going.add(each.record().key()));
        return keys.stream().filter(key -> !going.contains(key)).toList();
    }

    boolean any(List<RecordKey> keys) {
        return !going(keys).isEmpty();
    }

    private List<Assessed> going(List<RecordKey> keys) {
        List<Assessed> would = assessor.assess(reader.look(keys), asOf).stream()
                .filter(each -> each.goes() || each.reduces())
                .toList();
        Map<RecordKey, String> objections = objects.objections(
                would.stream().filter(Assessed::goes).map(Assessed::record).toList());
        return would.stream()
                .filter(each -> !objections.containsKey(each.record().key()))
                .toList();
    }
}
