package se.partnersec.gallra.erasure.object;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.ReadAheadThread;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.objectstore.client.UnfinishedUpload;
import se.partnersec.gallra.objectstore.deletion.DeletionResult;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Asks the store for what was decided under the gate, in waves of as many requests as it bears. Only what it refused for
 * the rate of requests is asked for again, while there is time; what is in doubt never is.
 */
final class ObjectDeleteRequests {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    /** S3 takes no more in one request. */
    private static final int MOST = 1000;
    /** Smaller requests gain nothing by being side by side. */
    private static final int LEAST = 100;

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final GuardedChunk guard;
    private final ObjectBucket bucket;
    private final ObjectIntentRepository intents;
    private final DeletePrecondition deleteGuard;
    private final CrashPoint.Witness witness;

    ObjectDeleteRequests(
            GuardedChunk guard,
            ObjectBucket bucket,
            ObjectIntentRepository intents,
            DeletePrecondition deleteGuard,
            CrashPoint.Witness witness) {
        this.guard = guard;
        this.bucket = bucket;
        this.intents = intents;
        this.deleteGuard = deleteGuard;
        this.witness = witness;
    }

    /** @param budget of the gate; what it does not suffice for is left for a sweep, and a request without an answer is in doubt */
    void ask(
            List<ObjectIntentRepository.Intent> wanted,
            ObjectIntentPrefetch.Page meant,
            ObjectEraser.GateBudget budget) {
        List<ObjectIntentRepository.Intent> open = wanted;
        Duration wait = FIRST_WAIT;
        while (!open.isEmpty()) {
            // Before the lease is asked: what is sent after a sleep is too old, and the store refuses it.
            Instant signedAt = bucket.storeTime();
            witness.passed(CrashPoint.OBJECTS_REQUESTED);
            if (!guard.maySend() || !budget.asks()) {
                withdraw(open, meant);
                return;
            }
            witness.passed(CrashPoint.OBJECTS_ALLOWED);
            int atOnce = bucket.atOnce();
            int each = Math.max(LEAST, Math.min(MOST, (open.size() + atOnce - 1) / atOnce));
            int wave = Math.min(open.size(), each * atOnce);
            List<ObjectIntentRepository.Intent> refused =
                    ask(open.subList(0, wave), each, budget.left(), signedAt, meant);
            List<ObjectIntentRepository.Intent> rest = new ArrayList<>(refused);
            rest.addAll(open.subList(wave, open.size()));
            open = rest;
            if (!refused.isEmpty() && !pause(wait)) {
                return;
            }
            wait = refused.isEmpty() ? FIRST_WAIT : min(wait.multipliedBy(2), LONGEST_WAIT);
        }
    }

    private void withdraw(List<ObjectIntentRepository.Intent> unsent, ObjectIntentPrefetch.Page meant) {
        unsent.forEach(intent -> meant.asked().remove(meant.byText().get(intent.recordKey())));
        intents.settle(ObjectIntentRepository.State.WITHDRAWN, unsent);
    }

    private List<ObjectIntentRepository.Intent> ask(
            List<ObjectIntentRepository.Intent> wave,
            int each,
            Duration timeout,
            Instant signedAt,
            ObjectIntentPrefetch.Page meant) {
        List<List<ObjectIntentRepository.Intent>> parts = new ArrayList<>();
        for (int from = 0; from < wave.size(); from += each) {
            parts.add(wave.subList(from, Math.min(wave.size(), from + each)));
        }
        List<DeletionResult> outcomes = bucket.deleteEach(
                parts.stream()
                        .map(part -> part.stream()
                                .map(ObjectIntentRepository.Intent::version)
                                .toList())
                        .toList(),
                deleteGuard,
                timeout,
                signedAt);
        Map<ObjectIntentRepository.State, List<ObjectIntentRepository.Intent>> states = new HashMap<>();
        List<ObjectIntentRepository.Intent> expired = new ArrayList<>();
        List<ObjectIntentRepository.Intent> refused = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            List<DeletionResult.Answer> answers = outcomes.get(i).answers();
            for (int k = 0; k < answers.size(); k++) {
                ObjectIntentRepository.Intent intent = parts.get(i).get(k);
                DeletionResult.Status answer = answers.get(k).deletion();
                if (answer == DeletionResult.Status.THROTTLED && deleteGuard != DeletePrecondition.RISK_ACCEPTED) {
                    refused.add(intent);
                }
                if (answer == DeletionResult.Status.EXPIRED) {
                    expired.add(intent);
                    continue;
                }
                RecordKey record = requireNonNull(meant.byText().get(intent.recordKey()));
                states.computeIfAbsent(state(answer, record, meant), s -> new ArrayList<>())
                        .add(intent);
            }
        }
        // Answered and looked for, it is gone with the row; until then it is as good as asked for without an answer.
        states.remove(ObjectIntentRepository.State.OPEN);
        states.forEach(intents::settle);
        // Nothing came of these, and a sweep may ask again.
        withdraw(expired, meant);
        return refused;
    }

    private static ObjectIntentRepository.State state(
            DeletionResult.Status answer, RecordKey record, ObjectIntentPrefetch.Page meant) {
        if (answer == DeletionResult.Status.DENIED || answer == DeletionResult.Status.UNGUARDED) {
            meant.denied().add(record);
            return ObjectIntentRepository.State.LOCKED;
        }
        if (answer == DeletionResult.Status.IN_DOUBT) {
            meant.doubtful().add(record);
            return ObjectIntentRepository.State.IN_DOUBT;
        }
        return ObjectIntentRepository.State.OPEN;
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

    /** Ends uploads of what goes that never came to their end: their parts are a copy too, and may still be completed. */
    static final class UploadAborter {
        private final ObjectBucket bucket;
        private final GuardedChunk guard;

        UploadAborter(ObjectBucket bucket, GuardedChunk guard) {
            this.bucket = bucket;
            this.guard = guard;
        }

        /**
         * Records with an upload that the store does not end in time are asked for no more: they stay with all they have. Listed under the
         * locks on the records, so that what was begun while those were waited for is seen, and once more where there was any: what
         * the store answered is no proof.
         */
        void end(ObjectIntentPrefetch.Page meant, ObjectEraser.GateBudget budget) {
            Set<String> keys = meant.keysOf(meant.asked());
            List<UnfinishedUpload> found = of(keys, budget);
            if (found.isEmpty()) {
                return;
            }
            Set<String> denied = new HashSet<>();
            for (UnfinishedUpload upload : found) {
                if (!budget.asks()) {
                    break;
                }
                Instant signedAt = bucket.storeTime();
                if (!guard.maySend()) {
                    break;
                }
                if (bucket.abort(upload, budget.left(), signedAt) == DeletionResult.Status.DENIED) {
                    denied.add(upload.key());
                }
            }
            Set<String> left = (budget.asks() ? of(keys, budget) : found)
                    .stream().map(UnfinishedUpload::key).collect(Collectors.toSet());
            meant.keys().forEach((record, its) -> {
                if (!Collections.disjoint(its, left)) {
                    meant.asked().remove(record);
                    if (!Collections.disjoint(its, denied)) {
                        meant.denied().add(record);
                    }
                }
            });
        }

        private List<UnfinishedUpload> of(Set<String> keys, ObjectEraser.GateBudget budget) {
            if (keys.isEmpty()) {
                return List.of();
            }
            Future<List<UnfinishedUpload>> listed = bucket.unfinishedUploadsOf(keys, guard.prefixes());
            try {
                return ReadAheadThread.get(listed, budget.left(), late());
            } finally {
                listed.cancel(true);
            }
        }

        private static String late() {
            return SENTENCES.say(
                    "object.store-did-not-list-unfinished-uploads", ObjectEraser.GateBudget.WHOLE.toSeconds());
        }
    }
}
