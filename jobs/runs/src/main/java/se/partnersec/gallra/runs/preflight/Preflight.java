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
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.rules.StatisticTiming;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.check.MappingCheck;
import se.partnersec.gallra.database.schema.GrantCheck;
import se.partnersec.gallra.ledger.entry.TagKeyRecord;
import se.partnersec.gallra.ledger.sealstore.ExternalSealReader;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Checks before any delete that everything a run relies on is so, and names all that is not at once. Changes nothing, but
 * for one object of our own in a bucket that keeps no versions, and a finding about content where there may be none.
 */
public final class Preflight implements RunPreflight {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private final ConfigurationFiles files;
    private final DataSource database;
    private final Supplier<? extends @Nullable ObjectBucket> bucket;
    private final Clock clock;
    private final ExternalSealReader seals;
    private final Accounts accounts;
    private final Pseudonymizer tags;

    /**
     * @param database of the account that runs work with
     * @param bucket gives null where none is configured
     * @param seals the copies of seals outside of the database
     * @param accounts whether two people put rules in force, and which
     * @param tags made with the key at hand
     */
    public Preflight(
            ConfigurationFiles files,
            DataSource database,
            Supplier<? extends @Nullable ObjectBucket> bucket,
            Clock clock,
            ExternalSealReader seals,
            Accounts accounts,
            Pseudonymizer tags) {
        this.files = files;
        this.database = database;
        this.bucket = bucket;
        this.clock = clock;
        this.seals = seals;
        this.accounts = accounts;
        this.tags = tags;
    }

    /**
     * Logins of the installation.
     *
     * @param rules asked by {@link #doctor()} once everything else is in order
     * @param single whether one person is enough ({@code GALLRA_ACCOUNTS=single}), whose login may do everything
     */
    public record Accounts(Supplier<RulesInForce> rules, boolean single) {}

    @Override
    public PreflightReport check(Collection<DataCategory> categories, LocalDate asOf) {
        return check(categories, asOf, true);
    }

    @Override
    public RunPreflight of(String replay) {
        RunPreflight ours = this;
        return new RunPreflight() {
            @Override
            public PreflightReport check(Collection<DataCategory> categories, LocalDate asOf) {
                return Preflight.this.check(categories, asOf, true, replay, new CheckCollector());
            }

            @Override
            public PreflightReport standing(Collection<DataCategory> categories) {
                return ours.standing(categories);
            }
        };
    }

    @Override
    public PreflightReport standing(Collection<DataCategory> categories) {
        CheckCollector list = new CheckCollector();
        SourceMapping mapping = read("sources", files::sources, list);
        KeyTypes kinds = mapping == null
                ? new KeyTypes(Set.of(), Set.of())
                : schema(database, mapping, mapped(categories, mapping, list), list);
        new ServerChecks(new JdbcTemplate(database), clock, list).checkForeignKeys();
        return new PreflightReport(list.checks(), kinds);
    }

    /** The same, without writing the probe object where it is only asked what a run would do. */
    public PreflightReport check(Collection<DataCategory> categories, LocalDate asOf, boolean mayProbe) {
        return check(categories, asOf, mayProbe, null, new CheckCollector());
    }

    /** Everything, for {@code gallra doctor}; writes nothing anywhere. */
    public PreflightReport doctor() {
        CheckCollector list = new CheckCollector();
        SourceMapping mapping = read("sources", files::sources, new CheckCollector());
        Collection<DataCategory> all =
                mapping == null ? Set.of() : mapping.tables().keySet();
        PreflightReport report = check(all, null, false, null, list);
        return report.passes() ? report.with(accounts.rules().get()) : report;
    }

    private PreflightReport check(
            Collection<DataCategory> categories,
            @Nullable LocalDate asOf,
            boolean mayProbe,
            @Nullable String replay,
            CheckCollector list) {
        RetentionPolicy policy = read("policy", files::policy, list);
        if (policy != null) {
            list.ok("policy", SENTENCES.say("preflight.policy-version", policy.version()));
        }
        SourceMapping mapping = read("sources", files::sources, list);
        if (policy != null && mapping != null) {
            StatisticTiming.problems(mapping, policy).forEach(each -> list.refuse("sources", each.toString(), ""));
        }
        List<CategoryMapping> tables = mapping == null ? List.of() : mapped(categories, mapping, list);
        KeyTypes kinds = new KeyTypes(Set.of(), Set.of());
        DataSource connected = connect(list);
        if (connected != null) {
            JdbcTemplate jdbc = new JdbcTemplate(connected);
            new ServerChecks(jdbc, clock, list).check();
            if (new SuiteTableChecks(connected, jdbc, list, files.categories().names(), mapping).check()) {
                list.ask("tag-key", SENTENCES.say("preflight.which-key-tags-were-made"), () -> tagKey(jdbc, list));
                new RestoreChecks(jdbc, seals, replay, list).check();
                if (mapping != null) {
                    grants(jdbc, mapping, list);
                }
            }
            if (asOf != null) {
                notLater(asOf, list);
            }
            if (mapping != null && mapping.books() != null) {
                new BookChecks(jdbc, mapping.books(), mapping.entities(), list).check(categories, files.keptByBooks());
            }
            if (mapping != null) {
                kinds = schema(connected, mapping, tables, list);
                list.ask(
                        "schema",
                        SENTENCES.say("preflight.which-foreign-keys-keep-records"),
                        () -> hidden(jdbc, tables, list));
                new ContentChecks(jdbc, mapping, list, mayProbe).check(categories);
            }
        }
        BucketChecks.Bucket found = new BucketChecks(bucket, list).check(tables, mayProbe);
        return new PreflightReport(list.checks(), kinds, found.guard(), found.fencing());
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
                        SENTENCES.say("preflight.category-not-mapped", category, mapping.file()),
                        SENTENCES.say("preflight.add-under-categories"));
            } else {
                tables.add(table);
            }
        }
        list.okUnlessSaid("sources", SENTENCES.say("preflight.mapping-names-categories-asked", tables.size()));
        return tables;
    }

    private @Nullable DataSource connect(CheckCollector list) {
        try {
            try (Connection connection = database.getConnection()) {
                list.ok(
                        "database",
                        SENTENCES.say(
                                "preflight.connected", connection.getMetaData().getDatabaseProductVersion()));
            }
            return database;
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

    /** Rights that the account lacks, or has beyond those that are printed for it. */
    private void grants(JdbcTemplate jdbc, SourceMapping mapping, CheckCollector list) {
        if (accounts.single()) {
            list.ok("grants", SENTENCES.say("preflight.gallra-accounts-single-rights-account-not"));
            return;
        }
        GrantCheck.Result found;
        try {
            found = new GrantCheck(jdbc, mapping).result();
        } catch (DataAccessException e) {
            SQLException sql = CheckCollector.sql(e);
            if (sql == null) {
                throw e;
            }
            // Every account may ask for its own rights: whoever cannot tell does not begin.
            list.failed("grants", sql);
            return;
        }
        if (!found.missing().isEmpty()) {
            list.refuse(
                    "grants",
                    SENTENCES.say("preflight.account-job-lacks", words(found.missing())),
                    SENTENCES.say("preflight.database-administrator-applies-what-gallra-db"));
        }
        if (!found.writing().isEmpty()) {
            list.refuse(
                    "grants",
                    SENTENCES.say("preflight.account-job-may-change-what-should", words(found.writing())),
                    SENTENCES.say("preflight.database-administrator-takes-away-role-comes", cures(found.writing())));
        }
        if (!found.reading().isEmpty()) {
            list.note(
                    "grants",
                    SENTENCES.say("preflight.account-job-may-read-more-than", words(found.reading())),
                    SENTENCES.say("preflight.database-administrator-takes-away-role-comes", cures(found.reading())));
        }
        list.okUnlessSaid("grants", SENTENCES.say("preflight.account-job-rights-needs-no-other"));
    }

    private static String words(List<GrantCheck.Right> rights) {
        return rights.stream().map(each -> VisibleText.of(each.words())).collect(Collectors.joining("; "));
    }

    private static String cures(List<GrantCheck.Right> rights) {
        return rights.stream().map(each -> VisibleText.of(each.revoke())).collect(Collectors.joining("; "));
    }

    private void tagKey(JdbcTemplate jdbc, CheckCollector list) {
        String objection = new TagKeyRecord(jdbc, tags).objection();
        if (objection == null) {
            list.ok("tag-key", SENTENCES.say("preflight.tags-made-key-record"));
        } else {
            list.refuse("tag-key", objection, "");
        }
    }

    private void notLater(LocalDate asOf, CheckCollector list) {
        LocalDate today = SwedishCalendar.localDate(clock.instant());
        if (asOf.isAfter(today)) {
            list.refuse(
                    "as-of",
                    SENTENCES.say("preflight.future-today", asOf, today),
                    SENTENCES.say("preflight.run-today-earlier"));
        }
    }

    private static KeyTypes schema(
            DataSource connected, SourceMapping mapping, List<CategoryMapping> tables, CheckCollector list) {
        List<DataCategory> categories =
                tables.stream().map(CategoryMapping::category).toList();
        KeyTypes[] kinds = {new KeyTypes(Set.of(), Set.of())};
        list.ask("schema", SENTENCES.say("preflight.whether-mapping-fits-database"), () -> {
            MappingCheck.Result result = MappingCheck.check(connected, mapping, categories);
            result.problems().forEach(problem -> list.refuse("schema", problem.toString(), ""));
            result.notes().forEach(note -> list.note("schema", note, ""));
            kinds[0] = result.kinds();
        });
        list.okUnlessSaid("schema", SENTENCES.say("preflight.tables-columns-keys-triggers-mapping-says"));
        return kinds[0];
    }

    /** Foreign keys that keep records, of columns that the account may not read. */
    private static void hidden(JdbcTemplate jdbc, List<CategoryMapping> tables, CheckCollector list) {
        List<TableMapping> records =
                tables.stream().map(CategoryMapping::record).toList();
        KeyTypes.hidden(jdbc, records)
                .forEach(key -> list.note(
                        "schema",
                        SENTENCES.say("preflight.refers-foreign-key-account-may-not", key.name(), key.target()),
                        SENTENCES.say("preflight.give-accounts-job-reader-select", key.column())));
    }
}
