package se.partnersec.gallra.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Workplace;

/** The command that proposes a first mapping, in a configuration folder that has none. */
@GallraTest
@Tag("full")
class InitCommandIT {
    private final Workplace work;
    private final Path home;
    private final Path sources;
    private final Program gallra;

    InitCommandIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
        this.sources = home.resolve("config").resolve("sources.yml");
        this.gallra = Program.at(work, home)
                .here()
                .granted(work, DatabaseRole.JOB, DatabaseRole.FINANCE, DatabaseRole.READER)
                .with("GALLRA_CONFIG", home.resolve("config").toString());
    }

    @BeforeEach
    void make_a_folder_without_a_mapping() throws IOException {
        Path folder = Files.createDirectories(home.resolve("config"));
        for (String file : new String[] {"policy.yml", "limits.yml", "throttle.yml"}) {
            Files.copy(Path.of("..", "..", "job-config", file), folder.resolve(file));
        }
        work.customers(30);
    }

    private Answer init(String... more) {
        String[] words = new String[more.length + 4];
        System.arraycopy(
                new String[] {"init", "--no-input", "--schema", work.schemas().business()}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        return gallra.run(words);
    }

    @Test
    void writes_the_file_of_the_folder_and_the_steps_to_the_first_run() throws IOException {
        Answer answer = init();
        assertThat(answer.exit()).as(answer.err()).isZero();
        assertThat(answer.out())
                .contains(
                        "Written to " + sources,
                        "1. Answer the marks",
                        "gallra policy check",
                        "gallra db grants --before | mysql",
                        "gallra db migrate",
                        "gallra policy adopt --reason",
                        "gallra approvals approve A-N",
                        "gallra plan CATEGORY",
                        "9. Run: gallra run CATEGORY");
        assertThat(Files.readString(sources))
                .contains("table: call_recording", "# CHECK: ", "# TODO ")
                .doesNotContain("Påhittad", "exempel.se");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sources)))
                .isEqualTo("rw-------");
        Answer refused = gallra.run("policy check");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("a guess that nobody has confirmed", "not answered", "sources.yml:");
    }

    @Test
    void never_replaces_a_file() throws IOException {
        Files.writeString(sources, "mine\n");
        Answer answer = init();
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains("is there already and is never replaced");
        assertThat(sources).hasContent("mine\n");
        Path other = home.resolve("other.yml");
        assertThat(init("-o", other.toString()).exit()).isZero();
        assertThat(init("-o", other.toString()).exit()).isEqualTo(2);
        assertThat(sources).hasContent("mine\n");
    }

    @Test
    void gives_data_to_a_program_and_writes_a_file_only_if_it_names_one() {
        Answer answer = init("--json");
        assertThat(answer.exit()).as(answer.err()).isZero();
        assertThat(answer.out())
                .contains("\"schema\": \"gallra/init/1\"", "\"certainty\": \"SURE\"", "\"value\": \"call_recording\"");
        assertThat(sources).doesNotExist();
    }

    @Test
    void says_why_in_swedish_too() throws IOException {
        Answer answer = init("--lang", "sv", "--zone", "Europe/Stockholm");
        assertThat(answer.out()).contains("Till den första godkända körningen:", "Skrivet till");
        assertThat(Files.readString(sources)).contains("# tabellens namn", "enligt svaret för alla DATETIME-kolumner");
    }

    @Test
    void a_folder_without_a_mapping_says_what_to_do() {
        Answer answer = gallra.run("policy check");
        assertThat(answer.exit()).isEqualTo(3);
        assertThat(answer.err()).contains("there is no sources.yml", "gallra init");
    }

    @Test
    void asks_about_prefixes_of_the_bucket_that_no_column_names() throws IOException {
        work.bucket().put("faxes/1.tif", "x".getBytes(StandardCharsets.UTF_8));
        init();
        assertThat(Files.readString(sources)).contains("# TODO faxes/: what lies there?");
    }

    @Test
    void a_zone_or_schema_that_there_is_not_is_refused() {
        assertThat(init("--zone", "Mars/Base").exit()).isEqualTo(2);
        Answer none = gallra.run("init", "--no-input", "--schema", "nowhere");
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("there is no table in nowhere");
    }
}
