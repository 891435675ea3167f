package se.partnersec.gallra.runs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.approvals.plan.PlanRejectedException;
import se.partnersec.gallra.approvals.plan.ReplayTerms;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.ledger.evidence.SealVerifier;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.policy.fact.ScopeType;
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
                .hasMessageContaining("another person must approve it");
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
        List<String> lines =
                whole.lines().filter(line -> !line.startsWith("gate\t")).toList();
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

    /** Of each a person says what became of it, and whoever approves is shown it. */
    @Test
    void a_lost_hold_is_asked_for_by_name_until_somebody_says_what_became_of_it() throws Exception {
        List<String> names = new ArrayList<>();
        eraseAfterTheBackup(() -> lose(names));
        long before = gate();
        // Entered again meanwhile: its steps have the numbers of those that are lost, and are others.
        work.hold(ScopeType.RECORD, "ip-logs:901");
        assertThatThrownBy(() -> ask(false))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("step " + (before + 2) + " of the gate is lost: hold " + names.get(0) + ", ")
                .hasMessageContaining("step " + (before + 4) + " of the gate is lost: hold " + names.get(1) + ", ")
                .hasMessageContaining("--lost " + (before + 1) + "='entered as H-9'");
        assertThatThrownBy(() -> ask(false, (before + 1) + "-" + (before + 2) + "=släppt"))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("hold " + names.get(1))
                .hasMessageNotContaining("hold " + names.get(0) + ",");
        String all = (before + 1) + "-" + (before + 4) + "=inlagda igen";
        for (String wrong : List.of("x=y", "7", "7=", "9-7=bakvänt", before + "=den finns", "99999999999999999999=y")) {
            assertThatThrownBy(() -> ask(false, all, wrong)).as(wrong).satisfies(refusedWith(ExitCode.USAGE));
        }
        assertThatThrownBy(() -> ask(false, all, all)).satisfies(refusedWith(ExitCode.USAGE));
        assertThat(work.admin().queryForList("SELECT id FROM plan")).isEmpty();
        assertThat(gate()).as("the control").isEqualTo(before + 2);
        SavedPlan plan = ask(false, all);
        assertThat(gate()).as("beyond every step that was lost").isGreaterThanOrEqualTo(before + 4);
        assertThat(Objects.requireNonNull(plan.replay()).lost())
                .extracting(ReplayTerms.Lost::what)
                .contains("hold " + names.get(0), "hold " + names.get(1))
                .hasSize(4);
        people.approve(plan);
        work.admin().update("UPDATE replay_lost SET answer = 'annat'");
        assertThatThrownBy(() -> replay(plan))
                .as("what was approved is what counts")
                .satisfies(refusedWith(ExitCode.REFUSED));
        work.admin().update("UPDATE replay_lost SET answer = 'inlagda igen'");
        assertThat(replay(plan).ended()).isTrue();
        // What was said of them makes way for the next copy, which has other steps of these numbers.
        place.seal();
        DataSource database = Objects.requireNonNull(work.admin().getDataSource());
        assertThat(new SealVerifier(work.admin(), new JdbcTransactionManager(database))
                        .verify(null, place.folder)
                        .problems())
                .as("what did not come back is sealed as gone, and what has its number now is sealed anew")
                .isEmpty();
        String old = Files.readString(place.ledger);
        place.export();
        assertThat(Files.readString(place.ledger)).isNotEqualTo(old);
    }

    private void lose(List<String> names) {
        for (String key : List.of("ip-logs:900", "ip-logs:901")) {
            names.add(work.hold(ScopeType.RECORD, key).hold().id());
        }
    }

    /** A copy that does not name them hides what was lost. */
    @Test
    void a_copy_that_names_fewer_steps_than_its_seal_knows_is_refused() throws Exception {
        List<String> names = new ArrayList<>();
        eraseAfterTheBackup(() -> lose(names));
        String whole = Files.readString(place.ledger);
        for (String hidden : List.of("gate\t", "gate\t" + (gate() + 2) + "\t", "gate\t" + (gate() + 4) + "\t")) {
            Files.writeString(
                    place.ledger,
                    whole.lines().filter(line -> !line.startsWith(hidden)).collect(Collectors.joining("\n")) + "\n");
            assertThatThrownBy(() -> ask(false))
                    .as(hidden)
                    .satisfies(refusedWith(ExitCode.REFUSED))
                    .hasMessageContaining("the copy does not name step ");
        }
        Files.writeString(place.ledger, whole.replace("\thold " + names.get(0) + "\t", "\thold H-7\t"));
        assertThatThrownBy(() -> ask(false))
                .satisfies(refusedWith(ExitCode.DIFFERENCES))
                .hasMessageContaining("a step of the gate is not written as we write it");
    }

    private long gate() {
        return Objects.requireNonNull(
                work.admin().queryForObject("SELECT v FROM gate WHERE name = 'holds'", Long.class));
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
        assertThat(refused()).contains("seal 2 of the ledger was exported").doesNotContain("is not finished");
        assertThatThrownBy(() -> replay(plan))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("was rejected");
        assertThatThrownBy(() -> people.bos.approve(plan.id(), plan.policy()))
                .isInstanceOf(PlanRejectedException.class);
        assertThat(replay(approved()).residue()).isZero();
    }
}
