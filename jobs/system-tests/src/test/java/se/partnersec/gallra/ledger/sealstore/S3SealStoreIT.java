package se.partnersec.gallra.ledger.sealstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.objectstore.bucket.ObjectLockBucket;
import se.partnersec.gallra.operations.bucketpolicy.BucketAccountUse;
import se.partnersec.gallra.operations.bucketpolicy.BucketPolicyWriter;
import se.partnersec.gallra.operations.bucketpolicy.BucketScope;
import se.partnersec.gallra.operations.bucketpolicy.IamPolicy;
import se.partnersec.gallra.testing.TestObjectStore;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.network.S3Calls;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

@Tag("full")
class S3SealStoreIT {
    private static final Clock CLOCK = Clock.fixed(Instant.now(Clock.systemUTC()), ZoneOffset.UTC);
    private static final int DAYS = 400;

    private static S3SealStore place(TestObjectStore store, String bucket, boolean acceptUnlocked) {
        SealSettings settings = new SealSettings(
                SealSettings.KeyFiles.NONE,
                SealSettings.KeyFiles.NONE,
                null,
                store.bucket(bucket),
                "seals/",
                DAYS,
                acceptUnlocked);
        return new S3SealStore(new ObjectLockBucket(store.bucket(bucket)), settings, CLOCK);
    }

    @Test
    void a_bucket_without_object_lock_is_refused_unless_it_is_accepted() {
        TestObjectStore store = TestServers.objectStore();
        String bucket = TestServers.freshBucket(true);

        assertThatThrownBy(() -> place(store, bucket, false).put(1, "seal one\n"))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("has no Object Lock");
        assertThat(place(store, bucket, false).newest()).isZero();
        S3SealStore accepted = place(store, bucket, true);
        accepted.put(1, "seal one\n");
        accepted.put(12, "seal twelve\n");
        accepted.put(1, "seal one\n");
        assertThat(accepted.newest()).isEqualTo(12);
        assertThat(accepted.read(2)).isEmpty();
        // One that lies there unlocked is not taken for one that is locked.
        assertThatThrownBy(() -> place(store, bucket, false).put(1, "seal one\n"))
                .hasMessageContaining("but not locked");
    }

    /** The shipped policy grants what was asked, all of it is needed, and nothing else can be done with it. */
    private static void grantedToTheSealer(String bucket, Set<S3Calls.Asked> asked) {
        IamPolicy policy = IamPolicy.read(
                BucketPolicyWriter.write(BucketAccountUse.SEALER, new BucketScope(bucket, List.of("seals/"))));
        assertThat(asked).allMatch(each -> policy.allows(each.action(), each.resource(), each.circumstances()));
        assertThat(asked).extracting(S3Calls.Asked::action).contains("s3:PutObjectRetention", "s3:GetObjectVersion");
        String key = "arn:aws:s3:::" + bucket + "/seals/seal-0000000007.txt";
        Map<String, String> unlocked = Map.of("aws:SecureTransport", "true");
        assertThat(policy.allows("s3:PutObject", key, unlocked)).isFalse();
        assertThat(policy.allows("s3:DeleteObjectVersion", key, unlocked)).isFalse();
        for (int days : new int[] {3653, 3654}) {
            Map<String, String> locked = Map.of(
                    "aws:SecureTransport", "true",
                    "s3:object-lock-mode", "COMPLIANCE",
                    "s3:object-lock-remaining-retention-days", Integer.toString(days));
            assertThat(policy.allows("s3:PutObject", key, locked))
                    .as("locked for " + days + " days")
                    .isEqualTo(days == 3653);
        }
    }

    @Test
    void the_store_itself_keeps_a_seal_until_its_retention_is_over() {
        Optional<TestObjectStore> locking = TestServers.lockingObjectStore();
        assumeThat(locking).as("a store with Object Lock is at hand").isPresent();
        TestObjectStore store = locking.orElseThrow();
        String bucket = "seals-" + UUID.randomUUID();
        try (S3Client s3 = store.client()) {
            s3.createBucket(b -> b.bucket(bucket).objectLockEnabledForBucket(true));
            S3SealStore place = place(store, bucket, false);
            Set<S3Calls.Asked> asked = S3Calls.during(bucket, () -> {
                place.put(7, "seal seven\n");
                place.put(7, "seal seven\n");
                assertThat(place.newest()).isEqualTo(7);
            });
            grantedToTheSealer(bucket, asked);

            HeadObjectResponse head = s3.headObject(r -> r.bucket(bucket).key("seals/seal-0000000007.txt"));
            assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.COMPLIANCE);
            assertThat(head.objectLockRetainUntilDate())
                    .isBetween(
                            CLOCK.instant().plusSeconds(DAYS * 86_400L - 2),
                            CLOCK.instant().plusSeconds(DAYS * 86_400L + 2));
            assertThatThrownBy(() -> s3.deleteObject(r ->
                            r.bucket(bucket).key("seals/seal-0000000007.txt").versionId(head.versionId())))
                    .isInstanceOf(S3Exception.class);

            // Whoever owns the bucket may lay another version, or a marker, on top: the first one counts.
            s3.putObject(
                    r -> r.bucket(bucket).key("seals/seal-0000000007.txt"),
                    software.amazon.awssdk.core.sync.RequestBody.fromString("another seal seven\n"));
            assertThat(place.read(7)).contains("seal seven\n");
            s3.deleteObject(r -> r.bucket(bucket).key("seals/seal-0000000007.txt"));
            assertThat(place.read(7)).contains("seal seven\n");
            assertThat(place.newest()).isEqualTo(7);
            assertThatThrownBy(() -> place.put(7, "a third\n")).hasMessageContaining("lies another seal 7");
        }
    }
}
