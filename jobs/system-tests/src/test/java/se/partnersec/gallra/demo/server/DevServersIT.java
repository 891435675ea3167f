package se.partnersec.gallra.demo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.EmbeddedClasspath;
import se.partnersec.gallra.testing.TestObjectStore;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Real background processes, as the command line starts and ends them. */
@Tag("once")
@Tag("full")
class DevServersIT {
    private static final Path FOLDER =
            Path.of("target", "dev servers", ".gallra").toAbsolutePath();

    private final DevServers servers = new DevServers(FOLDER, EmbeddedClasspath.get());

    @AfterAll
    static void leave_nothing_behind() {
        new DevServers(FOLDER, EmbeddedClasspath.get()).down();
    }

    @Test
    void starts_once_for_everybody_and_ends_without_a_trace() throws IOException {
        servers.down();
        List<RunningServers> both = Stream.of(servers, new DevServers(FOLDER, EmbeddedClasspath.get()))
                .map(each -> CompletableFuture.supplyAsync(each::up))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(both)
                .extracting(RunningServers::generation)
                .containsOnly(both.get(0).generation());
        assertThat(servers.status()).isPresent();
        assertThat(servers.up().pid()).isEqualTo(both.get(0).pid());
        List<ProcessHandle> processes = processes(both.get(0));

        assertThat(servers.down()).isTrue();

        assertThat(processes).hasSize(2).noneMatch(ProcessHandle::isAlive);
        assertThat(servers.status()).isEmpty();
        assertThat(servers.down()).isFalse();
        assertThat(FOLDER.resolve(RunningServers.FILE)).doesNotExist();
        try (Stream<Path> left = Files.walk(FOLDER)) {
            assertThat(left.map(Path::toString)).as("files of tables").noneMatch(name -> name.endsWith(".ibd"));
        }
    }

    @Test
    void every_account_gets_in_and_only_the_owner_has_rights() throws Exception {
        GallraSettings settings = GallraSettings.from(
                Map.of("GALLRA_HOME", "../.."), Optional.of(servers.up().properties()));

        for (DatabaseRole role : List.of(DatabaseRole.JOB, DatabaseRole.FINANCE, DatabaseRole.READER)) {
            assertThatThrownBy(() -> execute(settings, role, "SELECT 1"))
                    .as(role.name())
                    .hasStackTraceContaining(
                            "Access denied for user 'gallra_" + role.name().toLowerCase(Locale.ROOT))
                    .hasStackTraceContaining("to database 'gallra'");
        }
        execute(
                settings,
                DatabaseRole.OWNER,
                "CREATE TABLE t (id INT PRIMARY KEY)",
                "CREATE TABLE partnersec.t (id INT PRIMARY KEY)",
                "GRANT SELECT ON gallra.t TO gallra_reader@'%'",
                "GRANT SELECT, DELETE ON partnersec.t TO gallra_job@'%'",
                "GRANT SELECT ON gallra.t TO gallra_job@'%'");
        execute(settings, DatabaseRole.READER, "SELECT * FROM t");
        execute(settings, DatabaseRole.JOB, "DELETE FROM partnersec.t");
        assertThatThrownBy(() -> execute(settings, DatabaseRole.READER, "DELETE FROM t"))
                .hasMessageContaining("denied");
    }

    @Test
    void the_bucket_keeps_versions() {
        RunningServers running = servers.up();
        TestObjectStore store = new TestObjectStore(
                URI.create(running.objectEndpoint()),
                running.properties().getProperty("s3.access-key"),
                running.properties().getProperty("s3.secret-key"));
        try (S3Client s3 = store.client()) {
            s3.putObject(b -> b.bucket("gallra-demo").key("a"), RequestBody.fromString("one"));
            s3.deleteObject(b -> b.bucket("gallra-demo").key("a"));
            assertThat(s3.listObjectVersions(b -> b.bucket("gallra-demo")).versions())
                    .hasSize(1);
            assertThat(s3.listObjectVersions(b -> b.bucket("gallra-demo")).deleteMarkers())
                    .hasSize(1);
        }
    }

    @Test
    void recovers_from_a_killed_process_with_a_new_generation_and_no_orphan() {
        RunningServers first = servers.up();
        List<ProcessHandle> old = processes(first);
        old.get(0).destroyForcibly();
        old.get(0).onExit().join();
        assertThat(old.get(1).isAlive()).as("the database is orphaned").isTrue();
        assertThat(servers.status()).isEmpty();

        RunningServers second = servers.up();

        assertThat(second.generation()).isNotEqualTo(first.generation());
        assertThat(old).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void down_ends_the_orphan_of_a_killed_process_and_spares_a_stranger_with_its_number() throws IOException {
        List<ProcessHandle> processes = processes(servers.up());
        processes.get(0).destroyForcibly();
        processes.get(0).onExit().join();
        Path file = FOLDER.resolve(RunningServers.FILE);
        long stranger = ProcessHandle.current().pid();
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^pid=\\d+", "pid=" + stranger));

        assertThat(servers.status()).isEmpty();
        assertThat(servers.down()).isTrue();

        assertThat(processes).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void the_process_ends_when_its_file_goes_or_its_database_dies() {
        List<ProcessHandle> processes = processes(servers.up());
        assertThat(FOLDER.resolve(RunningServers.FILE).toFile().delete()).isTrue();
        assertThat(processes).allSatisfy(DevServersIT::ends);

        processes = processes(servers.up());
        processes.get(1).destroyForcibly();
        assertThat(processes).allSatisfy(DevServersIT::ends);
    }

    @Test
    void secrets_are_for_their_owner_and_the_tag_key_outlives_a_reset() throws IOException {
        String text = servers.up().toString();
        String key = Files.readString(FOLDER.resolve("tag.key"));
        for (String file : List.of("tag.key", RunningServers.FILE)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(FOLDER.resolve(file))))
                    .isEqualTo("rw-------");
        }
        servers.down();
        String password = servers.up().properties().getProperty("db.job.password");
        assertThat(text).doesNotContain(password);
        assertThat(FOLDER.resolve("tag.key")).hasContent(key.strip());
    }

    @Test
    void failures_say_why_and_what_to_do() {
        servers.down();
        assertThatThrownBy(() -> new DevServers(FOLDER, null).up())
                .satisfies(refusedWith(ExitCode.CONFIGURATION))
                .hasMessageContaining("GALLRA_DB_URL")
                .hasMessageContaining("scripts/gallra");
        assertThatThrownBy(() -> new DevServers(FOLDER, "/nowhere").up())
                .satisfies(refusedWith(ExitCode.ENVIRONMENT))
                .hasMessageContaining("servers.log")
                .hasMessageContaining("se.partnersec.gallra.embedded.Servers");
    }

    private static List<ProcessHandle> processes(RunningServers running) {
        return Stream.of("pid", "db.pid")
                .map(key -> Long.parseLong(running.properties().getProperty(key)))
                .map(pid -> ProcessHandle.of(pid).orElseThrow())
                .toList();
    }

    private static void ends(ProcessHandle process) {
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(15));
    }

    private static void execute(GallraSettings settings, DatabaseRole role, String... sql) throws SQLException {
        try (var pool = DataSourceFactory.pool(settings, role, 1);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        }
    }
}
