package se.partnersec.gallra.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.SwedishCalendar;
import se.partnersec.gallra.seal.OutsideSeals;
import se.partnersec.gallra.store.BucketSettings;
import se.partnersec.gallra.store.Databases;
import se.partnersec.gallra.store.ObjectBucket;
import se.partnersec.gallra.store.PolicyFile;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.store.SourcesFile;
import se.partnersec.gallra.support.ExitCode;
import se.partnersec.gallra.testing.Fixture;
import se.partnersec.gallra.testing.Workplace;

/** Preflight over a small company on real servers; a test may exchange any one piece of it. */
final class PreflightRig implements Fixture, AutoCloseable {
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
        this.job = Databases.pool(place.settings(), Role.JOB, 1);
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

    Preflight preflight() {
        Path config = place.configFolder();
        return new Preflight(
                () -> PolicyFile.read(config.resolve("policy.yml")),
                () -> SourcesFile.read(config.resolve("sources.yml"), Categories.needs()),
                database,
                bucket,
                clock,
                Categories.keptByBooks(),
                OutsideSeals.in(seals, clock));
    }

    PreflightReport check(DataCategory category) {
        return preflight().check(category, today());
    }

    LocalDate today() {
        return SwedishCalendar.localDate(clock.instant());
    }

    void execute(String... statements) {
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
