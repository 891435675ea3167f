package se.partnersec.gallra.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.network.CuttingProxy;
import se.partnersec.gallra.testing.network.CuttingProxy.Cut;

/** The line to the database breaks at a COMMIT, and nobody knows whether it took place: the run finds out and goes on. */
@GallraTest(chunk = 3)
class LostCommitIT {
    private static final List<Cut> KNOWN = List.of(Cut.AFTER, Cut.BEFORE);
    private static final List<Cut> ALL = List.of(Cut.AFTER, Cut.BEFORE, Cut.SILENT, Cut.LATE);

    /** After which point the next COMMIT is the one of this transaction; a silent cut of a chunk's takes ten seconds. */
    private static final Map<CrashPoint, List<Cut>> ROWS =
            Map.of(CrashPoint.SCOPE_FROZEN, KNOWN, CrashPoint.LEDGER_WRITTEN, ALL);

    private static final Map<CrashPoint, List<Cut>> OBJECTS = Map.of(
            CrashPoint.INTENTS_WRITTEN, ALL, CrashPoint.OBJECTS_REQUESTED, ALL, CrashPoint.LEDGER_WRITTEN, KNOWN);

    private final Workplace work;

    @AutoClose
    private final CuttingProxy proxy;

    private final List<String> failures = new ArrayList<>();
    private int cells;

    LostCommitIT(Workplace work) {
        this.work = work;
        this.proxy = new CuttingProxy(work.settings().url());
    }

    @Tag("full")
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "CHATS",
                "LEADS",
                "VISITS",
                "LOG_FILES",
                "USAGE",
                "EMAILS",
                "INVOICES",
                "USERS",
                "LOGINS",
                "CAMPAIGNS"
            })
    void ends_like_an_undisturbed_run_whichever_way_the_commit_went(Scene scene) {
        Cells on = new Cells(scene);
        (scene.objectKey(1) == null ? ROWS : OBJECTS)
                .forEach((point, cuts) -> cuts.forEach(cut -> {
                    AtomicInteger left = new AtomicInteger(point == CrashPoint.SCOPE_FROZEN ? 1 : 2);
                    on.cell(point + " " + cut, at -> {
                        if (at == point && left.decrementAndGet() == 0) {
                            proxy.arm(cut, 1);
                        }
                    });
                }));
        report("lost commits of " + scene);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LEADS", "VISITS", "USAGE", "EMAILS", "INVOICES", "USERS", "LOGINS", "CAMPAIGNS"})
    void ends_like_an_undisturbed_run_whichever_of_its_commits_was_lost(Scene scene) {
        Cells on = new Cells(scene);
        int all = on.commits();
        for (int nth = 1; nth <= all; nth++) {
            for (Cut cut : KNOWN) {
                proxy.arm(cut, nth);
                on.cell("commit " + nth + " " + cut, at -> {});
            }
        }
        report("lost commits of " + scene + ", each of " + all);
    }

    /** The statements of the second chunk, its COMMIT and those of Spring Batch among them: each fails once. */
    @Tag("full")
    @Tag("once")
    @ParameterizedTest
    @EnumSource(names = {"IPS", "CALLS"})
    void ends_like_an_undisturbed_run_whichever_statement_of_a_chunk_failed(Scene scene) {
        Cells on = new Cells(scene);
        int all = on.statementsOfSecondChunk();
        assertThat(all).isGreaterThan(10);
        for (int nth = 1; nth <= all; nth++) {
            int statement = nth;
            AtomicInteger pages = new AtomicInteger(2);
            on.cell("statement " + nth, at -> {
                if (at == CrashPoint.CHUNK_READ && pages.decrementAndGet() == 0) {
                    proxy.armStatement(statement);
                }
            });
        }
        report("failed statements of a chunk of " + scene);
    }

    private void report(String what) {
        System.out.println(what + ": " + (cells - failures.size()) + " of " + cells + " passed");
        assertThat(failures).isEmpty();
    }

    /** Runs of the same records, each of which must end like the first, which nothing disturbed. */
    private final class Cells {
        private final Scene scene;
        private final Rehearsal rehearsal;
        private final Set<String> undisturbed;
        private final RunResult whole;

        Cells(Scene scene) {
            this.scene = scene;
            rehearsal = new Rehearsal(work, scene);
            rehearsal.lay();
            whole = work.run(scene.category(), rehearsal.today());
            assertThat(whole.exit()).isEqualTo(ExitCode.DONE);
            undisturbed = rehearsal.strictly();
        }

        int commits() {
            rehearsal.lay();
            int before = proxy.commits();
            run(at -> {});
            return proxy.commits() - before;
        }

        int statementsOfSecondChunk() {
            rehearsal.lay();
            AtomicInteger pages = new AtomicInteger(2);
            AtomicInteger before = new AtomicInteger();
            AtomicInteger after = new AtomicInteger();
            run(at -> {
                if (at == CrashPoint.CHUNK_READ && pages.decrementAndGet() == 0) {
                    before.set(proxy.statements());
                } else if (at == CrashPoint.CHUNK_COMMITTED && pages.get() == 0 && after.get() == 0) {
                    after.set(proxy.statements());
                }
            });
            return after.get() - before.get();
        }

        void cell(String name, CrashPoint.Witness witness) {
            cells++;
            rehearsal.lay();
            int cuts = proxy.cuts();
            List<RunResult> results = run(witness);
            if (results.stream().allMatch(r -> r.runId() == 0 && r.exit() == ExitCode.ENVIRONMENT)) {
                results = run(witness); // nothing was changed, says its exit code: try again
            }
            Set<String> after = rehearsal.strictly();
            boolean counted = results.size() == 1
                    && results.get(0).exit() == ExitCode.DONE
                    && results.get(0).counts().text().equals(whole.counts().text());
            if (!after.equals(undisturbed) || !rehearsal.verified() || !counted || proxy.cuts() != cuts + 1) {
                failures.add(name + ": " + Rehearsal.difference(undisturbed, after) + " " + results);
            }
        }

        private List<RunResult> run(CrashPoint.Witness witness) {
            try (SuiteContext suite = SuiteContext.of(proxy.settings(work.settings()), Clock.systemUTC(), witness)) {
                return suite.runs().run(scene.category(), rehearsal.today());
            } catch (RuntimeException e) {
                // Counts as failed, and the next cell is tried all the same.
                failures.add(e.toString());
                return List.of();
            }
        }
    }
}
