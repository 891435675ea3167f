package se.partnersec.gallra.objectstore.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.deletion.DeletionResult;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/** Locked versions are refused by the store and told as DENIED (on moto, which enforces Object Lock). */
@Tag("once")
@Tag("full")
class ObjectLockIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private S3Client s3;
    private ObjectBucket bucket;

    @BeforeEach
    void lockable() {
        s3 = BucketKind.MOTO_VERSIONED.server().client();
        String name = "lock-" + UUID.randomUUID();
        s3.createBucket(b -> b.bucket(name).objectLockEnabledForBucket(true));
        bucket = new ObjectBucket(BucketKind.MOTO_VERSIONED.server().bucket(name));
    }

    @AfterEach
    void close() {
        if (bucket != null) {
            bucket.close();
            s3.close();
        }
    }

    @Test
    void a_retained_version_is_denied_and_the_others_go_moto() {
        List<ObjectVersion> listed = three();
        // To the second: moto answers 500 to anything finer.
        Instant until = Instant.parse("2199-01-01T00:00:00Z").truncatedTo(ChronoUnit.SECONDS);
        s3.putObjectRetention(b -> b.bucket(bucket.name())
                .key("b")
                .versionId(listed.get(1).versionId())
                .retention(r -> r.mode(ObjectLockRetentionMode.COMPLIANCE).retainUntilDate(until)));
        assertSecondDenied(listed);
    }

    @Test
    void a_version_under_legal_hold_is_denied_until_the_hold_is_lifted_moto() {
        List<ObjectVersion> listed = three();
        legalHold(listed.get(1), ObjectLockLegalHoldStatus.ON);
        assertSecondDenied(listed);
        legalHold(listed.get(1), ObjectLockLegalHoldStatus.OFF);
        assertThat(bucket.delete(bucket.versionsOf("b"), DeletePrecondition.VERSION_IDS, TIMEOUT)
                        .count(DeletionResult.Status.DELETED))
                .isEqualTo(1);
        assertThat(bucket.versionsOf("b")).isEmpty();
    }

    @Test
    void a_locked_version_whose_key_fits_no_xml_is_denied_alone_moto() {
        bucket.put("b\u007f", new byte[] {1});
        ObjectVersion locked = bucket.versionsOf("b\u007f").get(0);
        legalHold(locked, ObjectLockLegalHoldStatus.ON);
        assertThat(bucket.delete(List.of(locked), DeletePrecondition.VERSION_IDS, TIMEOUT)
                        .versions(DeletionResult.Status.DENIED))
                .containsExactly(locked);
        assertThat(bucket.versionsOf("b\u007f")).hasSize(1);
    }

    @Test
    void a_marker_over_a_locked_version_does_not_make_it_gone_moto() {
        List<ObjectVersion> listed = three();
        legalHold(listed.get(1), ObjectLockLegalHoldStatus.ON);
        bucket.hide("b");
        List<ObjectVersion> both = bucket.versionsOf("b");
        assertThat(both).hasSize(2);
        DeletionResult outcome = bucket.delete(both, DeletePrecondition.VERSION_IDS, TIMEOUT);
        assertThat(outcome.versions(DeletionResult.Status.DENIED))
                .singleElement()
                .matches(listed.get(1)::sameAs);
        assertThat(bucket.versionsOf("b"))
                .extracting(ObjectVersion::versionId)
                .contains(listed.get(1).versionId());
    }

    @Test
    void inspection_tells_of_object_lock_and_its_default_moto() {
        assertThat(bucket.inspect(List.of("calls/"), true).objectLock()).isEqualTo("no default retention");
        s3.putObjectLockConfiguration(b -> b.bucket(bucket.name())
                .objectLockConfiguration(c -> c.objectLockEnabled("Enabled")
                        .rule(r -> r.defaultRetention(
                                d -> d.mode(ObjectLockRetentionMode.GOVERNANCE).days(40)))));
        BucketFacts facts = bucket.inspect(List.of("calls/"), true);
        assertThat(facts.objectLock()).isEqualTo("default GOVERNANCE 40 days");
        assertThat(facts.notes()).anyMatch(n -> n.contains("default GOVERNANCE 40 days"));
    }

    private List<ObjectVersion> three() {
        List<ObjectVersion> listed = new ArrayList<>();
        for (String key : List.of("a", "b", "c")) {
            bucket.put(key, new byte[] {1});
            listed.addAll(bucket.versionsOf(key));
        }
        return listed;
    }

    private void legalHold(ObjectVersion version, ObjectLockLegalHoldStatus status) {
        s3.putObjectLegalHold(b -> b.bucket(bucket.name())
                .key(version.key())
                .versionId(version.versionId())
                .legalHold(h -> h.status(status)));
    }

    private void assertSecondDenied(List<ObjectVersion> listed) {
        DeletionResult outcome = bucket.delete(listed, DeletePrecondition.VERSION_IDS, TIMEOUT);
        assertThat(outcome.answers())
                .extracting(DeletionResult.Answer::deletion)
                .containsExactly(
                        DeletionResult.Status.DELETED, DeletionResult.Status.DENIED, DeletionResult.Status.DELETED);
        assertThat(bucket.versionsOf(List.of("a", "b", "c")).values())
                .extracting(List::size)
                .containsExactly(0, 1, 0);
    }
}
