package se.partnersec.gallra.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import se.partnersec.gallra.store.DeleteErrors.Reading;
import se.partnersec.gallra.store.VersionDeletion.Name;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Reads the answer to a DeleteObjects request: |deleted| + |errors| must be |requested|, name by name. */
final class AnswerReader {
    private AnswerReader() {}

    static List<DeleteAnswer> read(List<ObjectVersion> versions, DeleteObjectsResponse response) {
        Map<Name, Reading> readings = new HashMap<>();
        for (DeletedObject deleted : response.deleted()) {
            // A server may echo no id; then the marker it says it made tells that nothing was removed.
            boolean onlyMarked = Boolean.TRUE.equals(deleted.deleteMarker())
                    && deleted.versionId() == null
                    && deleted.deleteMarkerVersionId() != null;
            note(
                    readings,
                    Name.of(deleted.key(), deleted.versionId()),
                    onlyMarked ? new Reading(Deletion.UNKNOWN, "OnlyMarked") : new Reading(Deletion.DELETED, ""));
        }
        for (S3Error error : response.errors()) {
            note(readings, Name.of(error.key(), error.versionId()), DeleteErrors.of(error.code(), error.message()));
        }
        return versions.stream().map(v -> answer(v, readings)).toList();
    }

    private static void note(Map<Name, Reading> readings, Name name, Reading reading) {
        readings.merge(name, reading, (first, second) -> new Reading(Deletion.UNKNOWN, "AnsweredTwice"));
    }

    private static DeleteAnswer answer(ObjectVersion version, Map<Name, Reading> readings) {
        Reading reading = readings.getOrDefault(Name.of(version), new Reading(Deletion.UNKNOWN, "NotAnswered"));
        return new DeleteAnswer(version, reading.deletion(), reading.code());
    }
}
