package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.cli.main.CommandRoles;
import se.partnersec.gallra.cli.main.CommandTree;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.JsonSchemas;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Workplace;

/** What the commands of the service accounts answer with {@code --json}; those of persons are in {@link RoleCommandsIT}. */
@GallraTest
@Tag("full")
class JsonResultsIT {
    /** They need a restored database, an interrupted run or other processes: their own tests read their results. */
    private static final Set<String> ELSEWHERE = Set.of(
            "watch",
            "console",
            "demo",
            "demo people",
            "dev up",
            "runs recover",
            "runs restart",
            "worker",
            "ledger replay ask",
            "ledger replay run");

    private final Workplace work;
    private final Path home;
    private final Program gallra;

    JsonResultsIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
        this.gallra = Program.at(work, home)
                .here()
                .granted(work, DatabaseRole.JOB, DatabaseRole.FINANCE, DatabaseRole.READER, DatabaseRole.SEALER)
                .with("GALLRA_SEAL_KEY_FILE", file("seal.key"))
                .with("GALLRA_SEAL_PUBLIC_KEY_FILE", file("seal.key.pub"))
                .with("GALLRA_SEAL_DIR", file("seals"))
                .with("GALLRA_CERTIFICATE_KEY_FILE", file("issuer.key"));
    }

    @BeforeEach
    void insert_records() throws IOException {
        work.customers(3);
        work.ipLogs(1, 5, 400, 1L);
        work.ipLogs(6, 2, 400, 2L);
        work.ipLogs(8, 2, 400, 3L);
        Files.createDirectory(home.resolve("seals"));
        work.holdService()
                .add(new NewHold(
                        HoldType.LEGAL_CLAIM,
                        new HoldScope(ScopeType.CUSTOMER, "2"),
                        null,
                        work.today().plusDays(9),
                        null,
                        null,
                        "tvist"));
    }

    private String file(String name) {
        return home.resolve(name).toString();
    }

    /** The result, which the schema of its command was held against. */
    private Map<String, @Nullable Object> result(int exit, String... words) {
        List<String> typed = new ArrayList<>(List.of(words));
        typed.add("--json");
        Answer answer = gallra.run(typed.toArray(String[]::new));
        assertThat(answer.exit())
                .as(String.join(" ", words) + ": " + answer.err())
                .isEqualTo(exit);
        return JsonSchemas.read(answer.out());
    }

    private Map<String, @Nullable Object> result(int exit, String words) {
        return result(exit, words.split(" "));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> rows(Map<String, @Nullable Object> result, String list) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(result.get(list));
    }

    @Test
    void every_command_answers_with_a_document_of_its_schema() throws IOException {
        setUp();
        long run = runs();
        evidence(run);
        housekeeping();
        Set<String> open = new TreeSet<>(CommandTree.names());
        CommandRoles.all().forEach((command, roles) -> {
            if (!roles.isEmpty()) {
                open.remove(command.replaceFirst(" --.*", ""));
            }
        });
        open.removeAll(ELSEWHERE);
        JsonSchemas.seen().forEach(schema -> open.remove(schema.split("/")[1].replace('-', ' ')));
        assertThat(open).isEmpty();
    }

    private void setUp() throws IOException {
        assertThat(result(0, "ledger", "keygen", file("seal.key"))).containsKey("publicKey");
        result(0, "ledger", "keygen", file("issuer.key"));
        assertThat(result(0, "db migrate")).containsEntry("applied", List.of());
        assertThat(String.valueOf(result(0, "db grants").get("sql"))).contains("GRANT");
        String policy = String.valueOf(result(0, "bucket grants --as job").get("policy"));
        Files.writeString(home.resolve("job.json"), policy);
        assertThat(rows(result(0, "bucket", "lint", file("job.json"), "--as", "job"), "findings"))
                .isEmpty();
        assertThat(rows(result(10, "bucket", "lint", file("job.json"), "--as", "reader"), "findings"))
                .isNotEmpty();
        assertThat(rows(result(0, "doctor"), "checks"))
                .extracting(check -> check.get("state"))
                .contains("OK")
                .doesNotContain("REFUSED");
        assertThat(String.valueOf(result(0, "metrics --runs-only").get("metrics")))
                .contains("gallra_");
        assertThat(String.valueOf(result(0, "completion").get("script"))).contains("complete -F");
        result(0, "man", file("man"));
        assertThat(rows(
                        result(0, "init", "--schema", work.schemas().business(), "--no-input", "-o", file("first.yml")),
                        "lines"))
                .extracting(line -> line.get("certainty"))
                .contains("SURE", "CHECK", "TODO");
        result(0, "policy show");
        result(0, "report", "register", "-o", file("register.json"));
        result(0, "report", "deletion-concept", "-o", file("concept.pdf"));
        result(0, "policy check --live");
        result(0, "copies");
        assertThat(result(0, "dev status")).containsEntry("running", false);
        assertThat(result(0, "dev down")).containsEntry("ended", false);
        result(0, "demo", "books", file("bok.se"));
    }

    private long runs() {
        Audits.census(work);
        result(0, "holds census");
        Map<String, @Nullable Object> plan = result(0, "plan ip-logs");
        assertThat(rows(plan, "categories").get(0))
                .containsEntry("category", "ip-logs")
                .containsEntry("toErase", 7L)
                .containsEntry("kept", 2L);
        assertThat(rows(plan, "kept").get(0)).containsEntry("records", 2L).containsEntry("reason", "LEGAL_CLAIM");
        String saved = String.valueOf(plan.get("plan"));
        assertThat(result(0, "plans", "show", saved)).containsEntry("state", "OPEN");
        result(0, "plans", "diff", saved, saved);
        Map<String, @Nullable Object> done = result(0, "run ip-logs");
        assertThat(rows(done, "runs").get(0))
                .containsEntry("category", "ip-logs")
                .containsEntry("outcome", "DONE")
                .extractingByKey("counts")
                .asString()
                .contains("ERASED=7");
        long run = (Long) Objects.requireNonNull(rows(done, "runs").get(0).get("run"));
        assertThat(rows(result(0, "runs list"), "runs").get(0)).containsEntry("erased", 7L);
        assertThat(result(0, "runs", "show", Long.toString(run)))
                .containsEntry("outcome", "DONE")
                .containsEntry("candidates", 9L);
        assertThat(result(0, "explain", CategoryIds.IP_LOGS + ":1")).containsEntry("presence", "ERASED");
        assertThat(result(0, "explain", CategoryIds.IP_LOGS + ":6"))
                .containsEntry("presence", "PRESENT")
                .containsEntry("reason", "LEGAL_CLAIM");
        assertThat(rows(result(0, "verify --full ip-logs"), "wronglySkipped")).isEmpty();
        return run;
    }

    private void evidence(long run) {
        result(0, "holds census");
        result(0, "ledger audit");
        Map<String, @Nullable Object> sealed = result(0, "ledger", "seal", "--copy", file("ledger.txt"));
        assertThat(rows(sealed, "seals")).isNotEmpty();
        assertThat(result(0, "ledger verify"))
                .extractingByKey("seals")
                .asString()
                .contains("ok=true", "complete=true");
        result(0, "ledger", "export", "-o", file("export.txt"));
        result(
                0,
                "ledger",
                "verify",
                "--offline",
                "--public-key",
                file("seal.key.pub"),
                "--seals",
                file("seals"),
                "--ledger",
                file("export.txt"));
        result(0, "ledger", "proof", "ip-logs", "1", "-o", file("one.proof"));
        assertThat(result(0, "ledger", "verify", "--proof", file("one.proof"), "--public-key", file("seal.key.pub")))
                .containsEntry("proved", true);
        assertThat(result(0, "certificate", "--run", Long.toString(run), "-o", file("run.pdf")))
                .containsEntry("records", 7L)
                .containsEntry("complete", true);
        assertThat(result(0, "certificate", "verify", file("run.json"), "--issuer-key", file("issuer.key.pub")))
                .containsEntry("ok", true);
        work.admin().update("UPDATE ledger_chunk SET counts = 'ERASED=8' WHERE seq = 1");
        assertThat(result(10, "ledger verify"))
                .extractingByKey("ledger")
                .asString()
                .contains("ok=false");
    }

    private void housekeeping() {
        result(0, "runs prune");
        Map<String, @Nullable Object> refused = result(2, "runs recover 999");
        assertThat(refused).containsEntry("schema", "gallra/error/1").containsEntry("command", "runs recover");
        assertThat(refused).extractingByKey("problems").asString().contains("there is no run 999");
        assertThat(result(2, "runs restart")).containsEntry("exitName", "USAGE");
        assertThat(result(2, "run nothing")).containsEntry("exit", 2L);
        assertThat(result(2, "holds shwo")).containsEntry("schema", "gallra/error/1");
    }

    /** The control: the schemas refuse what no command answers. */
    @Test
    void a_field_that_no_schema_has_is_noticed() {
        String good = gallra.run("runs list --json").out();
        assertThat(JsonSchemas.read(good)).containsEntry("command", "runs list");
        for (String bad : List.of(
                good.replace("\"runs\": []", "\"runs\": [], \"more\": 1"),
                good.replace("\"runs\": []", "\"runs\": [{\"run\": \"12\"}]"),
                good.replace(",\n  \"runs\": []", ""),
                good.replace("\"exit\": 0", "\"exit\": 13"),
                good.replaceFirst("\"at\": \"[^\"]*\"", "\"at\": \"yesterday\""))) {
            assertThat(bad).isNotEqualTo(good);
            assertThat(JsonSchemas.faults("runs-list-1", bad, com.networknt.schema.InputFormat.JSON))
                    .as(bad)
                    .isNotEmpty();
        }
    }

    /** Neither colours nor bars nor words of another kind are between the results and whoever reads them. */
    @Test
    void standard_output_is_the_document_alone() {
        Answer answer = gallra.run("status", "--json", "--lang", "sv");
        assertThat(answer.out()).startsWith("{\n").endsWith("}\n");
        Map<String, @Nullable Object> result = JsonSchemas.read(answer.out());
        assertThat(rows(result, "messages")).extracting(each -> each.get("tag")).contains("LATE", "AS-OF");
        assertThat(gallra.run("status", "--json", "--quiet").out()).startsWith("{\n");
        assertThat(gallra.run("status", "--json", "--help").out()).startsWith("Show what is due");
    }
}
