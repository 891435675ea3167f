package se.partnersec.gallra.objectstore.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.deletion.DeletionResult;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Parts of uploads that never ended are copies: found by their exact key, and ended. */
@Tag("once")
@Tag("full")
class UnfinishedUploadsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource
    void unfinished_uploads_of_exactly_a_key_are_found_and_ended(BucketKind kind) throws Exception {
        BucketSettings settings = kind.fresh();
        try (S3Client s3 = kind.server().client();
                ObjectBucket bucket = new ObjectBucket(settings)) {
            for (String key : List.of("calls/å b+c.wav", "calls/å b+c.wav", "calls/å b+c.wav.tmp", "other")) {
                String upload = s3.createMultipartUpload(
                                b -> b.bucket(settings.bucket()).key(key))
                        .uploadId();
                s3.uploadPart(
                        b -> b.bucket(settings.bucket())
                                .key(key)
                                .uploadId(upload)
                                .partNumber(1),
                        RequestBody.fromString("half"));
            }
            assertThat(bucket.versionsOf("calls/å b+c.wav")).isEmpty();
            List<UnfinishedUpload> uploads = bucket.unfinishedUploadsOf("calls/å b+c.wav");
            assertThat(uploads).hasSize(2).allMatch(u -> u.key().equals("calls/å b+c.wav"));
            uploads.forEach(u ->
                    assertThat(bucket.abort(u, TIMEOUT, bucket.storeTime())).isEqualTo(DeletionResult.Status.DELETED));
            assertThat(bucket.unfinishedUploadsOf("calls/å b+c.wav")).isEmpty();
            Set<String> keys = Set.of("calls/å b+c.wav", "calls/å b+c.wav.tmp", "other");
            assertThat(bucket.unfinishedUploadsOf(keys, List.of("calls/")).get())
                    .extracting(UnfinishedUpload::key)
                    .containsExactly("calls/å b+c.wav.tmp");
            assertThat(bucket.unfinishedUploadsOf(keys, List.of("calls/", "o")).get())
                    .extracting(UnfinishedUpload::key)
                    .containsExactly("calls/å b+c.wav.tmp", "other");
            assertThat(bucket.abort(uploads.get(0), TIMEOUT, bucket.storeTime()))
                    .isIn(DeletionResult.Status.MISSING, DeletionResult.Status.DELETED);
        }
    }
}
