package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Golden;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.LooseLimits;

/** A first run that two people agreed on, and whose process dies: no tampering, and no alarm that nobody approved it. */
@GallraTest(chunk = 3)
@Tag("full")
class InterruptedRunIT {
    private static final DataCategory IPS = CategoryIds.IP_LOGS;
    /** These must be erased by tomorrow. */
    private static final int AGE = 179;

    private static final Path SCHEDULES = Path.of("..", "..", "job-config", "schedule");

    private final Workplace work;
    private final Path home;
    private final Program gallra;

    InterruptedRunIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
        this.gallra = Program.at(work, home).here();
    }

    @BeforeEach
    void agree() {
        LooseLimits.write(
                work.configFolder(), "deadline-days: 3\nevery-category: {few: 999999, approve: [first-run]}\n");
        work.ipLogs(1, 9, AGE, null);
        work.allow(IPS, new RunTerms(work.fingerprint(), null, null));
    }

    private CategoryPlan plan() {
        try (SuiteContext suite = work.suite()) {
            return PlanPeople.planner(suite).plan(suite.category(IPS), work.today());
        }
    }

    private long killed() {
        assertThat(CrashingRun.kill(work, IPS, CrashPoint.CHUNK_COMMITTED, 1)).isTrue();
        return work.number("SELECT MAX(run_id) FROM run_scope");
    }

    @Test
    void is_told_as_what_it_is_until_it_is_recovered() {
        long run = killed();

        Answer ledger = gallra.run("ledger verify");
        assertThat(ledger.exit()).isEqualTo(11);
        assertThat(ledger.out())
                .contains(
                        "The hash chain of the ledger is unbroken",
                        "ip-logs: run " + run + " was interrupted",
                        "gallra runs recover " + run)
                .doesNotContain("NOT AS IT WAS WRITTEN");

        Answer metrics = gallra.run("metrics");
        assertThat(metrics.out())
                .contains(
                        "\ngallra_ledger_intact 1.0\n",
                        "\ngallra_run_interrupted{category=\"ip-logs\"} 1.0\n",
                        "\ngallra_deadline_endangered{category=\"ip-logs\"} 0.0\n");

        Answer status = gallra.run("status --check");
        assertThat(status.exit()).isEqualTo(11);
        assertThat(status.out())
                .contains("run " + run + " was interrupted", "gallra runs restart " + run, run + " interrupted 20")
                .contains("Run " + run + " of ip-logs can continue: approval A-")
                .doesNotContain("ALARM", "would not begin", "has erased anything yet");
        Answer plain = gallra.run("--plain status --check");
        assertThat(plain.exit()).isEqualTo(11);
        assertThat(plain.out())
                .contains(
                        "\nINTERRUPTED\tip-logs\t" + run + "\t", "\nGOES-ON\tip-logs\t" + run + "\t", "\nLATE\t\t0\t");

        assertThat(gallra.run("runs list --plain").cells().get(0).get(6))
                .as("erased by now")
                .isEqualTo("3");

        assertThat(gallra.run("runs", "recover", Long.toString(run), "--json").exit())
                .isZero();
        assertThat(gallra.run("ledger verify").exit()).isZero();
        Answer failed = gallra.run("status --check");
        assertThat(failed.exit()).as("recovered, and its work not done").isEqualTo(11);
        assertThat(failed.out()).doesNotContain("ALARM", "would not begin");

        Answer resumed = gallra.run("run ip-logs");
        assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isZero();
        assertThat(work.count("ip_log", "TRUE")).isZero();
        assertThat(gallra.run("ledger verify").exit()).isZero();
    }

    /** All of it in one page, word for word: what is asked, what figures say, and what each shipped schedule sends. */
    @Test
    void what_people_and_schedules_are_told_before_and_after_it_is_recovered() throws Exception {
        long run = killed();
        StringBuilder page = new StringBuilder("AFTER THE KILL\n\n");
        page.append("mail of cron: run --all\n").append(cron("--plain run --all", new Answer(137, "", "")));
        told(page);
        page.append("\n\nRECOVERED\n\n");
        ask(page, "runs", "recover", Long.toString(run));
        told(page);
        page.append("\n\nGONE ON WITH\n\n");
        Answer resumed = gallra.run("--plain", "run", "ip-logs");
        page.append("$ gallra --plain run ip-logs\n")
                .append(resumed.out())
                .append("exit ")
                .append(resumed.exit())
                .append("\n\n");
        told(page);
        Golden.check(
                "killed-run",
                page.toString()
                        .replaceAll("\\b(run|Run|recover|restart|show) " + run + "\\b", "$1 N")
                        .replaceAll("(?m)^( *(INTERRUPTED|GOES-ON|FAILED)\tip-logs|ip-logs)\t" + run + "\t", "$1\tN\t")
                        .replaceAll("\\b" + run + " (interrupted|failed|done)", "N $1")
                        .replaceAll("its process \\(\\S+ pid \\d+", "its process (HOST pid ####")
                        .replaceAll("A-\\d+", "A-#"));
    }

    private Answer ask(StringBuilder page, String... command) {
        Answer answer = gallra.run(command);
        page.append("$ gallra ").append(String.join(" ", command)).append("\n");
        page.append(answer.out()).append(answer.err().isEmpty() ? "" : "(to standard error) " + answer.err());
        page.append("exit ").append(answer.exit()).append("\n\n");
        return answer;
    }

    private void told(StringBuilder page) throws Exception {
        ask(page, "status", "--check");
        Answer status = ask(page, "--plain", "status", "--check");
        Answer ledger = ask(page, "--plain", "ledger", "verify");
        Answer metrics = gallra.run("--plain", "metrics");
        page.append("$ gallra --plain metrics    of ip-logs, what tells of it\n");
        metrics.out()
                .lines()
                .filter(
                        line -> line.matches(
                                "gallra_(ledger_intact|(run_interrupted|run_active|deadline_endangered|run_last_exit_code)\\{category=\"ip-logs\"}).*"))
                .forEach(line -> page.append(line).append("\n"));
        page.append("exit ").append(metrics.exit()).append("\n\n");
        Map<String, Answer> answers = Map.of(
                "--plain status --check", status,
                "--plain ledger verify", ledger,
                "--plain metrics --textfile /var/lib/gallra-metrics/gallra.prom", new Answer(metrics.exit(), "", ""));
        for (Map.Entry<String, Answer> each : new TreeMap<>(answers).entrySet()) {
            String command = each.getKey();
            page.append("mail of cron: ").append(command).append("\n").append(cron(command, each.getValue()));
            page.append("systemd: ").append(command).append("\n").append(systemd(command, each.getValue()));
            page.append("Kubernetes: ").append(command).append("\n").append(kubernetes(command, each.getValue()));
        }
    }

    /** What the line of the shipped table prints, and so mails, where the program answers like that. */
    private String cron(String command, Answer answer) throws Exception {
        Path folder = Files.createTempDirectory(home, "cron");
        Files.writeString(folder.resolve("out"), answer.out());
        Files.writeString(folder.resolve("err"), answer.err());
        String program = "sh -c 'cat out; cat err >&2; exit " + answer.exit() + "'";
        String line = Files.readAllLines(SCHEDULES.resolve("cron/gallra")).stream()
                .filter(each -> each.contains("/opt/gallra/scripts/gallra " + command + " "))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*set \\+a; ", "")
                .replace("flock -n /run/lock/gallra.lock ", "")
                .replace("/opt/gallra/scripts/gallra " + command, program);
        Process shell = new ProcessBuilder("/bin/sh", "-c", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String mail = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return mail.isEmpty() ? "  (none)\n" : mail.indent(2);
    }

    private static String systemd(String command, Answer answer) throws IOException {
        for (Path unit : files("systemd", ".service")) {
            List<String> lines = Files.readAllLines(unit);
            if (lines.stream().anyMatch(line -> line.endsWith("/opt/gallra/scripts/gallra " + command))) {
                Set<String> fine = lines.stream()
                        .filter(line -> line.startsWith("SuccessExitStatus="))
                        .flatMap(line -> Stream.of(line.split("=", 2)[1].split(" ")))
                        .collect(Collectors.toSet());
                boolean tells = lines.contains("OnFailure=gallra-notify@%n.service");
                return answer.exit() == 0 || fine.contains(String.valueOf(answer.exit())) || !tells
                        ? "  (nothing is told)\n"
                        : "  " + unit.getFileName() + " failed; see journalctl -u " + unit.getFileName()
                                + " and gallra runs list\n";
            }
        }
        return "  (no unit)\n";
    }

    private static String kubernetes(String command, Answer answer) throws IOException {
        String args = "[\"" + command.replace(" ", "\", \"") + "\"]";
        for (Path job : files("kubernetes", ".yaml")) {
            String text = Files.readString(job);
            if (text.contains("kind: CronJob") && text.contains("args: " + args)) {
                return answer.exit() == 0
                        ? "  (nothing is told)\n"
                        : "  a failed job of " + job.getFileName() + ", exit " + answer.exit() + "\n";
            }
        }
        return "  (no job: metrics are served)\n";
    }

    private static List<Path> files(String schedule, String end) throws IOException {
        try (Stream<Path> files = Files.list(SCHEDULES.resolve(schedule))) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    @Test
    void goes_on_by_itself_where_the_category_is_started_again() {
        killed();
        Answer resumed = gallra.run("run ip-logs");
        assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isZero();
        assertThat(work.count("ip_log", "TRUE")).isZero();
        assertThat(gallra.run("ledger verify").exit()).isZero();
        assertThat(gallra.run("status --check").exit()).isZero();
    }

    @Test
    void rows_that_are_missing_are_tampering_all_the_same() {
        killed();
        assertThat(gallra.run("run ip-logs").exit()).isZero();
        work.admin().update("DELETE FROM ledger_chunk ORDER BY seq DESC LIMIT 1");
        Answer cut = gallra.run("ledger verify");
        assertThat(cut.exit()).isEqualTo(10);
        assertThat(cut.out()).contains("LEDGER VERIFICATION FAILED", "the tail was cut");
        assertThat(gallra.run("metrics").out()).contains("\ngallra_ledger_intact 0.0\n");

        work.admin().update("DELETE FROM ledger_chunk WHERE seq = 2");
        assertThat(gallra.run("ledger verify").exit()).isEqualTo(10);
    }

    @Test
    void what_the_open_run_may_take_waits_for_no_approval_and_what_it_may_not_does() {
        List<CategoryPlan> during = new ArrayList<>();
        work.run(IPS, work.today(), point -> {
            if (point == CrashPoint.CHUNK_COMMITTED && during.isEmpty()) {
                during.add(plan());
            }
        });
        assertThat(during.get(0).going()).isEqualTo(6);
        assertThat(during.get(0).endangered()).as("at work").isNull();
        assertThat(during.get(0).limits().open()).isNotNull();

        work.admin().update("UPDATE run_scope SET outcome = NULL, ended_at = NULL");
        work.ipLogs(20, 2, AGE, null);
        assertThat(plan().endangered()).as("interrupted").isNull();
        work.admin().update("UPDATE run_limit SET most = 9");
        assertThat(plan().endangered()).as("it has taken what it may").isNotNull();
        work.admin().update("UPDATE run_limit SET most = 11");
        assertThat(plan().endangered()).isNull();
        work.admin().update("UPDATE run_scope SET resumed = 3");
        assertThat(plan().endangered()).as("it would be given up").isNotNull();
        work.admin().update("UPDATE run_scope SET resumed = 0, policy = 'another'");
        assertThat(plan().endangered()).as("it would be given up as well").isNotNull();
    }

    @Test
    void recovering_what_has_ended_leaves_the_true_reason_on_record() {
        long run = killed();
        work.admin()
                .update(
                        "UPDATE run_scope SET outcome = 'FAILED', ended_at = UTC_TIMESTAMP(6), note = 'database error 0 (08007)'");
        Answer again = gallra.run("runs", "recover", Long.toString(run));
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err())
                .contains("run " + run + " has ended already, as FAILED (database error 0 (08007)): nothing to recover")
                .contains("gallra runs restart " + run);
        assertThat(gallra.run("runs", "show", Long.toString(run)).out()).contains("database error 0 (08007)");
    }
}
