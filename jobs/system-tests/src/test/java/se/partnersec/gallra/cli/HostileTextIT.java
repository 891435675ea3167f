package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.Share;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Workplace;

/** Texts that paint over the screen of whoever reads them, put into the tables by SQL: every command shows them, and obeys none. */
@GallraTest(chunk = 3, share = Share.CLASS_IN_SEQUENCE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
@Tag("full")
class HostileTextIT {
    /** Clears the screen, renames the window, turns the writing round, and begins lines of its own. */
    private static final String HOSTILE = "\u001b[2J\u001b]0;x\u0007\u202e\r\nH-99 forged\u2028H-99 forged\u0085";

    /** Free text, and what is shown beside it. */
    private static final Map<String, List<String>> TEXTS = new TreeMap<>(Map.ofEntries(
            Map.entry("hold", List.of("reason", "legal_basis", "placed_by", "scope_text")),
            Map.entry("approval_request", List.of("reason", "requested_by")),
            Map.entry("run_order", List.of("reason", "asked_by")),
            Map.entry("permit", List.of("reason", "permit_ref")),
            Map.entry("subject_request", List.of("entered_by")),
            Map.entry("request_extension", List.of("reason")),
            Map.entry("request_decision", List.of("identity", "reason", "law", "entered_by")),
            Map.entry("finding", List.of("detail")),
            Map.entry("run_scope", List.of("note")),
            Map.entry("lease", List.of("holder"))));

    private final Workplace work;
    private final Path home;
    private final Program gallra;

    HostileTextIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
        this.gallra = Program.at(work, home).here();
    }

    @BeforeAll
    void fill() {
        work.customers(2);
        work.ipLogs(1, 4, 200, 1L);
        work.ipLogs(5, 2, 200, null);
        work.insert(
                "ip_log",
                "id, seen_at, service, address",
                9,
                work.today().plusDays(40).atTime(9, 0),
                "mail",
                "192.0.2.7");
        work.run(CategoryIds.IP_LOGS, work.today());
        String day = work.today().plusDays(30).toString();
        typed(
                "holds",
                "add",
                "--type",
                "dispute",
                "--customer",
                "K-1",
                "--review-by",
                day,
                "--reason",
                "r",
                "--basis",
                "b");
        typed("holds", "add", "--type", "dispute", "--record", "ip-logs:1", "--review-by", day, "--reason", "r");
        typed("holds", "release", "H-1", "--reason", "r");
        typed("runs", "allow", "ip-logs", "--reason", "r");
        typed("requests", "add", "--type", "erasure", "--user", "anv1");
        typed("requests", "extend", "R-1", "--reason", "r");
        DatabaseAccount another = work.settings().account(DatabaseRole.FINANCE);
        typed(
                gallra.with("GALLRA_FINANCE_USER", another.user()).with("GALLRA_FINANCE_PASSWORD", another.password()),
                "requests",
                "decide",
                "R-1",
                "--refuse",
                "--law",
                "GDPR 17(3)(e)",
                "--reason",
                "r",
                "--identity-verified",
                "i");
        typed(
                "holds",
                "permits",
                "add",
                "--reference",
                "dnr 1",
                "--category",
                "invoices",
                "--year",
                "2020-12-31",
                "--from",
                day,
                "--reason",
                "r");
        new RunOrderService(work.admin()).stopAll("r");
        work.admin().update("UPDATE lease SET holder = 'batch1 pid 7'");
        work.admin().execute((ConnectionCallback<Boolean>) connection -> {
            JdbcTemplate same = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            // Names that foreign keys bring along are changed on one side only.
            same.execute("SET SESSION foreign_key_checks = 0");
            TEXTS.forEach((table, columns) -> columns.forEach(column -> {
                int changed =
                        same.update("UPDATE " + table + " SET " + column + " = CONCAT(" + column + ", ?)", HOSTILE);
                assertThat(changed).as(table + "." + column).isPositive();
            }));
            same.execute("SET SESSION foreign_key_checks = 1");
            return true;
        });
    }

    private void typed(String... words) {
        typed(gallra, words);
    }

    private static void typed(Program program, String... words) {
        Answer answer = program.run(words);
        assertThat(answer.exit())
                .as(String.join(" ", words) + ": " + answer.out() + answer.err())
                .isZero();
    }

    static Stream<String> commands() {
        return Stream.of(
                        "holds list",
                        "holds list --all",
                        "holds find --customer K-1",
                        "holds find --record ip-logs:1",
                        "holds upcoming --per month",
                        "holds permits list",
                        "approvals list",
                        "approvals list --all",
                        "runs list",
                        "runs show RUN",
                        "requests list",
                        "requests show R-1",
                        "requests answer R-1",
                        "plans list --all",
                        "plan ip-logs --no-save",
                        "run ip-logs",
                        "explain ip-logs:1",
                        "explain ip-logs:9",
                        "status",
                        "notices list",
                        "findings list --all",
                        "findings show 1",
                        "doctor")
                .flatMap(command -> Stream.of(command, command + " --plain", command + " --lang sv"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void is_shown_and_never_obeyed(String command) {
        Answer answer =
                gallra.run(command.replace("RUN", Long.toString(work.number("SELECT MAX(run_id) FROM run_scope"))));

        assertThat(answer.exit()).as(answer.err()).isNotEqualTo(1);
        harmless(command, answer.out() + answer.err());
    }

    private static void harmless(String what, String text) {
        assertThat(text.codePoints()
                        .filter(c -> c != '\n' && c != '\t')
                        .filter(HostileTextIT::hidden)
                        .toArray())
                .as(what + ":\n" + text)
                .isEmpty();
        assertThat(text.lines().map(String::strip)).as(what).noneMatch(line -> line.startsWith("H-99"));
    }

    private static boolean hidden(int c) {
        return Character.toString(c).matches("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");
    }

    @Test
    void is_seen_by_whoever_approves() {
        String waiting = gallra.run("approvals list").out();
        assertThat(waiting)
                .contains("r\\u001B[2J\\u001B]0;x\\u0007\\u202E\\u000D\\u000AH-99 forged\\u2028H-99 forged\\u0085");
    }

    /** What a terminal would get without that. */
    @Test
    void is_there_in_the_tables() {
        assertThat(Objects.requireNonNull(
                        work.admin().queryForObject("SELECT reason FROM hold WHERE id = 1", String.class)))
                .isEqualTo("r" + HOSTILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format csv --dialect standard",
                "--format csv --lang sv",
                "--format json",
                "--format pdf",
                "--format xlsx"
            })
    void is_shown_in_reports(String format) throws IOException {
        Path file = home.resolve("holds" + format.hashCode());
        Answer written = gallra.run(("report holds -o " + file + " " + format).split(" "));
        assertThat(written.exit()).as(written.err()).isZero();
        if (!format.contains("pdf") && !format.contains("xlsx")) {
            String text = Files.readString(file).replace("\r\n", "\n").replace("\uFEFF", "");
            assertThat(text).contains("\\u001B[2J");
            harmless(format, text);
        }
    }

    @Test
    void is_shown_in_lines_for_machines() {
        String run = Long.toString(work.number("SELECT MAX(run_id) FROM run_scope"));
        Answer answer = gallra.with("GALLRA_LOG_FORMAT", "ecs").run("runs", "restart", run);
        assertThat(answer.exit()).isEqualTo(8);
        assertThat(answer.err()).contains("\"message\"", "\\\\u001B[2J");
        harmless("ecs", answer.out() + answer.err());
    }
}
