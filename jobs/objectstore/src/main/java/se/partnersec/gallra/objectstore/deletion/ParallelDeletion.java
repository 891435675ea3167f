package se.partnersec.gallra.objectstore.deletion;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.objectstore.client.S3Connection;

/** Several delete requests side by side, each sent at most once, all answered or in doubt when their time is up. */
public final class ParallelDeletion {
    /** The SDK may miss its own time limit. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final S3Connection connection;
    private final VersionDeletion deletion;

    public ParallelDeletion(S3Connection connection, VersionDeletion deletion) {
        this.connection = connection;
        this.deletion = deletion;
    }

    public List<DeletionResult> delete(List<List<ObjectVersion>> parts, DeletePrecondition guard, Duration timeout) {
        if (parts.size() == 1) {
            return List.of(deletion.delete(parts.get(0), guard, timeout));
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
                        ? deletion.delete(parts.get(part), guard, left)
                        : all(parts.get(part), DeletionStatus.FAILED, "NotSent");
            }));
        }
        List<DeletionResult> outcomes = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            outcomes.add(outcome(i, parts.get(i), asked.get(i), deadline, begun));
        }
        return outcomes;
    }

    private static DeletionResult outcome(
            int part, List<ObjectVersion> versions, Future<DeletionResult> asked, long deadline, Set<Integer> begun) {
        try {
            return asked.get(deadline + GRACE.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // What was cancelled before it began never begins.
            asked.cancel(true);
            return begun.contains(part)
                    ? all(versions, DeletionStatus.IN_DOUBT, "TimedOut")
                    : all(versions, DeletionStatus.FAILED, "NotSent");
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            return all(versions, DeletionStatus.IN_DOUBT, "Interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException bug) {
                throw bug;
            }
            return all(versions, DeletionStatus.IN_DOUBT, "Broken");
        }
    }

    private static DeletionResult all(List<ObjectVersion> versions, DeletionStatus deletion, String code) {
        return new DeletionResult(versions.stream()
                .map(version -> new DeletionAnswer(version, deletion, code))
                .toList());
    }
}
