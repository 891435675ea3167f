package se.partnersec.gallra.erasure.object;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.objectstore.client.ObjectVersion;

/**
 * Erases the objects of a page of records: of what was put on record ahead it asks, deciding anew, while the gate is
 * held; then looks at what is left. The rows follow in the chunk's own transaction.
 */
public final class ObjectEraser {
    private final ObjectIntentPrefetch ahead;
    private final GuardedChunk guard;
    private final ObjectBucket bucket;
    private final ObjectIntentRepository intents;
    private final ObjectDeleteRequests.UploadAborter uploads;
    private final ObjectDeleteRequests requests;
    private final EmptiedRecords emptied;
    private final CrashPoint.Witness witness;
    private final TransactionTemplate own;

    public ObjectEraser(
            GuardedChunk guard,
            ObjectBucket bucket,
            ObjectIntentRepository intents,
            DeletePrecondition deleteGuard,
            ObjectIntentPrefetch ahead,
            EmptiedRecords emptied,
            PlatformTransactionManager manager,
            CrashPoint.Witness witness) {
        this.ahead = ahead;
        this.emptied = emptied;
        this.guard = guard;
        this.bucket = bucket;
        this.intents = intents;
        this.uploads = new ObjectDeleteRequests.UploadAborter(bucket, guard);
        this.requests = new ObjectDeleteRequests(guard, bucket, intents, deleteGuard, witness);
        this.witness = witness;
        this.own = new TransactionTemplate(manager);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * What became of the objects of each record.
     *
     * @param keys of the objects that were looked for
     * @param gone intents of which nothing was found any more
     */
    public record Disposed(
            Map<RecordKey, Fate> fates, Map<RecordKey, Set<String>> keys, List<ObjectIntentRepository.Intent> gone) {
        /** What became of the objects that the record names now; those it named before count only if they are the same. */
        public Fate fate(LockedRecord record) {
            Set<String> now = ObjectKeys.of(record);
            Fate fate = fates.get(record.key());
            if (fate != null && now.equals(keys.get(record.key()))) {
                return fate;
            }
            return now.isEmpty() && fate == null ? Fate.NONE : Fate.NOT_ASKED;
        }
    }

    public ObjectIntentPrefetch ahead() {
        return ahead;
    }

    /** Of what stays, whose objects are gone and whose row is all that is kept; the ledger says so once of each. */
    public Set<RecordKey> emptied(GuardedChunk.Decision decided, Disposed disposed) {
        Set<RecordKey> staying = new HashSet<>();
        Set<RecordKey> justNow = new HashSet<>();
        for (AssessedRecord each : decided.assessed()) {
            RecordKey key = each.record().key();
            if (!each.goes()) {
                staying.add(key);
                if (disposed.fates().get(key) == Fate.GONE && !emptied.told(key)) {
                    justNow.add(key);
                }
            }
        }
        justNow.addAll(emptied.among(staying));
        return justNow;
    }

    /** The page that {@link #ahead} was begun with first. */
    public Disposed dispose(RunIdentity run) {
        ObjectIntentPrefetch.Page meant = ahead.next();
        if (!meant.keys().isEmpty()) {
            own.executeWithoutResult(t -> request(run, meant));
            witness.passed(CrashPoint.OBJECTS_ANSWERED);
        }
        ahead.goOn();
        Map<RecordKey, Fate> fates = look(meant);
        List<ObjectIntentRepository.Intent> gone = meant.intents().stream()
                .filter(intent -> seenGone(intent, meant, fates))
                .toList();
        doubt(meant, fates);
        witness.passed(CrashPoint.OBJECTS_VERIFIED);
        return new Disposed(fates, meant.keys(), gone);
    }

    /** The store said that these are deleted, and lists them: whatever it may still do, it was asked. */
    private void doubt(ObjectIntentPrefetch.Page meant, Map<RecordKey, Fate> fates) {
        List<ObjectIntentRepository.Intent> left = meant.intents().stream()
                .filter(intent -> intent.state() == ObjectIntentRepository.State.OPEN)
                .filter(intent -> {
                    RecordKey record = meant.byText().get(intent.recordKey());
                    return record != null && fates.get(record) == Fate.LEFT;
                })
                .toList();
        if (!left.isEmpty()) {
            own.executeWithoutResult(t -> {
                guard.confirmLease();
                intents.settle(ObjectIntentRepository.State.IN_DOUBT, left);
            });
        }
    }

    /** Asks only for what is still to go and still has the objects that were written down. */
    private void request(RunIdentity run, ObjectIntentPrefetch.Page meant) {
        GuardedChunk.Entry entered = guard.enter();
        GateBudget budget = GateBudget.begin();
        decide(run, entered, meant);
        uploads.end(meant, budget);
        requests.ask(wanted(meant), meant, budget);
    }

    /** Locks and decides anew. */
    private void decide(RunIdentity run, GuardedChunk.Entry entered, ObjectIntentPrefetch.Page meant) {
        Map<RecordKey, AssessedRecord> going = new HashMap<>();
        guard.assess(List.copyOf(meant.keys().keySet()), run, entered)
                .going()
                .forEach(a -> going.put(a.record().key(), a));
        witness.passed(CrashPoint.OBJECTS_DECIDED);
        meant.keys().forEach((record, keys) -> {
            meant.byText().put(record.text(), record);
            AssessedRecord again = going.get(record);
            if (again != null && ObjectKeys.of(again.record()).equals(keys)) {
                meant.asked().add(record);
            }
        });
    }

    /** What to ask for; the rest is withdrawn. */
    private List<ObjectIntentRepository.Intent> wanted(ObjectIntentPrefetch.Page meant) {
        List<ObjectIntentRepository.Intent> withdrawn = new ArrayList<>();
        List<ObjectIntentRepository.Intent> wanted = new ArrayList<>();
        for (ObjectIntentRepository.Intent intent : meant.intents()) {
            RecordKey record = meant.byText().get(intent.recordKey());
            boolean still = record != null && meant.asked().contains(record);
            if (intent.state() == ObjectIntentRepository.State.OPEN) {
                (still ? wanted : withdrawn).add(intent);
            }
        }
        intents.settle(ObjectIntentRepository.State.WITHDRAWN, withdrawn);
        return wanted;
    }

    /** Looks for every version that was meant to go; the store's answer is no proof that it went. A refusal is enough to keep the record. */
    private Map<RecordKey, Fate> look(ObjectIntentPrefetch.Page meant) {
        Set<RecordKey> looked = new HashSet<>(meant.asked());
        looked.removeAll(meant.denied());
        Set<String> all = meant.keysOf(looked);
        Map<String, List<ObjectVersion>> listed = all.isEmpty() ? Map.of() : bucket.versionsOf(all);
        Set<String> before = intents.everGone(meant.keys().keySet().stream()
                .filter(r -> meant.versions().getOrDefault(r, List.of()).isEmpty())
                .toList());
        Map<RecordKey, Fate> fates = new HashMap<>();
        meant.keys().forEach((record, keys) -> {
            List<ObjectVersion> versions = meant.versions().getOrDefault(record, List.of());
            List<ObjectVersion> there = keys.stream()
                    .flatMap(k -> listed.getOrDefault(k, List.of()).stream())
                    .toList();
            boolean left = there.stream().anyMatch(t -> versions.stream().anyMatch(t::sameAs));
            Fate fate;
            if (meant.denied().contains(record)) {
                fate = Fate.LOCKED;
            } else if (!meant.asked().contains(record)) {
                fate = Fate.NOT_ASKED;
            } else if (left) {
                fate = meant.doubtful().contains(record) ? Fate.IN_DOUBT : Fate.LEFT;
            } else if (!there.isEmpty()) {
                fate = Fate.NEWER;
            } else if (!versions.isEmpty()) {
                fate = Fate.GONE;
            } else if (keys.stream().anyMatch(bucket::hands)) {
                // Nothing was listed: before the row goes, it is asked in another way whether the object is there.
                fate = Fate.LEFT;
            } else {
                fate = before.contains(record.text()) ? Fate.GONE : Fate.MISSING;
            }
            fates.put(record, fate);
        });
        return fates;
    }

    /** Of the objects that were looked for; one that the record named before, and may still be there, was not. */
    private static boolean seenGone(
            ObjectIntentRepository.Intent intent, ObjectIntentPrefetch.Page meant, Map<RecordKey, Fate> fates) {
        RecordKey record = meant.byText().get(intent.recordKey());
        if (record == null
                || !meant.keys()
                        .getOrDefault(record, Set.of())
                        .contains(intent.version().key())) {
            return false;
        }
        Fate fate = fates.get(record);
        return fate == Fate.GONE || fate == Fate.NEWER;
    }

    /** In the transaction that writes the ledger: what was seen to be gone is on record as gone. */
    public void settle(Disposed disposed) {
        intents.settle(ObjectIntentRepository.State.GONE, disposed.gone());
    }

    /** What is known of a record's objects once they were asked for and looked for. */
    public enum Fate {
        /** It has none. */
        NONE,
        /** Its row names an object the store does not have. */
        MISSING,
        /** Every version is gone, verified. */
        GONE,
        /** The store refuses to let a version go, or to end an upload. */
        LOCKED,
        /** The versions we meant are gone, and somebody wrote a new one. */
        NEWER,
        /** A version is still there. */
        LEFT,
        /** A version is still there, and a request for it may yet be carried out. */
        IN_DOUBT,
        /** Its objects were not asked for: it was not to go then, its set of objects changed, or an upload did not end. */
        NOT_ASKED
    }

    /**
     * How long a chunk may keep the gate while it speaks to the object store: so long a hold that is being placed waits for it.
     *
     * @param entered when the gate was, by the clock that only runs forward
     */
    public record GateBudget(long entered) {
        public static final Duration WHOLE = Duration.ofSeconds(5);
        private static final Duration ASKING = Duration.ofSeconds(4);

        public static GateBudget begin() {
            return new GateBudget(System.nanoTime());
        }

        /** Whether the store may be asked for more. */
        public boolean asks() {
            return System.nanoTime() - entered < ASKING.toNanos();
        }

        /** What a request in hand may take. */
        public Duration left() {
            return Duration.ofNanos(Math.max(1_000_000, entered + WHOLE.toNanos() - System.nanoTime()));
        }
    }
}
