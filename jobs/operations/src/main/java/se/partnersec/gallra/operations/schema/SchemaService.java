package se.partnersec.gallra.operations.schema;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.schema.EmbeddedSchema;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.database.schema.SchemaMigration;

/** Tables of the suite and rights of its accounts, under the account of the owner. */
public final class SchemaService {
    private final DatabaseLogin owner;
    private final @Nullable Supplier<? extends EmbeddedSchema> embedded;
    private final Supplier<GallraSettings> settings;
    private final ConfigurationFiles files;

    /** @param embedded null where the settings name a server */
    public SchemaService(
            DatabaseLogin owner,
            @Nullable Supplier<? extends EmbeddedSchema> embedded,
            Supplier<GallraSettings> settings,
            ConfigurationFiles files) {
        this.owner = owner;
        this.embedded = embedded;
        this.settings = settings;
        this.files = files;
    }

    /** Runs the pending scripts; their versions. */
    public List<String> migrate() {
        return embedded == null
                ? new SchemaMigration(owner.dataSource()).migrate()
                : embedded.get().migrate();
    }

    /**
     * The rights of the accounts as statements.
     *
     * @param before those that must come before the tables
     * @param host from where the accounts log in
     */
    public List<String> grants(boolean before, String host) {
        return Grants.lines(names(host), before);
    }

    /**
     * The rights of one person's own login, as statements.
     *
     * @param person the login, as {@code user@host}
     * @param role the one role it has
     */
    public List<String> grants(String person, String role) {
        return Grants.person(names("%"), person, role);
    }

    private Grants.Names names(String host) {
        return Grants.Names.of(
                settings.get(), files.sources(), files.categories().names(), host);
    }
}
