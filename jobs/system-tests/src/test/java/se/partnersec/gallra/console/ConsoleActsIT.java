package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.Workplace;

/** Holds, books, fiscal years and requests of data subjects, from form to effect; each form once, and nothing without what it shows first. */
@GallraTest
@Tag("once")
@Tag("full")
class ConsoleActsIT {
    private static final int TWICE = 50;
    private static final Pattern ID = Pattern.compile("name=\"order-id\" value=\"([0-9a-f-]{36})\"");
    private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([0-9a-f]{64})\"");

    private final Workplace work;
    private final Path home;
    private StaffedConsole console;

    ConsoleActsIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
    }

    @BeforeEach
    void start() {
        work.calendarYears();
        work.customers(3);
        work.ipLogs(1, 5, 200, 1L);
        console = StaffedConsole.start(work, home);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private static String found(Pattern pattern, HttpResponse<String> page) {
        Matcher found = pattern.matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1);
    }

    /** The values with the identifier of the form that a page has, and what it showed beforehand. */
    private static Map<String, String> confirmed(HttpResponse<String> shown, Map<String, String> values) {
        Map<String, String> form = new HashMap<>(values);
        form.put("order-id", found(ID, shown));
        form.put("seen", found(SEEN, shown));
        return form;
    }

    private static Map<String, String> fresh(Map<String, String> values) {
        Map<String, String> form = new HashMap<>(values);
        form.put("order-id", UUID.randomUUID().toString());
        return form;
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElse("");
    }

    private long holds() {
        return work.number("SELECT COUNT(*) FROM hold");
    }

    private Map<String, String> hold(String customer) {
        return Map.of(
                "type", "legal-claim",
                "by", "customer",
                "key", customer,
                "review-by", work.today().plusMonths(3).toString(),
                "reason", "counsel instructed");
    }

    @Test
    void a_hold_is_shown_first_then_placed_and_released_by_two_people() {
        Browser finance = console.as(PersonRole.FINANCE);
        String place = "/holds/acts/hold";
        assertThat(finance.get("/holds").body()).contains("href=\"" + place + "\"");

        HttpResponse<String> shown = finance.post(place, place, fresh(hold("1")));
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).contains("What it would change", "Nothing is changed yet", "--dry-run");
        assertThat(holds()).isZero();

        Map<String, String> altered = confirmed(shown, hold("2"));
        assertThat(finance.post(place, place, altered).body())
                .as("other values than those that were shown")
                .contains("Nothing is changed yet");
        assertThat(holds()).isZero();

        Map<String, String> form = confirmed(shown, hold("1"));
        String placed = location(finance.post(place, place, form));
        assertThat(placed).matches("/holds/H-[0-9]+");
        assertThat(location(finance.post(place, place, form)))
                .as("the same form again")
                .isEqualTo(placed);
        assertThat(holds()).isOne();
        assertThat(work.texts("SELECT placed_by FROM hold"))
                .singleElement()
                .asString()
                .startsWith(console.account(PersonRole.FINANCE).user() + "@");

        String hold = placed.substring("/holds/".length());
        String release = "/holds/acts/release/" + hold;
        assertThat(finance.get(placed).body()).contains("counsel instructed", release);
        assertThat(finance.get(release).body()).contains("What it keeps", "24 hours");
        String asked = location(finance.post(release, release, fresh(Map.of("reason", "settled"))));
        assertThat(asked).matches("/approvals/A-[0-9]+");
        assertThat(finance.get(asked).body()).contains("another person must approve it", "counsel instructed");
        assertThat(finance.get(placed).body()).doesNotContain(release);
        String approve = "/approvals/acts/approve/" + asked.substring("/approvals/".length());
        assertThat(finance.post(asked, approve, fresh(Map.of())).body()).contains("say problem");
        assertThat(location(console.as(PersonRole.OFFICER).post(asked, approve, fresh(Map.of()))))
                .isEqualTo(asked);
        assertThat(finance.get(placed).body()).contains("released");
        assertThat(work.number("SELECT COUNT(*) FROM approved_release")).isOne();
    }

    @Test
    void a_refused_form_keeps_what_was_typed_and_a_form_without_identifier_does_nothing() {
        Browser finance = console.as(PersonRole.FINANCE);
        String place = "/holds/acts/hold";
        HttpResponse<String> refused = finance.post(place, place, fresh(hold("K-unknown")));
        assertThat(refused.body())
                .contains("say problem", "value=\"K-unknown\"", "value=\"counsel instructed\"")
                .doesNotContain("name=\"seen\"");
        assertThat(location(finance.post(place, place, hold("1")))).isEqualTo(place);
        Map<String, String> smuggled = new HashMap<>(fresh(hold("1")));
        smuggled.put("by", "debug");
        smuggled.put("key", "true");
        smuggled.put("lang", "de");
        assertThat(finance.post(place, place, smuggled).body())
                .as("a choice that the form does not have is none")
                .contains("say problem")
                .doesNotContain("--debug", "--lang");
        assertThat(holds()).isZero();
    }

    @Test
    void a_hold_that_waits_for_the_chunk_in_hand_follows_and_is_placed_once() throws Exception {
        Browser finance = console.as(PersonRole.FINANCE);
        String place = "/holds/acts/hold";
        HttpResponse<String> shown = finance.post(place, place, fresh(hold("1")));
        Map<String, String> form = confirmed(shown, hold("1"));
        String token = finance.token(place);
        TransactionTemplate chunk = new TransactionTemplate(new DataSourceTransactionManager(
                Objects.requireNonNull(work.admin().getDataSource())));
        String waiting = chunk.execute(status -> {
            work.admin().queryForList("SELECT v FROM gate WHERE name = 'holds' FOR UPDATE");
            String first = location(finance.submit(place, token, form));
            assertThat(location(finance.submit(place, token, form))).isEqualTo(first);
            assertThat(finance.get(first).body()).contains("The command is at work", "http-equiv=\"refresh\"");
            assertThat(holds()).isZero();
            return first;
        });
        assertThat(waiting).matches("/holds/acts/given/[0-9a-f-]{36}");
        HttpResponse<String> after = finance.get(waiting);
        for (int i = 0; i < 100 && after.statusCode() == 200; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            after = finance.get(waiting);
        }
        assertThat(location(after)).matches("/holds/H-[0-9]+");
        assertThat(holds()).isOne();
        assertThat(console.as(PersonRole.OFFICER).get(waiting).statusCode())
                .as("somebody else's form")
                .isEqualTo(404);
    }

    @Test
    void whoever_has_many_at_work_waits_until_they_are_done() throws Exception {
        Browser finance = console.as(PersonRole.FINANCE);
        String place = "/holds/acts/hold";
        String token = finance.token(place);
        List<Map<String, String>> forms = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            Map<String, String> values = new HashMap<>(hold("1"));
            values.put("reason", "case " + i);
            forms.add(confirmed(finance.submit(place, token, fresh(values)), values));
        }
        new TransactionTemplate(new DataSourceTransactionManager(
                        Objects.requireNonNull(work.admin().getDataSource())))
                .executeWithoutResult(status -> {
                    work.admin().queryForList("SELECT v FROM gate WHERE name = 'holds' FOR UPDATE");
                    List<CompletableFuture<HttpResponse<String>>> sent = forms.subList(0, 16).stream()
                            .map(form -> CompletableFuture.supplyAsync(() -> finance.submit(place, token, form)))
                            .toList();
                    sent.forEach(each -> location(each.join()));
                    assertThat(finance.submit(place, token, forms.get(16)).body())
                            .contains("still at work", "value=\"case 16\"");
                });
        for (int i = 0; i < 300 && holds() < 16; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(holds()).isEqualTo(16);
    }

    /** The person signs out while their form is carried out. */
    @Test
    void what_was_sent_is_carried_out_when_the_session_ends_meanwhile() throws Exception {
        Browser finance = console.as(PersonRole.FINANCE);
        String place = "/holds/acts/hold";
        Map<String, String> form = confirmed(finance.post(place, place, fresh(hold("1"))), hold("1"));
        String token = finance.token(place);
        new TransactionTemplate(new DataSourceTransactionManager(
                        Objects.requireNonNull(work.admin().getDataSource())))
                .executeWithoutResult(status -> {
                    work.admin().queryForList("SELECT v FROM gate WHERE name = 'holds' FOR UPDATE");
                    String waiting = location(finance.submit(place, token, form));
                    finance.submit("/sign-out", token, Map.of());
                    assertThat(location(finance.get(waiting))).isEqualTo("/sign-in");
                });
        for (int i = 0; i < 100 && holds() == 0; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(holds()).isOne();
        assertThat(location(finance.submit(place, token, form)))
                .as("a form after the end of the session")
                .startsWith("/sign-in");
        assertThat(holds()).isOne();
    }

    @Test
    void a_form_that_is_sent_twice_at_the_same_moment_places_one_hold() {
        Browser one = console.as(PersonRole.FINANCE);
        String place = "/holds/acts/hold";
        String token = one.token(place);
        for (int i = 0; i < TWICE; i++) {
            Map<String, String> values = new HashMap<>(hold("1"));
            values.put("reason", "case " + i);
            Map<String, String> form = confirmed(one.submit(place, token, fresh(values)), values);
            CompletableFuture<HttpResponse<String>> first =
                    CompletableFuture.supplyAsync(() -> one.submit(place, token, form));
            String second = location(one.submit(place, token, form));
            assertThat(location(first.join())).isEqualTo(second);
        }
        assertThat(holds()).isEqualTo(TWICE);
    }

    private static byte[] books(String kronor) {
        return ("#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#GEN 20260930\n#FNAMN \"Bolaget\"\n#ORGNR 556000-0000\n"
                        + "#RAR 0 20260101 20261231\n#VER A 1 20260203 \"x\"\n{\n#TRANS 1510 {} " + kronor
                        + "\n#TRANS 3041 {} -" + kronor + "\n}\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void the_books_are_shown_first_then_imported_and_the_comparison_is_signed_by_two() {
        work.invoice(1, "OPEN", LocalDate.of(2026, 2, 3), null, 100);
        Browser finance = console.as(PersonRole.FINANCE);
        String books = "/holds/acts/books";
        HttpResponse<String> shown = finance.upload(books, books, "sie.se", books("2.00"), fresh(Map.of()));
        assertThat(shown.body()).contains("Nothing is changed yet", "sie.se has been received", "would be imported");
        assertThat(shown.body()).as("no path of the console").doesNotContain("gallra-upload-");
        assertThat(work.number("SELECT COUNT(*) FROM book_import")).isZero();

        Map<String, String> form = confirmed(shown, Map.of());
        assertThat(finance.upload(books, books, "sie.se", books("3.00"), form).body())
                .as("another file than the one that was shown")
                .contains("Nothing is changed yet");
        shown = finance.upload(books, books, "sie.se", books("2.00"), fresh(Map.of()));
        location(finance.post(books, books, confirmed(shown, Map.of())));
        assertThat(work.texts("SELECT file_name FROM book_import")).containsExactly("sie.se");

        String sign = "/holds/acts/sign";
        String asked = location(finance.post(sign, sign, fresh(Map.of("note", "one sum differs, corrected in May"))));
        assertThat(asked).matches("/approvals/A-[0-9]+");
        String approve = "/approvals/acts/approve/" + asked.substring("/approvals/".length());
        location(console.as(PersonRole.OFFICER).post(asked, approve, fresh(Map.of())));
        assertThat(finance.get(asked).body()).contains("approved by");

        String year = "/holds/acts/year";
        location(finance.post(year, year, fresh(Map.of("start", "2027-01-01", "end", "2027-12-31"))));
        assertThat(finance.get("/holds").body()).contains("2027-12-31");
        assertThat(finance.post(year, year, fresh(Map.of("start", "2027-01-01", "end", "soon")))
                        .body())
                .contains("say problem", "value=\"soon\"");
    }

    @Test
    void the_answer_of_a_recipient_is_recorded_by_the_officer() {
        work.admin()
                .update("INSERT INTO notice (id, category, seq, subject, copy, outcome, run_id, noticed_at, answer_by)"
                        + " VALUES (14, 'ip-logs', 1, '1', 'training', 'E', 1, UTC_TIMESTAMP(6), '2026-12-01')");
        Browser officer = console.as(PersonRole.OFFICER);
        String ack = "/requests/acts/ack-notices";
        assertThat(officer.get("/requests").body()).contains(ack);
        assertThat(console.as(PersonRole.FINANCE).get("/requests").body()).doesNotContain(ack);
        assertThat(officer.post(ack, ack, fresh(Map.of("notice", ""))).body())
                .as("which")
                .contains("say problem");
        assertThat(location(officer.post(ack, ack, fresh(Map.of("notice", "14")))))
                .isEqualTo("/requests");
        assertThat(work.number("SELECT COUNT(*) FROM notice_answer WHERE notice_id = 14"))
                .isOne();
    }

    @Test
    void a_request_is_entered_by_one_officer_and_decided_by_another() {
        Browser officer = console.as(PersonRole.OFFICER);
        String enter = "/requests/acts/request";
        String request = location(officer.post(
                enter, enter, fresh(Map.of("type", "erasure", "by", "user", "key", "anv1", "received", ""))));
        assertThat(request).matches("/requests/R-[0-9]+");
        String number = request.substring("/requests/".length());
        String decide = "/requests/acts/decide/" + number;
        assertThat(officer.get(request).body())
                .contains("/requests/acts/extend/" + number)
                .doesNotContain(decide);
        Map<String, String> grant = Map.of("decision", "accept", "identity-verified", "BankID at support");
        assertThat(officer.post(request, decide, fresh(grant)).body())
                .as("one's own request")
                .contains("say problem");
        assertThat(work.number("SELECT COUNT(*) FROM request_decision")).isZero();

        try (PersonAccounts others = console.persons().again("q")) {
            Browser other = console.console().as(others.account(PersonRole.OFFICER), "en");
            assertThat(other.get(request).body()).contains(decide);
            assertThat(location(other.post(decide, decide, fresh(grant)))).isEqualTo(request);
            assertThat(other.get(request).body()).doesNotContain(decide).contains("letter");
            assertThat(other.post(request, decide, fresh(grant)).body()).contains("say problem");
        }
        String sent = "/requests/acts/sent/" + number;
        assertThat(officer.get(request).body()).contains(sent);
        assertThat(console.as(PersonRole.FINANCE).get(sent).statusCode()).isEqualTo(403);
        assertThat(officer.post(
                                sent,
                                sent,
                                fresh(Map.of("sent", work.today().plusDays(1).toString())))
                        .body())
                .as("a day to come")
                .contains("say problem");
        assertThat(officer.post(sent, sent, fresh(Map.of("sent", work.today().toString())))
                        .body())
                .as("its letter promises a result")
                .contains("records under review: 1");
        assertThat(work.number("SELECT COUNT(*) FROM request_answer")).isZero();
        assertThat(work.number("SELECT COUNT(*) FROM request_decision")).isOne();
    }

    @Test
    void that_a_letter_was_sent_is_noted_once_and_closes_the_request() {
        Browser officer = console.as(PersonRole.OFFICER);
        String enter = "/requests/acts/request";
        String request = location(officer.post(
                enter, enter, fresh(Map.of("type", "marketing", "by", "user", "key", "anv2", "received", ""))));
        String number = request.substring("/requests/".length());
        try (PersonAccounts others = console.persons().again("q")) {
            Browser other = console.console().as(others.account(PersonRole.OFFICER), "en");
            String decide = "/requests/acts/decide/" + number;
            assertThat(location(other.post(
                            decide,
                            decide,
                            fresh(Map.of("decision", "accept", "identity-verified", "BankID at support")))))
                    .isEqualTo(request);
        }
        String sent = "/requests/acts/sent/" + number;
        assertThat(location(officer.post(
                        sent, sent, fresh(Map.of("sent", work.today().toString())))))
                .isEqualTo(request);
        assertThat(work.texts("SELECT sent_on FROM request_answer"))
                .containsExactly(work.today().toString());
        assertThat(officer.get(request).body()).doesNotContain(sent);
    }
}
