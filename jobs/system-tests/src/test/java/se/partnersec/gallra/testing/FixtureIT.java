package se.partnersec.gallra.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@Tag("core")
class FixtureIT {
    @Test
    void a_pool_thinks_in_utc_and_read_committed_on_a_server_that_does_not() {
        try (FreshSchemas schemas = TestServers.freshSchemas();
                HikariDataSource pool = DataSourceFactory.pool(schemas.settings(), DatabaseRole.JOB, 2)) {
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            Map<String, @Nullable Object> session =
                    jdbc.queryForMap("SELECT @@session.time_zone z, @@global.time_zone g,"
                            + " @@session.transaction_isolation i, @@session.innodb_lock_wait_timeout l, @@sql_mode m,"
                            + " DATABASE() d, @@character_set_connection c");
            assertThat(session)
                    .containsEntry("z", "+00:00")
                    .doesNotContainEntry("g", "+00:00")
                    .containsEntry("i", "READ-COMMITTED")
                    .containsEntry("d", schemas.suite())
                    .containsEntry("c", "utf8mb4");
            assertThat(String.valueOf(session.get("l"))).isEqualTo("5");
            assertThat(new DatabaseClock(jdbc).now())
                    .isCloseTo(
                            Instant.now(), new org.assertj.core.data.TemporalUnitWithinOffset(5, ChronoUnit.SECONDS));
        }
    }

    @Test
    void a_fresh_bucket_keeps_versions() {
        String bucket = TestServers.freshBucket(true);
        try (S3Client s3 = TestServers.objectStore().client()) {
            s3.putObject(b -> b.bucket(bucket).key("a/åäö 1.wav"), RequestBody.fromString("one"));
            s3.putObject(b -> b.bucket(bucket).key("a/åäö 1.wav"), RequestBody.fromString("two"));
            assertThat(s3.listObjectVersions(b -> b.bucket(bucket)).versions()).hasSize(2);
        }
    }
}
