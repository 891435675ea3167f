package se.partnersec.gallra.config.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Everything the environment decides, read once and checked whole; what is erased and when is decided elsewhere.
 *
 * @param bucket null when no object store is configured, which categories without objects do not need
 * @param config the folder of {@code policy.yml} and {@code sources.yml}
 * @param chunk records per chunk
 * @param seals how the ledger is sealed
 * @param single whether one person is enough to put rules in force ({@code GALLRA_ACCOUNTS=single})
 */
public record GallraSettings(
        DatabaseUrl url,
        Map<DatabaseRole, DatabaseAccount> accounts,
        @Nullable BucketSettings bucket,
        Path config,
        Pseudonymizer tags,
        int chunk,
        SealSettings seals,
        boolean single) {
    public static final int DEFAULT_CHUNK = 7000;

    /** Without seals, where rules take two people. */
    public GallraSettings(
            DatabaseUrl url,
            Map<DatabaseRole, DatabaseAccount> accounts,
            @Nullable BucketSettings bucket,
            Path config,
            Pseudonymizer tags,
            int chunk) {
        this(url, accounts, bucket, config, tags, chunk, SealSettings.NONE, false);
    }

    public GallraSettings {
        accounts = Map.copyOf(accounts);
        for (DatabaseRole role : DatabaseRole.values()) {
            if (!accounts.containsKey(role)) {
                throw new IllegalArgumentException("no account for " + role + ". Indicates a bug");
            }
        }
    }

    /** Whether nothing points at a real database, so that the embedded servers are meant. */
    public static boolean wantsEmbedded(Map<String, String> environment) {
        return environment.getOrDefault("GALLRA_DB_URL", "").isBlank();
    }

    /**
     * Reads the environment.
     *
     * @param embedded what the embedded servers say of themselves; used only without a {@code GALLRA_DB_URL}
     * @throws ConfigException with all problems
     */
    public static GallraSettings from(Map<String, String> environment, Optional<Properties> embedded) {
        return new SettingsReader(environment, embedded.orElse(null)).read();
    }

    /**
     * The folder of the two files alone, for what needs no server.
     *
     * @throws ConfigException if they are not there
     */
    public static Path configFolder(Map<String, String> environment) {
        return new SettingsReader(environment, null).readConfigFolder();
    }

    public DatabaseAccount account(DatabaseRole role) {
        DatabaseAccount account = accounts.get(role);
        if (account == null) {
            throw new IllegalStateException("no account for " + role + ". Indicates a bug");
        }
        return account;
    }

    /** The schema of our own tables; the business systems' schema is named in {@code sources.yml}. */
    public String schema() {
        return url.schema();
    }
}
