package se.partnersec.gallra.runs.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static se.partnersec.gallra.runs.preflight.PreflightRig.refused;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.HostileS3;
import se.partnersec.gallra.testing.Lies;
import se.partnersec.gallra.testing.TestObjectStore;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;

/** What preflight makes of the bucket; it does not depend on the database, so once is enough. */
@GallraTest(chunk = 100)
@Tag("once")
@Tag("full")
class BucketPreflightIT {
    private final Workplace place;
    private final PreflightRig rig;

    BucketPreflightIT(Workplace place, PreflightRig rig) {
        this.place = place;
        this.rig = rig;
    }

    @Test
    void without_a_bucket_only_categories_without_objects_run() {
        rig.bucket = () -> null;
        refused(rig.check(CategoryIds.CALL_RECORDINGS), "bucket", "set GALLRA_S3_BUCKET");
        refused(rig.check(CategoryIds.CHAT_LOGS), "bucket", "attachments");
        assertThat(rig.check(CategoryIds.IP_LOGS).passes()).isTrue();
    }

    @Test
    void a_store_out_of_reach_is_worth_another_try_and_a_missing_bucket_is_not() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        PreflightReport gone = rig.bucket(
                        new BucketSettings("http://127.0.0.1:" + closed, "eu-north-1", "bucket", "key", "secret", null))
                .check(CategoryIds.CALL_RECORDINGS);
        refused(gone, "bucket", "cannot be reached");
        assertThat(gone.exit()).isEqualTo(ExitCode.ENVIRONMENT);
        PreflightReport missing =
                rig.bucket(TestServers.objectStore().bucket("no-such-bucket")).check(CategoryIds.CALL_RECORDINGS);
        refused(missing, "bucket", "GALLRA_S3_BUCKET");
        assertThat(missing.exit()).isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void a_bucket_without_versions_needs_a_store_that_compares_or_a_risk_accepted_by_name() {
        BucketSettings plain = TestServers.objectStore().bucket(TestServers.freshBucket(false));
        assertThat(rig.bucket(plain).check(CategoryIds.CALL_RECORDINGS).guard())
                .isEqualTo(DeletePrecondition.ETAG_IN_BATCH);
        PreflightReport unwritten = rig.preflight().check(Set.of(CategoryIds.CALL_RECORDINGS), rig.today(), false);
        assertThat(unwritten.passes()).isTrue();
        assertThat(unwritten.notes()).anySatisfy(note -> assertThat(note.text()).contains("a run tries it"));
        try (HostileS3 hostile = new HostileS3(plain)) {
            hostile.tell(Lies.swallowDeletes());
            rig.bucket(hostile.settings());
            refused(rig.check(CategoryIds.CALL_RECORDINGS), "bucket", "unguarded_delete: accepted");
            accept("prefix: calls/", "prefix: calls/, unguarded_delete: accepted");
            PreflightReport accepted = rig.check(CategoryIds.CALL_RECORDINGS);
            assertThat(accepted.refusals()).isEmpty();
            assertThat(accepted.guard()).isEqualTo(DeletePrecondition.RISK_ACCEPTED);
            refused(rig.check(CategoryIds.CHAT_LOGS), "bucket", "accept it by name for attachments");
        }
    }

    @Test
    void a_mapping_to_another_bucket_is_refused() {
        accept("prefix: calls/", "prefix: calls/, bucket: another-one");
        refused(rig.check(CategoryIds.CALL_RECORDINGS), "bucket", "mapped to bucket another-one");
    }

    @Test
    void a_lifecycle_rule_that_deletes_below_a_mapped_prefix_is_refused() {
        TestObjectStore moto = TestServers.lockingObjectStore().orElse(null);
        Assumptions.assumeTrue(moto != null, "no moto container");
        if (moto == null) {
            return;
        }
        String name = TestServers.freshBucket(moto, true);
        rig.bucket(moto.bucket(name));
        assertThat(rig.check(CategoryIds.CALL_RECORDINGS).passes()).isTrue();
        try (S3Client s3 = moto.client()) {
            s3.putBucketLifecycleConfiguration(b -> b.bucket(name)
                    .lifecycleConfiguration(c -> c.rules(r -> r.id("sweep")
                            .status(ExpirationStatus.ENABLED)
                            .filter(f -> f.prefix("calls/"))
                            .expiration(e -> e.days(20)))));
        }
        refused(rig.check(CategoryIds.CALL_RECORDINGS), "bucket", "lifecycle rule 'sweep'");
        assertThat(rig.check(CategoryIds.CHAT_LOGS).passes()).isTrue();
    }

    private void accept(String old, String changed) {
        place.change("sources.yml", text -> {
            int at = text.lastIndexOf(old);
            return text.substring(0, at) + changed + text.substring(at + old.length());
        });
    }
}
