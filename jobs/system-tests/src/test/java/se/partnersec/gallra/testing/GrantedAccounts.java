package se.partnersec.gallra.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.database.schema.SchemaMigration;
import se.partnersec.gallra.database.schema.SqlScript;
import se.partnersec.gallra.policy.rule.DataCategory;

/** The five accounts with the rights that {@code gallra db grants} prints, over the tables of the suite, and those of the shipped mapping over the demo's business. */
public record GrantedAccounts(FreshSchemas schemas, SourceMapping sources, Map<DatabaseRole, DatabaseAccount> accounts)
        implements AutoCloseable {
    private static final String PASSWORD = "Bara-for-prov-1";

    /** Makes the tables of the demo and accounts in two empty schemas, as a database administrator would. */
    public static GrantedAccounts create(FreshSchemas schemas) {
        return create(
                schemas,
                SqlScript.read("demo/schema.sql").statements().toArray(String[]::new),
                shipped(schemas.business(), UnaryOperator.identity()));
    }

    /** The same with other names for all tables and columns. */
    static GrantedAccounts renamed(FreshSchemas schemas) {
        return create(schemas, new RenamedBusiness().tables(), shipped(schemas.business(), RenamedBusiness::mapping));
    }

    /**
     * The same for any business.
     *
     * @param tables make its tables
     * @param sources from which the rights follow
     */
    public static GrantedAccounts create(FreshSchemas schemas, String[] tables, SourceMapping sources) {
        Map<DatabaseRole, DatabaseAccount> accounts = new EnumMap<>(DatabaseRole.class);
        String prefix = schemas.suite().substring(0, schemas.suite().lastIndexOf('_') + 1);
        for (DatabaseRole role : DatabaseRole.values()) {
            DatabaseAccount account = new DatabaseAccount(prefix + role.name().toLowerCase(Locale.ROOT), PASSWORD);
            schemas.database().execute("", "CREATE USER '" + account.user() + "'@'%' IDENTIFIED BY '" + PASSWORD + "'");
            accounts.put(role, account);
        }
        GrantedAccounts granted = new GrantedAccounts(schemas, sources, accounts);
        schemas.database().execute(schemas.business(), tables);
        try (HikariDataSource administrator = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 1)) {
            Grants grants = new Grants(administrator, granted.names());
            grants.prepare();
            try (HikariDataSource owner = DataSourceFactory.pool(granted.settings(null), DatabaseRole.OWNER, 2)) {
                new SchemaMigration(owner).migrate();
            }
            grants.apply();
        }
        return granted;
    }

    public Grants.Names names() {
        return names(CategoryIds.ALL);
    }

    /** @param categories that a hold may be on */
    public Grants.Names names(List<DataCategory> categories) {
        return names(categories, sources);
    }

    /** @param mapping another than the accounts were made with */
    public Grants.Names names(List<DataCategory> categories, SourceMapping mapping) {
        return new Grants.Names(
                schemas.suite(),
                mapping,
                host(DatabaseRole.OWNER),
                host(DatabaseRole.JOB),
                host(DatabaseRole.FINANCE),
                host(DatabaseRole.READER),
                host(DatabaseRole.SEALER),
                guard(),
                categories);
    }

    /** The shipped mapping, over another schema. */
    private static SourceMapping shipped(String business, UnaryOperator<String> change) {
        try {
            String shipped = Files.readString(Path.of("..", "..", "job-config", "sources.yml"));
            return SourceMappingReader.parse(
                    "sources.yml",
                    change.apply(shipped.replace("schema: partnersec", "schema: " + business))
                            .getBytes(StandardCharsets.UTF_8),
                    Categories.registry().requirements().roles());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The account of a role, as statements name it. */
    String quoted(DatabaseRole role) {
        return "'" + account(role).user() + "'@'%'";
    }

    /** Whose rights the triggers of these schemas run with. */
    public String guard() {
        return schemas.guardUser() + "@localhost";
    }

    private String host(DatabaseRole role) {
        return account(role).user() + "@%";
    }

    public DatabaseAccount account(DatabaseRole role) {
        DatabaseAccount account = accounts.get(role);
        if (account == null) {
            throw new IllegalStateException("no account for " + role);
        }
        return account;
    }

    /** As a production system has them: every role with its own account. */
    public GallraSettings settings(@Nullable BucketSettings bucket) {
        return new GallraSettings(
                schemas.database().url(schemas.suite()),
                accounts,
                bucket,
                Path.of("..", "..", "job-config"),
                TestTagKey.tags(),
                100);
    }

    @Override
    public void close() {
        for (DatabaseAccount account : accounts.values()) {
            schemas.database().execute("", "DROP USER '" + account.user() + "'@'%'");
        }
    }
}
