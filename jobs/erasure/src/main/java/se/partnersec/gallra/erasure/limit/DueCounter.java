package se.partnersec.gallra.erasure.limit;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.run.RunControl;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.policy.fact.ScopeType;

/** Asks the rules what would go, without a lock and without a word to the ledger: about the reading half of a run. */
public final class DueCounter {
    private static final int PAGE = 1000;

    private final CandidateQuery candidates;
    private final RecordReader reader;
    private final Assessor assessor;
    private final @Nullable ObjectKeys objects;
    private final LocalDate asOf;
    private final RunControl control;

    /** @param objects null where the records have none */
    public DueCounter(
            CandidateQuery candidates,
            RecordReader reader,
            Assessor assessor,
            @Nullable ObjectKeys objects,
            LocalDate asOf,
            RunControl control) {
        this.candidates = candidates;
        this.reader = reader;
        this.assessor = assessor;
        this.objects = objects;
        this.asOf = asOf;
        this.control = control;
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
            if (control.ends()) {
                throw new RunControl.StopAsked();
            }
            after = keys.get(keys.size() - 1).text();
            for (AssessedRecord each : going(keys)) {
                going++;
                String customer = each.record().row().identity(ScopeType.CUSTOMER);
                if (customer != null) {
                    byCustomer.merge(customer, 1L, Long::sum);
                }
            }
        }
        return new Seen(going, byCustomer);
    }

    /** Those that would not go. */
    public List<RecordKey> staying(List<RecordKey> keys) {
        Set<RecordKey> going = new HashSet<>();
        going(keys).forEach(each -> going.add(each.record().key()));
        return keys.stream().filter(key -> !going.contains(key)).toList();
    }

    public boolean any(List<RecordKey> keys) {
        return !going(keys).isEmpty();
    }

    private List<AssessedRecord> going(List<RecordKey> keys) {
        List<AssessedRecord> would = assessor.assess(reader.look(keys), asOf).stream()
                .filter(each -> each.goes() || each.reduces())
                .toList();
        if (objects == null) {
            return would;
        }
        Map<RecordKey, String> objections = objects.objections(would.stream()
                .filter(AssessedRecord::goes)
                .map(AssessedRecord::record)
                .toList());
        return would.stream()
                .filter(each -> !objections.containsKey(each.record().key()))
                .toList();
    }
}
