package se.partnersec.gallra.config.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.testing.TestTagKey;

class GallraSettingsTest {
    private static final String KEY = TestTagKey.HEX;

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void real_servers() throws IOException {
        Files.createFile(folder.resolve("policy.yml"));
        Files.createFile(folder.resolve("sources.yml"));
        environment.putAll(Map.of(
                "GALLRA_DB_URL", "jdbc:mysql://db.example.se/gallra",
                "GALLRA_DB_USER", "jobs",
                "GALLRA_DB_PASSWORD", "hemligt",
                "GALLRA_TAG_KEY", KEY,
                "GALLRA_CONFIG", folder.toString()));
    }

    @Test
    void the_shortest_environment_is_filled_with_defaults() {
        GallraSettings settings = read();

        assertThat(settings.url()).isEqualTo(new DatabaseUrl("db.example.se", 3306, "gallra", Map.of()));
        assertThat(settings.chunk()).isEqualTo(7000);
        assertThat(settings.bucket()).isNull();
        assertThat(settings.schema()).isEqualTo("gallra");
        assertThat(settings.accounts().values()).containsOnly(new DatabaseAccount("jobs", "hemligt"));
    }

    @Test
    void every_variable_reaches_its_setting() throws IOException {
        Path key = keyFile("rw-------");
        environment.remove("GALLRA_TAG_KEY");
        environment.putAll(Map.of("GALLRA_TAG_KEY_FILE", key.toString(), "GALLRA_CHUNK", "10000"));
        environment.putAll(Map.of("GALLRA_OWNER_USER", "o", "GALLRA_OWNER_PASSWORD", "o2"));
        environment.putAll(Map.of("GALLRA_FINANCE_USER", "f", "GALLRA_FINANCE_PASSWORD", "f2"));
        environment.putAll(Map.of("GALLRA_READER_USER", "r", "GALLRA_READER_PASSWORD", "r2"));
        environment.putAll(Map.of("GALLRA_S3_BUCKET", "inspelningar", "GALLRA_S3_REGION", "eu-west-1"));
        environment.putAll(Map.of("GALLRA_S3_ACCESS_KEY", "a", "GALLRA_S3_SECRET_KEY", "s"));
        environment.putAll(
                Map.of("GALLRA_S3_ENDPOINT", "https://s3.example.se:9000", "GALLRA_S3_BUCKET_OWNER", "123456789012"));

        GallraSettings settings = read();

        assertThat(settings.account(DatabaseRole.JOB)).isEqualTo(new DatabaseAccount("jobs", "hemligt"));
        assertThat(settings.account(DatabaseRole.OWNER)).isEqualTo(new DatabaseAccount("o", "o2"));
        assertThat(settings.account(DatabaseRole.FINANCE)).isEqualTo(new DatabaseAccount("f", "f2"));
        assertThat(settings.account(DatabaseRole.READER)).isEqualTo(new DatabaseAccount("r", "r2"));
        assertThat(settings.bucket())
                .isEqualTo(new BucketSettings(
                        "https://s3.example.se:9000", "eu-west-1", "inspelningar", "a", "s", "123456789012"));
        assertThat(settings.chunk()).isEqualTo(10_000);
    }

    @Test
    void a_name_that_is_none_is_refused_with_the_one_that_was_meant() {
        environment.put("GALLRA_SEAL_DRI", "/seals");
        environment.put("GALLRA_LIMITS", "x");
        environment.put("GALLRA_DB_URLL", "jdbc:mysql://other/gallra");
        environment.put("GALLRA_DB_PASWORD_FILE", "hemligt-2");

        assertThat(refused(Optional.empty()))
                .containsExactly(
                        "environment: there is no variable GALLRA_DB_PASWORD_FILE: did you mean GALLRA_DB_PASSWORD_FILE?"
                                + " correct the name, or unset it",
                        "environment: there is no variable GALLRA_DB_URLL: did you mean GALLRA_DB_URL? correct the name, or"
                                + " unset it",
                        "environment: there is no variable GALLRA_LIMITS: correct the name, or unset it",
                        "environment: there is no variable GALLRA_SEAL_DRI: did you mean GALLRA_SEAL_DIR? correct the name, or"
                                + " unset it");
    }

    @Test
    void a_misspelt_name_is_refused_where_only_the_folder_or_the_embedded_servers_are_asked_for() {
        Map<String, String> folderOnly = Map.of("GALLRA_CONFIG", folder.toString(), "GALLRA_SEAL_DRI", "/seals");
        assertThat(catchThrowableOfType(ConfigException.class, () -> GallraSettings.configFolder(folderOnly)))
                .hasMessageContaining("GALLRA_SEAL_DIR?");
        assertThat(catchThrowableOfType(
                        ConfigException.class, () -> GallraSettings.from(folderOnly, Optional.of(embedded()))))
                .hasMessageContaining("GALLRA_SEAL_DIR?");
    }

    @Test
    void what_others_call_their_variables_is_theirs() {
        environment.putAll(Map.of(
                "GALLRAX",
                "1",
                "MY_GALLRA_X",
                "1",
                "GALLRA_METRICS_SERVICE_HOST",
                "10.0.0.1",
                "GALLRA_METRICS_PORT",
                "tcp://10.0.0.1:9484",
                "GALLRA_METRICS_PORT_9484_TCP_ADDR",
                "10.0.0.1",
                "GALLRA_METRICS_SERVICE_PORT_METRICS",
                "9484"));
        assertThat(read()).isNotNull();
    }

    @Test
    void a_character_that_nobody_sees_is_refused_and_a_secret_never_shown() {
        environment.put("GALLRA_S3_BUCKET", "in\u001b[2Jspelningar");
        environment.put("GALLRA_DB_PASSWORD", "a\u0007b");
        assertThat(refused(Optional.empty()))
                .contains(
                        "environment: GALLRA_S3_BUCKET holds the character \\u001B at position 3, which nobody would see: take it out")
                .noneMatch(problem -> problem.contains("GALLRA_DB_PASSWORD"));
    }

    /** One list for everything that reads or sets one. */
    @Test
    void every_variable_that_is_named_anywhere_is_known() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String place : List.of("../../scripts", "../../job-config", "../../README.md", "../../sql", "..")) {
            try (Stream<Path> files = Files.walk(Path.of(place))) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(each -> !each.toString().contains("/target/"))
                        .filter(each -> !each.endsWith("GallraSettingsTest.java"))
                        .toList()) {
                    Matcher name = Pattern.compile("\\bGALLRA_[A-Z0-9_]*[A-Z0-9]\\b")
                            .matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                    while (name.find()) {
                        named.add(name.group());
                    }
                }
            }
        }
        // Beginnings of names, to which the rest is added.
        named.removeAll(Set.of("GALLRA_DB", "GALLRA_OWNER", "GALLRA_FINANCE", "GALLRA_READER", "GALLRA_SEALER"));
        assertThat(named).hasSizeGreaterThan(50).isSubsetOf(SettingNames.all());
    }

    @Test
    void what_is_said_of_seals_is_read_and_its_faults_are_named() {
        assertThat(read().seals()).isEqualTo(SealSettings.NONE);
        environment.putAll(Map.of("GALLRA_SEALER_USER", "s", "GALLRA_SEALER_PASSWORD", "s2"));
        environment.putAll(Map.of("GALLRA_SEAL_KEY_FILE", "/etc/seal.key", "GALLRA_SEAL_DIR", "/mnt/seals"));
        environment.putAll(Map.of("GALLRA_SEAL_PUBLIC_KEY_FILE", "/etc/seal.pub", "GALLRA_SEAL_BUCKET", "sigill"));
        environment.put("GALLRA_CERTIFICATE_KEY_FILE", "/etc/issuer.key");
        environment.put("GALLRA_CERTIFICATE_PUBLIC_KEY_FILE", "/etc/issuer.pub");
        environment.putAll(Map.of("GALLRA_SEAL_S3_ACCESS_KEY", "a", "GALLRA_SEAL_S3_SECRET_KEY", "s"));
        environment.putAll(Map.of("GALLRA_SEAL_RETENTION_DAYS", "30", "GALLRA_SEAL_WITHOUT_LOCK", "accept"));

        assertThat(read().account(DatabaseRole.SEALER)).isEqualTo(new DatabaseAccount("s", "s2"));
        assertThat(read().seals())
                .isEqualTo(new SealSettings(
                        new SealSettings.KeyFiles(Path.of("/etc/seal.key"), Path.of("/etc/seal.pub")),
                        new SealSettings.KeyFiles(Path.of("/etc/issuer.key"), Path.of("/etc/issuer.pub")),
                        Path.of("/mnt/seals"),
                        new BucketSettings(null, "eu-north-1", "sigill", "a", "s", null),
                        "gallra-seals/",
                        30,
                        true));

        environment.remove("GALLRA_SEAL_S3_SECRET_KEY");
        environment.putAll(Map.of("GALLRA_SEAL_RETENTION_DAYS", "0", "GALLRA_SEAL_WITHOUT_LOCK", "yes"));
        assertThat(refused(Optional.empty()))
                .hasSize(3)
                .anyMatch(p -> p.contains("GALLRA_SEAL_S3_ACCESS_KEY and GALLRA_SEAL_S3_SECRET_KEY belong together"))
                .anyMatch(p -> p.contains("GALLRA_SEAL_RETENTION_DAYS must be a whole number from 1"))
                .anyMatch(p -> p.contains("GALLRA_SEAL_WITHOUT_LOCK is either unset or 'accept', was 'yes'"));
    }

    @Test
    void the_embedded_servers_fill_in_what_the_environment_leaves_out() throws IOException {
        List.of("GALLRA_DB_URL", "GALLRA_DB_USER", "GALLRA_DB_PASSWORD", "GALLRA_TAG_KEY")
                .forEach(environment::remove);

        GallraSettings settings = GallraSettings.from(environment, Optional.of(embedded()));

        assertThat(settings.url().jdbc()).isEqualTo("jdbc:mysql://127.0.0.1:4711/gallra");
        assertThat(settings.account(DatabaseRole.FINANCE))
                .isEqualTo(new DatabaseAccount("gallra_finance", "pw-finance"));
        assertThat(settings.bucket())
                .isEqualTo(new BucketSettings("http://127.0.0.1:4712", "eu-north-1", "gallra-demo", "a", "s", null));
        assertThat(settings.tags().tag("d", "n"))
                .isEqualTo(new Pseudonymizer(HexFormat.of().parseHex(KEY)).tag("d", "n"));
    }

    @Test
    void a_real_bucket_is_never_mixed_with_an_embedded_database() throws IOException {
        environment.remove("GALLRA_DB_URL");
        environment.put("GALLRA_S3_BUCKET", "inspelningar");

        assertThat(refused(Optional.of(embedded())))
                .singleElement()
                .asString()
                .contains("GALLRA_DB_USER, GALLRA_DB_PASSWORD, GALLRA_S3_BUCKET set without GALLRA_DB_URL");
    }

    @Test
    void a_real_database_wins_over_embedded_servers_that_happen_to_run() throws IOException {
        GallraSettings settings = GallraSettings.from(environment, Optional.of(embedded()));

        assertThat(settings.url().host()).isEqualTo("db.example.se");
        assertThat(settings.bucket()).isNull();
    }

    @Test
    void all_problems_are_named_at_once() throws IOException {
        Files.delete(folder.resolve("policy.yml"));
        environment.put("GALLRA_DB_URL", "jdbc:mysql://db.example.se/gallra?autoDeserialize=true");
        environment.put("GALLRA_CHUNK", "10001");
        environment.put("GALLRA_TAG_KEY", "short");
        environment.put("GALLRA_FINANCE_USER", "f");
        environment.put("GALLRA_S3_ACCESS_KEY", "a");

        assertThat(refused(Optional.empty()))
                .hasSize(7)
                .anyMatch(p -> p.contains("autoDeserialize"))
                .anyMatch(p -> p.contains("policy.yml"))
                .anyMatch(p -> p.contains("GALLRA_CHUNK must be a whole number from 1 to 10000, was '10001'"))
                .anyMatch(p -> p.contains("GALLRA_TAG_KEY must be at least 32 random bytes"))
                .anyMatch(p -> p.contains("GALLRA_FINANCE_USER is set but GALLRA_FINANCE_PASSWORD is not"))
                .anyMatch(p -> p.contains("GALLRA_S3_ACCESS_KEY is set but GALLRA_S3_SECRET_KEY is not"))
                .anyMatch(p -> p.contains("GALLRA_S3_BUCKET is missing"));
    }

    @Test
    void nothing_at_all_says_what_to_set() {
        environment.clear();
        environment.put("GALLRA_CONFIG", folder.toString());

        assertThat(refused(Optional.empty()))
                .anyMatch(p -> p.contains("no database: set GALLRA_DB_URL=jdbc:mysql://HOST:3306/gallra"))
                .anyMatch(p -> p.contains("GALLRA_DB_USER and GALLRA_DB_PASSWORD are missing"))
                .anyMatch(p -> p.contains("openssl rand -hex 32"));
    }

    @Test
    void a_tag_key_comes_in_hex_or_base64_and_not_from_a_file_that_others_read() throws IOException {
        byte[] bytes = new byte[33];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (7 * i);
        }
        environment.put("GALLRA_TAG_KEY", Base64.getEncoder().encodeToString(bytes));
        assertThat(read().tags().tag("d", "n")).isEqualTo(new Pseudonymizer(bytes).tag("d", "n"));

        environment.put("GALLRA_TAG_KEY_FILE", keyFile("rw-------").toString());
        assertThat(refused(Optional.empty())).singleElement().asString().contains("both set");

        environment.remove("GALLRA_TAG_KEY");
        environment.put("GALLRA_TAG_KEY_FILE", keyFile("rw-r-----").toString());
        assertThat(refused(Optional.empty())).singleElement().asString().contains("chmod 600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "ab", "0123456789abcdef"})
    void a_tag_key_that_somebody_typed_is_refused(String typed) {
        environment.put("GALLRA_TAG_KEY", typed.repeat(64 / typed.length()));
        assertThat(refused(Optional.empty()))
                .singleElement()
                .asString()
                .contains("GALLRA_TAG_KEY is not random", "openssl rand -hex 32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql", "sys", "Information_Schema", "PERFORMANCE_SCHEMA"})
    void a_schema_of_the_server_is_not_ours(String schema) {
        environment.put("GALLRA_DB_URL", "jdbc:mysql://db.example.se/" + schema);
        assertThat(refused(Optional.empty()))
                .singleElement()
                .asString()
                .contains("'" + schema + "', which belongs to the server");
    }

    @Test
    void secrets_come_from_files_that_nobody_else_reads() throws IOException {
        environment.remove("GALLRA_DB_PASSWORD");
        environment.put("GALLRA_DB_PASSWORD_FILE", secret("db", "lösen med blank \n", "rw-------"));
        environment.putAll(Map.of("GALLRA_S3_BUCKET", "b-1", "GALLRA_S3_ACCESS_KEY", "id"));
        environment.put("GALLRA_S3_SECRET_KEY_FILE", secret("s3", "sehr", "r--------"));
        assertThat(read().account(DatabaseRole.JOB)).isEqualTo(new DatabaseAccount("jobs", "lösen med blank "));
        assertThat(read().bucket()).isEqualTo(new BucketSettings(null, "eu-north-1", "b-1", "id", "sehr", null));

        environment.put("GALLRA_DB_PASSWORD", "hemligt");
        assertThat(refused(Optional.empty()))
                .singleElement()
                .asString()
                .contains("GALLRA_DB_PASSWORD and GALLRA_DB_PASSWORD_FILE are both set: keep one");
        environment.remove("GALLRA_DB_PASSWORD");
        for (String wrong : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-")) {
            environment.put("GALLRA_DB_PASSWORD_FILE", secret("open", "hemligt", wrong));
            assertThat(refused(Optional.empty()))
                    .singleElement()
                    .asString()
                    .contains("can be read by others: chmod 600")
                    .doesNotContain("hemligt");
        }
        environment.put("GALLRA_DB_PASSWORD_FILE", secret("empty", "\n", "rw-------"));
        assertThat(refused(Optional.empty())).singleElement().asString().contains("is empty: put the secret into it");
        environment.put("GALLRA_DB_PASSWORD_FILE", folder.resolve("missing").toString());
        assertThat(refused(Optional.empty()))
                .singleElement()
                .asString()
                .contains("cannot be read (no such file or directory): check GALLRA_DB_PASSWORD_FILE");
    }

    @Test
    void an_object_store_beyond_this_machine_is_spoken_to_over_tls() {
        environment.putAll(Map.of("GALLRA_S3_BUCKET", "b-1", "GALLRA_SEAL_BUCKET", "sigill"));
        for (String good : List.of("https://s3.example.se", "http://localhost:9000", "http://[::1]:9000/")) {
            environment.putAll(Map.of("GALLRA_S3_ENDPOINT", good, "GALLRA_SEAL_S3_ENDPOINT", good));
            assertThat(read().seals().bucket()).isNotNull();
        }
        for (String plain : List.of("http://s3.example.se", "http://127.0.0.1.example.se:9000")) {
            environment.putAll(Map.of("GALLRA_S3_ENDPOINT", plain, "GALLRA_SEAL_S3_ENDPOINT", plain));
            assertThat(refused(Optional.empty()))
                    .hasSize(2)
                    .anyMatch(p -> p.contains("GALLRA_S3_ENDPOINT is without TLS"))
                    .anyMatch(p -> p.contains("GALLRA_SEAL_S3_ENDPOINT is without TLS"));
        }
    }

    private String secret(String name, String content, String permissions) throws IOException {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions))
                .toString();
    }

    @Test
    void no_secret_shows_in_text_or_messages() throws IOException {
        environment.putAll(
                Map.of("GALLRA_S3_BUCKET", "b-1", "GALLRA_S3_ACCESS_KEY", "id", "GALLRA_S3_SECRET_KEY", "sehr"));
        assertThat(read().toString())
                .doesNotContain("hemligt")
                .doesNotContain("sehr")
                .doesNotContain(KEY);

        environment.put("GALLRA_TAG_KEY", "kort-hemligt");
        environment.put("GALLRA_DB_URL", "jdbc:mysql://jobs:hemligt@db.example.se/gallra?password=hemligt&user=x");
        assertThat(String.join("\n", refused(Optional.empty())))
                .doesNotContain("hemligt")
                .contains("password, user");
    }

    private GallraSettings read() {
        return GallraSettings.from(environment, Optional.empty());
    }

    private List<String> refused(Optional<Properties> embedded) {
        ConfigException refusal =
                catchThrowableOfType(ConfigException.class, () -> GallraSettings.from(environment, embedded));
        assertThat(refusal).isNotNull();
        return refusal.faults().stream().map(ConfigProblem::toString).toList();
    }

    private Path keyFile(String permissions) throws IOException {
        Path file = folder.resolve("tag.key");
        Files.writeString(file, KEY + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Properties embedded() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("db.url", "jdbc:mysql://127.0.0.1:4711/gallra");
        for (String role : List.of("owner", "job", "finance", "reader", "sealer")) {
            properties.setProperty("db." + role + ".user", "gallra_" + role);
            properties.setProperty("db." + role + ".password", "pw-" + role);
        }
        properties.putAll(Map.of("s3.endpoint", "http://127.0.0.1:4712", "s3.bucket", "gallra-demo"));
        properties.putAll(Map.of("s3.region", "eu-north-1", "s3.access-key", "a", "s3.secret-key", "s"));
        properties.setProperty("tag.key.file", keyFile("rw-------").toString());
        return properties;
    }
}
