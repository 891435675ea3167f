package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** Every exit code, as the shell sees it from a process of its own: each provoked by what it stands for. */
@GallraTest(chunk = 100)
@Tag("once")
@Tag("full")
class ExitCodesIT {
    private final Workplace work;
    private final LocalDate today;
    private final Path home;
    private final Program gallra;

    ExitCodesIT(Workplace work, LocalDate today, @TempDir Path home) {
        this.work = work;
        this.today = today;
        this.home = home;
        gallra = Program.at(work, home);
    }

    /** How it ended, and words that say why. */
    private record Ending(Answer answer, String says) {}

    @BeforeEach
    void fill() {
        work.customer(1);
    }

    private void due(int records) {
        for (long id = 1; id <= records; id++) {
            Scene.IPS.put(work, Scene.Spec.of(id, Scene.IPS.firstDue(today)));
        }
    }

    /** A code without a row does not compile. */
    @ParameterizedTest
    @EnumSource
    void ends_with_the_number_of_what_happened(ExitCode code) throws Exception {
        Ending ending = switch (code) {
            case DONE -> done();
            case BUG -> bug();
            case USAGE -> new Ending(gallra.run("run ip-log"), "choose from");
            case CONFIGURATION -> configuration();
            case ENVIRONMENT -> environment();
            case FAILED -> failed();
            case SKIPPED -> skipped();
            case STOPPED -> stopped();
            case REFUSED -> refused();
            case RUNNING -> running();
            case DIFFERENCES -> differences();
            case INTERRUPTED -> interrupted();
            case NOT_EVALUATED -> notEvaluated();
        };

        Answer answer = ending.answer();
        assertThat(answer.exit()).as(answer.out() + answer.err()).isEqualTo(code.number());
        assertThat(answer.out() + answer.err()).contains(ending.says()).doesNotContain("\tat ");
    }

    /** A hold on somebody whom nobody knows: no audit can say that it reached none of what went. */
    private Ending notEvaluated() {
        due(3);
        work.hold(ScopeType.USER, "nobody");
        assertThat(gallra.run("run ip-logs").exit()).isZero();
        return new Ending(gallra.run("ledger audit"), "Not evaluated: ");
    }

    private Ending done() {
        due(3);
        Answer answer = gallra.run("run ip-logs");
        assertThat(work.count("ip_log", "TRUE")).isZero();
        return new Ending(answer, "No record is known to be overdue.");
    }

    /** The database answers in a way that nobody foresaw: somebody else's trigger on a table of the suite. */
    private Ending bug() throws IOException {
        execute("CREATE TRIGGER planted BEFORE INSERT ON audit FOR EACH ROW SIGNAL SQLSTATE '45000'"
                + " SET MESSAGE_TEXT = 'anna@exempel.se'");
        try {
            Answer answer = gallra.run(
                    "holds",
                    "add",
                    "--type",
                    "dispute",
                    "--customer",
                    "K-1",
                    "--review-by",
                    today.plusDays(30).toString(),
                    "--reason",
                    "x");
            String id = answer.err().replaceFirst("(?s).*\\(error ([0-9a-f]{8}),.*", "$1");
            assertThat(answer.out() + answer.err()).doesNotContain("anna@exempel.se");
            assertThat(Files.readString(home.resolve(".gallra/errors/" + id + ".txt")))
                    .contains("anna@exempel.se", "\tat ");
            return new Ending(answer, "failed in a way nobody foresaw (error ");
        } finally {
            execute("DROP TRIGGER planted");
        }
    }

    private Ending configuration() throws IOException {
        Path config = Files.createDirectories(home.resolve("config"));
        Files.writeString(config.resolve("policy.yml"), "version: 1\n");
        return new Ending(
                gallra.with("GALLRA_CONFIG", config.toString()).run("run ip-logs"), "before anything was touched");
    }

    private Ending environment() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            int closed = socket.getLocalPort();
            socket.close();
            String url = work.settings().url().jdbc().replaceFirst(":\\d+/", ":" + closed + "/");
            return new Ending(gallra.with("GALLRA_DB_URL", url).run("run ip-logs"), "does not answer");
        }
    }

    /** An application that keeps a row locked: it is passed over, come back for, and still not gone. */
    private Ending failed() {
        due(3);
        work.countedByNobody();
        Answer answer = gallra.run("run ip-logs");
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(3);
        work.delete("ip_log_statistic", "TRUE");
        finish();
        return new Ending(answer, "gallra runs restart");
    }

    /** A table that nobody mapped still refers to one of the records. */
    /** A record that somebody else has locked all the time. */
    private Ending skipped() {
        due(3);
        return Objects.requireNonNull(new TransactionTemplate(new JdbcTransactionManager(work.adminPool()))
                .execute(transaction -> {
                    work.admin().queryForList("SELECT id FROM " + work.table("ip_log") + " WHERE id = 2 FOR UPDATE");
                    return new Ending(gallra.run("run ip-logs"), "Why: ");
                }));
    }

    private Ending stopped() {
        due(30);
        Answer answer = gallra.run("run ip-logs --run-for 1s --rate 1/s --chunk 1");
        assertThat(work.count("ip_log", "TRUE")).isPositive();
        finish();
        return new Ending(answer, "gallra runs restart");
    }

    /** Its process was killed, and nobody went on with it. */
    private Ending interrupted() {
        due(3);
        assertThat(CrashingRun.kill(work, Scene.IPS.category(), CrashPoint.CHUNK_COMMITTED, 1))
                .isTrue();
        Answer answer = gallra.run("ledger verify");
        finish();
        return new Ending(answer, "was interrupted and is not recovered yet");
    }

    /** The next run goes on with it to its end. */
    private void finish() {
        assertThat(work.run(Scene.IPS.category(), today).exit()).isEqualTo(ExitCode.DONE);
    }

    private Ending refused() {
        due(3);
        Answer answer = gallra.run("run ip-logs --max-delete 1");
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(3);
        return new Ending(answer, "REFUSED");
    }

    /** Another host is at work, and its heart beats. */
    private Ending running() {
        due(3);
        work.admin()
                .update("INSERT INTO lease (category, token, holder, last_number)"
                        + " VALUES ('ip-logs', 500, 'batch1 pid 7', 500)");
        work.admin()
                .update("INSERT INTO heartbeat (category, token, beat_at) VALUES ('ip-logs', 500, UTC_TIMESTAMP(6))");
        Answer answer = gallra.run("run ip-logs");
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(3);
        return new Ending(answer, "batch1 pid 7");
    }

    private Ending differences() {
        Scene.IPS.put(work, Scene.Spec.of(1, today.minusDays(400)));
        return new Ending(gallra.run("status --check"), "ip-logs");
    }

    private void execute(String statement) {
        work.schemas().database().execute(work.schemas().suite(), statement);
    }
}
