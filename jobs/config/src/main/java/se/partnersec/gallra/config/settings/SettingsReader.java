package se.partnersec.gallra.config.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.text.Sentences;

/** Reads the settings from the environment or from the embedded servers, never from a mixture of the two. */
final class SettingsReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final String PERSON = "GALLRA_PERSON";
    private static final String SECOND = "second";
    private static final String ACCOUNTS = "GALLRA_ACCOUNTS";
    private static final int MOST_IN_A_CHUNK = 10_000;

    private final Map<String, String> environment;
    private final @Nullable Properties embedded;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(Map<String, String> environment, @Nullable Properties embedded) {
        problems.addAll(SettingNames.problems(environment));
        this.environment = SecretFile.resolved(environment, problems);
        this.embedded = GallraSettings.wantsEmbedded(environment) ? embedded : null;
    }

    GallraSettings read() {
        DatabaseUrl url = url();
        Map<DatabaseRole, DatabaseAccount> accounts = accounts();
        BucketSettings bucket = embedded == null ? bucket() : embeddedBucket(embedded);
        Path config = config();
        int chunk = chunk();
        byte[] key = new TagKeyReader(environment, problems).read(embedded);
        SealSettings seals = new SealSettingsReader(environment, problems).read();
        boolean single = single();
        refuse();
        return new GallraSettings(url, accounts, bucket, config, new Pseudonymizer(key), chunk, seals, single);
    }

    Path readConfigFolder() {
        Path folder = config();
        refuse();
        return folder;
    }

    private void refuse() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems.stream()
                    .map(problem -> new ConfigProblem("environment", 0, problem))
                    .toList());
        }
    }

    private DatabaseUrl url() {
        if (embedded != null) {
            refuseMixture();
            return DatabaseUrl.read(text(embedded, "db.url"), problems);
        }
        String text = value("GALLRA_DB_URL");
        if (text == null) {
            problems.add(SENTENCES.say("settings.no-database-set-gallra-db-url"));
            return new DatabaseUrl("nowhere", 3306, "nothing", Map.of());
        }
        return DatabaseUrl.read(text, problems);
    }

    /** Half a setup must never end in erasing a real bucket by what an invented database says. */
    private void refuseMixture() {
        List<String> set = SettingNames.CONNECTIONS.stream()
                .filter(name -> value(name) != null)
                .toList();
        if (!set.isEmpty()) {
            problems.add(SENTENCES.say(
                    "settings.set-without-gallra-db-url-set",
                    String.join(", ", set),
                    SENTENCES.say(set.size() == 1 ? "settings.it" : "settings.them")));
        }
    }

    private Map<DatabaseRole, DatabaseAccount> accounts() {
        Map<DatabaseRole, DatabaseAccount> accounts = new EnumMap<>(DatabaseRole.class);
        if (embedded != null) {
            for (DatabaseRole role : DatabaseRole.values()) {
                String prefix = "db." + role.name().toLowerCase(Locale.ROOT);
                accounts.put(
                        role,
                        new DatabaseAccount(text(embedded, prefix + ".user"), text(embedded, prefix + ".password")));
            }
            if (value(PERSON) != null) {
                accounts.put(DatabaseRole.FINANCE, person(embedded));
            }
            return accounts;
        }
        if (value(PERSON) != null) {
            problems.add(SENTENCES.say("settings.embedded-servers-set-gallra-finance-user", PERSON));
        }
        DatabaseAccount job = pair("GALLRA_DB_USER", "GALLRA_DB_PASSWORD");
        if (job == null) {
            problems.add(SENTENCES.say("settings.gallra-db-user-gallra-db-password"));
            job = new DatabaseAccount("", "");
        }
        accounts.put(DatabaseRole.JOB, job);
        for (DatabaseRole role :
                List.of(DatabaseRole.OWNER, DatabaseRole.FINANCE, DatabaseRole.READER, DatabaseRole.SEALER)) {
            String prefix = "GALLRA_" + role.name();
            accounts.put(role, Objects.requireNonNullElse(pair(prefix + "_USER", prefix + "_PASSWORD"), job));
        }
        return accounts;
    }

    /** People of finance: two logins on the embedded servers, for approvals by a second person. */
    private DatabaseAccount person(Properties embedded) {
        if (!SECOND.equals(value(PERSON)) || embedded.getProperty("db.second.user") == null) {
            problems.add(
                    SENTENCES.say("settings.must-unset-first-servers-were-started", PERSON, SECOND, value(PERSON)));
            return new DatabaseAccount("", "");
        }
        return new DatabaseAccount(text(embedded, "db.second.user"), text(embedded, "db.second.password"));
    }

    private boolean single() {
        String value = value(ACCOUNTS);
        if (value != null && !value.equals("single") && !value.equals("separate")) {
            problems.add(SENTENCES.say("settings.must-separate-single-separate-which-if", ACCOUNTS, value));
        }
        return "single".equals(value);
    }

    private @Nullable BucketSettings bucket() {
        String bucket = value("GALLRA_S3_BUCKET");
        String endpoint = value("GALLRA_S3_ENDPOINT");
        DatabaseAccount keys = pair("GALLRA_S3_ACCESS_KEY", "GALLRA_S3_SECRET_KEY");
        if (bucket == null) {
            if (endpoint != null || keys != null) {
                problems.add(SENTENCES.say("settings.gallra-s3-bucket-missing-set-bucket"));
            }
            return null;
        }
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            problems.add(SENTENCES.say("settings.gallra-s3-bucket-not-bucket-name", bucket));
        }
        String region = Objects.requireNonNullElse(value("GALLRA_S3_REGION"), "eu-north-1");
        S3Endpoint.check("GALLRA_S3_ENDPOINT", endpoint, problems);
        try {
            return new BucketSettings(
                    endpoint,
                    region,
                    bucket,
                    keys == null ? null : keys.user(),
                    keys == null ? null : keys.password(),
                    value("GALLRA_S3_BUCKET_OWNER"));
        } catch (IllegalArgumentException e) {
            problems.add(Objects.requireNonNullElse(e.getMessage(), SENTENCES.say("settings.bucket-settings-wrong")));
            return null;
        }
    }

    private static BucketSettings embeddedBucket(Properties embedded) {
        return new BucketSettings(
                text(embedded, "s3.endpoint"),
                text(embedded, "s3.region"),
                text(embedded, "s3.bucket"),
                text(embedded, "s3.access-key"),
                text(embedded, "s3.secret-key"),
                null);
    }

    private Path config() {
        String named = value("GALLRA_CONFIG");
        Path home = Path.of(Objects.requireNonNullElse(value("GALLRA_HOME"), ""));
        Path folder = named == null ? home.resolve("job-config") : Path.of(named);
        // Not sources.yml: gallra init writes the first one.
        if (!Files.isReadable(folder.resolve("policy.yml"))) {
            problems.add(SENTENCES.say(
                    "settings.there-no-readable-set-gallra-config", "policy.yml", folder.toAbsolutePath()));
        }
        return folder;
    }

    private int chunk() {
        String text = value("GALLRA_CHUNK");
        if (text == null) {
            return GallraSettings.DEFAULT_CHUNK;
        }
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST_IN_A_CHUNK) {
            return Integer.parseInt(text);
        }
        problems.add(SENTENCES.say(
                "settings.gallra-chunk-must-whole-number-from", MOST_IN_A_CHUNK, text, GallraSettings.DEFAULT_CHUNK));
        return GallraSettings.DEFAULT_CHUNK;
    }

    private @Nullable DatabaseAccount pair(String first, String second) {
        String user = value(first);
        String password = value(second);
        if (user == null && password == null) {
            return null;
        }
        if (user == null || password == null) {
            problems.add(SENTENCES.say(
                    "settings.set-but-not-set-both-neither",
                    (user == null ? second : first),
                    (user == null ? first : second)));
            return new DatabaseAccount("", "");
        }
        return new DatabaseAccount(user, password);
    }

    private @Nullable String value(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    private static String text(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalStateException("the embedded servers do not say " + key + ". Indicates a bug");
        }
        return value;
    }
}
