package se.partnersec.gallra.objectstore.deletion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.objectstore.deletion.DeletionErrors.Reading;
import se.partnersec.gallra.objectstore.deletion.VersionDeletion.Name;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Reads the answer to a DeleteObjects request: |deleted| + |errors| must be |requested|, name by name. */
final class DeleteResponseReader {
    private static final Reading NOT_ANSWERED = new Reading(DeletionStatus.UNKNOWN, "NotAnswered");

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
                            ? new Reading(DeletionStatus.UNKNOWN, "OnlyMarked")
                            : new Reading(DeletionStatus.DELETED, ""));
        }
        for (S3Error error : response.errors()) {
            Reading reading = DeletionErrors.of(error.code(), error.message());
            note(Name.of(error.key(), error.versionId()), reading);
            if (error.versionId() == null && error.key() != null) {
                keyErrors.computeIfAbsent(error.key(), k -> new ArrayList<>()).add(reading);
            }
        }
    }

    static List<DeletionAnswer> read(List<ObjectVersion> versions, DeleteObjectsResponse response) {
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
                    return new DeletionAnswer(v, reading.deletion(), reading.code());
                })
                .toList();
    }

    private void note(Name name, Reading reading) {
        readings.merge(name, reading, (first, second) -> new Reading(DeletionStatus.UNKNOWN, "AnsweredTwice"));
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
