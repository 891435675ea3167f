package se.partnersec.gallra.ledger.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.LedgerNames;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.notice.RecipientNoticeService.State;
import se.partnersec.gallra.ledger.notice.RecipientNoticeService.Wanted;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.network.CuttingProxy;
import se.partnersec.gallra.testing.network.CuttingProxy.Cut;

/** Whoever holds a copy is told once of every record that was erased, and of no other. */
@GallraTest(chunk = 3)
@Tag("full")
class RecipientNoticeWriterIT {
    private final Workplace work;
    private final LocalDate today;

    RecipientNoticeWriterIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void two_holders_of_copies_of_ip_logs_and_one_of_recordings() {
        work.change(
                "sources.yml",
                text -> text.replace(
                        "copies:\n",
                        "copies:\n  siem: {of: [ip-logs, user-data], recipient: Driften, contact: siem@exempel.se,"
                                + " days: 7}\n  export: {of: [ip-logs], recipient: Revisorn, contact:"
                                + " revision@exempel.se, days: 30}\n"));
        work.customer(1);
    }

    private void due(Scene scene, int from, int to) {
        for (int id = from; id <= to; id++) {
            scene.put(work, Spec.of(id, scene.firstDue(today)));
        }
    }

    private List<String> notices() {
        return work.texts("SELECT CONCAT(copy, ' ', category, ':', subject, ' ', outcome) FROM notice ORDER BY copy,"
                + " CAST(subject AS UNSIGNED), id");
    }

    /** For each record that the ledger says was erased, one notice to each holder, in the same order. */
    private List<String> expected(String... copies) {
        List<String> names = LedgerNames.all(work.admin());
        return Arrays.stream(copies)
                .flatMap(copy -> names.stream()
                        .map(name -> copy + " " + name.replace("ERASED", "E").replace("ANONYMISED", "A")))
                .sorted()
                .toList();
    }

    private void complete(String... copies) {
        assertThat(notices()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(notices().stream().sorted().toList()).isEqualTo(expected(copies));
    }

    @Test
    void tells_each_holder_of_each_erased_record_and_nobody_of_what_stays() {
        due(Scene.IPS, 1, 8);
        Scene.IPS.put(work, Spec.of(9, Scene.IPS.firstDue(today)).processed());
        work.hold(ScopeType.RECORD, "ip-logs:4");
        RunResult result = work.run(CategoryIds.IP_LOGS, today);
        assertThat(result.counts().of(Outcome.ERASED)).as(result.toString()).isEqualTo(7);
        assertThat(notices()).hasSize(14).noneMatch(notice -> notice.matches(".*:[49] .*"));
        complete("siem", "export");
        assertThat(work.texts("SELECT DISTINCT CONCAT(copy, ' ', answer_by) FROM notice ORDER BY 1"))
                .containsExactly("export " + today.plusDays(30), "siem " + today.plusDays(7));

        assertThat(work.run(CategoryIds.IP_LOGS, today).counts().of(Outcome.ERASED))
                .isZero();
        assertThat(notices()).hasSize(14);
    }

    @Test
    void tells_nobody_where_no_copies_are_declared() {
        due(Scene.LETTERS, 1, 2);
        assertThat(work.run(CategoryIds.NEWSLETTER, today).counts().of(Outcome.ERASED))
                .isEqualTo(2);
        assertThat(notices()).isEmpty();
    }

    @Test
    void tells_of_a_recording_when_its_objects_are_seen_to_be_gone() {
        due(Scene.CALLS, 1, 2);
        work.run(CategoryIds.CALL_RECORDINGS, today, point -> {
            if (point == CrashPoint.OBJECTS_VERIFIED) {
                assertThat(notices()).isEmpty();
            }
        });
        complete("training");
    }

    @Test
    void tells_of_a_user_who_was_reduced_and_again_when_the_rest_went() {
        due(Scene.USERS, 1, 1);
        work.voucher(1, 1, today.minusYears(3));
        RunResult result = work.run(CategoryIds.USER_DATA, today);
        assertThat(result.counts().of(Outcome.ANONYMISED)).as(result.toString()).isOne();
        assertThat(notices()).containsExactly("siem user-data:1 A");
        work.run(CategoryIds.USER_DATA, today);
        assertThat(notices()).hasSize(1);

        work.delete("invoice_payment", "TRUE");
        work.delete("invoice", "TRUE");
        work.admin().update("UPDATE reduced SET keep_until = ?", LocalDate.of(today.getYear() - 1, 12, 31));
        assertThat(work.run(CategoryIds.USER_DATA, today).counts().of(Outcome.ERASED))
                .isOne();
        assertThat(notices()).containsExactly("siem user-data:1 A", "siem user-data:1 E");
    }

    @ParameterizedTest
    @EnumSource(names = {"ROWS_ERASED", "LEDGER_WRITTEN", "CHUNK_COMMITTED"})
    void a_process_killed_in_between_tells_once(CrashPoint point) {
        due(Scene.IPS, 1, 8);
        assertThat(CrashingRun.kill(work, CategoryIds.IP_LOGS, point, 2)).isTrue();
        assertThat(notices().stream().sorted().toList()).isEqualTo(expected("siem", "export"));
        assertThat(work.run(CategoryIds.IP_LOGS, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(notices()).hasSize(16);
        complete("siem", "export");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"INTENTS_COMMITTED", "OBJECTS_ANSWERED", "OBJECTS_VERIFIED", "LEDGER_WRITTEN", "CHUNK_COMMITTED"})
    void a_process_killed_between_object_and_row_tells_once(CrashPoint point) {
        due(Scene.CALLS, 1, 5);
        assertThat(CrashingRun.kill(work, CategoryIds.CALL_RECORDINGS, point, 2))
                .isTrue();
        assertThat(work.run(CategoryIds.CALL_RECORDINGS, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(notices()).hasSize(5);
        complete("training");
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER", "BEFORE"})
    void a_commit_of_unknown_outcome_tells_once(Cut cut) {
        due(Scene.IPS, 1, 8);
        AtomicInteger left = new AtomicInteger(2);
        try (CuttingProxy proxy = new CuttingProxy(work.settings().url());
                SuiteContext suite = SuiteContext.of(proxy.settings(work.settings()), Clock.systemUTC(), point -> {
                    if (point == CrashPoint.LEDGER_WRITTEN && left.decrementAndGet() == 0) {
                        proxy.arm(cut, 1);
                    }
                })) {
            List<RunResult> results = suite.runs().run(CategoryIds.IP_LOGS, today);
            assertThat(results)
                    .singleElement()
                    .satisfies(r -> assertThat(r.exit()).isEqualTo(ExitCode.DONE));
            assertThat(proxy.cuts()).isOne();
        }
        assertThat(notices()).hasSize(16);
        complete("siem", "export");
    }

    /** The negative control: where a notice cannot be written, or does not stay, its record is still there. */
    @Test
    void erases_nothing_of_which_it_cannot_tell() {
        due(Scene.IPS, 1, 2);
        String job = "'" + work.settings().account(DatabaseRole.JOB).user() + "'@'%'";
        String table = work.schemas().suite() + ".notice";
        work.admin().execute("REVOKE INSERT ON " + table + " FROM " + job);
        // Neither would a run of its own begin without the right.
        try (AlteredRuns altered = AlteredRuns.rewriting(work, UnaryOperator.identity(), point -> {})) {
            assertThat(altered.run(CategoryIds.IP_LOGS, today).get(0).exit()).isNotEqualTo(ExitCode.DONE);
        }
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(2);
        work.admin().execute("GRANT INSERT ON " + table + " TO " + job);

        work.admin()
                .execute("CREATE TRIGGER lost BEFORE INSERT ON notice FOR EACH ROW"
                        + " SET NEW.seq = IF(NEW.copy = 'siem', NEW.seq + 1000, NEW.seq)");
        // A run of its own would not begin over a trigger that nobody knows.
        try (AlteredRuns altered = AlteredRuns.rewriting(work, UnaryOperator.identity(), point -> {})) {
            RunResult refused = altered.run(CategoryIds.IP_LOGS, today).get(0);
            assertThat(refused.exit()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.why()).contains("not every notice that was written is there");
            assertThat(work.count("ip_log", "TRUE")).isEqualTo(2);
            assertThat(notices()).isEmpty();
        } finally {
            work.admin().execute("DROP TRIGGER lost");
        }
        assertThat(work.run(CategoryIds.IP_LOGS, today).exit()).isEqualTo(ExitCode.DONE);
        complete("siem", "export");
    }

    @Test
    void lists_what_waits_notes_answers_once_and_reports_what_is_late() {
        due(Scene.IPS, 1, 2);
        long run = work.run(CategoryIds.IP_LOGS, today).runId();
        try (SuiteContext suite = work.suite()) {
            RecipientNoticeService service = service(suite);
            assertThat(service.list(wanted(State.OPEN, null), 3))
                    .satisfies(listed -> assertThat(listed.named()).hasSize(3))
                    .satisfies(listed -> assertThat(listed.all()).isEqualTo(4));
            assertThat(service.list(wanted(State.OPEN, "export"), 9).named())
                    .hasSize(2)
                    .allSatisfy(notice -> assertThat(notice.recipient()).isEqualTo("Revisorn"))
                    .allSatisfy(notice -> assertThat(notice.contact()).isEqualTo("revision@exempel.se"));
            assertThat(service.list(wanted(State.LATE, null), 9).all()).isZero();
            work.admin().update("UPDATE notice SET answer_by = ? WHERE copy = 'siem'", today);
            assertThat(service.list(wanted(State.LATE, null), 9).all())
                    .as("the last day has not ended")
                    .isZero();
            work.admin().update("UPDATE notice SET answer_by = ? WHERE copy = 'siem'", today.minusDays(1));
            assertThat(service.list(wanted(State.LATE, null), 9).all()).isEqualTo(2);

            long later = work.run(CategoryIds.IP_LOGS, today).runId();
            assertThat(findings(later))
                    .singleElement()
                    .asString()
                    .startsWith("siem NOTICE_OVERDUE 2 notices of erased records to the holder of the copy 'siem'");

            long id = service.list(wanted(State.LATE, null), 9).named().get(0).id();
            assertThatThrownBy(() -> service.answer(List.of(id, id + 4711)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("such as " + (id + 4711));
            assertThat(service.answer(List.of(id))).isOne();
            assertThat(service.answer(List.of(id))).isZero();
            assertThatThrownBy(() -> service.answerUpTo(run + 4711, "siem")).isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> service.answer(List.of(id), "nope")).isInstanceOf(RefusedException.class);
            assertThat(service.answerUpTo(run, "siem")).isOne();
            assertThat(service.list(wanted(State.LATE, null), 9).all()).isZero();
            assertThat(service.list(wanted(State.OPEN, null), 9).all()).isEqualTo(2);
            assertThat(service.list(wanted(State.ALL, null), 9).all()).isEqualTo(4);
            assertThat(findings(work.run(CategoryIds.IP_LOGS, today).runId())).isEmpty();
            assertThat(work.texts("SELECT action FROM audit WHERE action LIKE 'notice%'"))
                    .hasSize(3);
        }
    }

    private static RecipientNoticeService service(SuiteContext suite) {
        return new RecipientNoticeService(
                new JdbcTemplate(suite.pool(DatabaseRole.FINANCE)),
                new TransactionTemplate(new JdbcTransactionManager(suite.pool(DatabaseRole.FINANCE))),
                suite.sources().copies());
    }

    private static Wanted wanted(State state, @Nullable String copy) {
        return new Wanted(state, null, copy, null);
    }

    private List<String> findings(long run) {
        return work.texts("SELECT CONCAT(subject, ' ', code, ' ', detail) FROM finding WHERE run_id = ?", run);
    }
}
