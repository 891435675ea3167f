package se.partnersec.gallra.erasure.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import se.partnersec.gallra.ledger.entry.LedgerNames;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.HostileS3;
import se.partnersec.gallra.testing.Lie;
import se.partnersec.gallra.testing.Lies;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;
import software.amazon.awssdk.services.s3.S3Client;

/** An object store that lies never brings the ledger to say of anything that it is erased while a version exists. */
@Tag("once")
class LyingStoreIT {
    private static final int RECORDINGS = 260;

    @AutoClose
    private final HostileS3 hostile = new HostileS3(TestServers.objectStore().bucket(TestServers.freshBucket(true)));

    @AutoClose
    private final Workplace work = new Workplace(250, hostile.settings());

    private final LocalDate today = work.today();

    private void fill(int recordings) {
        work.customer(1);
        for (long id = 1; id <= recordings; id++) {
            Scene.CALLS.put(work, Scene.Spec.of(id, Scene.CALLS.firstDue(today)));
        }
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                Arguments.of("swallows every delete", Lies.swallowDeletes()),
                Arguments.of("refuses every third version", Lies.refuseEvery(3, "AccessDenied")),
                Arguments.of("fails for every fifth version", Lies.refuseEvery(5, "InternalError")),
                Arguments.of("forgets every fourth in its answer", Lies.forgetEvery(4, false)),
                Arguments.of("contradicts itself", Lies.repeatEvery(3, true, false)),
                Arguments.of(
                        "swallows every delete and repeats pages of its listings",
                        Lies.swallowDeletesAndThen(Lies.pages(200, Lies.Paging.REPEATED))),
                Arguments.of(
                        "swallows every delete and says of listings that there is more and not where",
                        Lies.swallowDeletesAndThen(Lies.pages(200, Lies.Paging.WITHOUT_A_PLACE))),
                Arguments.of(
                        "swallows every delete and lists in a circle",
                        Lies.swallowDeletesAndThen(Lies.pages(200, Lies.Paging.IN_A_CIRCLE))),
                Arguments.of(
                        "swallows every delete and ends listings with an empty page",
                        Lies.swallowDeletesAndThen(Lies.losesItsPlace(200, true))));
    }

    @ParameterizedTest(name = "a store that {0}")
    @Tag("core")
    @MethodSource("lies")
    void never_makes_the_ledger_claim_what_exists(String how, Lie lie) {
        fill(RECORDINGS);
        hostile.tell(lie);
        RunResult lied = work.run(Scene.CALLS.category(), today);
        assertThat(lied.exit()).as(lied.toString()).isIn(ExitCode.FAILED, ExitCode.SKIPPED);
        Set<Long> there = stillThere();
        assertThat(there).isNotEmpty();
        truthful(there, RECORDINGS);

        hostile.tell(Lies.none());
        work.run(Scene.CALLS.category(), today);
        RunResult honest = work.run(Scene.CALLS.category(), today);
        assertThat(honest.exit()).as(honest.toString()).isEqualTo(ExitCode.DONE);
        assertThat(stillThere()).isEmpty();
        truthful(Set.of(), RECORDINGS);
    }

    @Test
    @Tag("full")
    void what_is_wrong_with_the_store_is_told_where_the_run_is_and_names_no_object() {
        fill(RECORDINGS);
        hostile.tell(Lies.pages(200, Lies.Paging.WITHOUT_A_PLACE));
        RunResult result = work.run(Scene.CALLS.category(), today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
        assertThat(result.why())
                .contains(hostile.settings().bucket(), "answers with a listing that")
                .doesNotContain("samtal");
        assertThat(work.admin()
                        .queryForObject("SELECT note FROM run_scope WHERE run_id = ?", String.class, result.runId()))
                .as("what runs show says of it")
                .contains("answers with a listing that")
                .doesNotContain("samtal");
        truthful(stillThere(), RECORDINGS);
    }

    static Stream<Arguments> keptUploads() {
        return Stream.of(
                Arguments.of(403, "AccessDenied", Outcome.STORAGE_LOCKED, ExitCode.SKIPPED),
                Arguments.of(503, "SlowDown", Outcome.DEFERRED, ExitCode.FAILED),
                Arguments.of(204, "", Outcome.DEFERRED, ExitCode.FAILED));
    }

    @ParameterizedTest(name = "a store that answers {0} {1}")
    @Tag("full")
    @MethodSource("keptUploads")
    void what_has_an_upload_that_the_store_does_not_end_stays_whole(
            int status, String code, Outcome outcome, ExitCode exit) {
        fill(3);
        begin(2);
        hostile.tell(Lies.keepUploads(status, code));
        RunResult result = work.run(Scene.CALLS.category(), today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(exit);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(2);
        assertThat(result.counts().of(outcome)).as(result.toString()).isPositive();
        assertThat(stillThere()).containsExactly(2L);
        truthful(Set.of(2L), 3);

        hostile.tell(Lies.none());
        work.run(Scene.CALLS.category(), today);
        RunResult honest = work.run(Scene.CALLS.category(), today);
        assertThat(honest.exit()).as(honest.toString()).isEqualTo(ExitCode.DONE);
        assertThat(hostile.backing().unfinishedUploadsOf(String.valueOf(Scene.CALLS.objectKey(2))))
                .isEmpty();
        truthful(Set.of(), 3);
    }

    private void begin(long id) {
        try (S3Client s3 = TestServers.objectStore().client()) {
            s3.createMultipartUpload(b -> b.bucket(hostile.settings().bucket()).key(Scene.CALLS.objectKey(id)));
        }
    }

    @Test
    @Tag("full")
    void a_request_that_times_out_and_is_carried_out_later_is_in_doubt_until_it_is_seen() throws InterruptedException {
        fill(20);
        hostile.tell(Lies.executeLate(ObjectEraser.GateBudget.WHOLE.plusSeconds(25)));
        RunResult doubtful = work.run(Scene.CALLS.category(), today);
        assertThat(doubtful.exit()).as(doubtful.toString()).isEqualTo(ExitCode.FAILED);
        truthful(stillThere(), 20);
        assertThat(work.number("SELECT COUNT(*) FROM object_intent WHERE doubt_until IS NOT NULL"))
                .as("was in doubt")
                .isPositive();
        assertThat(work.number("SELECT COUNT(*) FROM object_intent WHERE state = 'IN_DOUBT'"))
                .as("no run is over while a request of its own is in doubt")
                .isZero();
        hostile.awaitLate();
        hostile.tell(Lies.none());
        work.run(Scene.CALLS.category(), today);
        assertThat(work.run(Scene.CALLS.category(), today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(stillThere()).isEmpty();
        truthful(Set.of(), 20);
    }

    @Test
    @Tag("full")
    void lists_that_are_stale_for_a_while_delay_the_claim() {
        fill(20);
        hostile.tell(Lies.staleLists(Duration.ofSeconds(2)));
        work.run(Scene.CALLS.category(), today);
        truthful(stillThere(), 20);
        hostile.tell(Lies.none());
        work.run(Scene.CALLS.category(), today);
        assertThat(stillThere()).isEmpty();
        truthful(Set.of(), 20);
    }

    @Test
    @Tag("full")
    void a_version_written_between_listing_and_delete_survives_and_keeps_its_row() {
        fill(1);
        String key = String.valueOf(Scene.CALLS.objectKey(1));
        hostile.tell(Lies.beforeNextDelete(() -> hostile.backing().put(key, new byte[] {9})));
        RunResult result = work.run(Scene.CALLS.category(), today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.SKIPPED);
        assertThat(result.counts().of(Outcome.NEW_VERSION)).isEqualTo(1);
        assertThat(hostile.backing().versionsOf(key)).hasSize(1);
        assertThat(work.count("call_recording", "id = 1")).isEqualTo(1);
    }

    @Test
    @Tag("full")
    void a_store_that_asks_to_slow_down_is_waited_for() {
        fill(20);
        hostile.tell(Lies.slowDown(2));
        assertThat(work.run(Scene.CALLS.category(), today).exit()).isEqualTo(ExitCode.DONE);
        truthful(Set.of(), 20);
    }

    @Test
    @Tag("full")
    void a_store_that_asks_to_slow_down_again_and_again_slows_the_run_and_does_not_fail_it() {
        fill(RECORDINGS);
        hostile.tell(Lies.slowDownEvery(3));
        RunResult result = work.run(Scene.CALLS.category(), today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(stillThere()).isEmpty();
        truthful(Set.of(), RECORDINGS);
    }

    @Test
    @Tag("full")
    void objects_of_others_among_those_that_are_listed_together_stay() {
        fill(RECORDINGS);
        List<String> others =
                List.of("calls/2026/samtal 10.wav.bak", "calls/2026/samtal 1", "calls/2026/samtal 99x.wav");
        others.forEach(key -> hostile.backing().put(key, new byte[] {7}));
        RunResult result = work.run(Scene.CALLS.category(), today);
        assertThat(result.counts().of(Outcome.ERASED)).as(result.toString()).isEqualTo(RECORDINGS);
        List<String> left = new java.util.ArrayList<>();
        hostile.backing().forEachVersion("", version -> left.add(version.key()));
        assertThat(left).containsExactlyInAnyOrderElementsOf(others);
        truthful(Set.of(), RECORDINGS);
    }

    /** Records of which the real store still has a version. */
    private Set<Long> stillThere() {
        Set<Long> ids = new HashSet<>();
        hostile.backing()
                .forEachVersion(
                        "calls/",
                        v -> ids.add(Long.valueOf(
                                v.key().replace("calls/2026/samtal ", "").replace(".wav", ""))));
        return ids;
    }

    /** Named in the ledger and gone, or not named and its row still there. */
    private void truthful(Set<Long> there, int recordings) {
        List<String> names = LedgerNames.all(work.admin());
        assertThat(new HashSet<>(names)).as("nothing is named twice").hasSameSizeAs(names);
        for (long id = 1; id <= recordings; id++) {
            boolean named = names.contains("call-recordings:" + id + " ERASED");
            assertThat(named && there.contains(id))
                    .as("record %s is claimed and exists", id)
                    .isFalse();
            assertThat(work.count("call_recording", "id = " + id) == 0)
                    .as("row %s is gone if and only if the ledger says so", id)
                    .isEqualTo(named);
        }
    }
}
