package se.partnersec.gallra.testing;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** A bucket whose objects go between tests, with all versions, markers and unfinished uploads. */
final class EmptiedBucket {
    private EmptiedBucket() {}

    static void empty(S3Client s3, String bucket) {
        for (List<ObjectIdentifier> page = page(s3, bucket); !page.isEmpty(); page = page(s3, bucket)) {
            List<ObjectIdentifier> all = page;
            s3.deleteObjects(b -> b.bucket(bucket).delete(d -> d.objects(all)));
        }
        s3.listMultipartUploads(b -> b.bucket(bucket))
                .uploads()
                .forEach(begun -> s3.abortMultipartUpload(
                        b -> b.bucket(bucket).key(begun.key()).uploadId(begun.uploadId())));
    }

    private static List<ObjectIdentifier> page(S3Client s3, String bucket) {
        ListObjectVersionsResponse found = s3.listObjectVersions(b -> b.bucket(bucket));
        return Stream.concat(
                        found.versions().stream().map(v -> identifier(v.key(), v.versionId())),
                        found.deleteMarkers().stream().map(m -> identifier(m.key(), m.versionId())))
                .toList();
    }

    private static ObjectIdentifier identifier(String key, String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }
}
