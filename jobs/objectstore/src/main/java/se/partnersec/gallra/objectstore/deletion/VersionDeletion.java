package se.partnersec.gallra.objectstore.deletion;

import java.time.Duration;
import java.util.ArrayList;
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
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.objectstore.client.S3Connection;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

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

    public DeletionResult delete(List<ObjectVersion> versions, DeletePrecondition guard, Duration timeout) {
        if (versions.size() > MOST) {
            throw new IllegalArgumentException(
                    "one delete request holds at most " + MOST + " versions, was given " + versions.size());
        }
        Set<Name> names = new HashSet<>();
        List<ObjectVersion> together = new ArrayList<>();
        List<ObjectVersion> singly = new ArrayList<>();
        Map<Name, DeletionAnswer> answers = new LinkedHashMap<>();
        for (ObjectVersion version : versions) {
            Name name = Name.of(version);
            if (!names.add(name)) {
                throw new IllegalArgumentException("one version was given twice to a delete request. Indicates a bug.");
            }
            if (!guard.covers(version)) {
                answers.put(name, new DeletionAnswer(version, DeletionStatus.UNGUARDED, "NoCondition"));
            } else if (conditional(version, guard) && guard.singly() || !fitsXml(version.key())) {
                singly.add(version);
            } else {
                together.add(version);
            }
        }
        int sentAt = connection.bound().halvings();
        long deadline = System.nanoTime() + timeout.toNanos();
        inOneRequest(together, guard, timeout).forEach(a -> answers.put(Name.of(a.version()), a));
        oneByOne(singly, guard, deadline).forEach(a -> answers.put(Name.of(a.version()), a));
        DeletionResult outcome = new DeletionResult(versions.stream()
                .map(v -> Objects.requireNonNull(answers.get(Name.of(v))))
                .toList());
        if (outcome.count(DeletionStatus.THROTTLED) > 0) {
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

    private static @Nullable String id(ObjectVersion version, DeletePrecondition guard) {
        return version.mutable() && !guard.namesNull() ? null : version.versionId();
    }

    private List<DeletionAnswer> inOneRequest(
            List<ObjectVersion> versions, DeletePrecondition guard, Duration timeout) {
        if (versions.isEmpty()) {
            return List.of();
        }
        List<ObjectIdentifier> identifiers = versions.stream()
                .map(v -> ObjectIdentifier.builder()
                        .key(v.key())
                        .versionId(id(v, guard))
                        .eTag(conditional(v, guard) ? v.etag() : null)
                        .build())
                .toList();
        try {
            DeleteObjectsResponse response = connection
                    .deletes()
                    .deleteObjects(r -> r.bucket(connection.bucket())
                            .delete(d -> d.objects(identifiers).quiet(false))
                            .overrideConfiguration(c -> c.apiCallTimeout(timeout)));
            return DeleteResponseReader.read(versions, response);
        } catch (SdkException e) {
            DeletionErrors.Reading reading = DeletionErrors.of(e);
            return versions.stream()
                    .map(v -> new DeletionAnswer(v, reading.deletion(), reading.code()))
                    .toList();
        }
    }

    private List<DeletionAnswer> oneByOne(List<ObjectVersion> versions, DeletePrecondition guard, long deadline) {
        Set<ObjectVersion> begun = ConcurrentHashMap.newKeySet();
        List<Future<DeletionAnswer>> asked = new ArrayList<>();
        for (ObjectVersion version : versions) {
            asked.add(connection.singles().submit(() -> {
                begun.add(version);
                return one(version, guard, deadline);
            }));
        }
        List<DeletionAnswer> answers = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            answers.add(answer(versions.get(i), asked.get(i), deadline, begun));
        }
        return answers;
    }

    /** The SDK may miss its own time limit when little of it was left as the request began. */
    private DeletionAnswer answer(
            ObjectVersion version, Future<DeletionAnswer> asked, long deadline, Set<ObjectVersion> begun) {
        try {
            return asked.get(deadline + GRACE.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            // What begins from now on finds the time used up and sends nothing.
            return begun.contains(version)
                    ? new DeletionAnswer(version, DeletionStatus.IN_DOUBT, "TimedOut")
                    : new DeletionAnswer(version, DeletionStatus.FAILED, "NotSent");
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            return new DeletionAnswer(version, DeletionStatus.IN_DOUBT, "Interrupted");
        } catch (ExecutionException e) {
            return new DeletionAnswer(version, DeletionStatus.IN_DOUBT, "Broken");
        }
    }

    private DeletionAnswer one(ObjectVersion version, DeletePrecondition guard, long deadline) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (!enough(left)) {
            return new DeletionAnswer(version, DeletionStatus.FAILED, "NotSent");
        }
        try {
            connection
                    .deletes()
                    .deleteObject(r -> r.bucket(connection.bucket())
                            .key(version.key())
                            .versionId(id(version, guard))
                            .ifMatch(conditional(version, guard) ? version.etag() : null)
                            .overrideConfiguration(c -> c.apiCallTimeout(left)));
            return new DeletionAnswer(version, DeletionStatus.DELETED, "");
        } catch (SdkException e) {
            DeletionErrors.Reading reading = DeletionErrors.of(e);
            return new DeletionAnswer(version, reading.deletion(), reading.code());
        }
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
}
