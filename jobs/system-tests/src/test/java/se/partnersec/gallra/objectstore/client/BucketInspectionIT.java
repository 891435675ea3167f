package se.partnersec.gallra.objectstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.BucketFacts.Versioning;
import se.partnersec.gallra.testing.TestServers;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule.Builder;
import software.amazon.awssdk.services.s3.model.TransitionStorageClass;

/** What preflight learns about a bucket before anything is erased from it. */
@Tag("once")
@Tag("full")
class BucketInspectionIT {
    @ParameterizedTest
    @EnumSource
    void tells_how_the_bucket_keeps_versions_and_leaves_nothing_behind(BucketKind kind) {
        try (ObjectBucket bucket = new ObjectBucket(kind.fresh())) {
            BucketFacts facts = bucket.inspect(List.of("calls/"), true);
            assertThat(facts.versioning()).isEqualTo(kind.versioned() ? Versioning.ENABLED : Versioning.NEVER);
            assertThat(facts.guard() == DeletePrecondition.VERSION_IDS).isEqualTo(kind.versioned());
            assertThat(facts.refusals()).isEmpty();
            List<ObjectVersion> left = new ArrayList<>();
            bucket.forEachVersion("", left::add);
            assertThat(left).isEmpty();
        }
    }

    @Test
    void without_leave_to_probe_nothing_is_written_and_nothing_guarded() {
        try (ObjectBucket bucket = new ObjectBucket(BucketKind.S3PROXY_UNVERSIONED.fresh())) {
            assertThat(bucket.inspect(List.of("calls/"), false).guard()).isEqualTo(DeletePrecondition.NONE);
        }
    }

    @Test
    void what_the_store_does_not_know_is_stated_s3proxy() {
        try (ObjectBucket bucket = new ObjectBucket(BucketKind.S3PROXY_VERSIONED.fresh())) {
            assertThat(bucket.inspect(List.of("calls/"), true).unknown())
                    .hasSize(3)
                    .allMatch(n -> n.endsWith("not checked"))
                    .anyMatch(n -> n.contains("Object Lock"))
                    .anyMatch(n -> n.contains("lifecycle"))
                    .anyMatch(n -> n.contains("replication"));
        }
    }

    @Test
    void a_lifecycle_rule_that_deletes_below_our_prefix_is_a_refusal_moto() {
        for (String prefix : List.of("", "calls/", "calls/2026/", "c")) {
            BucketFacts facts = withRule(r -> r.filter(f -> f.prefix(prefix)).expiration(e -> e.days(20)));
            assertThat(facts.refusals())
                    .singleElement()
                    .asString()
                    .contains("lifecycle rule 'sweep'", "'" + prefix + "'", "Remove the rule");
        }
        assertThat(withRule(r ->
                                r.filter(f -> f.prefix("calls/")).noncurrentVersionExpiration(e -> e.noncurrentDays(1)))
                        .refusals())
                .hasSize(1);
    }

    @Test
    void a_lifecycle_rule_elsewhere_switched_off_or_only_for_uploads_is_none_moto() {
        assertThat(withRule(r -> r.filter(f -> f.prefix("other/")).expiration(e -> e.days(20)))
                        .lifecycleRules())
                .isEmpty();
        assertThat(withRule(r -> r.filter(f -> f.prefix("calls/"))
                                .status(ExpirationStatus.DISABLED)
                                .expiration(e -> e.days(20)))
                        .lifecycleRules())
                .isEmpty();
        BucketFacts uploads = withRule(
                r -> r.filter(f -> f.prefix("calls/")).abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(1)));
        assertThat(uploads.refusals()).isEmpty();
        assertThat(uploads.lifecycleRules()).singleElement().matches(LifecycleRule::abortsUploads);
    }

    @Test
    void a_lifecycle_rule_that_moves_objects_is_a_note_moto() {
        BucketFacts facts = withRule(r -> r.filter(f -> f.prefix("calls/"))
                .transitions(t -> t.days(5).storageClass(TransitionStorageClass.GLACIER)));
        assertThat(facts.refusals()).isEmpty();
        assertThat(facts.notes()).anyMatch(n -> n.contains("'sweep' that moves objects"));
    }

    private static BucketFacts withRule(Consumer<Builder> rule) {
        BucketSettings settings = BucketKind.MOTO_VERSIONED.fresh();
        try (S3Client s3 = BucketKind.MOTO_VERSIONED.server().client();
                ObjectBucket bucket = new ObjectBucket(settings)) {
            s3.putBucketLifecycleConfiguration(b -> b.bucket(settings.bucket())
                    .lifecycleConfiguration(c -> c.rules(r -> {
                        r.id("sweep").status(ExpirationStatus.ENABLED);
                        rule.accept(r);
                    })));
            return bucket.inspect(List.of("calls/"), true);
        }
    }

    @Test
    void a_replica_is_a_copy_to_be_named_moto() {
        BucketSettings settings = BucketKind.MOTO_VERSIONED.fresh();
        String target = TestServers.freshBucket(BucketKind.MOTO_VERSIONED.server(), true);
        try (S3Client s3 = BucketKind.MOTO_VERSIONED.server().client();
                ObjectBucket bucket = new ObjectBucket(settings)) {
            s3.putBucketReplication(b -> b.bucket(settings.bucket())
                    .replicationConfiguration(c -> c.role("arn:aws:iam::123456789012:role/copy")
                            .rules(r -> r.id("copy")
                                    .priority(1)
                                    .status("Enabled")
                                    .filter(f -> f.prefix(""))
                                    .deleteMarkerReplication(d -> d.status("Disabled"))
                                    .destination(d -> d.bucket("arn:aws:s3:::" + target)))));
            BucketFacts facts = bucket.inspect(List.of("calls/"), true);
            assertThat(facts.replicas()).containsExactly(target);
            assertThat(facts.notes()).anyMatch(n -> n.contains("is copied to bucket " + target));
        }
    }

    @Test
    void mfa_delete_is_a_refusal() {
        BucketFacts facts = new BucketFacts(
                "bucket b",
                Versioning.ENABLED,
                true,
                "",
                List.of(),
                List.of(),
                DeletePrecondition.VERSION_IDS,
                BucketFacts.Fencing.FENCED,
                List.of());
        assertThat(facts.refusals()).singleElement().asString().contains("MFA", "no batch job can erase");
    }

    @Test
    void a_bucket_out_of_reach_ends_the_inspection() {
        BucketSettings nobody = new BucketSettings("http://127.0.0.1:9", "eu-north-1", "nobody", "a", "b", null);
        try (ObjectBucket bucket = new ObjectBucket(nobody)) {
            assertThatThrownBy(() -> bucket.inspect(List.of(), true)).isInstanceOf(ObjectStoreException.class);
        }
    }
}
