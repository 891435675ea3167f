package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.testing.Golden;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;

/** Runs that are late, planned, refused, stopped and gone on with, after the demonstration. */
@Tag("once")
@Tag("full")
class GallraRunsIT extends NewUser {
    GallraRunsIT() {
        super("a new user at night", true);
    }

    @BeforeAll
    void begin_after_the_demonstration() {
        demo();
    }

    @Test
    @Order(7)
    void alarms_about_what_is_late_until_a_run_has_taken_it() throws Exception {
        execute("INSERT INTO partnersec.ip_log (seen_at, service, address)"
                + " VALUES (UTC_TIMESTAMP() - INTERVAL 200 DAY, 'mail', '192.0.2.1')");

        Answer late = gallra.run("status --check");
        assertThat(late.out()).startsWith("1 RECORDS ARE OVERDUE");
        assertThat(late.exit()).isEqualTo(10);

        Answer ran = gallra.run("run ip-logs --plain");
        assertThat(ran.cells().get(0).get(3)).isEqualTo("1");
        assertThat(gallra.run("status --check").exit()).isZero();
    }

    private void takes_a_plan_back() throws Exception {
        execute("INSERT INTO partnersec.ip_log (id, seen_at, service, address) VALUES (900004, '" + in(-175)
                + " 12:00:00', 'mail', '192.0.2.4')");
        String plan = gallra.run("plan ip-logs").out().replaceFirst("(?s).*(p-\\d{8}-\\d{4}(-\\d+)?)\\b.*", "$1");
        assertThat(gallra.run("approvals list --lang sv").out())
                .contains("en körning enligt planen per", ": 1 poster", "som planerat");
        assertThat(gallra.run("approvals", "withdraw", plan, "--reason", "fel dag")
                        .out())
                .contains(plan + " is rejected.");
        assertThat(gallra.run("approvals list").out()).doesNotContain(plan);
        assertThat(gallra.run("approvals list --all").out()).contains(plan, "used or rejected");
        assertThat(gallra.with("GALLRA_PERSON", "second")
                        .run("approvals approve " + plan)
                        .err())
                .contains("was rejected by gallra_finance@% (fel dag)");
        assertThat(gallra.run("run ip-logs --plain").cells().get(0).get(3)).isEqualTo("1");
    }

    @Test
    @Order(7)
    void plans_approves_and_does_just_that_in_both_languages() throws Exception {
        for (String language : List.of("en", "sv")) {
            execute("INSERT INTO partnersec.ip_log (id, seen_at, service, address) VALUES (900001, '" + in(-175)
                    + " 12:00:00', 'mail', '192.0.2.1'), (900002, '" + in(-174)
                    + " 12:00:00', 'mail', '192.0.2.2')");
            Answer plan = gallra.run("plan ip-logs --lang " + language);
            assertThat(plan.exit()).as(plan.err()).isZero();
            Golden.check("plan-saved-" + language, plan.out());
            String id = plan.out().replaceFirst("(?s).*(p-\\d{8}-\\d{4}(-\\d+)?)\\b.*", "$1");
            assertThat(gallra.run("approvals list").out()).contains(id, "not approved; usable until");
            assertThat(gallra.run("approvals approve " + id).err()).contains("another person must approve it");
            Program another = gallra.with("GALLRA_PERSON", "second");
            assertThat(another.run("approvals approve " + id + " --lang " + language)
                            .exit())
                    .isZero();
            Golden.check(
                    "plans-show-" + language,
                    gallra.run("plans show " + id + " --lang " + language).out());
            execute("INSERT INTO partnersec.ip_log (id, seen_at, service, address) VALUES (900003, '" + in(-175)
                    + " 12:00:00', 'mail', '192.0.2.3')");
            Answer ran = gallra.run("run --plan " + id + " --lang " + language);
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            String run = ran.out().replaceFirst("(?s).*\\nip-logs +(\\d+) .*", "$1");
            Golden.check("run-plan-" + language, ran.out().replaceAll("\\b" + run + "\\b", "N".repeat(run.length())));
            assertThat(gallra.run("runs show " + run + " --lang " + language).out())
                    .contains("plan: " + id);
            Answer again = gallra.run("run --plan " + id + " --lang " + language);
            assertThat(again.exit()).isEqualTo(8);
            Golden.check(
                    "run-plan-refused-" + language,
                    again.err().replaceAll("\\b" + run + "\\b", "N".repeat(run.length())));
            assertThat(gallra.run("run ip-logs --plain").cells().get(0).get(3)).isEqualTo("1");
        }
        assertThat(gallra.run("plans list --all --plain").cells()).hasSize(2);
        takes_a_plan_back();
        Answer none = gallra.run("run --plan p-20200101-0000");
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("there is no plan p-20200101-0000");
        assertThat(gallra.run("run --plan p-20200101-0000 ip-logs").exit()).isEqualTo(2);
        assertThat(gallra.run("plan ip-logs --no-save").out()).doesNotContain("Saved as");
        assertThat(gallra.run("policy diff ../../job-config/policy.yml ../../job-config/policy.yml")
                        .out())
                .contains("The rules do not differ.");
    }

    @Test
    @Order(6)
    void compares_the_files_at_hand_with_what_is_in_force() throws IOException {
        assertThat(gallra.run("policy diff adopted --words-only").out()).contains("The rules do not differ.");
        Answer unknown = gallra.run("policy diff 00000000");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("no policy on record has a fingerprint that begins with 00000000");
        Path config = Files.createDirectories(home.resolve("changed"));
        Path shipped = Path.of("..", "..", "job-config");
        Files.writeString(
                config.resolve("policy.yml"),
                Files.readString(shipped.resolve("policy.yml")).replaceFirst("(?s)(\n  ip-logs:.*?lead: P)7D", "$18D"));
        Files.writeString(
                config.resolve("sources.yml"),
                Files.readString(shipped.resolve("sources.yml"))
                        .replace("{column: seen_at, zone: UTC}", "{column: seen_at, zone: Europe/Stockholm}"));
        Program changed = gallra.with("GALLRA_CONFIG", config.toString());
        for (String language : List.of("en", "sv")) {
            Answer diff = changed.run("policy diff adopted --lang " + language);
            assertThat(diff.exit()).as(diff.err()).isZero();
            Golden.check("policy-diff-adopted-" + language, diff.out());
        }
        Answer refused = changed.run("run ip-logs --lang sv");
        assertThat(refused.exit()).as(refused.out() + refused.err()).isEqualTo(8);
        for (String language : List.of("en", "sv")) {
            Answer asked = changed.run("policy adopt --reason test --lang " + language);
            assertThat(asked.exit()).as(asked.err()).isZero();
            Golden.check("policy-adopt-" + language, asked.out().replaceAll("A-\\d+", "A-N"));
            Matcher number = Pattern.compile("A-\\d+").matcher(asked.out());
            assertThat(number.find()).isTrue();
            String id = number.group();
            assertThat(changed.run("approvals list --lang " + language).out())
                    .contains(id, language.equals("sv") ? "att reglerna" : "rules");
            assertThat(changed.run("approvals approve " + id).exit())
                    .as("the same person")
                    .isEqualTo(2);
            assertThat(changed.run("approvals withdraw " + id + " --reason test")
                            .exit())
                    .isZero();
            assertThat(changed.run("status --lang " + language).out())
                    .contains(language.equals("sv") ? "är inte de som gäller" : "are not those in force");
        }
        assertThat(gallra.run("policy adopt --reason test").out()).contains("in force already");
    }

    @Test
    @Order(8)
    void stops_after_the_chunk_when_told_to_and_goes_on_later() throws Exception {
        // At noon: an hour before midnight lies on another day where the clocks were changed in between.
        execute("INSERT INTO partnersec.ip_log (seen_at, service, address) VALUES ('" + in(-178) + " 12:00:00', 'mail',"
                + " '192.0.2.1')");
        for (int i = 0; i < 14; i++) {
            execute("INSERT INTO partnersec.ip_log (seen_at, service, address) SELECT seen_at, service, address"
                    + " FROM partnersec.ip_log WHERE seen_at < UTC_TIMESTAMP() - INTERVAL 175 DAY AND customer_id IS NULL"
                    + " AND processor_for IS NULL");
        }
        Answer refused = gallra.run("run ip-logs");
        assertThat(refused.exit()).isEqualTo(8);
        assertThat(refused.out())
                .contains(
                        "REFUSED  ip-logs",
                        "exit 8",
                        "records to erase, more than the limit of 1000: 5 % of the ",
                        "To allow it for one run: gallra");
        assertThat(gallra.run("run ip-logs --lang sv").out())
                .contains(
                        "poster att radera, mer än gränsen 1000: 5 % av kategorins ",
                        "För att tillåta det för en körning: gallra runs allow ip-logs");
        assertThat(gallra.run("plan ip-logs").out()).contains("ip-logs would not start: ");
        Answer alarm = gallra.run("status --check");
        assertThat(alarm.out())
                .contains("No record is known to be overdue.", "ALARM: records of ip-logs must be erased by " + in(2));
        assertThat(alarm.exit()).isEqualTo(10);
        String most = refused.out().replaceFirst("(?s).*--max-delete (\\d+) .*", "$1");
        Answer within = gallra.run("runs", "allow", "ip-logs", "--reason", "Utan antal");
        assertThat(within.exit()).as("an approval that would change nothing").isEqualTo(2);
        assertThat(within.err()).contains("more than the limit of 1000", "ask with --max-delete " + most);
        Answer tooFew = gallra.run("runs", "allow", "ip-logs", "--max-delete", "1", "--reason", "För få");
        assertThat(tooFew.exit()).isEqualTo(2);
        assertThat(tooFew.err()).contains("more than the 1 of --max-delete, so the run would be refused");
        assertThat(gallra.run("approvals list").out()).doesNotContain("För få");
        Answer asked =
                gallra.run("runs", "allow", "ip-logs", "--max-delete", most, "--reason", "En vecka hoppades över");
        assertThat(asked.out()).contains("has no effect yet", "gallra approvals approve A-");
        String number = asked.out().replaceFirst("(?s)(A-\\d+).*", "$1");
        Answer own = gallra.run("approvals", "approve", number);
        assertThat(own.exit()).isEqualTo(2);
        assertThat(own.err()).contains("another person must approve it");
        Program another = gallra.with("GALLRA_PERSON", "second");
        assertThat(another.run("approvals", "approve", number).out()).contains(number + " is approved");
        assertThat(gallra.run("approvals list").out())
                .contains(number, "approved by gallra_second@%, until", "En vecka hoppades över");
        assertThat(gallra.run("approvals list --lang sv").out()).contains("godkänt av gallra_second@%, till");
        assertThat(gallra.run("plan ip-logs").out()).contains("ip-logs: " + number + " approves this run");
        assertThat(gallra.run("status --check").exit()).isZero();
        Program.Started run = gallra.with("GALLRA_CHUNK", "10").start("run", "ip-logs");
        run.awaitWords("5% ");

        Answer second = gallra.run("run ip-logs");
        assertThat(second.exit()).as(second.out()).isEqualTo(9);
        assertThat(second.out())
                .contains("already running", "pid " + run.process().pid());

        run.process().destroy();
        Answer stopped = run.await();
        assertThat(stopped.exit()).as(stopped.err()).isEqualTo(7);
        assertThat(stopped.err()).contains("Stopping after the current chunk");
        String id = stopped.out().replaceFirst("(?s).*gallra runs restart (\\d+).*", "$1");

        Answer fewer = gallra.run("run", "ip-logs", "--max-delete", "10");
        assertThat(fewer.exit()).as("the run may erase more than that").isEqualTo(8);
        assertThat(fewer.out()).contains("its own limit of " + most + " records");
        Answer restarted = gallra.run("runs", "restart", id, "--plain");
        assertThat(restarted.exit()).as(restarted.out() + restarted.err()).isZero();
        assertThat(restarted.cells().get(0).get(2)).contains("resumed");
        assertThat(Long.parseLong(restarted.cells().get(0).get(3))).isGreaterThanOrEqualTo(16_384);
        assertThat(gallra.run("ledger verify").exit()).isZero();
    }

    @Test
    @Order(9)
    void pauses_slows_and_stops_a_run_from_elsewhere() throws Exception {
        execute("INSERT INTO partnersec.ip_log (seen_at, service, address) VALUES (UTC_TIMESTAMP() - INTERVAL 190 DAY,"
                + " 'mail', '192.0.2.1')");
        for (int i = 0; i < 9; i++) {
            execute("INSERT INTO partnersec.ip_log (seen_at, service, address) SELECT seen_at, service, address"
                    + " FROM partnersec.ip_log WHERE seen_at < UTC_TIMESTAMP() - INTERVAL 185 DAY AND customer_id IS NULL"
                    + " AND processor_for IS NULL");
        }
        Program small = gallra.with("GALLRA_CHUNK", "10");
        Program.Started run = small.start("run", "ip-logs", "--rate", "20/s");
        run.awaitWords("ip-logs: run ");
        String id = Files.readString(run.err()).replaceFirst("(?s).*ip-logs: run (\\d+),.*", "$1");
        StringBuilder session = new StringBuilder();
        say(session, 0, id, "runs", "pause", id, "--reason", "month end");
        run.awaitWords("ip-logs paused by gallra_finance ");
        say(session, 0, id, "runs", "pause", id, "--for", "8h", "--reason", "bokslut", "--lang", "sv");
        assertThat(gallra.run("runs show " + id).out()).contains("paused by gallra_finance ", "\"bokslut\", until 20");
        assertThat(gallra.run("runs list --limit 1 --plain").cells().get(0).get(4))
                .isEqualTo("paused by gallra_finance");
        say(session, 0, id, "runs", "set", id, "--rate", "15/s", "--chunk", "5", "--reason", "slow shop");
        say(session, 0, id, "runs", "set", id, "--rate", "none", "--reason", "natt", "--lang", "sv");
        say(session, 0, id, "runs", "set", id, "--rate", "10/s", "--reason", "still slow");
        say(session, 0, id, "runs", "resume", id, "--reason", "books are closed", "--lang", "sv");
        run.awaitWords("ip-logs continues.");
        say(session, 2, id, "runs", "resume", id, "--reason", "once more");
        say(session, 0, id, "runs", "stop", "--all", "--reason", "holds are missing");
        Answer stopped = run.await();
        assertThat(stopped.exit()).as(stopped.err()).isEqualTo(7);
        session.append(named(id, stopped.out().replaceFirst("(?s).*?\\R(?=STOPPED)", "")))
                .append('\n');
        assertThat(gallra.run("status").out()).contains("All runs were stopped by gallra_finance ");
        say(session, 8, id, "run", "ip-logs");
        say(session, 8, id, "runs", "restart", id, "--lang", "sv");
        say(session, 0, id, "runs", "stop", "--all", "--reason", "spärrar saknas", "--lang", "sv");
        say(session, 0, id, "runs", "resume", "--all", "--reason", "spärrarna är inlagda", "--lang", "sv");
        say(session, 2, id, "runs", "resume", "--all", "--reason", "once more");

        Program.Started again = small.start("runs", "restart", id, "--rate", "20/s");
        again.awaitWords("ip-logs: run ");
        gallra.run("runs", "pause", id, "--reason", "month end");
        again.awaitWords("ip-logs paused by gallra_finance ");
        again.process().destroy();
        Answer ended = again.await();
        assertThat(ended.exit()).as(ended.err()).isEqualTo(7);
        assertThat(ended.err()).contains("Stopping after the current chunk");
        say(session, 2, id, "runs", "stop", id, "--reason", "too late");
        say(session, 0, id, "runs", "resume", id, "--reason", "books are closed");
        assertThat(gallra.run("runs", "restart", id, "--json", "--rate", "none").exit())
                .isZero();
        Answer shown = gallra.run("runs", "show", id, "--lang", "sv");
        session.append(named(
                id, shown.out().replaceFirst("(?s).*?(?=Order )", "").replaceFirst("(?s)\\R\\RAnmärkningar .*", "")));
        Golden.check("control", session.toString());
        assertThat(gallra.run("ledger verify").exit()).isZero();
    }

    @Test
    @Order(9)
    void refuses_a_broken_policy_and_a_drifted_mapping_naming_file_and_line() throws IOException {
        Path config = home.resolve("drifted");
        Files.createDirectories(config);
        Path shipped = Path.of("..", "..", "job-config");
        String policy = Files.readString(shipped.resolve("policy.yml"));
        String sources = Files.readString(shipped.resolve("sources.yml"));
        Files.writeString(config.resolve("sources.yml"), sources);
        Files.writeString(config.resolve("policy.yml"), policy.replace("period: P60D", "period: P90D"));
        Program drifted = gallra.with("GALLRA_CONFIG", config.toString());

        for (String typed : List.of("run --all", "policy check", "plan --all", "doctor")) {
            Answer broken = drifted.run(typed);
            assertThat(broken.exit()).as(typed).isEqualTo(3);
            assertThat(broken.out() + broken.err())
                    .containsPattern("policy\\.yml:\\d+:\\s+'period'\\s+of\\s+'chat-logs'");
        }

        Files.writeString(config.resolve("policy.yml"), policy);
        Files.writeString(config.resolve("sources.yml"), sources.replace("column: closed_ms", "column: shut_ms"));
        Answer missing = drifted.run("run --all");
        assertThat(missing.exit()).isEqualTo(3);
        assertThat(missing.err())
                .contains("Refused before anything was touched")
                .containsPattern("sources\\.yml:\\d+: .*shut_ms");
        assertThat(drifted.run("plan --all").exit()).isEqualTo(3);
    }

    /** Types it, and adds it with what was answered to the session. */
    private void say(StringBuilder session, int exit, String id, String... typed) {
        Answer answer = gallra.run(typed);
        assertThat(answer.exit()).as(answer.out() + answer.err()).isEqualTo(exit);
        session.append(named(
                id,
                "$ gallra " + String.join(" ", typed) + "\n" + answer.out()
                        + (answer.out().isEmpty() ? answer.err() : "") + "\n"));
    }

    private static String named(String id, String text) {
        return text.replaceAll("(?iu)\\b(run|körning|pause|resume|set|stop|restart) " + id + "\\b", "$1 N");
    }
}
