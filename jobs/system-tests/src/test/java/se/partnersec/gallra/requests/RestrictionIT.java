package se.partnersec.gallra.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.database.schema.SqlScript;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.PolicyVariant;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** What is restricted stays past its time and is not seen; it is lifted only after the person was told. */
@GallraTest(chunk = 3, policy = PolicyVariant.SHIPPED)
@Tag("full")
class RestrictionIT {
    /** Schema of {@code sql/views.sql}, in which restricted records are not seen. */
    private record Views(Workplace work) implements AutoCloseable {
        private Views {
            FreshSchemas schemas = work.schemas();
            String views = schemas.business() + "_app";
            schemas.database().execute("", "CREATE DATABASE " + views + " CHARACTER SET utf8mb4");
            SqlScript.read("views.sql")
                    .statements(Map.of("suite", schemas.suite(), "business", schemas.business(), "views", views))
                    .forEach(work.admin()::execute);
        }

        @Override
        public String toString() {
            return work.schemas().business() + "_app";
        }

        @Override
        public void close() {
            work.schemas().database().execute("", "DROP DATABASE " + this);
        }
    }

    private static final List<String> OF_USERS = List.of(
            "ip_log",
            "chat_conversation",
            "chat_message",
            "chat_attachment",
            "call_recording",
            "call_transcript",
            "newsletter_subscription",
            "web_visit",
            "marketing_usage",
            "sms_usage",
            "user_account");

    private final RequestFixture people;
    private final Views views;
    private final Workplace work;

    RestrictionIT(RequestFixture people, Views views, Workplace work) {
        this.people = people;
        this.views = views;
        this.work = work;
    }

    @BeforeEach
    void fill() {
        for (long user = 1; user <= 2; user++) {
            for (Scene scene : List.of(Scene.CALLS, Scene.CHATS, Scene.IPS)) {
                scene.put(work, Spec.of(user, scene.firstDue(people.today)).user(user));
            }
            people.newsletter(user, user == 1 ? "anna@exempel.se" : "bo@exempel.se");
            work.insert("web_visit", "user_id, visited_ms, cookie, page", user, 1L, "c0ffee", "/");
            people.campaign(user);
            work.insert(
                    "sms_usage",
                    "customer_id, user_id, number, used_on, quantity",
                    1,
                    user,
                    "+4670174060" + user,
                    people.today,
                    1);
        }
    }

    private static long hold(SubjectRequest request) {
        SubjectRequest.Decision decision = request.decision();
        return decision == null || decision.hold() == null ? -1 : decision.hold();
    }

    private long seen(String view) {
        return Long.parseLong(
                work.texts("SELECT COUNT(*) FROM " + views + "." + view).get(0));
    }

    private long there(String table) {
        return work.count(table, "TRUE");
    }

    private void lift(PlacedHold hold, @Nullable LocalDate informed) {
        work.release(hold.number(), "klart", informed);
    }

    @Test
    void a_granted_restriction_keeps_and_hides_every_record_of_the_person_and_nobody_elses() {
        long byPhone = people.call(null, "+46701740601", null);
        for (String table : OF_USERS) {
            assertThat(seen(table)).as(table).isEqualTo(there(table));
        }
        SubjectRequest granted = people.granted(RequestKind.RESTRICTION);
        assertThat(hold(granted)).isPositive();
        for (String table : OF_USERS) {
            long own = table.equals("call_recording") ? 2 : table.equals("call_transcript") ? 2 : 1;
            assertThat(seen(table)).as(table).isEqualTo(there(table) - own).isPositive();
        }
        assertThat(work.admin().queryForList("SELECT id FROM " + views + ".user_account", Long.class))
                .containsExactly(2L);
        people.run(CategoryIds.CALL_RECORDINGS, CategoryIds.CHAT_LOGS, CategoryIds.IP_LOGS);
        for (Scene scene : List.of(Scene.CALLS, Scene.CHATS, Scene.IPS)) {
            assertThat(scene.whole(work, 1)).as(scene.name()).isTrue();
            assertThat(scene.gone(work, 2)).as(scene.name()).isTrue();
        }
        assertThat(work.count("call_recording", "id = " + byPhone)).isOne();
        assertThat(people.letter(granted, "sv")).contains("bara i de fall som artikel 18.2 i GDPR tillåter", "18.3");
    }

    @Test
    void an_erasure_granted_meanwhile_waits_for_the_lifting() {
        SubjectRequest restriction = people.granted(RequestKind.RESTRICTION);
        SubjectRequest erasure = people.granted(RequestKind.ERASURE);
        people.run(CategoryIds.IP_LOGS);
        assertThat(people.items(erasure, CategoryIds.IP_LOGS)).containsExactly("1 REFUSED RESTRICTION");
        assertThat(people.letter(erasure, "en")).contains("GDPR 18(2)");
        work.release(hold(restriction), "klart", people.today);
        people.run(CategoryIds.IP_LOGS);
        assertThat(people.items(erasure, CategoryIds.IP_LOGS)).containsExactly("1 ERASED");
    }

    @Test
    void is_lifted_only_after_the_person_was_told() {
        PlacedHold hold = work.hold(HoldType.RESTRICTION, ScopeType.USER, "anna");
        assertThatThrownBy(() -> lift(hold, null))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("GDPR 18(3)");
        assertThatThrownBy(() -> lift(hold, people.today.plusDays(1))).hasMessageContaining("change --informed");
        assertThatThrownBy(() -> lift(hold, people.today.minusDays(1))).hasMessageContaining("change --informed");
        assertThat(seen("ip_log")).isOne();
        Approval asked = work.askRelease(hold.number(), "klart", people.today);
        assertThat(seen("ip_log")).as("asked for, not approved").isOne();
        work.approve(asked);
        assertThat(seen("ip_log")).isEqualTo(2);
        assertThat(work.admin().queryForList("SELECT informed_on FROM approved_release", LocalDate.class))
                .containsExactly(people.today);
        assertThatThrownBy(() -> work.holdService()
                        .add(new NewHold(
                                HoldType.RESTRICTION,
                                new HoldScope(ScopeType.USER, "anna"),
                                null,
                                people.today.plusDays(5),
                                null,
                                null,
                                "begärt")))
                .hasMessageContaining("no end of its own");
    }

    @Test
    void hides_by_every_kind_of_scope_a_hold_can_have_and_by_no_other_type() {
        record Case(ScopeType kind, String text, @Nullable DataCategory only, String view, long left) {}
        for (Case each : List.of(
                new Case(ScopeType.USER, "Anna@Exempel.se", null, "ip_log", 1),
                new Case(ScopeType.USER, "+46701740602", CategoryIds.CHAT_LOGS, "chat_message", 1),
                new Case(ScopeType.USER, "+46701740602", CategoryIds.CHAT_LOGS, "ip_log", 2),
                new Case(ScopeType.CUSTOMER, "k-1", null, "sms_usage", 0),
                new Case(ScopeType.RECORD, "chat-logs:1", null, "chat_attachment", 1),
                new Case(ScopeType.RECORD, "call-recordings/transcripts:10", null, "call_recording", 1),
                new Case(ScopeType.OBJECT, "chats/1/bild.png", null, "chat_conversation", 1),
                new Case(ScopeType.CATEGORY, "web-visits", null, "web_visit", 0))) {
            PlacedHold hold = work.hold(HoldType.RESTRICTION, each.kind(), each.text(), each.only());
            assertThat(seen(each.view())).as(each.toString()).isEqualTo(each.left());
            lift(hold, people.today);
            assertThat(seen(each.view())).as(each.toString()).isEqualTo(there(each.view()));
        }
        people.hold(HoldType.LEGAL_CLAIM, "chat-logs:1", null);
        assertThat(seen("chat_conversation")).isEqualTo(2);
    }
}
