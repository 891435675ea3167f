package se.partnersec.gallra.runs.preflight;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.rules.StatisticTiming;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.check.MappingCheck;
import se.partnersec.gallra.ledger.sealstore.ExternalSealReader;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * Checks before any delete that everything a run relies on is so, and names all that is not at once. Changes nothing, but
 * for one object of our own in a bucket that keeps no versions, and a finding about content where there may be none.
 */
public final class Preflight {
    private final Supplier<RetentionPolicy> policy;
    private final Supplier<SourceMapping> sources;
    private final Supplier<? extends DataSource> database;
    private final Supplier<? extends @Nullable ObjectBucket> bucket;
    private final Clock clock;
    private final Set<DataCategory> keptByBooks;
    private final ExternalSealReader seals;
    private final @Nullable String replay;

    /**
     * @param policy throws {@link ConfigException} for a file with faults; so does {@code sources}
     * @param database the pool of the account that asks; may throw what opening a pool throws
     * @param bucket gives null where none is configured
     * @param keptByBooks the categories whose records the Bookkeeping Act can keep
     * @param seals the copies of seals outside of the database
     */
    public Preflight(
            Supplier<RetentionPolicy> policy,
            Supplier<SourceMapping> sources,
            Supplier<? extends DataSource> database,
            Supplier<? extends @Nullable ObjectBucket> bucket,
            Clock clock,
            Set<DataCategory> keptByBooks,
            ExternalSealReader seals) {
        this(policy, sources, database, bucket, clock, keptByBooks, seals, null);
    }

    private Preflight(
            Supplier<RetentionPolicy> policy,
            Supplier<SourceMapping> sources,
            Supplier<? extends DataSource> database,
            Supplier<? extends @Nullable ObjectBucket> bucket,
            Clock clock,
            Set<DataCategory> keptByBooks,
            ExternalSealReader seals,
            @Nullable String replay) {
        this.policy = policy;
        this.sources = sources;
        this.database = database;
        this.bucket = bucket;
        this.clock = clock;
        this.keptByBooks = Set.copyOf(keptByBooks);
        this.seals = seals;
        this.replay = replay;
    }

    /** The same for the runs of one replay, which begin where others must not. */
    public Preflight of(String plan) {
        return new Preflight(policy, sources, database, bucket, clock, keptByBooks, seals, plan);
    }

    /** What a run of the category relies on. */
    public PreflightReport check(DataCategory category, LocalDate asOf) {
        return check(Set.of(category), asOf, true);
    }

    /** The same for several, without writing the probe object where it is only asked what a run would do. */
    public PreflightReport check(Collection<DataCategory> categories, LocalDate asOf, boolean mayProbe) {
        return check(categories, asOf, mayProbe, new CheckCollector());
    }

    /** Everything, for {@code gallra doctor}; writes nothing anywhere. */
    public PreflightReport doctor() {
        CheckCollector list = new CheckCollector();
        SourceMapping mapping = read("sources", sources, new CheckCollector());
        Collection<DataCategory> all =
                mapping == null ? Set.of() : mapping.tables().keySet();
        return check(all, null, false, list);
    }

    private PreflightReport check(
            Collection<DataCategory> categories, @Nullable LocalDate asOf, boolean mayProbe, CheckCollector list) {
        RetentionPolicy rules = read("policy", policy, list);
        if (rules != null) {
            list.ok("policy", "the policy is version " + rules.version());
        }
        SourceMapping mapping = read("sources", sources, list);
        if (rules != null && mapping != null) {
            StatisticTiming.problems(mapping, rules).forEach(each -> list.refuse("sources", each.toString(), ""));
        }
        List<CategoryMapping> tables = mapping == null ? List.of() : mapped(categories, mapping, list);
        KeyTypes kinds = new KeyTypes(Set.of(), Set.of());
        DataSource connected = connect(list);
        if (connected != null) {
            JdbcTemplate jdbc = new JdbcTemplate(connected);
            new ServerChecks(jdbc, clock, list).check();
            if (new SuiteTableChecks(connected, jdbc, list).check()) {
                new RestoreChecks(jdbc, seals, replay, list).check();
            }
            if (asOf != null) {
                notLater(asOf, list);
            }
            if (mapping != null && mapping.books() != null) {
                new BookChecks(jdbc, mapping.books(), list).check(categories, keptByBooks);
            }
            if (mapping != null) {
                kinds = schema(connected, mapping, tables, list);
                new ContentChecks(jdbc, mapping, list, mayProbe).check(categories);
            }
        }
        DeletePrecondition guard = new BucketChecks(bucket, list).check(tables, mayProbe);
        return new PreflightReport(list.checks(), kinds, guard);
    }

    private static <T> @Nullable T read(String code, Supplier<T> file, CheckCollector list) {
        try {
            return file.get();
        } catch (ConfigException e) {
            e.faults().forEach(fault -> list.refuse(code, fault.toString(), ""));
            return null;
        }
    }

    private static List<CategoryMapping> mapped(
            Collection<DataCategory> categories, SourceMapping mapping, CheckCollector list) {
        List<CategoryMapping> tables = new ArrayList<>();
        for (DataCategory category : categories) {
            CategoryMapping table = mapping.tables().get(category);
            if (table == null) {
                list.refuse(
                        "sources",
                        "category " + category + " is not mapped in " + mapping.file(),
                        "add it under categories");
            } else {
                tables.add(table);
            }
        }
        list.okUnlessSaid("sources", "the mapping names " + tables.size() + " of the categories asked for");
        return tables;
    }

    private @Nullable DataSource connect(CheckCollector list) {
        try {
            DataSource found = database.get();
            try (Connection connection = found.getConnection()) {
                list.ok("database", "connected to " + connection.getMetaData().getDatabaseProductVersion());
            }
            return found;
        } catch (SQLException e) {
            SQLException inner = CheckCollector.sql(e);
            list.failed("database", inner == null ? e : inner);
        } catch (RuntimeException e) {
            // A pool that cannot open its first connection says so in an exception of its own.
            SQLException inner = CheckCollector.sql(e);
            if (inner == null) {
                throw e;
            }
            list.failed("database", inner);
        }
        return null;
    }

    private void notLater(LocalDate asOf, CheckCollector list) {
        LocalDate today = SwedishCalendar.localDate(clock.instant());
        if (asOf.isAfter(today)) {
            list.refuse("as-of", asOf + " is in the future; today is " + today, "run as of today or earlier");
        }
    }

    private static KeyTypes schema(
            DataSource connected, SourceMapping mapping, List<CategoryMapping> tables, CheckCollector list) {
        List<DataCategory> categories =
                tables.stream().map(CategoryMapping::category).toList();
        KeyTypes[] kinds = {new KeyTypes(Set.of(), Set.of())};
        list.ask("schema", "whether the mapping fits the database", () -> {
            MappingCheck.Result result = MappingCheck.check(connected, mapping, categories);
            result.problems().forEach(problem -> list.refuse("schema", problem.toString(), ""));
            result.notes().forEach(note -> list.note("schema", note, ""));
            kinds[0] = result.kinds();
        });
        list.okUnlessSaid("schema", "tables, columns, keys and triggers are as the mapping says");
        return kinds[0];
    }
}
