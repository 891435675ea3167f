package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.PolicyVariant;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** The promises of every category, whatever its tables look like. */
@GallraTest(chunk = 3, policy = PolicyVariant.WITH_PERIODS)
abstract class CategoryContractTest {
    private final CategoryScene scene;
    private final Workplace work;
    private final LocalDate today;
    private long next = 1000;

    CategoryContractTest(CategoryScene scene, Workplace work) {
        this.scene = scene;
        this.work = work;
        this.today = work.today();
    }

    @BeforeEach
    void fill() {
        for (int id = 1; id <= 2; id++) {
            work.customer(id);
            if (scene != Scene.USERS) {
                work.user(id, id, "anv" + id);
            }
        }
    }

    private void assumeReachedBy(ScopeType kind) {
        assumeThat(scene.reachedBy(kind)).as("the mapping names a " + kind).isTrue();
    }

    private Spec due() {
        return Spec.of(next++, scene.firstDue(today));
    }

    private Spec put(Spec spec) {
        scene.put(work, spec);
        return spec;
    }

    private RunResult run() {
        return work.run(scene.category(), today);
    }

    private void kept(Spec spec) {
        RunResult result = run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(scene.whole(work, spec.id()))
                .as("record %s is whole", spec.id())
                .isTrue();
    }

    @Test
    void disposes_of_a_record_on_its_first_due_day() {
        Spec spec = put(due());
        RunResult result = run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(scene.gone(work, spec.id())).isTrue();
    }

    @Test
    void keeps_a_record_on_the_last_day_of_its_period() {
        kept(put(Spec.of(next++, scene.lastKept(today))));
    }

    @Test
    void erases_nothing_in_a_second_run() {
        for (int i = 0; i < 8; i++) {
            put(due());
        }
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(8);
        assertThat(run().counts().of(Outcome.ERASED)).isZero();
    }

    @Test
    void keeps_what_fell_due_after_the_date_of_the_run() {
        assumeThat(scene).as("falls due once a year").isNotEqualTo(Scene.INVOICES);
        assumeThat(today.getDayOfMonth()).as("of a longer month").isLessThan(29);
        Spec spec = put(due());
        RunResult result = work.run(scene.category(), today.minusDays(1));
        assertThat(result.exit()).isEqualTo(ExitCode.DONE);
        assertThat(scene.whole(work, spec.id())).isTrue();
    }

    @Test
    void keeps_a_record_that_is_held_itself_and_erases_its_neighbour() {
        Spec held = put(due());
        Spec free = put(due());
        work.hold(ScopeType.RECORD, scene.category() + ":" + held.id());
        kept(held);
        assertThat(scene.gone(work, free.id())).isTrue();
    }

    @Test
    void keeps_records_of_a_held_customer_by_id_number_and_organisation() {
        assumeReachedBy(ScopeType.CUSTOMER);
        for (String name : new String[] {"2", "K-2", "k-2", "559900-0002"}) {
            work.clear();
            fill();
            Spec held = put(due().customer(2));
            Spec free = put(due().customer(1));
            work.hold(ScopeType.CUSTOMER, name);
            kept(held);
            assertThat(scene.gone(work, free.id())).as(name).isTrue();
        }
    }

    @Test
    void keeps_records_of_a_held_user_by_id_and_mail() {
        assumeReachedBy(ScopeType.USER);
        for (String name : new String[] {"2", "anv2", "Anv2@Exempel.se", "+46701740602"}) {
            work.clear();
            fill();
            Spec held = put(due().user(2));
            work.hold(ScopeType.USER, name);
            kept(held);
        }
    }

    @Test
    void keeps_records_of_a_held_invoice() {
        assumeReachedBy(ScopeType.INVOICE);
        Spec held = put(due().invoice(44));
        work.hold(ScopeType.INVOICE, "44");
        kept(held);
    }

    @Test
    void keeps_everything_while_the_category_is_held() {
        Spec held = put(due());
        work.hold(ScopeType.CATEGORY, scene.category().id());
        kept(held);
    }

    @Test
    void keeps_the_whole_record_when_a_child_is_held() {
        assumeThat(scene.child(1)).as("has children").isNotNull();
        Spec held = put(due());
        work.hold(ScopeType.RECORD, String.valueOf(scene.child(held.id())));
        kept(held);
    }

    @Test
    void keeps_the_whole_record_when_its_object_is_held() {
        assumeThat(scene.objectKey(1)).as("has objects").isNotNull();
        Spec held = put(due());
        work.hold(ScopeType.OBJECT, String.valueOf(scene.objectKey(held.id())));
        kept(held);
    }

    @Test
    void is_not_reached_by_a_hold_for_another_category_only() {
        Spec spec = put(due().customer(2));
        work.hold(ScopeType.CUSTOMER, "2", scene == Scene.LEADS ? CategoryIds.IP_LOGS : CategoryIds.LEADS);
        run();
        assertThat(scene.gone(work, spec.id())).isTrue();
    }

    @Test
    void erases_on_the_day_a_hold_is_released_and_keeps_while_another_one_runs() {
        assumeReachedBy(ScopeType.CUSTOMER);
        Spec spec = put(due().customer(2).user(2));
        PlacedHold first = work.hold(ScopeType.CUSTOMER, "2");
        PlacedHold second = work.hold(ScopeType.RECORD, scene.category() + ":" + spec.id());
        work.release(first);
        kept(spec);
        Approval asked = work.askRelease(second.number(), "förlikning", null);
        kept(spec);
        work.approve(asked);
        run();
        assertThat(scene.gone(work, spec.id())).isTrue();
    }

    @Test
    void keeps_processor_data_whatever_its_age() {
        kept(put(Spec.of(next++, today.minusYears(9)).processed()));
    }

    @Test
    void keeps_a_record_without_a_start_event_and_reports_it() {
        Spec spec = put(Spec.of(next++, null));
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.count(scene.table(), "id = " + spec.id())).isEqualTo(1);
        assertThat(findings(spec)).contains(scene.withoutStart());
    }

    @Test
    void keeps_a_record_that_starts_in_the_future_and_reports_it_with_its_reason() {
        assumeThat(scene)
                .as("starts with an event that should have happened")
                .isNotIn(Scene.INVOICES, Scene.USERS, Scene.LOGINS);
        Spec soon = put(Spec.of(next++, today.plusDays(2)));
        Spec never = put(Spec.of(next++, LocalDate.of(9999, 12, 30)));
        Spec processed = put(Spec.of(next++, today.plusDays(2)).processed());
        kept(soon);
        assertThat(findings(soon)).containsExactly("FUTURE_START");
        assertThat(findings(never)).containsExactly("FUTURE_START");
        assertThat(findings(processed)).isEmpty();
    }

    @Test
    void names_only_some_of_many_records_that_start_in_the_future_and_counts_all() {
        assumeThat(scene)
                .as("has its start in a column of its own")
                .isNotIn(Scene.USAGE, Scene.EMAILS, Scene.INVOICES, Scene.USERS, Scene.LOGINS, Scene.CAMPAIGNS);
        for (int i = 0; i < 23; i++) {
            put(Spec.of(next++, today.plusDays(5)));
        }
        long run = run().runId();
        assertThat(work.texts("SELECT detail FROM finding WHERE run_id = ? AND code = 'FUTURE_START_MORE'", run))
                .isNotEmpty()
                .allSatisfy(detail -> assertThat(detail).startsWith("23 records have " + scene.table() + "."));
        assertThat(work.admin()
                        .queryForObject(
                                "SELECT COUNT(*) FROM finding WHERE run_id = ? AND code = 'FUTURE_START'",
                                Long.class,
                                run))
                .isBetween(20L, 23L);
    }

    @Test
    void keeps_what_the_books_need_until_the_seventh_year_has_ended() {
        assumeThat(scene.booked()).as("can be marked").isTrue();
        Spec young = put(due().booked(LocalDate.of(today.getYear() - 7, 3, 1)));
        Spec old = put(Spec.of(next++, today.minusYears(9)).booked(LocalDate.of(today.getYear() - 8, 3, 1)));
        kept(young);
        assertThat(scene.gone(work, old.id())).isTrue();
    }

    @Test
    void keeps_and_reports_a_booking_outside_every_known_fiscal_year() {
        assumeThat(scene.booked()).as("can be marked").isTrue();
        Spec spec = put(due().booked(LocalDate.of(2009, 3, 1)));
        kept(spec);
        assertThat(findings(spec)).contains("NO_FISCAL_YEAR");
    }

    @Test
    void looks_again_under_lock_when_the_application_changed_the_record_after_it_was_read() {
        Spec spec = put(due());
        AtomicBoolean done = new AtomicBoolean();
        work.run(scene.category(), today, point -> {
            if (point == CrashPoint.CHUNK_READ && done.compareAndSet(false, true)) {
                scene.refresh(work, today);
            }
        });
        assertThat(done).isTrue();
        assertThat(scene.whole(work, spec.id())).isTrue();
    }

    @Test
    void obeys_a_hold_that_was_placed_after_the_page_was_read() {
        Spec spec = put(due());
        AtomicBoolean done = new AtomicBoolean();
        work.run(scene.category(), today, point -> {
            if (point == CrashPoint.CHUNK_READ && done.compareAndSet(false, true)) {
                work.hold(ScopeType.RECORD, scene.category() + ":" + spec.id());
            }
        });
        assertThat(done).isTrue();
        assertThat(scene.whole(work, spec.id())).isTrue();
    }

    private List<String> findings(Spec spec) {
        return work.texts(
                "SELECT code FROM finding WHERE category = ? AND subject = ?",
                scene.category().id(),
                String.valueOf(spec.id()));
    }
}
