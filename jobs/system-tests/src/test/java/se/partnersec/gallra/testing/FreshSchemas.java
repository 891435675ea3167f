package se.partnersec.gallra.testing;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.database.schema.SqlScript;

/**
 * A pair of schemas of one test class: {@code suite} for our tables, {@code business} for the source tables.
 *
 * <p>Both are empty; every role is played by the account that may do everything, unless a test makes accounts.
 */
public record FreshSchemas(TestDatabase database, String suite, String business) implements AutoCloseable {
    static FreshSchemas create(TestDatabase database, String name) {
        FreshSchemas schemas = new FreshSchemas(database, name + "_suite", name + "_business");
        database.execute(
                "",
                "CREATE DATABASE " + schemas.suite + " CHARACTER SET utf8mb4",
                "CREATE DATABASE " + schemas.business + " CHARACTER SET utf8mb4");
        return schemas;
    }

    /** Settings without a bucket. */
    public GallraSettings settings() {
        return settings(null);
    }

    public GallraSettings settings(@Nullable BucketSettings bucket) {
        Map<DatabaseRole, DatabaseAccount> accounts = new EnumMap<>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            accounts.put(role, database.admin());
        }
        return new GallraSettings(
                database.url(suite), accounts, bucket, Path.of("..", "..", "job-config"), TestTagKey.tags(), 100);
    }

    /** Puts the triggers of {@code sql/guards.sql} on the tables, with a locked account of their own. */
    public void guard() {
        database.execute(
                suite,
                SqlScript.read("guards.sql")
                        .statements(Map.of(
                                "suite",
                                suite,
                                "guard",
                                "'" + guardUser() + "'@'localhost'",
                                "categories",
                                Grants.literals(CategoryIds.KNOWN.names())))
                        .toArray(String[]::new));
    }

    /** Whose rights the triggers run with; nobody can log in to it. */
    String guardUser() {
        return suite.replaceFirst("_suite$", "_guard");
    }

    @Override
    public void close() {
        database.execute(
                "",
                "DROP DATABASE IF EXISTS " + suite,
                "DROP DATABASE IF EXISTS " + business,
                "DROP USER IF EXISTS '" + guardUser() + "'@'localhost'");
    }
}
