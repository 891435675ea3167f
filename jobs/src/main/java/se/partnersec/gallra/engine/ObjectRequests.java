package se.partnersec.gallra.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import se.partnersec.gallra.store.DeleteAnswer;
import se.partnersec.gallra.store.DeleteGuard;
import se.partnersec.gallra.store.DeleteOutcome;
import se.partnersec.gallra.store.Deletion;
import se.partnersec.gallra.store.ObjectBucket;
import se.partnersec.gallra.store.RecordKey;

/**
 * Asks the store for what was decided under the gate, in waves of as many requests as it bears. Only what it refused for
 * the rate of requests is asked for again, while there is time; what is in doubt never is.
 */
final class ObjectRequests {
    /** S3 takes no more in one request. */
    private static final int MOST = 1000;
    /** Smaller requests gain nothing by being side by side. */
    private static final int LEAST = 100;

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final ChunkGuard guard;
    private final ObjectBucket bucket;
    private final ObjectIntents intents;
    private final DeleteGuard deleteGuard;
    private final CrashPoint.Witness witness;

    ObjectRequests(
            ChunkGuard guard,
            ObjectBucket bucket,
            ObjectIntents intents,
            DeleteGuard deleteGuard,
            CrashPoint.Witness witness) {
        this.guard = guard;
        this.bucket = bucket;
        this.intents = intents;
        this.deleteGuard = deleteGuard;
        this.witness = witness;
    }

    /** @param budget of the gate; what it does not suffice for is left for a sweep, and a request without an answer is in doubt */
    void ask(List<ObjectIntents.Intent> wanted, MeantObjects meant, GateBudget budget) {
        List<ObjectIntents.Intent> open = wanted;
        Duration wait = FIRST_WAIT;
        while (!open.isEmpty()) {
            witness.passed(CrashPoint.OBJECTS_REQUESTED);
            guard.still(); // a process that slept has lost lease and gate, and a hold may have come
            if (!budget.asks()) {
                open.forEach(intent -> meant.asked().remove(meant.byText().get(intent.recordKey())));
                intents.settle(ObjectIntents.State.WITHDRAWN, open);
                return;
            }
            int atOnce = bucket.atOnce();
            int each = Math.max(LEAST, Math.min(MOST, (open.size() + atOnce - 1) / atOnce));
            int wave = Math.min(open.size(), each * atOnce);
            List<ObjectIntents.Intent> refused = ask(open.subList(0, wave), each, budget.left(), meant);
            List<ObjectIntents.Intent> rest = new ArrayList<>(refused);
            rest.addAll(open.subList(wave, open.size()));
            open = rest;
            if (!refused.isEmpty() && !pause(wait)) {
                return;
            }
            wait = refused.isEmpty() ? FIRST_WAIT : min(wait.multipliedBy(2), LONGEST_WAIT);
        }
    }

    private List<ObjectIntents.Intent> ask(
            List<ObjectIntents.Intent> wave, int each, Duration timeout, MeantObjects meant) {
        List<List<ObjectIntents.Intent>> parts = new ArrayList<>();
        for (int from = 0; from < wave.size(); from += each) {
            parts.add(wave.subList(from, Math.min(wave.size(), from + each)));
        }
        List<DeleteOutcome> outcomes = bucket.deleteEach(
                parts.stream()
                        .map(part ->
                                part.stream().map(ObjectIntents.Intent::version).toList())
                        .toList(),
                deleteGuard,
                timeout);
        Map<ObjectIntents.State, List<ObjectIntents.Intent>> states = new HashMap<>();
        List<ObjectIntents.Intent> refused = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            List<DeleteAnswer> answers = outcomes.get(i).answers();
            for (int k = 0; k < answers.size(); k++) {
                ObjectIntents.Intent intent = parts.get(i).get(k);
                Deletion answer = answers.get(k).deletion();
                if (answer == Deletion.THROTTLED && deleteGuard != DeleteGuard.RISK_ACCEPTED) {
                    refused.add(intent);
                }
                RecordKey record = requireNonNull(meant.byText().get(intent.recordKey()));
                states.computeIfAbsent(state(answer, record, meant), s -> new ArrayList<>())
                        .add(intent);
            }
        }
        // Answered and looked for, it is gone with the row; until then it is as good as asked for without an answer.
        states.remove(ObjectIntents.State.OPEN);
        states.forEach(intents::settle);
        return refused;
    }

    private static ObjectIntents.State state(Deletion answer, RecordKey record, MeantObjects meant) {
        if (answer == Deletion.DENIED || answer == Deletion.UNGUARDED) {
            meant.denied().add(record);
            return ObjectIntents.State.LOCKED;
        }
        if (answer == Deletion.IN_DOUBT) {
            meant.doubtful().add(record);
            return ObjectIntents.State.IN_DOUBT;
        }
        return ObjectIntents.State.OPEN;
    }

    /** Short, because the gate is held; false if this thread is to end. */
    private static boolean pause(Duration wait) {
        try {
            Thread.sleep(wait.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
