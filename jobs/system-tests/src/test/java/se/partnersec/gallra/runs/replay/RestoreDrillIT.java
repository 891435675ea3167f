package se.partnersec.gallra.runs.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SealedPlace;
import se.partnersec.gallra.testing.StartedReplays;
import se.partnersec.gallra.testing.StoppableServer;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/**
 * The drill of a restore, on a server of its own: stop the server, copy its data folder, erase, put the copy back. Always the
 * embedded server, whichever the other tests use: its folder can be had.
 */
@Tag("once")
@Tag("full")
class RestoreDrillIT {
    private static final int ROWS = Integer.getInteger("gallra.drill.rows", 20_000);
    private static final List<DataCategory> ALL =
            List.of(CategoryIds.IP_LOGS, CategoryIds.CALL_RECORDINGS, CategoryIds.CHAT_LOGS);

    @Test
    void nothing_runs_until_what_came_back_is_gone_again() throws Exception {
        try (StoppableServer server = new StoppableServer();
                Workplace work = new Workplace(5000, server.database());
                PermitPeople people = new PermitPeople(work)) {
            PlanPeople staff = new PlanPeople(work, people);
            SealedPlace place = new SealedPlace(work);
            lay(work);
            place.seal();
            server.stop();
            Path copy = server.copy();
            server.start();
            ALL.forEach(category -> assertThat(place.run(category).exit()).isEqualTo(ExitCode.DONE));
            place.seal();
            place.export();
            assertThat(left(work)).isZero();
            server.stop();
            server.putBack(copy);
            server.start();
            long back = left(work);
            assertThat(back).isEqualTo(ROWS + 30);

            ALL.forEach(category -> {
                RunResult result = place.run(category);
                assertThat(result.exit()).isEqualTo(ExitCode.REFUSED);
                assertThat(result.why()).contains("restored from a backup");
            });
            assertThat(left(work)).isEqualTo(back);

            work.hold(ScopeType.RECORD, "call-recordings:3");
            ReplayResult result = replay(work, staff, place);
            assertThat(result.residue()).isZero();
            assertThat(result.kept()).isEqualTo(1);
            assertThat(result.ended()).isTrue();
            assertThat(Scene.CALLS.gone(work, 4)).isTrue();
            assertThat(work.count("call_recording", "id = 3")).isEqualTo(1);
            assertThat(left(work)).isEqualTo(1);

            place.seal();
            ALL.forEach(category -> assertThat(place.run(category).exit()).isEqualTo(ExitCode.DONE));
            place.seal();
            LedgerVerifier.Result ledger = new LedgerVerifier(
                            work.admin(), new JdbcTransactionManager(work.adminPool()))
                    .verify(java.util.Optional.empty());
            assertThat(ledger.problems()).isEmpty();
            assertThat(ledger.interrupted()).isEmpty();
        }
    }

    private static ReplayResult replay(Workplace work, PlanPeople staff, SealedPlace place) {
        ReplayRunner.Files files = new ReplayRunner.Files(place.ledger, null, null);
        SavedPlan plan;
        try (SuiteContext suite = place.suite()) {
            plan = suite.replays().ask(files, false, "övning");
        }
        staff.approve(plan);
        long began = System.nanoTime();
        try (SuiteContext suite = place.suite()) {
            StartedReplays replays = suite.replays();
            ReplayRunner.Begun begun = replays.begin(plan.id(), files);
            begun.plan()
                    .categories()
                    .forEach(category ->
                            assertThat(replays.run(begun, category).exit()).isEqualTo(ExitCode.DONE));
            ReplayResult result = replays.finish(plan.id());
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    "replay: residue %d of %d, %.0f rows/s%n",
                    result.residue(), result.records(), result.records() / seconds);
            return result;
        }
    }

    private static long left(Workplace work) {
        return work.count("ip_log", "TRUE")
                + work.count("call_recording", "TRUE")
                + work.count("chat_conversation", "TRUE");
    }

    private static void lay(Workplace work) {
        for (long id = 1; id <= 15; id++) {
            Scene.CALLS.put(work, due(work, Scene.CALLS, id));
            Scene.CHATS.put(work, due(work, Scene.CHATS, id));
        }
        List<Object[]> rows = new ArrayList<>();
        for (long id = 1; id <= ROWS; id++) {
            rows.add(new Object[] {id, work.today().minusDays(200).atTime(9, 0)});
        }
        work.admin()
                .batchUpdate(
                        "INSERT INTO " + work.table("ip_log")
                                + " (id, seen_at, customer_id, service, address) VALUES (?, ?, 7, 'mail', '192.0.2.7')",
                        rows);
    }

    private static Scene.Spec due(Workplace work, Scene scene, long id) {
        return Scene.Spec.of(id, scene.firstDue(work.today()).minusDays(5));
    }
}
