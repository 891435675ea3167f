package se.partnersec.gallra.objectstore.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.testing.HostileS3;

/** Every call says whose bucket it means (on moto, which does not mind; s3proxy refuses the header, and only AWS compares it). */
@Tag("once")
@Tag("full")
class BucketOwnerIT {
    private static final String OWNER = "123456789012";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Test
    void every_call_names_the_owner_we_expect_moto() {
        try (HostileS3 watched = new HostileS3(BucketKind.MOTO_VERSIONED.fresh());
                ObjectBucket anybodys = new ObjectBucket(watched.settings());
                ObjectBucket ours = new ObjectBucket(ownedBy(OWNER, watched.settings()))) {
            watched.expectHeader("x-amz-expected-bucket-owner", OWNER);
            ours.put("calls/x", new byte[] {1});
            ours.hide("calls/x");
            ours.delete(ours.versionsOf("calls/x"), DeletePrecondition.VERSION_IDS, TIMEOUT);
            ours.put("calls/\u007f", new byte[] {1});
            ours.delete(ours.versionsOf("calls/\u007f"), DeletePrecondition.VERSION_IDS, TIMEOUT);
            ours.versionsOf(List.of("calls/x", "calls/y"));
            ours.unfinishedUploadsOf("calls/x");
            ours.abort(new UnfinishedUpload("calls/x", "none", Instant.EPOCH), TIMEOUT, ours.storeTime());
            ours.inspect(List.of("calls/"), true);
            assertThat(watched.unexpected()).isZero();
            anybodys.versionsOf("calls/x");
            assertThat(watched.unexpected()).isEqualTo(1);
        }
    }

    private static BucketSettings ownedBy(String owner, BucketSettings s) {
        return new BucketSettings(s.endpoint(), s.region(), s.bucket(), s.accessKey(), s.secretKey(), owner);
    }
}
