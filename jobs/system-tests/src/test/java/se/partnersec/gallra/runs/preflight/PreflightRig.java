package se.partnersec.gallra.runs.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.ledger.sealstore.ExternalSealReader;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.Fixture;
import se.partnersec.gallra.testing.Workplace;

/** Preflight over a small company on real servers; a test may exchange any one piece of it. */
public final class PreflightRig implements Fixture, AutoCloseable {
    private final Workplace place;
    private final HikariDataSource job;

    Clock clock = Clock.systemUTC();
    Supplier<DataSource> database;
    Supplier<@Nullable ObjectBucket> bucket;
    /** The directory of exported seals. */
    @Nullable
    Path seals;

    PreflightRig(Workplace place) {
        this.place = place;
        this.job = DataSourceFactory.pool(place.settings(), DatabaseRole.JOB, 1);
        this.database = () -> job;
        this.bucket = place::bucket;
    }

    /** Every piece as it was. */
    @Override
    public void fill() {
        clock = Clock.systemUTC();
        database = () -> job;
        bucket = place::bucket;
        seals = null;
    }

    PreflightRig skewed(Duration by) {
        clock = Clock.offset(Clock.systemUTC(), by);
        return this;
    }

    /** Another bucket, or another way to the same; the caller need not close it. */
    PreflightRig bucket(BucketSettings settings) {
        ObjectBucket other = new ObjectBucket(settings);
        bucket = () -> other;
        return this;
    }

    public Preflight preflight() {
        ConfigurationFiles files = new ConfigurationFiles(
                place.configFolder(), Categories.registry().requirements());
        return new Preflight(
                files,
                new DatabaseLogin(database).dataSource(),
                bucket,
                clock,
                ExternalSealReader.in(seals, clock),
                new Preflight.Accounts(
                        () -> new RulesInForce(new JdbcTemplate(job), files.fingerprint(), files.limits(), false),
                        false),
                place.settings().tags());
    }

    public PreflightReport check(DataCategory category) {
        return preflight().check(Set.of(category), today());
    }

    public LocalDate today() {
        return SwedishCalendar.localDate(clock.instant());
    }

    public void execute(String... statements) {
        place.schemas().database().execute(place.schemas().suite(), statements);
    }

    static void refused(PreflightReport report, String code, String words) {
        assertThat(report.passes()).isFalse();
        assertThat(report.refusals()).anySatisfy(check -> {
            assertThat(check.code()).isEqualTo(code);
            assertThat(check.text()).contains(words);
            assertThat(check.exit()).isIn(ExitCode.CONFIGURATION, ExitCode.ENVIRONMENT, ExitCode.REFUSED);
        });
    }

    @Override
    public void close() {
        job.close();
    }
}
