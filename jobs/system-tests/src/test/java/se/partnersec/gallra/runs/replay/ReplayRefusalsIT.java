package se.partnersec.gallra.runs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.PlanRejectedException;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** After a backup was put back nothing runs but a replay of what seals vouch for, that two people agreed on. */
@Tag("once")
@Tag("full")
class ReplayRefusalsIT extends RestoredPlace {
    ReplayRefusalsIT(Workplace work, PlanPeople people) {
        super(work, people);
    }

    @Test
    void nothing_runs_on_what_was_put_back_and_the_message_says_what_is_missing_and_what_to_do() {
        eraseAfterTheBackup();
        assertThat(refused())
                .contains("seal 2 of the ledger was exported, and this database ends with seal 1")
                .contains("Rows of the ledger it lacks: call-recordings 2, ip-logs 4")
                .contains("gallra ledger replay ask");
        assertThatThrownBy(place::seal)
                .isInstanceOf(SealException.class)
                .hasMessageContaining("restored from a backup");
        try (SuiteContext suite = place.suite()) {
            assertThat(suite.preflight().doctor().refusals())
                    .anyMatch(check -> check.text().contains("restored from a backup"));
        }
    }

    @Test
    void one_person_alone_gets_nowhere_neither_by_the_desk_nor_by_sql() {
        eraseAfterTheBackup();
        SavedPlan plan = ask(false);
        assertThatThrownBy(() -> replay(plan))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("is not approved");
        assertThatThrownBy(() -> people.annas.approve(plan.id(), plan.policy()))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("somebody else must approve it");
        JdbcTemplate anna = new JdbcTemplate(people.people.anna);
        long request = plan.request().number();
        assertThatThrownBy(() -> anna.update(
                        "INSERT INTO approval (request_id, requested_by) VALUES (?, ?)",
                        request,
                        plan.request().requestedBy()))
                .hasMessageContaining("who asked may not approve");
        try (var pool = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 1)) {
            JdbcTemplate job = new JdbcTemplate(pool);
            String end =
                    "INSERT INTO replay_end (plan_id, request_id, seal_hash, input, records, kept, residue, figures)"
                            + " VALUES (?, ?, ?, ?, 1, 0, ?, '')";
            assertThatThrownBy(() -> job.update(end, plan.id(), request, "", "", 0))
                    .hasMessageContaining("only a replay that somebody else approved can end");
            people.approve(plan);
            assertThatThrownBy(() -> job.update(end, plan.id(), request, "", "", 1))
                    .hasMessageContaining("replay_leaves_nothing");
        }
        assertThat(left()).isEqualTo(LAID + 3);
    }

    /** The same plan by the ordinary way: what refuses is that the replay is open, and the plan that nobody approved. */
    @Test
    void a_replay_is_not_run_as_a_plan_and_its_plan_is_not_used_unapproved() {
        eraseAfterTheBackup();
        SavedPlan plan = ask(false);
        try (SuiteContext suite = place.suite()) {
            assertThat(suite.runs().runPlan(IPS, plan.id()).exit()).isEqualTo(ExitCode.REFUSED);
        }
        try (SuiteContext suite = place.suite()) {
            RunResult result = suite.runs().replay(IPS, plan.id(), () -> {});
            assertThat(result.exit()).isEqualTo(ExitCode.REFUSED);
            assertThat(result.why()).contains("is not approved");
        }
        assertThat(left()).isEqualTo(LAID + 3);
    }

    @Test
    void a_copy_that_the_seals_do_not_vouch_for_is_refused_before_anything_is_touched() throws Exception {
        eraseAfterTheBackup();
        String whole = Files.readString(place.ledger);
        List<String> lines = whole.lines().toList();
        // A row taken out, and the count made right.
        Files.writeString(
                place.ledger,
                String.join("\n", lines.subList(0, lines.size() - 2)) + "\nend " + (lines.size() - 4) + "\n");
        assertThatThrownBy(() -> ask(false))
                .satisfies(refusedWith(ExitCode.DIFFERENCES))
                .hasMessageContaining("the ledger ends before it, and seal 2 covers it");
        // A key exchanged for another.
        Files.writeString(place.ledger, whole.replace("ERASED=5", "ERASED=6"));
        assertThatThrownBy(() -> ask(false))
                .satisfies(refusedWith(ExitCode.DIFFERENCES))
                .hasMessageContaining("is not what the seals in");
        // A seal taken away with what it covers: these rows are only chained.
        Files.writeString(place.ledger, whole);
        Path last = place.folder.resolve("seal-0000000002.txt");
        Files.move(last, place.folder.resolveSibling("aside"));
        assertThatThrownBy(() -> ask(false))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("are covered by no seal");
        Files.move(place.folder.resolveSibling("aside"), last);
        assertThat(work.admin().queryForList("SELECT id FROM plan")).isEmpty();
        assertThat(left()).isEqualTo(LAID + 3);
        // The control: as it was, it is taken.
        assertThat(ask(false).going()).isEqualTo(LAID + 3);
    }

    @Test
    void what_was_approved_is_what_is_carried_out() throws Exception {
        eraseAfterTheBackup();
        SavedPlan plan = approved();
        String whole = Files.readString(place.ledger);
        work.admin().update("UPDATE replay_rows SET to_seq = to_seq - 1");
        assertThatThrownBy(() -> replay(plan))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("is not what was saved");
        work.admin().update("UPDATE replay_rows SET to_seq = to_seq + 1");
        Files.writeString(
                place.ledger,
                whole.lines().filter(line -> !line.startsWith("key-check")).collect(Collectors.joining("\n")) + "\n");
        assertThatThrownBy(() -> replay(plan))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("are not those that replay");
        Files.writeString(place.ledger, whole);
        assertThat(replay(plan).ended()).isTrue();
    }

    @Test
    void a_ledger_that_went_on_after_the_restore_is_refused() {
        eraseAfterTheBackup();
        // Somebody runs without the place of the seals being set, so that nobody could notice.
        assertThat(work.run(IPS, work.today()).exit()).isEqualTo(ExitCode.DONE);
        assertThatThrownBy(() -> ask(false))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("is not the row that was sealed");
    }

    @Test
    void a_rejected_replay_lets_nothing_run_that_the_seals_forbid() {
        eraseAfterTheBackup();
        SavedPlan plan = approved();
        people.bos.reject(plan.id(), "nej");
        assertThat(refused()).contains("seal 2 of the ledger was exported").doesNotContain("has not come to its end");
        assertThatThrownBy(() -> replay(plan))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("was rejected");
        assertThatThrownBy(() -> people.bos.approve(plan.id(), plan.policy()))
                .isInstanceOf(PlanRejectedException.class);
        assertThat(replay(approved()).residue()).isZero();
    }
}
