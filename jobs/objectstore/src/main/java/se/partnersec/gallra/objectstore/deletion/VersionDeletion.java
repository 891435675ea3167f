package se.partnersec.gallra.objectstore.deletion;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.objectstore.client.ExpiringSignature;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.objectstore.client.S3Connection;
import se.partnersec.gallra.objectstore.deletion.DeletionErrors.Reading;
import se.partnersec.gallra.objectstore.deletion.VersionDeletion.Name;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Sends one bounded delete and gives every version exactly one answer, whatever came back. */
public final class VersionDeletion {
    static final int MOST = 1_000;

    private static final Duration GRACE = Duration.ofMillis(500);

    /** What has to wait its turn and has less time left is not sent: it would hardly be answered, and leave its objects in doubt. */
    private static final Duration LEAST = Duration.ofMillis(50);

    private final S3Connection connection;

    public VersionDeletion(S3Connection connection) {
        this.connection = connection;
    }

    /** @param signedAt by the store's clock; the store takes what is sent later than {@link ExpiringSignature#LIFE} after that for expired */
    public DeletionResult delete(
            List<ObjectVersion> versions, DeletePrecondition guard, Duration timeout, Instant signedAt) {
        if (versions.size() > MOST) {
            throw new IllegalArgumentException(
                    "one delete request holds at most " + MOST + " versions, was given " + versions.size());
        }
        Set<Name> names = new HashSet<>();
        List<ObjectVersion> together = new ArrayList<>();
        List<ObjectVersion> singly = new ArrayList<>();
        Map<Name, DeletionResult.Answer> answers = new LinkedHashMap<>();
        for (ObjectVersion version : versions) {
            Name name = Name.of(version);
            if (!names.add(name)) {
                throw new IllegalArgumentException("one version was given twice to a delete request. Indicates a bug.");
            }
            if (!guard.covers(version)) {
                answers.put(name, new DeletionResult.Answer(version, DeletionResult.Status.UNGUARDED, "NoCondition"));
            } else if (conditional(version, guard) && guard.singly() || !fitsXml(version.key())) {
                singly.add(version);
            } else {
                together.add(version);
            }
        }
        int sentAt = connection.bound().halvings();
        long deadline = System.nanoTime() + timeout.toNanos();
        inOneRequest(together, guard, timeout, signedAt).forEach(a -> answers.put(Name.of(a.version()), a));
        oneByOne(singly, guard, deadline, signedAt).forEach(a -> answers.put(Name.of(a.version()), a));
        DeletionResult outcome = new DeletionResult(versions.stream()
                .map(v -> Objects.requireNonNull(answers.get(Name.of(v))))
                .toList());
        if (outcome.count(DeletionResult.Status.THROTTLED) > 0) {
            connection.bound().refused(sentAt);
        }
        return outcome;
    }

    static boolean enough(Duration left) {
        return left.compareTo(LEAST) >= 0;
    }

    private static boolean conditional(ObjectVersion version, DeletePrecondition guard) {
        return version.mutable() && guard.conditional();
    }

    /** Of what was written before a bucket kept versions also where versions guard: they may be suspended any moment. */
    private static @Nullable String etag(ObjectVersion version, DeletePrecondition guard) {
        return conditional(version, guard) || guard == DeletePrecondition.VERSION_IDS && version.mutable()
                ? version.etag()
                : null;
    }

    private static @Nullable String id(ObjectVersion version, DeletePrecondition guard) {
        return version.mutable() && !guard.namesNull() ? null : version.versionId();
    }

    private List<DeletionResult.Answer> inOneRequest(
            List<ObjectVersion> versions, DeletePrecondition guard, Duration timeout, Instant signedAt) {
        if (versions.isEmpty()) {
            return List.of();
        }
        List<ObjectIdentifier> identifiers = versions.stream()
                .map(v -> ObjectIdentifier.builder()
                        .key(v.key())
                        .versionId(id(v, guard))
                        .eTag(etag(v, guard))
                        .build())
                .toList();
        try {
            DeleteObjectsResponse response = connection.delete(
                    signedAt,
                    s3 -> s3.deleteObjects(r -> r.bucket(connection.bucket())
                            .delete(d -> d.objects(identifiers).quiet(false))
                            .overrideConfiguration(c -> c.apiCallTimeout(timeout))));
            return DeleteResponseReader.read(versions, response);
        } catch (SdkException e) {
            DeletionErrors.Reading reading = reading(e, signedAt);
            return versions.stream()
                    .map(v -> new DeletionResult.Answer(v, reading.deletion(), reading.code()))
                    .toList();
        }
    }

    private List<DeletionResult.Answer> oneByOne(
            List<ObjectVersion> versions, DeletePrecondition guard, long deadline, Instant signedAt) {
        Set<ObjectVersion> begun = ConcurrentHashMap.newKeySet();
        List<Future<DeletionResult.Answer>> asked = new ArrayList<>();
        for (ObjectVersion version : versions) {
            asked.add(connection.singles().submit(() -> {
                begun.add(version);
                return one(version, guard, deadline, signedAt);
            }));
        }
        List<DeletionResult.Answer> answers = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            answers.add(answer(versions.get(i), asked.get(i), deadline, begun));
        }
        return answers;
    }

    /** The SDK may miss its own time limit when little of it was left as the request began. */
    private DeletionResult.Answer answer(
            ObjectVersion version, Future<DeletionResult.Answer> asked, long deadline, Set<ObjectVersion> begun) {
        try {
            return asked.get(deadline + GRACE.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            // What begins from now on finds the time used up and sends nothing.
            return begun.contains(version)
                    ? new DeletionResult.Answer(version, DeletionResult.Status.IN_DOUBT, "TimedOut")
                    : new DeletionResult.Answer(version, DeletionResult.Status.FAILED, "NotSent");
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            return new DeletionResult.Answer(version, DeletionResult.Status.IN_DOUBT, "Interrupted");
        } catch (ExecutionException e) {
            return new DeletionResult.Answer(version, DeletionResult.Status.IN_DOUBT, "Broken");
        }
    }

    private DeletionResult.Answer one(
            ObjectVersion version, DeletePrecondition guard, long deadline, Instant signedAt) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (!enough(left)) {
            return new DeletionResult.Answer(version, DeletionResult.Status.FAILED, "NotSent");
        }
        try {
            connection.delete(
                    signedAt,
                    s3 -> s3.deleteObject(r -> r.bucket(connection.bucket())
                            .key(version.key())
                            .versionId(id(version, guard))
                            .ifMatch(etag(version, guard))
                            .overrideConfiguration(c -> c.apiCallTimeout(left))));
            return new DeletionResult.Answer(version, DeletionResult.Status.DELETED, "");
        } catch (SdkException e) {
            DeletionErrors.Reading reading = reading(e, signedAt);
            return new DeletionResult.Answer(version, reading.deletion(), reading.code());
        }
    }

    /** A store, or a gateway before it, may refuse what is too old without saying why; then it is no lock. */
    private DeletionErrors.Reading reading(SdkException e, Instant signedAt) {
        DeletionErrors.Reading reading = DeletionErrors.of(e);
        boolean old = connection.clock().isPast(signedAt.plus(ExpiringSignature.LIFE));
        return old && reading.deletion() == DeletionResult.Status.DENIED
                ? new DeletionErrors.Reading(DeletionResult.Status.EXPIRED, reading.code())
                : reading;
    }

    /** XML 1.0 cannot carry some characters, and its readers turn carriage returns into newlines: such keys go alone. */
    public static boolean fitsXml(String key) {
        return key.codePoints()
                .allMatch(c -> c >= 0x20 && c != 0x7F && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF);
    }

    /** A version's name on the wire; "null", empty and absent ids are one name to one server or another. */
    public record Name(String key, String versionId) {
        public static Name of(ObjectVersion version) {
            return of(version.key(), version.versionId());
        }

        public static Name of(@Nullable String key, @Nullable String versionId) {
            return new Name(key == null ? "" : key, versionId == null || versionId.isEmpty() ? "null" : versionId);
        }
    }

    /** Reads the answer to a DeleteObjects request: |deleted| + |errors| must be |requested|, name by name. */
    static final class DeleteResponseReader {
        private static final Reading NOT_ANSWERED = new Reading(DeletionResult.Status.UNKNOWN, "NotAnswered");

        private final Map<Name, Reading> readings = new HashMap<>();
        /** Errors that name a key and no version, as some servers give them. */
        private final Map<String, List<Reading>> keyErrors = new HashMap<>();

        private DeleteResponseReader(DeleteObjectsResponse response) {
            for (DeletedObject deleted : response.deleted()) {
                // A server may echo no id; then the marker it says it made tells that nothing was removed.
                boolean onlyMarked = Boolean.TRUE.equals(deleted.deleteMarker())
                        && deleted.versionId() == null
                        && deleted.deleteMarkerVersionId() != null;
                note(
                        Name.of(deleted.key(), deleted.versionId()),
                        onlyMarked
                                ? new Reading(DeletionResult.Status.UNKNOWN, "OnlyMarked")
                                : new Reading(DeletionResult.Status.DELETED, ""));
            }
            for (S3Error error : response.errors()) {
                Reading reading = DeletionErrors.of(error.code(), error.message());
                note(Name.of(error.key(), error.versionId()), reading);
                if (error.versionId() == null && error.key() != null) {
                    keyErrors
                            .computeIfAbsent(error.key(), k -> new ArrayList<>())
                            .add(reading);
                }
            }
        }

        static List<DeletionResult.Answer> read(List<ObjectVersion> versions, DeleteObjectsResponse response) {
            DeleteResponseReader reader = new DeleteResponseReader(response);
            Map<String, Integer> open = new HashMap<>();
            for (ObjectVersion version : versions) {
                if (!reader.readings.containsKey(Name.of(version))) {
                    open.merge(version.key(), 1, Integer::sum);
                }
            }
            return versions.stream()
                    .map(v -> {
                        Reading reading = reader.of(v, open.getOrDefault(v.key(), 0));
                        return new DeletionResult.Answer(v, reading.deletion(), reading.code());
                    })
                    .toList();
        }

        private void note(Name name, Reading reading) {
            readings.merge(
                    name, reading, (first, second) -> new Reading(DeletionResult.Status.UNKNOWN, "AnsweredTwice"));
        }

        /** An error for the key alone is this version's if every unanswered version of the key has one like it. */
        private Reading of(ObjectVersion version, int open) {
            Reading named = readings.get(Name.of(version));
            if (named != null) {
                return named;
            }
            List<Reading> errors = keyErrors.getOrDefault(version.key(), List.of());
            return errors.size() == open && errors.stream().distinct().count() == 1 ? errors.get(0) : NOT_ANSWERED;
        }
    }

    /** Several delete requests side by side, each sent at most once, all answered or in doubt when their time is up. */
    public static final class Parallel {
        /** The SDK may miss its own time limit. */
        private static final Duration GRACE = Duration.ofSeconds(1);

        private final S3Connection connection;
        private final VersionDeletion deletion;

        public Parallel(S3Connection connection, VersionDeletion deletion) {
            this.connection = connection;
            this.deletion = deletion;
        }

        public List<DeletionResult> delete(
                List<List<ObjectVersion>> parts, DeletePrecondition guard, Duration timeout, Instant signedAt) {
            if (parts.size() == 1) {
                return List.of(deletion.delete(parts.get(0), guard, timeout, signedAt));
            }
            long deadline = System.nanoTime() + timeout.toNanos();
            Set<Integer> begun = ConcurrentHashMap.newKeySet();
            List<Future<DeletionResult>> asked = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                int part = i;
                asked.add(connection.senders().submit(() -> {
                    begun.add(part);
                    Duration left = Duration.ofNanos(deadline - System.nanoTime());
                    return VersionDeletion.enough(left)
                            ? deletion.delete(parts.get(part), guard, left, signedAt)
                            : all(parts.get(part), DeletionResult.Status.FAILED, "NotSent");
                }));
            }
            List<DeletionResult> outcomes = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                outcomes.add(outcome(i, parts.get(i), asked.get(i), deadline, begun));
            }
            return outcomes;
        }

        private static DeletionResult outcome(
                int part,
                List<ObjectVersion> versions,
                Future<DeletionResult> asked,
                long deadline,
                Set<Integer> begun) {
            try {
                return asked.get(deadline + GRACE.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // What was cancelled before it began never begins.
                asked.cancel(true);
                return begun.contains(part)
                        ? all(versions, DeletionResult.Status.IN_DOUBT, "TimedOut")
                        : all(versions, DeletionResult.Status.FAILED, "NotSent");
            } catch (InterruptedException e) {
                asked.cancel(true);
                Thread.currentThread().interrupt();
                return all(versions, DeletionResult.Status.IN_DOUBT, "Interrupted");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IllegalArgumentException bug) {
                    throw bug;
                }
                return all(versions, DeletionResult.Status.IN_DOUBT, "Broken");
            }
        }

        private static DeletionResult all(List<ObjectVersion> versions, DeletionResult.Status deletion, String code) {
            return new DeletionResult(versions.stream()
                    .map(version -> new DeletionResult.Answer(version, deletion, code))
                    .toList());
        }
    }
}
