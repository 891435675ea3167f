package se.partnersec.gallra.categories;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.request.FiscalYearService;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.GrantedAccounts;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.TestTagKey;
import se.partnersec.gallra.testing.assertion.LooseLimits;

/** A company whose tables look nothing like the demo's: {@code other-names/schema.sql}, a mapping of its own, and the rights that follow from it. */
final class OtherCompany implements AutoCloseable {
    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    static final ZoneId HELSINKI = ZoneId.of("Europe/Helsinki");

    final FreshSchemas schemas = TestServers.freshSchemas();
    final BucketSettings bucketSettings = TestServers.objectStore().bucket(TestServers.freshBucket(true));
    final ObjectBucket bucket = new ObjectBucket(bucketSettings);
    final Path config;
    final HoldService service;
    private final GrantedAccounts accounts;
    private final HikariDataSource pool;

    OtherCompany() {
        String[] statements = Arrays.stream(text("schema.sql").split(";\n", -1))
                .filter(sql -> !sql.isBlank())
                .toArray(String[]::new);
        accounts = GrantedAccounts.create(
                schemas,
                statements,
                SourceMappingReader.parse(
                        "sources.yml",
                        sources().getBytes(StandardCharsets.UTF_8),
                        Categories.registry().requirements().roles()));
        config = mapping(sources());
        pool = DataSourceFactory.pool(schemas.settings(bucketSettings), DatabaseRole.OWNER, 3);
        service =
                new HoldService(jdbc(), new TransactionTemplate(new JdbcTransactionManager(pool)), scopes -> Map.of());
        LocalDate booked = LocalDate.now(Clock.systemUTC()).minusYears(1);
        new FiscalYearService(jdbc(), new TransactionTemplate(new JdbcTransactionManager(pool)))
                .add(
                        new FiscalYear(
                                booked.withDayOfYear(1), booked.withMonth(12).withDayOfMonth(31)),
                        null);
        insert("abonnent", "AbonnentNr, OrgNr", "AB-Å1", "559900-0001");
        insert("abonnent", "AbonnentNr, OrgNr", "AB-Å2", "559900-0002");
        insert("inloggning", "uuid, AbonnentNr, EPost", uuid(901), "AB-Å1", "ett@exempel.se");
        insert("inloggning", "uuid, AbonnentNr, EPost", uuid(902), "AB-Å2", "Två@Exempel.se");
        insert("Räkning", "rakningsnr, ocr", "R/2026/1", 77_001);
    }

    private static String text(String name) {
        try (InputStream in = OtherCompany.class.getResourceAsStream("/other-names/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mapping of the company, over the schema of this test. */
    String sources() {
        return text("sources.yml").replace("schema: partnersec", "schema: " + schemas.business());
    }

    /** A folder with the shipped policy and a mapping. */
    static Path mapping(String sources) {
        try {
            Path folder = Files.createTempDirectory("gallra-other");
            Files.copy(Path.of("..", "..", "job-config", "policy.yml"), folder.resolve("policy.yml"));
            Files.writeString(folder.resolve("sources.yml"), sources);
            return LooseLimits.in(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SuiteContext suite(Path configFolder) {
        GallraSettings all = accounts.settings(bucketSettings);
        return SuiteContext.of(
                new GallraSettings(
                        all.url(),
                        all.accounts(),
                        all.bucket(),
                        configFolder,
                        all.tags(),
                        3,
                        SealSettings.NONE,
                        true), // one person is enough here
                Clock.systemUTC(),
                point -> {});
    }

    RunResult run(DataCategory category, LocalDate asOf) {
        return run(category, asOf, config);
    }

    RunResult run(DataCategory category, LocalDate asOf, Path configFolder) {
        try (SuiteContext suite = suite(configFolder)) {
            List<RunResult> results = suite.runs().run(category, asOf);
            return results.get(results.size() - 1);
        }
    }

    /** Everything the program is told about the place it runs at. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "GALLRA_HOME", config.toString(),
                "GALLRA_CONFIG", config.toString(),
                "GALLRA_DB_URL", schemas.database().url(schemas.suite()).jdbc(),
                "GALLRA_DB_USER", schemas.database().admin().user(),
                "GALLRA_DB_PASSWORD", schemas.database().admin().password(),
                "GALLRA_S3_ENDPOINT", String.valueOf(bucketSettings.endpoint()),
                "GALLRA_S3_BUCKET", bucketSettings.bucket(),
                "GALLRA_S3_ACCESS_KEY", bucketSettings.accessKey(),
                "GALLRA_S3_SECRET_KEY", bucketSettings.secretKey(),
                "GALLRA_TAG_KEY", TestTagKey.HEX));
        environment.put("GALLRA_ACCOUNTS", "single");
        return environment;
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(pool);
    }

    String table(String name) {
        return "`" + schemas.business() + "`.`" + name + "`";
    }

    void insert(String table, String columns, @Nullable Object... values) {
        String marks = String.join(", ", Collections.nCopies(values.length, "?"));
        jdbc().update("INSERT INTO " + table(table) + " (" + columns + ") VALUES (" + marks + ")", values);
    }

    void object(String key) {
        bucket.put(key, key.getBytes(StandardCharsets.UTF_8));
        bucket.put(key, "again".getBytes(StandardCharsets.UTF_8));
    }

    static String uuid(int n) {
        return "4f0c9a1e-77b2-4d10-9c3e-%012x".formatted(0xabc000 + n);
    }

    static LocalDateTime wall(Instant instant, ZoneId zone) {
        return LocalDateTime.ofInstant(instant, zone);
    }

    /** A call with a transcript, each with an object; the transcript spells the key of its call in capitals. */
    void call(int n, Instant end, String more, @Nullable Object... values) {
        List<@Nullable Object> all =
                new ArrayList<>(Arrays.asList(uuid(n), end.getEpochSecond(), "KS", "ljud/samtal/" + n + ".ogg"));
        all.addAll(Arrays.asList(values));
        insert("InspelatSamtal", "samtal, slut_sek, ko, ljud$fil" + more, all.toArray());
        insert("Utskrift$", "samtal, text_fil", uuid(n).toUpperCase(java.util.Locale.ROOT), "text/" + n + ".txt");
        object("ljud/samtal/" + n + ".ogg");
        object("text/" + n + ".txt");
    }

    /** A chat with a message and its attachment. */
    void chat(int n, Instant closed, String more, @Nullable Object... values) {
        LocalDateTime wall = wall(closed, NEW_YORK);
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList("Ärende " + n, wall, wall.minusMinutes(5)));
        all.addAll(Arrays.asList(values));
        insert("chatt", "Ärende, stängd, senast" + more, all.toArray());
        insert(
                "Inlägg",
                "uuid, Ärende, skrivet_i_sekunder_sedan_1970_i_den_zon_som_heter_UTC_och_ej_CET",
                uuid(n),
                "Ärende " + n,
                closed.getEpochSecond() - 300);
        insert("2_bilagor", "Inlägg, fil", uuid(n), "bilagor/" + n + "/bild.png");
        object("bilagor/" + n + "/bild.png");
    }

    void request(int n, Instant seen, String more, @Nullable Object... values) {
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList("anrop-" + n, wall(seen, HELSINKI)));
        all.addAll(Arrays.asList(values));
        insert("anrop", "id, tid" + more, all.toArray());
    }

    /** What is left of a record: its rows and its objects with all their versions. */
    long left(DataCategory category, int n) {
        return switch (category.id()) {
            case "call-recordings" ->
                count("InspelatSamtal", "samtal", uuid(n))
                        + count("Utskrift$", "samtal", uuid(n))
                        + bucket.versionsOf("ljud/samtal/" + n + ".ogg").size()
                        + bucket.versionsOf("text/" + n + ".txt").size();
            case "chat-logs" ->
                count("chatt", "Ärende", "Ärende " + n)
                        + count("Inlägg", "uuid", uuid(n))
                        + count("2_bilagor", "Inlägg", uuid(n))
                        + bucket.versionsOf("bilagor/" + n + "/bild.png").size();
            default -> count("anrop", "id", "anrop-" + n);
        };
    }

    private long count(String table, String column, String value) {
        Long n = jdbc().queryForObject(
                        "SELECT COUNT(*) FROM " + table(table) + " WHERE " + column + " = ?", Long.class, value);
        return n == null ? 0 : n;
    }

    @Override
    public void close() {
        bucket.close();
        pool.close();
        accounts.close();
        schemas.close();
    }
}
