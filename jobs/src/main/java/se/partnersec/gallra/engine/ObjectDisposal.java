package se.partnersec.gallra.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.store.DeleteAnswer;
import se.partnersec.gallra.store.DeleteGuard;
import se.partnersec.gallra.store.Deletion;
import se.partnersec.gallra.store.ObjectBucket;
import se.partnersec.gallra.store.ObjectVersion;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.UnfinishedUpload;

/**
 * Erases the objects of a page of records: first the intents, in a transaction of their own; then, deciding anew, the
 * request, while the gate is held; then a look at what is left. The rows follow in the chunk's own transaction.
 */
final class ObjectDisposal {
    /** A request is answered within this time or in doubt; a hold being placed waits no longer than this. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final int REQUEST = 1000;
    private final ChunkGuard guard;
    private final ObjectBucket bucket;
    private final ObjectIntents intents;
    private final DeleteGuard deleteGuard;
    private final CrashPoint.Witness witness;
    private final TransactionTemplate own;

    ObjectDisposal(
            ChunkGuard guard,
            ObjectBucket bucket,
            ObjectIntents intents,
            DeleteGuard deleteGuard,
            PlatformTransactionManager manager,
            CrashPoint.Witness witness) {
        this.guard = guard;
        this.bucket = bucket;
        this.intents = intents;
        this.deleteGuard = deleteGuard;
        this.witness = witness;
        this.own = new TransactionTemplate(manager);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** What was meant to go for each record, and what the store answered. */
    private record Meant(
            Map<RecordKey, Set<String>> keys,
            Map<RecordKey, List<ObjectVersion>> versions,
            Set<RecordKey> asked,
            Set<RecordKey> denied,
            Set<RecordKey> doubtful) {}

    Map<RecordKey, ObjectFate> dispose(KeyPage page, Run run, boolean sweep) {
        Meant meant =
                new Meant(new LinkedHashMap<>(), new HashMap<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        own.executeWithoutResult(t -> intend(page, run, sweep, meant));
        witness.passed(CrashPoint.INTENTS_COMMITTED);
        if (!meant.keys().isEmpty()) {
            own.executeWithoutResult(t -> request(run, sweep, meant));
            witness.passed(CrashPoint.OBJECTS_ANSWERED);
        }
        Map<RecordKey, ObjectFate> fates = look(meant);
        witness.passed(CrashPoint.OBJECTS_VERIFIED);
        return fates;
    }

    private void intend(KeyPage page, Run run, boolean sweep, Meant meant) {
        ChunkGuard.Entered entered = guard.enter();
        List<Assessed> going = guard.assess(page.keys(), sweep, run, entered).going();
        Set<String> all = new HashSet<>();
        for (Assessed each : going) {
            Set<String> keys = ObjectKeys.of(each.record());
            if (!keys.isEmpty()) {
                meant.keys().put(each.record().key(), keys);
                all.addAll(keys);
            }
        }
        if (all.isEmpty()) {
            return;
        }
        Map<String, List<ObjectVersion>> listed = bucket.versionsOf(all);
        overtake(intents.unsettled(meant.keys().keySet()), listed);
        meant.keys().forEach((record, keys) -> {
            List<ObjectVersion> versions = keys.stream()
                    .flatMap(k -> listed.getOrDefault(k, List.of()).stream())
                    .toList();
            meant.versions().put(record, versions);
            intents.open(run.id(), entered.epoch(), record, versions);
        });
        witness.passed(CrashPoint.INTENTS_WRITTEN);
    }

    /** Intents of an earlier attempt: carried out if their version is gone, else replaced by those of this one. */
    private void overtake(List<ObjectIntents.Intent> earlier, Map<String, List<ObjectVersion>> listed) {
        List<ObjectIntents.Intent> gone = new ArrayList<>();
        List<ObjectIntents.Intent> replaced = new ArrayList<>();
        for (ObjectIntents.Intent intent : earlier) {
            List<ObjectVersion> there = listed.getOrDefault(intent.version().key(), List.of());
            if (there.stream().noneMatch(intent.version()::sameAs)) {
                gone.add(intent);
            } else if (intent.state() != ObjectIntents.State.IN_DOUBT) {
                replaced.add(intent);
            }
        }
        intents.settle(ObjectIntents.State.GONE, gone);
        intents.settle(ObjectIntents.State.WITHDRAWN, replaced);
    }

    /** Locks and decides anew; asks only for what is still to go and still has the objects that were written down. */
    private void request(Run run, boolean sweep, Meant meant) {
        ChunkGuard.Entered entered = guard.enter();
        Map<RecordKey, Assessed> going = new HashMap<>();
        guard.assess(List.copyOf(meant.keys().keySet()), sweep, run, entered)
                .going()
                .forEach(a -> going.put(a.record().key(), a));
        witness.passed(CrashPoint.OBJECTS_DECIDED);
        List<ObjectIntents.Intent> open = intents.unsettled(meant.keys().keySet());
        List<ObjectIntents.Intent> withdrawn = new ArrayList<>();
        List<ObjectIntents.Intent> wanted = new ArrayList<>();
        Map<String, RecordKey> byText = new HashMap<>();
        meant.keys().forEach((record, keys) -> {
            byText.put(record.text(), record);
            Assessed again = going.get(record);
            if (again != null && ObjectKeys.of(again.record()).equals(keys)) {
                meant.asked().add(record);
            }
        });
        for (ObjectIntents.Intent intent : open) {
            RecordKey record = byText.get(intent.recordKey());
            boolean still = record != null && meant.asked().contains(record);
            if (intent.state() == ObjectIntents.State.OPEN) {
                (still ? wanted : withdrawn).add(intent);
            }
        }
        intents.settle(ObjectIntents.State.WITHDRAWN, withdrawn);
        abortUploads(meant);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        for (int from = 0; from < wanted.size(); from += REQUEST) {
            List<ObjectIntents.Intent> part = wanted.subList(from, Math.min(wanted.size(), from + REQUEST));
            witness.passed(CrashPoint.OBJECTS_REQUESTED);
            guard.still(); // a process that slept has lost lease and gate, and a hold may have come
            long left = deadline - System.nanoTime();
            if (left < TIMEOUT.toNanos() / 4) {
                part.forEach(i -> meant.asked().remove(byText.get(i.recordKey())));
                intents.settle(ObjectIntents.State.WITHDRAWN, part);
                continue;
            }
            ask(part, Duration.ofNanos(left), byText, meant);
        }
    }

    private void ask(List<ObjectIntents.Intent> part, Duration timeout, Map<String, RecordKey> byText, Meant meant) {
        List<DeleteAnswer> answers = bucket.delete(
                        part.stream().map(ObjectIntents.Intent::version).toList(), deleteGuard, timeout)
                .answers();
        Map<ObjectIntents.State, List<ObjectIntents.Intent>> states = new HashMap<>();
        for (int i = 0; i < part.size(); i++) {
            ObjectIntents.Intent intent = part.get(i);
            RecordKey record = byText.get(intent.recordKey());
            Deletion answer = answers.get(i).deletion();
            ObjectIntents.State state = ObjectIntents.State.ASKED;
            if (answer == Deletion.DENIED || answer == Deletion.UNGUARDED) {
                meant.denied().add(record);
                state = ObjectIntents.State.LOCKED;
            } else if (answer == Deletion.IN_DOUBT) {
                meant.doubtful().add(record);
                state = ObjectIntents.State.IN_DOUBT;
            }
            states.computeIfAbsent(state, k -> new ArrayList<>()).add(intent);
        }
        states.forEach(intents::settle);
    }

    /** Parts of an upload that never ended are a copy too. */
    private void abortUploads(Meant meant) {
        Set<String> keys = new HashSet<>();
        meant.asked().forEach(r -> keys.addAll(meant.keys().getOrDefault(r, Set.of())));
        List<UnfinishedUpload> found = new ArrayList<>();
        guard.prefixes()
                .forEach(prefix -> bucket.forEachUnfinishedUpload(prefix, u -> {
                    if (keys.contains(u.key())) {
                        found.add(u);
                    }
                }));
        found.forEach(u -> {
            guard.still();
            bucket.abort(u, TIMEOUT);
        });
    }

    /** Looks for every version that was meant to go; what the store answered is no proof. */
    private Map<RecordKey, ObjectFate> look(Meant meant) {
        Set<String> all = new HashSet<>();
        meant.asked().forEach(r -> all.addAll(meant.keys().getOrDefault(r, Set.of())));
        Map<String, List<ObjectVersion>> listed = all.isEmpty() ? Map.of() : bucket.versionsOf(all);
        Set<String> before = intents.everGone(meant.keys().keySet().stream()
                .filter(r -> meant.versions().getOrDefault(r, List.of()).isEmpty())
                .toList());
        Map<RecordKey, ObjectFate> fates = new HashMap<>();
        meant.keys().forEach((record, keys) -> {
            List<ObjectVersion> versions = meant.versions().getOrDefault(record, List.of());
            List<ObjectVersion> there = keys.stream()
                    .flatMap(k -> listed.getOrDefault(k, List.of()).stream())
                    .toList();
            boolean left = there.stream().anyMatch(t -> versions.stream().anyMatch(t::sameAs));
            ObjectFate fate;
            if (!meant.asked().contains(record)) {
                fate = ObjectFate.NOT_ASKED;
            } else if (left) {
                fate = meant.denied().contains(record)
                        ? ObjectFate.LOCKED
                        : meant.doubtful().contains(record) ? ObjectFate.IN_DOUBT : ObjectFate.LEFT;
            } else if (!there.isEmpty()) {
                fate = ObjectFate.NEWER;
            } else if (!versions.isEmpty() || before.contains(record.text())) {
                fate = ObjectFate.GONE;
            } else {
                // Nothing was ever listed: before the row goes, ask in another way whether the object is there.
                fate = keys.stream().anyMatch(bucket::hands) ? ObjectFate.LEFT : ObjectFate.MISSING;
            }
            fates.put(record, fate);
        });
        return fates;
    }

    /** In the transaction that writes the ledger: what was seen to be gone is on record as gone. */
    void settle(Map<RecordKey, ObjectFate> fates) {
        Set<String> gone = new HashSet<>();
        fates.forEach((record, fate) -> {
            if (fate == ObjectFate.GONE || fate == ObjectFate.NEWER) {
                gone.add(record.text());
            }
        });
        intents.settle(
                ObjectIntents.State.GONE,
                intents.unsettled(fates.keySet()).stream()
                        .filter(i -> gone.contains(i.recordKey()))
                        .toList());
    }
}
