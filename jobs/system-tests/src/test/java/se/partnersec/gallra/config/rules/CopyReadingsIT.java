package se.partnersec.gallra.config.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.copies.CopyLocation;
import se.partnersec.gallra.config.copies.CopyReading;
import se.partnersec.gallra.config.copies.CopyReading.Kind;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.ServerCopyInspector;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.BucketKind;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.HostileS3;
import se.partnersec.gallra.testing.Lies;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/** What real servers tell of themselves, and that what they do not tell is unknown. */
@GallraTest(chunk = 3)
@Tag("full")
class CopyReadingsIT {
    private final Workplace work;
    private final SuiteContext suite;

    CopyReadingsIT(Workplace work, SuiteContext suite) {
        this.work = work;
        this.suite = suite;
    }

    private static CopyReading of(List<CopyReading> readings, CopyLocation place) {
        return readings.stream()
                .filter(each -> each.place() == place)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_server_tells_the_reader_of_its_log_what_an_administrator_sees() {
        CopyReading log = of(
                new ServerCopyInspector(new JdbcTemplate(suite.pool(DatabaseRole.READER))).look(),
                CopyLocation.BINARY_LOG);
        String on = work.admin().queryForObject("SELECT @@GLOBAL.log_bin", String.class);
        if ("0".equals(on)) {
            assertThat(log.kind()).isEqualTo(Kind.NONE);
        } else {
            Long seconds = work.admin().queryForObject("SELECT @@GLOBAL.binlog_expire_logs_seconds", Long.class);
            assertThat(log.kind()).isEqualTo(Long.valueOf(0).equals(seconds) ? Kind.ENDLESS : Kind.DAYS);
            assertThat(log.setting()).isEqualTo("binlog_expire_logs_seconds=" + seconds);
        }
    }

    @Test
    void who_may_not_ask_for_replicas_does_not_know_whether_there_are_any() {
        assertThat(of(
                                new ServerCopyInspector(new JdbcTemplate(suite.pool(DatabaseRole.READER))).look(),
                                CopyLocation.REPLICAS)
                        .kind())
                .isEqualTo(Kind.UNKNOWN);
        assertThat(of(new ServerCopyInspector(work.admin()).look(), CopyLocation.REPLICAS)
                        .kind())
                .as("who may ask sees none")
                .isEqualTo(Kind.NONE_SEEN);
    }

    @Test
    void a_server_out_of_reach_is_no_unknown_setting() {
        SuiteContext gone = work.suite();
        JdbcTemplate jdbc = new JdbcTemplate(gone.pool(DatabaseRole.READER));
        gone.close();
        assertThatThrownBy(() -> new ServerCopyInspector(jdbc).look())
                .isInstanceOf(org.springframework.dao.DataAccessException.class);
    }

    @Test
    void a_store_that_does_not_know_a_setting_leaves_it_unknown_s3proxy() {
        try (ObjectBucket bucket = new ObjectBucket(BucketKind.S3PROXY_VERSIONED.fresh())) {
            List<CopyReading> readings = bucket.copies(List.of("calls/"));
            assertThat(of(readings, CopyLocation.BUCKET_VERSIONS).kind()).isEqualTo(Kind.GOES_ALONG);
            assertThat(of(readings, CopyLocation.BUCKET_LOCK).kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(of(readings, CopyLocation.BUCKET_LIFECYCLE).kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(of(readings, CopyLocation.BUCKET_REPLICATION).kind()).isEqualTo(Kind.UNKNOWN);
        }
        try (ObjectBucket bucket = new ObjectBucket(BucketKind.S3PROXY_UNVERSIONED.fresh())) {
            assertThat(of(bucket.copies(List.of("")), CopyLocation.BUCKET_VERSIONS)
                            .kind())
                    .isEqualTo(Kind.NONE);
        }
    }

    @Test
    void a_store_that_does_not_let_us_read_leaves_everything_unknown() {
        try (HostileS3 hostile = new HostileS3(BucketKind.S3PROXY_VERSIONED.fresh())) {
            hostile.tell(Lies.deniesSettings());
            try (ObjectBucket bucket = new ObjectBucket(hostile.settings())) {
                assertThat(bucket.copies(List.of("calls/"))).hasSize(4).allSatisfy(reading -> {
                    assertThat(reading.kind()).isEqualTo(Kind.UNKNOWN);
                    assertThat(reading.setting()).endsWith("DENIED");
                });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NotFound", "NoSuchKey", "MethodNotFound", "ServerSideEncryptionConfigurationNotFoundError"})
    void a_store_that_knows_nothing_of_a_setting_does_not_say_that_there_is_none(String code) {
        try (HostileS3 hostile = new HostileS3(BucketKind.S3PROXY_VERSIONED.fresh())) {
            hostile.tell(Lies.missesSettings(code));
            try (ObjectBucket bucket = new ObjectBucket(hostile.settings())) {
                List<CopyReading> readings = bucket.copies(List.of("calls/"));
                for (CopyLocation place : List.of(
                        CopyLocation.BUCKET_LOCK, CopyLocation.BUCKET_LIFECYCLE, CopyLocation.BUCKET_REPLICATION)) {
                    assertThat(of(readings, place).kind()).as(place.name()).isEqualTo(Kind.UNKNOWN);
                    assertThat(of(readings, place).setting()).endsWith(": " + code);
                }
            }
        }
    }

    @Test
    void a_store_that_tells_is_believed_moto() {
        BucketSettings settings = BucketKind.MOTO_VERSIONED.fresh();
        String copy = TestServers.freshBucket(BucketKind.MOTO_VERSIONED.server(), true);
        try (S3Client s3 = BucketKind.MOTO_VERSIONED.server().client();
                ObjectBucket bucket = new ObjectBucket(settings)) {
            assertThat(bucket.copies(List.of("calls/")))
                    .extracting(CopyReading::kind)
                    .containsExactly(Kind.GOES_ALONG, Kind.NONE, Kind.NONE, Kind.NONE);
            s3.putBucketReplication(b -> b.bucket(settings.bucket())
                    .replicationConfiguration(c -> c.role("arn:aws:iam::123456789012:role/copy")
                            .rules(r -> r.id("copy")
                                    .priority(1)
                                    .status("Enabled")
                                    .filter(f -> f.prefix(""))
                                    .deleteMarkerReplication(d -> d.status("Disabled"))
                                    .destination(d -> d.bucket("arn:aws:s3:::" + copy)))));
            CopyReading copies = of(bucket.copies(List.of("calls/")), CopyLocation.BUCKET_REPLICATION);
            assertThat(copies.kind()).isEqualTo(Kind.THERE);
            assertThat(copies.to()).containsExactly(copy);
            bucket.put("calls/a", "å".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_default_lock_is_told_in_days_moto() {
        String name = "locked-" + System.nanoTime();
        try (S3Client s3 = BucketKind.MOTO_VERSIONED.server().client()) {
            s3.createBucket(b -> b.bucket(name)
                    .objectLockEnabledForBucket(true)
                    .createBucketConfiguration(c -> c.locationConstraint("eu-north-1")));
            s3.putObjectLockConfiguration(b -> b.bucket(name)
                    .objectLockConfiguration(c -> c.objectLockEnabled("Enabled")
                            .rule(r -> r.defaultRetention(d ->
                                    d.mode(ObjectLockRetentionMode.COMPLIANCE).days(30)))));
        }
        try (ObjectBucket bucket =
                new ObjectBucket(BucketKind.MOTO_VERSIONED.server().bucket(name))) {
            CopyReading lock = of(bucket.copies(List.of("")), CopyLocation.BUCKET_LOCK);
            assertThat(lock.kind()).isEqualTo(Kind.DAYS);
            assertThat(lock.days()).isEqualTo(30);
            assertThat(lock.setting()).isEqualTo("DefaultRetention=COMPLIANCE 30 days");
        }
    }
}
