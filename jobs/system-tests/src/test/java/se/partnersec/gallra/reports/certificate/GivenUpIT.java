package se.partnersec.gallra.reports.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.reports.copies.ResidualCopiesInspector;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** What a last look found stands, whatever later runs did: until one of them has looked at the same and found it right. */
@GallraTest(chunk = 3)
@Tag("full")
class GivenUpIT {
    private final Workplace work;
    private final LocalDate today;

    GivenUpIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
    }

    @Test
    void a_pointer_that_was_left_outlives_the_run_that_left_it() {
        Scene.USERS.put(work, Scene.Spec.of(2, today.minusYears(3)));
        RunResult given = work.run(
                CategoryIds.USER_DATA,
                today,
                once("INSERT INTO " + work.table("web_visit")
                        + " (user_id, visited_ms, cookie, page) VALUES (2, 1, 'c', '/')"));
        assertThat(given.exit()).as(given.toString()).isEqualTo(ExitCode.FAILED);
        assertThat(given.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(new RunHistory(work.admin()).attempts(given.runId()))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.why()).startsWith("1 columns still hold, or point at"));

        RunResult next = afterAChange(CategoryIds.USER_DATA);
        assertThat(next.runId()).isNotEqualTo(given.runId());
        assertThat(next.exit()).as(next.toString()).isEqualTo(ExitCode.DONE);
        stands(CategoryIds.USER_DATA, given.runId(), FindingRepository.DANGLING_POINTER + " web_visit.user_id");

        // A later run that is left with the same column does not take the place of the earlier finding.
        Scene.USERS.put(work, Scene.Spec.of(3, today.minusYears(3)));
        RunResult later = work.run(
                CategoryIds.USER_DATA,
                today,
                once("INSERT INTO " + work.table("web_visit")
                        + " (user_id, visited_ms, cookie, page) VALUES (3, 1, 'c', '/')"));
        assertThat(later.exit()).as(later.toString()).isEqualTo(ExitCode.FAILED);
        work.update("web_visit", "user_id = NULL WHERE user_id = 3");
        assertThat(work.run(CategoryIds.USER_DATA, today).exit()).isEqualTo(ExitCode.DONE);
        stands(CategoryIds.USER_DATA, given.runId(), FindingRepository.DANGLING_POINTER + " web_visit.user_id");

        work.update("web_visit", "user_id = NULL");
        assertThat(work.run(CategoryIds.USER_DATA, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(open(CategoryIds.USER_DATA)).isEmpty();
        certify(given.runId());
    }

    @Test
    void a_version_that_came_back_outlives_the_run_that_erased_it() {
        Scene.CALLS.put(work, Scene.Spec.of(1, Scene.CALLS.firstDue(today)));
        String key = String.valueOf(Scene.CALLS.objectKey(1));
        boolean[] done = {false};
        RunResult given = work.run(CategoryIds.CALL_RECORDINGS, today, point -> {
            if (point == CrashPoint.VERIFY_STARTED && !done[0]) {
                done[0] = true;
                work.bucket().put(key, "back".getBytes(StandardCharsets.UTF_8));
                work.admin()
                        .update(
                                "UPDATE object_intent SET version_id = ? WHERE state = 'GONE' LIMIT 1",
                                work.bucket().versionsOf(key).get(0).versionId());
            }
        });
        assertThat(given.exit()).as(given.toString()).isEqualTo(ExitCode.FAILED);

        RunResult next = afterAChange(CategoryIds.CALL_RECORDINGS);
        assertThat(next.exit()).as(next.toString()).isEqualTo(ExitCode.DONE);
        stands(
                CategoryIds.CALL_RECORDINGS,
                given.runId(),
                FindingRepository.FOUND_AGAIN + " objects of run " + given.runId());

        work.bucket().delete(work.bucket().versionsOf(key), DeletePrecondition.VERSION_IDS, Duration.ofSeconds(10));
        assertThat(work.run(CategoryIds.CALL_RECORDINGS, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(open(CategoryIds.CALL_RECORDINGS)).doesNotContainKey(FindingRepository.FOUND_AGAIN);
        certify(given.runId());
    }

    private CrashPoint.Witness once(String sql) {
        boolean[] done = {false};
        return point -> {
            if (point == CrashPoint.VERIFY_STARTED && !done[0]) {
                done[0] = true;
                work.admin().update(sql);
            }
        };
    }

    /** Another fingerprint, as after any change of the mapping: the run that failed is given up. */
    private RunResult afterAChange(DataCategory category) {
        String block = "\n  " + category.id() + ":\n";
        work.change("sources.yml", text -> text.replace(block, block + "    triggers: accepted\n"));
        return work.run(category, today);
    }

    private Map<String, Long> open(DataCategory category) {
        return new FindingRepository(work.admin()).of(category.id());
    }

    private void stands(DataCategory category, long run, String finding) {
        assertThat(open(category)).containsEntry(finding.substring(0, finding.indexOf(' ')), 1L);
        assertThatThrownBy(() -> certify(run))
                .satisfies(refusedWith(ExitCode.DIFFERENCES))
                .hasMessageContaining(
                        "run " + run + " of " + category.id() + " was given up with the finding " + finding);
    }

    private void certify(long run) {
        Audits.census(work);
        try (SuiteContext suite = work.suite()) {
            new CertificateIssuer(suite.pool(DatabaseRole.READER), suite.policy(), suite.fingerprint())
                    .certify(
                            CertificateSubject.ofRun(run),
                            new CertificateIssuer.Trust(null, null, new Certificate.Audited(0, 0)),
                            day -> new ResidualCopiesInspector(List.of(), true, List.of()).from(day),
                            "gallra test");
        }
    }
}
