package se.partnersec.gallra.runs.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.Backup;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SealedPlace;
import se.partnersec.gallra.testing.StartedReplays;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** A small company whose database was put back from a backup after more had been erased, sealed and copied out. */
@GallraTest(chunk = 5)
public abstract class RestoredPlace {
    public static final DataCategory IPS = CategoryIds.IP_LOGS;
    public static final DataCategory CALLS = CategoryIds.CALL_RECORDINGS;
    public static final int LAID = 12;
    public static final CrashPoint.Witness NOBODY = point -> {};

    public final Workplace work;
    public final PlanPeople people;
    public final SealedPlace place;

    public RestoredPlace(Workplace work, PlanPeople people) {
        this.work = work;
        this.people = people;
        this.place = new SealedPlace(work);
    }

    public void lay(Scene scene, long from, int n, long customer) {
        for (long id = from; id < from + n; id++) {
            scene.put(
                    work,
                    Scene.Spec.of(id, scene.firstDue(work.today()).minusDays(30))
                            .customer(customer));
        }
    }

    public void run(DataCategory category) {
        RunResult result = place.run(category);
        assertThat(result.exit()).as(String.valueOf(result.why())).isEqualTo(ExitCode.DONE);
    }

    /** Two records are erased and sealed before the backup; the others, with their objects, after it. */
    public void eraseAfterTheBackup() {
        eraseAfterTheBackup(() -> {});
    }

    /** @param first what is done after the backup and before the others are erased */
    public void eraseAfterTheBackup(Runnable first) {
        lay(Scene.IPS, 1, 2, 7);
        run(IPS);
        place.seal();
        lay(Scene.IPS, 10, LAID, 7);
        lay(Scene.CALLS, 1, 3, 8);
        try (Backup backup = Backup.of(work)) {
            first.run();
            run(IPS);
            run(CALLS);
            place.seal();
            place.export();
            assertThat(left()).isZero();
            backup.restore();
        }
        assertThat(left()).isEqualTo(LAID + 3);
    }

    public long left() {
        return work.count("ip_log", "TRUE") + work.count("call_recording", "TRUE");
    }

    ReplayRunner.Files files() {
        return new ReplayRunner.Files(place.ledger, null, null);
    }

    public SavedPlan ask(boolean whole, String... lost) {
        try (SuiteContext suite = place.suite()) {
            return suite.replays().ask(files(), whole, List.of(lost), "disken gick sönder");
        }
    }

    public SavedPlan approved() {
        SavedPlan plan = people.approve(ask(false));
        assertThat(plan.approved()).isTrue();
        return plan;
    }

    public ReplayResult replay(SavedPlan plan) {
        return replay(plan, NOBODY);
    }

    public ReplayResult replay(SavedPlan plan, CrashPoint.Witness witness) {
        try (SuiteContext suite = place.suite(witness)) {
            StartedReplays replays = suite.replays();
            ReplayRunner.Begun begun = replays.begin(plan.id(), files());
            for (DataCategory category : begun.plan().categories()) {
                if (begun.plan().end(category).isEmpty() || open(begun.plan(), category)) {
                    RunResult result = replays.run(begun, category);
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

    public String refused() {
        long before = left();
        RunResult result = place.run(IPS);
        assertThat(result.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(result.runId()).isZero();
        assertThat(left()).isEqualTo(before);
        return String.valueOf(result.why());
    }

    public LedgerVerifier.Result verified() {
        LedgerVerifier.Result result =
                new LedgerVerifier(work.admin(), new JdbcTransactionManager(work.adminPool())).verify(Optional.empty());
        assertThat(result.interrupted()).isEmpty();
        return result;
    }
}
