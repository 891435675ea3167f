package se.partnersec.gallra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.cli.ReplayRooms;
import se.partnersec.gallra.engine.CrashPoint;
import se.partnersec.gallra.ledger.LedgerVerification;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.replay.ReplayResult;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.saved.SavedPlan;
import se.partnersec.gallra.support.ExitCode;
import se.partnersec.gallra.testing.Backup;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PlanOffice;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SealedPlace;
import se.partnersec.gallra.testing.Workplace;

/** A small company whose database was put back from a backup after more had been erased, sealed and copied out. */
@GallraTest(chunk = 5)
abstract class RestoredPlace {
    static final DataCategory IPS = DataCategory.IP_LOGS;
    static final DataCategory CALLS = DataCategory.CALL_RECORDINGS;
    static final int LAID = 12;
    static final CrashPoint.Witness NOBODY = point -> {};

    final Workplace work;
    final PlanOffice office;
    final SealedPlace place;

    RestoredPlace(Workplace work, PlanOffice office) {
        this.work = work;
        this.office = office;
        this.place = new SealedPlace(work);
    }

    void lay(Scene scene, long from, int n, long customer) {
        for (long id = from; id < from + n; id++) {
            scene.put(
                    work,
                    Scene.Spec.of(id, scene.firstDue(work.today()).minusDays(30))
                            .customer(customer));
        }
    }

    void run(DataCategory category) {
        RunResult result = place.run(category);
        assertThat(result.exit()).as(String.valueOf(result.why())).isEqualTo(ExitCode.DONE);
    }

    /** Two records are erased and sealed before the backup; the others, with their objects, after it. */
    void eraseAfterTheBackup() {
        lay(Scene.IPS, 1, 2, 7);
        run(IPS);
        place.seal();
        lay(Scene.IPS, 10, LAID, 7);
        lay(Scene.CALLS, 1, 3, 8);
        try (Backup backup = Backup.of(work)) {
            run(IPS);
            run(CALLS);
            place.seal();
            place.export();
            assertThat(left()).isZero();
            backup.restore();
        }
        assertThat(left()).isEqualTo(LAID + 3);
    }

    long left() {
        return work.count("ip_log", "TRUE") + work.count("call_recording", "TRUE");
    }

    ReplayRooms.Files files() {
        return new ReplayRooms.Files(place.ledger, null, null);
    }

    SavedPlan ask(boolean whole) {
        try (House house = place.house()) {
            return replays(house).ask(files(), whole, "disken gick sönder");
        }
    }

    SavedPlan approved() {
        SavedPlan plan = office.approve(ask(false));
        assertThat(plan.approved()).isTrue();
        return plan;
    }

    static Replays replays(House house) {
        return new Replays(() -> house, new Running(() -> house));
    }

    ReplayResult replay(SavedPlan plan) {
        return replay(plan, NOBODY);
    }

    ReplayResult replay(SavedPlan plan, CrashPoint.Witness witness) {
        try (House house = place.house(witness)) {
            Replays replays = replays(house);
            SavedPlan begun = replays.begin(plan.id(), files());
            for (DataCategory category : begun.categories()) {
                if (begun.end(category).isEmpty() || open(begun, category)) {
                    RunResult result = replays.run(category, plan.id(), new CrashingReplay.Unwatched());
                    assertThat(result.exit()).as(category + " " + result.why()).isIn(ExitCode.DONE, ExitCode.SKIPPED);
                }
            }
            return replays.finish(plan.id());
        }
    }

    boolean open(SavedPlan plan, DataCategory category) {
        Long run = plan.end(category)
                .flatMap(end -> Optional.ofNullable(end.run()))
                .orElse(0L);
        return !List.of("DONE", "SKIPPED")
                .contains(work.admin()
                        .queryForObject(
                                "SELECT COALESCE(outcome, '') FROM run_scope WHERE run_id = ?", String.class, run));
    }

    String refused() {
        long before = left();
        RunResult result = place.run(IPS);
        assertThat(result.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(result.runId()).isZero();
        assertThat(left()).isEqualTo(before);
        return String.valueOf(result.why());
    }

    LedgerVerification.Result verified() {
        LedgerVerification.Result result = new LedgerVerification(
                        work.admin(), new JdbcTransactionManager(work.adminPool()))
                .verify(Optional.empty());
        assertThat(result.interrupted()).isEmpty();
        return result;
    }
}
