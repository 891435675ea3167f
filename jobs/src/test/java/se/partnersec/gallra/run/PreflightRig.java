package se.partnersec.gallra.run;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
import se.partnersec.gallra.testing.Workplace;

/** Preflight over a small company on real servers, with any one piece exchanged; closing puts the files back. */
final class PreflightRig implements AutoCloseable {
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

    /** Writes one of the configuration's files anew; {@code change} null puts the shipped text back. */
    void edit(String file, @Nullable UnaryOperator<String> change) {
        try {
            Path path = place.configFolder().resolve(file);
            String text = Files.readString(Path.of("..", "job-config").resolve(file))
                    .replace(
                            "schema: partnersec\n", "schema: " + place.schemas().business() + "\n");
            Files.writeString(path, change == null ? text : change.apply(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void execute(String... statements) {
        place.schemas().database().execute(place.schemas().suite(), statements);
    }

    @Override
    public void close() {
        edit("policy.yml", null);
        edit("sources.yml", null);
        job.close();
    }
}
