package se.partnersec.gallra.planning.explain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.time.LocalDate;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.explain.Explanation.Presence;
import se.partnersec.gallra.planning.plan.PlanningFixture;
import se.partnersec.gallra.policy.decision.Verdict.Decision;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;

@GallraTest(chunk = 3)
@Tag("full")
class RecordExplainerIT {
    private final PlanningFixture service;
    private final LocalDate today;

    RecordExplainerIT(PlanningFixture service, LocalDate today) {
        this.service = service;
        this.today = today;
    }

    private Explanation explain(Scene scene, long id) {
        Explanation found = service.explainer.explain(PlanningFixture.category(scene.category()), Long.toString(id));
        fits(found);
        return found;
    }

    /** What every explanation owes to whoever reads it. */
    private static void fits(Explanation found) {
        for (Locale locale : new Locale[] {Locale.ENGLISH, PlanningFixture.SWEDISH}) {
            String text = found.text(locale);
            assertThat(text.lines()).allMatch(line -> line.length() <= 100);
            assertThat(text).as("no key of an object").doesNotContain("calls/").doesNotContain(".wav");
            assertThat(text).doesNotContain("null");
        }
    }

    @Test
    void a_due_record_shows_its_start_its_dates_and_its_objects() {
        Scene.CALLS.put(service.work, Spec.of(11, Scene.CALLS.firstDue(today)));
        Explanation found = explain(Scene.CALLS, 11);
        assertThat(found.presence()).isEqualTo(Presence.PRESENT);
        assertThat(found.starts())
                .first()
                .satisfies(start -> assertThat(start.column()).endsWith("_business.call_recording.ended_at"));
        assertThat(found.objects()).isEqualTo(new Explanation.Objects(1, 2, 0, 0, 0, null));
        assertThat(found.decided()).isNotNull();
        assertThat(found.text(Locale.ENGLISH))
                .contains("ended_at = " + Scene.CALLS.firstDue(today) + " 14:20")
                .contains("due from " + today)
                .contains("De samtal som spelats in av kundtjänst sparas i 3-28 dagar.")
                .contains("keys: 1; in the store now: versions 2, delete markers 0, missing 0")
                .contains("erases it; due since " + today);
        assertThat(found.text(PlanningFixture.SWEDISH)).contains("raderar den; förfallen sedan " + today);
    }

    @Test
    void a_record_on_its_last_day_names_the_run_that_will_take_it() {
        Scene.IPS.put(service.work, Spec.of(12, Scene.IPS.lastKept(today)));
        Explanation found = explain(Scene.IPS, 12);
        assertThat(found.objects()).isNull();
        assertThat(found.text(Locale.ENGLISH))
                .contains("the first run to erase it is that of " + today.plusDays(1) + ", if nothing changes");
        Explanation tomorrow =
                service.explainer.explain(PlanningFixture.category(Scene.IPS.category()), "12", today.plusDays(1));
        assertThat(tomorrow.text(Locale.ENGLISH)).contains("erases it; due since " + today.plusDays(1));
    }

    @Test
    void a_held_record_names_every_hold_and_who_placed_it() {
        Scene.CHATS.put(service.work, Spec.of(13, Scene.CHATS.firstDue(today)).customer(2));
        PlacedHold one = service.hold(ScopeType.CUSTOMER, "k-2");
        PlacedHold child = service.hold(ScopeType.RECORD, "chat-logs/attachments:130");
        PlacedHold gone = service.hold(ScopeType.RECORD, "chat-logs:13");
        service.work.release(Long.parseLong(gone.hold().id().substring(2)), "felskriven");
        Explanation found = explain(Scene.CHATS, 13);
        assertThat(found.holds()).hasSize(3);
        assertThat(found.text(Locale.ENGLISH))
                .contains(one.hold().id() + " legal claim on customer, through " + today.plusDays(10))
                .contains(child.hold().id() + " legal claim on record, through")
                .contains(gone.hold().id() + " legal claim on record, released " + today)
                .contains(" by " + one.placedBy())
                .contains("KEEP through " + today.plusDays(10))
                .contains("the first run to erase it is that of " + today.plusDays(11));
        assertThat(found.starts()).extracting(Explanation.Start::role).contains("messages/sent_at");
    }

    @Test
    void a_record_in_doubt_says_what_is_reported() {
        Scene.CALLS.put(service.work, Spec.of(14, null));
        Explanation found = explain(Scene.CALLS, 14);
        assertThat(found.text(Locale.ENGLISH))
                .contains("ended_at = empty")
                .contains("keeps it; a run that reaches it reports MISSING_START_EVENT until it has been reviewed");
    }

    @Test
    void a_record_whose_object_is_shared_is_said_to_stay() {
        Scene.CALLS.put(service.work, Spec.of(18, Scene.CALLS.firstDue(today)));
        Scene.CALLS.put(service.work, Spec.of(19, Scene.CALLS.firstDue(today)));
        service.work.update("call_recording", "object_key = ?", Scene.CALLS.objectKey(18));
        assertThat(explain(Scene.CALLS, 18).text(Locale.ENGLISH)).contains("keeps it and reports OBJECT_SHARED");
    }

    @Test
    void an_erased_record_is_told_from_the_ledger() {
        Scene.CALLS.put(service.work, Spec.of(15, Scene.CALLS.firstDue(today)));
        RunResult run = service.work.run(Scene.CALLS.category(), today);
        PlacedHold late = service.hold(ScopeType.RECORD, "call-recordings:15");
        Explanation found = explain(Scene.CALLS, 15);
        assertThat(found.presence()).isEqualTo(Presence.ERASED);
        assertThat(found.decided()).isNull();
        assertThat(found.past())
                .singleElement()
                .satisfies(e -> assertThat(e.runId()).isEqualTo(run.runId()));
        assertThat(found.text(Locale.ENGLISH))
                .contains("ERASED. The record no longer exists")
                .contains(" erased, run " + run.runId())
                .contains("policy " + found.fingerprint().substring(0, 8) + ", ledger row 0/")
                .contains(late.hold().id() + " legal claim")
                .contains("the record is gone, the hold has nothing to protect")
                .doesNotContain("Next run");
    }

    /** The order of holds and erasures is that of the gate, whatever clocks say. */
    @ParameterizedTest
    @CsvSource({"RECORD, call-recordings:15", "CUSTOMER, k-2"})
    void a_record_that_was_erased_under_a_hold_is_an_alarm(ScopeType kind, String text) {
        Scene.CALLS.put(service.work, Spec.of(15, Scene.CALLS.firstDue(today)).customer(2));
        service.work.run(Scene.CALLS.category(), today);
        PlacedHold late = service.hold(kind, text);
        assertThat(explain(Scene.CALLS, 15).text(Locale.ENGLISH))
                .contains("the hold has nothing to protect")
                .doesNotContain("ALARM");
        service.work.admin().update("UPDATE ledger_chunk SET hold_epoch = ?", late.epoch());
        assertThat(explain(Scene.CALLS, 15).text(Locale.ENGLISH))
                .contains("ALARM")
                .doesNotContain("the hold has nothing to protect");
    }

    /** What goes into a sum is reduced by the ledger's word, and its row is gone by our hand. */
    @Test
    void usage_that_was_added_to_a_sum_was_erased_by_us() {
        Spec spec = Spec.of(21, Scene.USAGE.firstDue(today));
        Scene.USAGE.put(service.work, new Spec(21, spec.start(), 1L, 1L, null, "FIELDS", null, null));
        RunResult run = service.work.run(Scene.USAGE.category(), today);
        assertThat(run.counts().of(Outcome.ANONYMISED)).as(run.toString()).isEqualTo(1);
        Explanation found = explain(Scene.USAGE, 21);
        assertThat(found.presence()).isEqualTo(Presence.ERASED);
        assertThat(found.text(Locale.ENGLISH))
                .contains("ERASED. The record no longer exists", "reduced to what the books need, run " + run.runId())
                .doesNotContain("Something other than Gallra");
    }

    @Test
    void a_record_nobody_has_seen_is_called_so() {
        Explanation found = explain(Scene.IPS, 4_000_000_000_000L);
        assertThat(found.presence()).isEqualTo(Presence.NEVER_SEEN);
        assertThat(found.text(PlanningFixture.SWEDISH)).contains("OKÄND.");
        assertThat(explain(Scene.IPS, -1).presence()).isEqualTo(Presence.NEVER_SEEN);
    }

    @Test
    void a_word_is_no_number() {
        assertThatThrownBy(() -> service.explainer.explain(PlanningFixture.category(Scene.IPS.category()), "anna"))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessage("records of ip-logs are numbered, and 'anna' is no number: give ip-logs:4711");
    }

    @Test
    void copies_under_way_are_counted() {
        Scene.CALLS.put(service.work, Spec.of(16, Scene.CALLS.firstDue(today)));
        service.intent("call-recordings", 16, "IN_DOUBT");
        service.intent("call-recordings", 16, "GONE");
        Explanation found = explain(Scene.CALLS, 16);
        assertThat(found.objects()).isNotNull();
        assertThat(found.text(Locale.ENGLISH)).contains("copies being deleted: 1;");
    }

    @Test
    void says_the_same_as_the_plan() {
        Scene.CALLS.put(service.work, Spec.of(17, Scene.CALLS.firstDue(today).minusDays(100)));
        Explanation.Decided decided = requireNonNull(explain(Scene.CALLS, 17).decided());
        assertThat(decided.verdict().decision()).isEqualTo(Decision.ERASE);
        assertThat(decided.verdict().eraseBy())
                .isEqualTo(service.plan(Scene.CALLS).oldestEraseBy());
        assertThat(explain(Scene.CALLS, 17).text(Locale.ENGLISH)).contains("overdue: was to be erased by");
    }
}
