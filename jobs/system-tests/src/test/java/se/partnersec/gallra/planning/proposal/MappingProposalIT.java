package se.partnersec.gallra.planning.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.mapping.DemoNeeds;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.database.check.MappingCheck;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.schema.SqlScript;
import se.partnersec.gallra.planning.survey.Certainty;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.TestTagKey;

/** Mappings that are proposed for three companies, held against their true ones. The reader may only SELECT. */
@Tag("full")
class MappingProposalIT {
    private static final String PASSWORD = "Bara-for-prov-1";
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);

    private final FreshSchemas schemas = TestServers.freshSchemas();
    private final String crm = schemas.business();
    private final String billing = schemas.business().replaceFirst("business$", "billing");
    private final DatabaseAccount reader =
            new DatabaseAccount(schemas.suite().replaceFirst("suite$", "init"), PASSWORD);

    @AfterEach
    void drop() {
        schemas.database()
                .execute("", "DROP USER IF EXISTS '" + reader.user() + "'@'%'", "DROP DATABASE IF EXISTS " + billing);
        schemas.close();
    }

    private static String text(String name) {
        try (InputStream in = MappingProposalIT.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String here(String text) {
        return text.replace("{crm}", crm).replace("{billing}", billing).replace("schema: partnersec", "schema: " + crm);
    }

    private void execute(String script) {
        schemas.database()
                .execute(
                        crm,
                        Arrays.stream(here(script).split(";\n", -1))
                                .filter(sql -> !sql.isBlank())
                                .toArray(String[]::new));
    }

    private void account(String... grants) {
        List<String> all = new ArrayList<>(List.of(
                "CREATE USER '" + reader.user() + "'@'%' IDENTIFIED BY '" + PASSWORD + "'",
                "GRANT SELECT ON " + schemas.suite() + ".* TO '" + reader.user() + "'@'%'"));
        Arrays.stream(grants)
                .map(grant -> grant + " TO '" + reader.user() + "'@'%'")
                .forEach(all::add);
        schemas.database().execute("", all.toArray(String[]::new));
    }

    private MappingProposal propose(List<String> names, @Nullable ZoneId zone) {
        Map<DatabaseRole, DatabaseAccount> accounts = new EnumMap<>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            accounts.put(role, reader);
        }
        GallraSettings all = schemas.settings();
        GallraSettings settings = new GallraSettings(all.url(), accounts, null, all.config(), all.tags(), all.chunk());
        try (HikariDataSource pool = DataSourceFactory.pool(settings, DatabaseRole.READER, 2)) {
            return new MappingProposalService(
                            new DatabaseLogin(() -> pool), () -> null, DemoNeeds.ALL, Path.of("target"))
                    .propose(names, zone, TODAY, Locale.ENGLISH);
        }
    }

    private MappingProposal newCompany() {
        schemas.database().execute("", "CREATE DATABASE " + billing + " CHARACTER SET utf8mb4");
        execute(text("/new-company/schema.sql"));
        execute(text("/new-company/data.sql"));
        account("GRANT SELECT ON " + crm + ".*", "GRANT SELECT ON " + billing + ".*");
        return propose(List.of(crm, billing), null);
    }

    private MappingProposal otherNames() {
        execute(text("/other-names/schema.sql"));
        execute(text("/other-names/data.sql"));
        account("GRANT SELECT ON " + crm + ".*");
        return propose(List.of(crm), null);
    }

    private MappingProposal demo() {
        schemas.database()
                .execute(crm, SqlScript.read("demo/schema.sql").statements().toArray(String[]::new));
        account("GRANT SELECT ON " + crm + ".*");
        return propose(List.of(crm), null);
    }

    private static MappingScore score(String company, MappingProposal proposal, String truth) {
        MappingScore score = MappingScore.of(proposal.text(), truth);
        System.out.println(company + ": " + score);
        System.out.println("  missed: " + String.join("\n          ", score.missed()));
        System.out.println("  wrong:  " + String.join("\n          ", score.wrong()));
        write(company, proposal.text());
        return score;
    }

    private static void write(String company, String text) {
        try {
            Path folder = Path.of("target", "proposals");
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(company + ".yml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answered(String company, MappingProposal proposal, String truth) {
        assertThat(catchThrowableOfType(ConfigException.class, () -> parse(proposal.text())))
                .as("its marks are open")
                .hasMessageContainingAll("a guess that nobody has confirmed", "not answered");
        String answered = AnsweredProposal.of(proposal.text(), truth);
        write(company + "-answered", answered);
        SourceMapping mapping = parse(answered);
        try (HikariDataSource admin = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 2)) {
            assertThat(MappingCheck.check(admin, mapping).problems()).isEmpty();
        }
        policyCheck(answered);
    }

    private void policyCheck(String sources) {
        try {
            Path folder = Files.createTempDirectory("gallra-init");
            Path shipped = Path.of("..", "..", "job-config");
            try (Stream<Path> files = Files.list(shipped)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, folder.resolve(file.getFileName().toString()));
                }
            }
            Files.writeString(folder.resolve("sources.yml"), sources);
            Program.Answer answer = new Program(Map.of(
                            "GALLRA_CONFIG", folder.toString(),
                            "GALLRA_HOME", folder.toString(),
                            "GALLRA_DB_URL",
                                    schemas.database().url(schemas.suite()).jdbc(),
                            "GALLRA_DB_USER", schemas.database().admin().user(),
                            "GALLRA_DB_PASSWORD", schemas.database().admin().password(),
                            "GALLRA_TAG_KEY", TestTagKey.HEX))
                    .here()
                    .run("policy check");
            assertThat(answer.exit()).as(answer.err()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SourceMapping parse(String text) {
        return SourceMappingReader.parse("sources.yml", text.getBytes(StandardCharsets.UTF_8), DemoNeeds.ALL);
    }

    @Test
    void most_of_an_invented_company_s_mapping_is_right_and_no_wrong_line_lacks_its_mark() {
        MappingProposal proposal = newCompany();
        String truth = here(text("/new-company/sources.yml"));
        MappingScore score = score("new-company", proposal, truth);
        assertThat(score.wrongUnmarked()).isEmpty();
        assertThat(score.part()).as(score.toString()).isGreaterThanOrEqualTo(0.8);
        assertThat(score.unmarked()).as("what is certain needs no mark").isGreaterThan(score.of() / 4);
        answered("new-company", proposal, truth);
    }

    @Test
    void so_it_is_of_the_company_with_other_names() {
        MappingProposal proposal = otherNames();
        String truth = here(text("/other-names/sources.yml"));
        MappingScore score = score("other-names", proposal, truth);
        assertThat(score.wrongUnmarked()).isEmpty();
        assertThat(score.part()).as(score.toString()).isGreaterThanOrEqualTo(0.8);
        answered("other-names", proposal, truth);
    }

    @Test
    void and_of_the_demo_without_any_rows() throws IOException {
        MappingProposal proposal = demo();
        String truth = here(Files.readString(Path.of("..", "..", "job-config", "sources.yml")));
        MappingScore score = score("demo", proposal, truth);
        assertThat(score.wrongUnmarked()).isEmpty();
        assertThat(score.part()).as(score.toString()).isGreaterThanOrEqualTo(0.8);
        answered("demo", proposal, truth);
    }

    /** The control: the score notices a wrong line without its mark, and a line that is not there. */
    @Test
    void a_wrong_line_without_its_mark_would_be_noticed() {
        String truth = here(text("/new-company/sources.yml"));
        MappingScore same = MappingScore.of(truth, truth);
        assertThat(same.part()).isEqualTo(1.0);
        assertThat(same.wrong()).isEmpty();
        MappingScore wrong = MappingScore.of(truth.replace("column: SlutTid,", "column: StartTid,"), truth);
        assertThat(wrong.wrongUnmarked())
                .containsExactly("/categories/call-recordings/columns/ended_at/column = StartTid");
        MappingScore marked = MappingScore.of(
                truth.replace("zone: Europe/Stockholm}\n      queue", "zone: UTC}  # CHECK: ?\n      queue"), truth);
        assertThat(marked.wrongUnmarked()).isEmpty();
        assertThat(marked.wrong()).hasSize(1);
    }

    @Test
    void words_that_decide_are_asked_for_and_none_is_said_to_let_go() {
        MappingProposal proposal = newCompany();
        assertThat(proposal.text()).contains("# TODO paid: what does it mean?", "# TODO G: what does it mean?");
        assertThat(proposal.lines())
                .filteredOn(line -> line.path().contains("/values/") && line.value() != null)
                .allSatisfy(line -> {
                    assertThat(line.certainty()).isEqualTo(Certainty.CHECK);
                    assertThat(line.value()).isIn("FULL", "ACTIVE", "OPEN", "1");
                });
    }

    /** Names, addresses and numbers of the rows are in no line, whatever was sampled. */
    @Test
    void no_value_of_a_person_is_in_the_proposal() {
        newCompany();
        // Somebody wrote names where a word belongs.
        execute("UPDATE {billing}.inv_hdr SET inv_sts = 'Svensson' WHERE inv_id < 5;\n");
        MappingProposal proposal = propose(List.of(crm, billing), null);
        assertThat(proposal.text()).as("the control").contains("# TODO paid: what does it mean?");
        assertThat(proposal.text())
                .doesNotContain(
                        "Svensson",
                        "Påhittad",
                        "exempel.se",
                        "+46",
                        "K10001",
                        "559001",
                        "192.0.2",
                        "F2001",
                        "77000001",
                        "abc",
                        "påhittat");
    }

    @Test
    void a_column_that_may_not_be_read_is_not_sampled_and_said_so() {
        schemas.database().execute("", "CREATE DATABASE " + billing + " CHARACTER SET utf8mb4");
        execute(text("/new-company/schema.sql"));
        execute(text("/new-company/data.sql"));
        account("GRANT REFERENCES ON " + crm + ".*", "GRANT REFERENCES ON " + billing + ".*");
        MappingProposal proposal = propose(List.of(crm, billing), null);
        assertThat(proposal.unsampled()).contains(crm + ".Samtalsinspelningar.LjudFil", billing + ".inv_hdr.inv_sts");
        assertThat(proposal.text()).contains("# Not sampled", "column: SlutTid").doesNotContain("inspelningar/");
        assertThat(score("unsampled", proposal, here(text("/new-company/sources.yml")))
                        .wrongUnmarked())
                .isEmpty();
    }

    @Test
    void a_zone_that_somebody_answered_needs_no_mark() {
        newCompany();
        MappingProposal proposal = propose(List.of(crm, billing), ZoneId.of("Europe/Stockholm"));
        assertThat(proposal.text()).containsPattern("zone: Europe/Stockholm  # as answered");
        assertThat(MappingScore.of(proposal.text(), here(text("/new-company/sources.yml")))
                        .wrongUnmarked())
                .isEmpty();
    }
}
