package se.partnersec.gallra.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.Counted;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.PolicyVariant;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** One person's request, from its entry to the last record that a hold had kept; everybody else's data stays. */
@GallraTest(chunk = 3, policy = PolicyVariant.SHIPPED)
@Tag("full")
class ErasureOnRequestIT {
    private static final DataCategory[] ALL = {
        CategoryIds.CALL_RECORDINGS, CategoryIds.CHAT_LOGS, CategoryIds.IP_LOGS, CategoryIds.TRAFFIC_DATA,
        CategoryIds.INVOICES, CategoryIds.USER_DATA, CategoryIds.FRAUD_ADDRESSES, CategoryIds.NEWSLETTER,
        CategoryIds.LEADS, CategoryIds.WEB_VISITS
    };

    private final RequestFixture people;
    private final Workplace work;
    private final LocalDate yesterday;

    ErasureOnRequestIT(RequestFixture people, Workplace work, LocalDate today) {
        this.people = people;
        this.work = work;
        this.yesterday = today.minusDays(1);
    }

    private void put(Scene scene, long id, long user) {
        scene.put(work, Spec.of(id, yesterday).user(user));
    }

    /** Of each kind one of Anna's and one of Bo's, none of them due by its age. */
    private void both(Scene... scenes) {
        for (Scene scene : scenes) {
            put(scene, 101, RequestFixture.ANNA);
            put(scene, 102, RequestFixture.BO);
        }
    }

    private void usage(long id, long user, String status) {
        boolean paid = status.equals("PAID");
        work.invoice(id, status, yesterday, paid ? yesterday : null, 4000);
        if (paid) {
            work.paid(id, yesterday, 4000);
        }
        work.insert("invoice_line", "id, invoice_id, article, quantity, amount_ore", id, id, "SMS", 40, 4000);
        work.insert(
                "sms_usage",
                "id, customer_id, user_id, invoice_id, line_id, number, used_on, quantity, bookkeeping",
                id,
                1,
                user,
                id,
                id,
                user == RequestFixture.ANNA ? "+46701740601" : "+46701740602",
                yesterday,
                40,
                "FIELDS");
    }

    private void visit(long id, long user) {
        work.insert(
                "web_visit",
                "id, user_id, visited_ms, cookie, page",
                id,
                user,
                yesterday.atStartOfDay(Workplace.ZONE).toInstant().toEpochMilli(),
                "c0ffee",
                "/priser");
    }

    private long left(String table, long user) {
        return work.count(table, "user_id = " + user);
    }

    /** Whoever is to be erased is not made use of once more, also where a hold still keeps the record. */
    @Test
    void what_is_to_be_erased_on_request_is_in_no_statistic() {
        var march = Counted.local("2025-03-10T12:00:00");
        Counted counted = new Counted(work);
        counted.chats(10, 6, march, "faktura");
        counted.chats(20, 5, march, "flytt");
        people.hold(HoldType.LEGAL_CLAIM, "chat-logs:10", null);
        people.granted(RequestKind.ERASURE);
        people.run(CategoryIds.CHAT_LOGS);
        assertThat(counted.ofChats()).containsExactly("2025-03-01 faktura 5");
        assertThat(work.count("chat_conversation", "TRUE")).isEqualTo(1);
    }

    @Test
    void takes_what_nothing_keeps_now_and_the_rest_by_itself_when_that_ends() {
        both(Scene.CALLS, Scene.CHATS, Scene.IPS);
        put(Scene.CHATS, 103, RequestFixture.ANNA);
        Scene.CHATS.put(work, Spec.of(104, yesterday).user(RequestFixture.ANNA).booked(yesterday));
        PlacedHold claim = people.hold(HoldType.LEGAL_CLAIM, "chat-logs:103", null);
        usage(201, RequestFixture.ANNA, "OPEN");
        usage(202, RequestFixture.ANNA, "PAID");
        usage(203, RequestFixture.BO, "PAID");
        long letter = people.newsletter(null, "anna@exempel.se");
        long bosLetter = people.newsletter(RequestFixture.BO, "bo@exempel.se");
        visit(301, RequestFixture.ANNA);
        visit(302, RequestFixture.BO);

        SubjectRequest request = people.granted(RequestKind.ERASURE);
        assertThat(people.items(request, CategoryIds.CHAT_LOGS))
                .containsExactly("1 DUE", "1 REFUSED BOOKKEEPING", "1 REFUSED LEGAL_CLAIM");
        assertThat(people.items(request, CategoryIds.USER_DATA))
                .as("what a held chat points at stays with it")
                .containsExactly("1 REFUSED LEGAL_CLAIM");
        people.run(ALL);

        assertThat(Scene.CALLS.gone(work, 101)).isTrue();
        assertThat(Scene.CHATS.gone(work, 101)).isTrue();
        assertThat(work.count("ip_log", "id = 101")).isZero();
        assertThat(Scene.CHATS.whole(work, 103)).isTrue();
        assertThat(Scene.CHATS.whole(work, 104)).isTrue();
        assertThat(work.count("sms_usage", "id = 201 AND user_id = 1"))
                .as("unpaid usage stays")
                .isOne();
        assertThat(work.count("sms_usage", "id = 202")).isZero();
        assertThat(work.count("sms_usage_sum", "line_id = 202 AND quantity = 40"))
                .isOne();
        assertThat(work.count("user_account", "id = 1")).isOne();
        assertThat(work.count("newsletter_subscription", "id = " + letter)).isZero();
        assertThat(work.count("web_visit", "id = 301")).isZero();
        assertThat(work.count("invoice", "TRUE")).isEqualTo(3);
        nothingOfBosIsTouched(bosLetter);
        assertThat(people.explained(CategoryIds.CHAT_LOGS, 101))
                .contains(
                        "ERASED",
                        "Request " + request.name() + ", granted " + people.today,
                        "such a record does not wait for its period");

        int year = yesterday.getYear() + 7;
        String answer = people.letter(request, "sv");
        assertThat(answer)
                .contains(
                        "1 Raderade",
                        "1 Sparas till och med " + year + "-12-31, eftersom räkenskapsinformation",
                        "bokföringslagen 7 kap. 2 §, GDPR 17.3 b",
                        "tidigast " + (year + 1) + "-01-01",
                        "rättsligt anspråk (GDPR 17.3 e)",
                        "en faktura inte är betald",
                        "Delvis raderade; bara de summor som fakturorna bygger på finns kvar")
                .doesNotContain("anna", "1740601", "H-", "prov");
        assertThat(people.letter(request, "en"))
                .contains("Kept through " + year + "-12-31", "GDPR 17(3)(e)", "1 Erased")
                .doesNotContain("Raderade", "Sparas");

        // Nothing more goes while nothing has ended.
        people.run(ALL);
        assertThat(people.letter(request, "sv")).isEqualTo(answer);

        work.release(claim);
        work.update("invoice", "status = 'PAID', settled_on = ? WHERE id = 201", yesterday);
        work.paid(201, yesterday, 4000);
        assertThat(people.items(request, CategoryIds.CHAT_LOGS))
                .containsExactly("1 ERASED", "1 DUE", "1 REFUSED BOOKKEEPING");
        people.run(ALL);
        assertThat(Scene.CHATS.gone(work, 103)).isTrue();
        assertThat(work.count("sms_usage", "id = 201")).isZero();
        assertThat(work.count("user_account", "id = 1")).isZero();
        assertThat(people.items(request, CategoryIds.USER_DATA)).containsExactly("1 ERASED");
        assertThat(people.items(request, CategoryIds.CHAT_LOGS)).containsExactly("2 ERASED", "1 REFUSED BOOKKEEPING");
        assertThat(people.letter(request, "sv"))
                .isNotEqualTo(answer)
                .contains("2 Raderade")
                .doesNotContain("anspråk");
        nothingOfBosIsTouched(bosLetter);
    }

    private void nothingOfBosIsTouched(long letter) {
        assertThat(Stream.of(Scene.CALLS, Scene.CHATS, Scene.IPS)).allMatch(scene -> scene.whole(work, 102));
        assertThat(left("sms_usage", RequestFixture.BO)).isOne();
        assertThat(left("web_visit", RequestFixture.BO)).isOne();
        assertThat(work.count("user_account", "id = 2")).isOne();
        assertThat(work.count("newsletter_subscription", "id = " + letter)).isOne();
    }

    @Test
    void takes_nothing_before_somebody_decided_and_nothing_of_a_refused_request() {
        both(Scene.IPS);
        SubjectRequest request = people.service.add(RequestKind.ERASURE, "anna", null);
        people.run(CategoryIds.IP_LOGS, CategoryIds.USER_DATA);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(2);
        people.second.decide(request.id(), new NewDecision(false, "BankID", "GDPR 12(5)", "Tredje gången i år.", null));
        // Items that were found for a decision nobody took have no effect either.
        work.admin()
                .update("INSERT INTO request_item (decision, category, record_key, number, names)"
                        + " VALUES ('nobody', 'ip-logs', '102', 102, '0123456789abcdef')");
        people.run(CategoryIds.IP_LOGS, CategoryIds.USER_DATA);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(2);
        assertThat(work.count("user_account", "TRUE")).isEqualTo(2);
    }

    @Test
    void leaves_alone_what_has_become_somebody_elses_since() {
        both(Scene.IPS);
        long moved = people.call(null, "+46701740601", null);
        long taken = people.call(RequestFixture.ANNA, null, null);
        long same = people.call(null, "+46701740601", null);
        SubjectRequest request = people.granted(RequestKind.ERASURE);
        work.update("ip_log", "user_id = 2 WHERE id = 101");
        work.update("call_recording", "caller_no = '+46701740699' WHERE id = " + moved);
        work.update("call_recording", "user_id = 2 WHERE id = " + taken);
        people.run(ALL);
        assertThat(work.count("ip_log", "id = 101")).isOne();
        assertThat(work.count("call_recording", "id IN (" + moved + ", " + taken + ")"))
                .isEqualTo(2);
        assertThat(work.count("call_recording", "id = " + same)).isZero();
        assertThat(people.items(request, CategoryIds.IP_LOGS)).containsExactly("1 REVIEW NAMES_ANOTHER");
        assertThat(people.items(request, CategoryIds.CALL_RECORDINGS))
                .containsExactly("1 ERASED", "2 REVIEW NAMES_ANOTHER");
    }

    @Test
    void never_says_of_a_record_that_is_there_that_it_was_erased() {
        both(Scene.IPS);
        SubjectRequest request = people.granted(RequestKind.ERASURE);
        people.run(CategoryIds.IP_LOGS);
        assertThat(people.items(request, CategoryIds.IP_LOGS)).containsExactly("1 ERASED");
        put(Scene.IPS, 101, RequestFixture.ANNA);
        assertThat(people.items(request, CategoryIds.IP_LOGS)).noneMatch(item -> item.contains("ERASED"));
        assertThat(people.letter(request, "en")).doesNotContain("1 erased");
    }

    @Test
    void pages_through_requested_and_due_records_alike_and_takes_each_once() {
        for (int id = 1; id <= 20; id++) {
            LocalDate seen = id % 3 == 0 ? Scene.IPS.firstDue(people.today) : yesterday;
            Scene.IPS.put(work, Spec.of(id, seen).user(id % 2 == 0 ? RequestFixture.ANNA : RequestFixture.BO));
        }
        for (int i = 0; i < 4; i++) {
            people.granted(RequestKind.ERASURE);
        }
        for (int size = 1; size <= 4; size++) {
            assertThat(people.candidates(CategoryIds.IP_LOGS, size))
                    .as("in pages of " + size)
                    .containsExactly("2", "3", "4", "6", "8", "9", "10", "12", "14", "15", "16", "18", "20");
        }
        var result = work.run(CategoryIds.IP_LOGS, people.today);
        // Anna's ten, and Bo's three that were due.
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(13);
        assertThat(work.count("ip_log", "user_id = 1")).isZero();
        assertThat(work.count("ip_log", "user_id = 2")).isEqualTo(7);
        assertThat(work.admin()
                        .queryForObject("SELECT candidates FROM run_scope WHERE category = 'ip-logs'", Long.class))
                .isEqualTo(13);
    }
}
