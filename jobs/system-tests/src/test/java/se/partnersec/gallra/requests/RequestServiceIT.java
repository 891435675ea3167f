package se.partnersec.gallra.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.PolicyVariant;
import se.partnersec.gallra.testing.GateByHand;
import se.partnersec.gallra.testing.Workplace;

@GallraTest(chunk = 3, policy = PolicyVariant.SHIPPED)
@Tag("core")
class RequestServiceIT {
    private final RequestFixture staff;
    private final Workplace work;

    RequestServiceIT(RequestFixture staff, Workplace work) {
        this.staff = staff;
        this.work = work;
    }

    private SubjectRequest erasure() {
        return staff.service.add(RequestKind.ERASURE, "anna@exempel.se", null);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(ThrowingCallable work) {
        return assertThatThrownBy(work).satisfies(refusedWith(ExitCode.USAGE));
    }

    private static NewDecision refuse(@Nullable String identity, @Nullable String law, @Nullable String reason) {
        return new NewDecision(false, identity, law, reason, null);
    }

    @Test
    void knows_a_person_by_any_name_that_nobody_else_bears_and_keeps_the_key_alone() {
        for (String name : new String[] {"1", "id:1", "anna", "Anna@Exempel.se ", "+46701740601"}) {
            assertThat(staff.service.add(RequestKind.ERASURE, name, null).subject())
                    .as(name)
                    .isEqualTo("1");
        }
        assertThat(staff.audit()).hasSize(5).noneMatch(line -> line.contains("anna"));
        assertThat(work.texts("SELECT entered_by FROM subject_request ORDER BY id DESC LIMIT 1"))
                .first()
                .asString()
                .contains("finance");
    }

    @Test
    void refuses_a_name_of_two_people_telling_their_keys_and_one_of_nobody() {
        staff.user(3, "anna.two", "anna@exempel.se", "+46701740603");
        staff.user(4, "2", "fyra@exempel.se", "+46701740604");
        refused(this::erasure).hasMessageContaining("fits 2 users").hasMessageContaining("id:1 (email), id:3 (email)");
        refused(() -> staff.service.add(RequestKind.ERASURE, "2", null))
                .hasMessageContaining("id:2 (id), id:4 (user_name)");
        assertThat(staff.service.add(RequestKind.ERASURE, "id:2", null).subject())
                .isEqualTo("2");
        refused(() -> staff.service.add(RequestKind.ERASURE, "ingen@exempel.se", null))
                .hasMessageContaining("no user has that key or name")
                .hasMessageNotContaining("ingen@");
        refused(() -> staff.service.add(RequestKind.ERASURE, "anna", staff.today.plusDays(1)))
                .hasMessageContaining("must lie within the last year");
        assertThat(staff.audit()).hasSize(1);
    }

    @Test
    void takes_no_record_for_hers_in_doubt() {
        staff.call(RequestFixture.ANNA, null, null);
        staff.call(null, "+46701740601", null);
        long bos = staff.call(RequestFixture.BO, "+46701740601", null);
        staff.call(null, null, null);
        staff.call(null, "-", null);
        SubjectRequest granted = staff.granted(RequestKind.ERASURE);
        assertThat(staff.items(granted, CategoryIds.CALL_RECORDINGS)).containsExactly("2 DUE");

        // Once the number is another's as well, it names nobody.
        staff.user(5, "fem", "fem@exempel.se", "+46701740601");
        assertThat(staff.items(staff.granted(RequestKind.ERASURE), CategoryIds.CALL_RECORDINGS))
                .containsExactly("1 DUE");
        staff.run(CategoryIds.CALL_RECORDINGS);
        assertThat(work.count("call_recording", "id = " + bos)).isOne();
        assertThat(work.count("call_recording", "TRUE")).isEqualTo(3);
    }

    /** Readers of the newsletter and callers: nobody knows them by a key, and nobody writes their names down. */
    @Test
    void somebody_who_is_no_user_is_known_by_a_name_that_is_not_stored() {
        long reader = staff.newsletter(null, "Las.Are@exempel.se");
        staff.newsletter(RequestFixture.BO, "las.are@exempel.se");
        staff.newsletter(null, "annan@exempel.se");
        SubjectRequest entered = staff.service.addByName(RequestKind.ERASURE, " las.are@exempel.se", null, false);
        assertThat(entered.byName()).isTrue();
        assertThat(entered.subject()).matches("tag:[0-9a-f]{32}");
        refused(() -> staff.second.decide(entered.id(), RequestFixture.accept()))
                .hasMessageContaining("was entered by a name, which is not stored: give --name");
        refused(() -> staff.second.decide(entered.id(), RequestFixture.accept(), "annan@exempel.se"))
                .hasMessageContaining("that is not the name by which R-" + entered.id() + " was entered");
        refused(() -> staff.second.decide(entered.id(), refuse("BankID", "GDPR 12(5)", "Till las.are@exempel.se")))
                .hasMessageContaining("give --name");
        refused(() -> staff.service.extend(entered.id(), "las.are@exempel.se frågade två gånger", "las.are@exempel.se"))
                .hasMessageContaining("must not name them");
        refused(() -> staff.service.extend(entered.id(), "många poster")).hasMessageContaining("give --name");
        refused(() -> staff.second.decide(
                        entered.id(), refuse("mejl från las.are@exempel.se", "GDPR 12(5)", "x"), "las.are@exempel.se"))
                .hasMessageContaining("must not name them");
        assertThat(work.number("SELECT COUNT(*) FROM request_decision")).isZero();

        SubjectRequest granted = staff.second.decide(entered.id(), RequestFixture.accept(), "LAS.ARE@exempel.se");
        assertThat(staff.items(granted, CategoryIds.NEWSLETTER)).containsExactly("1 DUE");
        staff.run(CategoryIds.NEWSLETTER);
        assertThat(work.count("newsletter_subscription", "id = " + reader)).isZero();
        assertThat(work.count("newsletter_subscription", "TRUE")).isEqualTo(2);
        assertThat(staff.items(granted, CategoryIds.NEWSLETTER)).containsExactly("1 ERASED");
        assertThat(work.texts("SELECT CONCAT_WS(' ', subject_key, uuid) FROM subject_request UNION ALL"
                        + " SELECT CONCAT_WS(' ', identity, law, reason) FROM request_decision UNION ALL"
                        + " SELECT CONCAT_WS(' ', subject, detail) FROM audit"))
                .noneMatch(text -> text.toLowerCase(Locale.ROOT).contains("las.are"));
    }

    @Test
    void a_name_without_a_user_must_be_that_of_a_record_and_of_no_user() {
        staff.call(null, "+46709999999", null);
        refused(() -> staff.service.addByName(RequestKind.ERASURE, "anna@exempel.se", null, false))
                .hasMessageContaining("a user has that name: enter the request with --user, for one of id:1");
        refused(() -> staff.service.addByName(RequestKind.ERASURE, "+46700000000", null, false))
                .hasMessageContaining("no record without a user has that name")
                .hasMessageNotContaining("+467");
        // Whoever is told that there is nothing about them was looked for in every spelling of their number.
        refused(() -> staff.service.addByName(RequestKind.ERASURE, "070-999 99 99", null, true))
                .hasMessageContaining("some have it as +46709999999");
        refused(() -> staff.service.addByName(RequestKind.ERASURE, "070-174 06 01", null, true))
                .hasMessageContaining("a user has that name");
        refused(() -> staff.service.addByName(RequestKind.ERASURE, "anna@exempel.se.", null, true))
                .hasMessageContaining("a user has that name");
        assertThat(staff.service
                        .add(RequestKind.ERASURE, "0046 70 174 06 01", null)
                        .subject())
                .isEqualTo("1");
        staff.call(null, "okänt", null);
        for (String nobody : new String[] {"--", "okänt", "12345", "@", "a b@c d"}) {
            refused(() -> staff.service.addByName(RequestKind.ERASURE, nobody, null, false))
                    .hasMessageContaining("a name is an e-mail address or a number of at least six digits");
        }
        assertThat(staff.service.bearing("+46709999999")).containsExactly(Map.entry(CategoryIds.CALL_RECORDINGS, 1L));
        SubjectRequest entered = staff.service.addByName(RequestKind.RESTRICTION, "+46709999999", null, false);
        // Since then the number is a user's: whose it is now is not the one who asked.
        staff.user(7, "sju", "sju@exempel.se", "+46709999999");
        refused(() -> staff.second.decide(
                        entered.id(), RequestFixture.restrict(staff.today.plusMonths(3)), "+46709999999"))
                .hasMessageContaining("a user has that name");
        work.admin().update("DELETE FROM " + work.table("user_account") + " WHERE id = 7");
        staff.second.decide(entered.id(), RequestFixture.restrict(staff.today.plusMonths(3)), "+46709999999");
        assertThat(work.texts("SELECT scope_key FROM hold")).containsExactly("+46709999999");
        refused(() -> staff.second.decide(erasure().id(), RequestFixture.accept(), "anna"))
                .hasMessageContaining("is about a user: leave out --name");
    }

    @Test
    void somebody_about_whom_there_is_nothing_is_answered_too() {
        refused(() -> staff.service.addByName(RequestKind.ERASURE, "ingen@exempel.se", null, false))
                .hasMessageContaining("give --no-records and answer them");
        SubjectRequest entered = staff.service.addByName(RequestKind.ERASURE, "ingen@exempel.se", null, true);
        assertThat(staff.requests.ifGranted(entered, "ingen@exempel.se")).isEmpty();
        SubjectRequest granted = staff.second.decide(entered.id(), RequestFixture.accept(), "ingen@exempel.se");
        assertThat(staff.requests.answer(granted.id()).items()).isEmpty();
        assertThat(staff.letter(granted, "sv")).contains("Vi har inga uppgifter att redovisa här");
        refused(() -> staff.service.addByName(RequestKind.ERASURE, "anna@exempel.se", null, true))
                .hasMessageContaining("a user has that name");
    }

    @Test
    void who_has_copies_of_a_person_s_records_is_named_when_processing_is_restricted() {
        staff.call(RequestFixture.ANNA, null, null);
        SubjectRequest annas = staff.granted(RequestKind.RESTRICTION);
        assertThat(staff.second.recipients(annas, null))
                .extracting(RequestService.Recipient::copy)
                .containsExactly("training");
        SubjectRequest bos = staff.service.add(RequestKind.RESTRICTION, "bo@exempel.se", null);
        assertThat(staff.second.recipients(bos, null)).isEmpty();
    }

    /** A column may tell capitals from small letters; who asks does not. */
    @Test
    void a_name_is_found_however_its_column_compares_letters() {
        letters("CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ");
        try {
            staff.newsletter(null, "Las.Are@Exempel.se");
            staff.newsletter(null, "las.are@exempel.se");
            long id = staff.service
                    .addByName(RequestKind.ERASURE, "Las.Are@Exempel.se", null, false)
                    .id();
            SubjectRequest granted = staff.second.decide(id, RequestFixture.accept(), "LAS.are@exempel.se");
            assertThat(staff.items(granted, CategoryIds.NEWSLETTER)).containsExactly("2 DUE");
        } finally {
            letters("");
        }
    }

    private void letters(String collation) {
        work.admin()
                .execute("ALTER TABLE " + work.table("newsletter_subscription") + " MODIFY email VARCHAR(190) "
                        + collation + "NOT NULL");
    }

    @Test
    void who_is_no_user_ends_a_newsletter_by_address() {
        long reader = staff.newsletter(null, "las.are@exempel.se");
        long id = staff.service
                .addByName(RequestKind.MARKETING, "las.are@exempel.se", null, false)
                .id();
        staff.second.decide(id, RequestFixture.accept(), "las.are@exempel.se");
        assertThat(work.count("newsletter_subscription", "withdrawn_at IS NOT NULL AND id = " + reader))
                .isOne();
    }

    @Test
    void a_decision_says_how_the_person_was_identified_and_a_refusal_names_its_law() {
        long id = erasure().id();
        refused(() -> staff.second.decide(id, new NewDecision(true, null, null, null, null)))
                .hasMessageContaining("--identity-verified");
        refused(() -> staff.second.decide(id, new NewDecision(true, "mejl från Anna@exempel.se", null, null, null)))
                .hasMessageContaining("must not name them");
        refused(() -> staff.second.decide(id, refuse("BankID", "GDPR 12(5)", "Till anna: för tredje gången.")))
                .hasMessageContaining("must not name them");
        refused(() -> staff.second.decide(id, refuse("BankID", "policyn", " ")))
                .hasMessageContaining("give --law")
                .hasMessageContaining("give --reason");
        refused(() -> staff.second.decide(id, refuse(null, "GDPR 12(5)", "Upprepad")))
                .hasMessageContaining("--identity-verified");
        assertThat(staff.requests.register().get(id).decision()).isNull();

        SubjectRequest refused = staff.second.decide(id, refuse(null, "GDPR 12(6)", "Du har inte visat vem du är."));
        assertThat(refused.decision()).isNotNull();
        assertThat(staff.letter(refused, "sv"))
                .contains("avslag enligt GDPR 12(6). Du har inte visat vem du är.", "imy.se", "12.4");
        refused(() -> staff.second.decide(id, RequestFixture.accept())).hasMessageContaining("was refused already by");
        assertThat(staff.audit())
                .containsExactly(
                        "request.add | R-" + id + " | erasure, received " + staff.today,
                        "request.decide | R-" + id + " | refused, GDPR 12(6)");
    }

    @Test
    void the_database_itself_takes_no_refusal_without_law_and_no_acceptance_without_identity() {
        long id = erasure().id();
        for (String values : new String[] {"TRUE, NULL, NULL, NULL", "FALSE, 'y', NULL, 'z'"}) {
            assertThatThrownBy(() -> work.admin().update(decided(id, "entered_by", values)))
                    .as(values)
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageMatching(".*(acceptance_knows_who|refusal_names_law).*");
        }
        work.admin().update(decided(id, "entered_by", "TRUE, 'BankID', NULL, NULL"));
        assertThat(staff.requests.register().get(id).decision())
                .as("the control")
                .isNotNull();
    }

    private static String decided(long request, String enteredBy, String values) {
        return "INSERT INTO request_decision (request_id, uuid, entered_by, accepted, identity, law, reason)"
                + " SELECT id, UUID(), " + enteredBy + ", " + values + " FROM subject_request WHERE id = " + request;
    }

    /** M3: with an invented request one person could have a user erased early. */
    @Test
    void who_entered_a_request_does_not_decide_it() {
        long log = work.insert(
                "ip_log",
                "seen_at, user_id, service, address",
                staff.today.minusDays(1).atTime(9, 0),
                RequestFixture.ANNA,
                "mail",
                "192.0.2.1");
        SubjectRequest request = erasure();
        refused(() -> staff.service.decide(request.id(), RequestFixture.accept()))
                .hasMessageContaining(request.name() + " was entered by " + request.enteredBy())
                .hasMessageContaining("another person with the role officer must decide it");
        assertThat(work.number("SELECT COUNT(*) FROM request_item")).isZero();
        staff.run(CategoryIds.IP_LOGS);
        assertThat(work.count("ip_log", "id = " + log)).isOne();

        staff.second.decide(request.id(), RequestFixture.accept());
        staff.run(CategoryIds.IP_LOGS);
        assertThat(work.count("ip_log", "id = " + log)).as("the control").isZero();
    }

    /** Where the trigger is not there: the view believes no decision of one person, and somebody else can still decide. */
    @Test
    void a_decision_that_one_person_got_into_the_table_is_none() {
        long log = staff.call(RequestFixture.ANNA, null, null);
        SubjectRequest request = erasure();
        GateByHand.withoutGuard(work.admin(), "subject_request_decided", () -> {
            try (HikariDataSource finance = DataSourceFactory.pool(work.settings(), DatabaseRole.FINANCE, 1)) {
                JdbcTemplate one = new JdbcTemplate(finance);
                one.execute("SET SESSION foreign_key_checks = 0");
                one.update("INSERT INTO request_item (decision, category, record_key, number, names) VALUES ('mine',"
                        + " 'call-recordings', '" + log + "', " + log + ", '0123456789abcdef')");
                one.update("INSERT INTO request_decision (request_id, uuid, entered_by, accepted, identity)"
                        + " VALUES (" + request.id() + ", 'mine', 'bo@%', TRUE, 'x')");
            }
        });
        assertThat(work.number("SELECT COUNT(*) FROM request_decision WHERE accepted"))
                .isOne();
        assertThat(staff.requests.register().get(request.id()).decision()).isNull();
        staff.run(CategoryIds.CALL_RECORDINGS);
        assertThat(work.count("call_recording", "id = " + log)).isOne();

        staff.second.decide(request.id(), RequestFixture.accept());
        staff.run(CategoryIds.CALL_RECORDINGS);
        assertThat(work.count("call_recording", "id = " + log))
                .as("the control")
                .isZero();
    }

    /** A session that looks at the state of before sees no decision, and yet takes none beside it. */
    @Test
    void a_second_decision_is_refused_also_in_a_transaction_that_began_before_the_first() throws SQLException {
        SubjectRequest request = erasure();
        try (Connection session = work.adminPool().getConnection();
                Statement statement = session.createStatement()) {
            session.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            session.setAutoCommit(false);
            statement.executeQuery("SELECT COUNT(*) FROM request_decision").close();
            staff.second.decide(request.id(), RequestFixture.accept());
            assertThatThrownBy(
                            () -> statement.executeUpdate(decided(request.id(), "entered_by", "TRUE, 'x', NULL, NULL")))
                    .hasMessageContaining("decided already");
            session.rollback();
            session.setAutoCommit(true);
            session.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    @Test
    void nothing_is_added_to_what_was_decided() {
        SubjectRequest granted = staff.granted(RequestKind.ERASURE);
        String decision = java.util.Objects.requireNonNull(granted.decision()).uuid();
        assertThatThrownBy(() -> work.admin()
                        .update("INSERT INTO request_item (decision, category, record_key, names) VALUES ('" + decision
                                + "', 'ip-logs', '1', '0123456789abcdef')"))
                .rootCause()
                .hasMessageContaining("nothing is added to what was decided");
        assertThatThrownBy(() -> work.admin().update(decided(granted.id(), "entered_by", "TRUE, 'x', NULL, NULL")))
                .rootCause()
                .hasMessageContaining("decided already");
    }

    @Test
    void the_clock_runs_a_month_and_two_more_when_extended_in_time_and_once() {
        SubjectRequest late = staff.service.add(RequestKind.ERASURE, "anna", staff.today.minusMonths(2));
        assertThat(late.answerBy()).isEqualTo(staff.today.minusMonths(2).plusMonths(1));
        assertThat(late.overdue(staff.today)).isTrue();
        assertThat(staff.requests.overdue()).extracting(SubjectRequest::id).contains(late.id());
        refused(() -> staff.service.extend(late.id(), "Många register")).hasMessageContaining("answer at once");
        refused(() -> staff.service.answered(late.id(), null)).hasMessageContaining("is not decided yet");

        SubjectRequest fresh = staff.service.add(RequestKind.ERASURE, "anna", staff.today.minusDays(20));
        assertThat(fresh.overdue(staff.today)).isFalse();
        refused(() -> staff.service.extend(fresh.id(), "Sök Anna@exempel.se"))
                .hasMessageContaining("must not name them");
        assertThat(staff.service.extend(fresh.id(), "Många register").answerBy())
                .isEqualTo(staff.today.minusDays(20).plusMonths(3));
        refused(() -> staff.service.extend(fresh.id(), "igen")).hasMessageContaining("but once");
        assertThat(staff.letter(fresh, "en")).contains("Extended", "Många register");
        refused(() -> staff.service.noticeSent(late.id(), staff.today)).hasMessageContaining("is not extended");
        refused(() -> staff.service.noticeSent(fresh.id(), staff.today.plusDays(1)))
                .hasMessageContaining("change --sent");
        assertThat(staff.service.noticeSent(fresh.id(), staff.today).answered())
                .as("a notice is no answer")
                .isNull();
        assertThat(staff.work.texts("SELECT CONCAT(subject, ' ', detail) FROM audit WHERE action = 'request.notice'"))
                .contains(fresh.name() + " sent " + staff.today);

        staff.second.decide(late.id(), refuse("BankID", "GDPR 12(5)", "Tredje gången i år."));
        refused(() -> staff.service.answered(late.id(), staff.today.plusDays(1)))
                .hasMessageContaining("--sent");
        refused(() -> staff.service.answered(late.id(), staff.today.minusDays(1)))
                .hasMessageContaining("between its decision (" + staff.today + ") and today");
        assertThat(staff.service.answered(late.id(), null).overdue(staff.today)).isFalse();
        assertThat(staff.requests.list(false, 100))
                .extracting(SubjectRequest::id)
                .doesNotContain(late.id());
        assertThat(staff.requests.list(true, 100))
                .extracting(SubjectRequest::id)
                .contains(late.id());
    }

    @Test
    void advertising_ends_at_once_and_nobody_can_refuse_that() {
        long hers = staff.newsletter(RequestFixture.ANNA, "privat@exempel.se");
        long byMail = staff.newsletter(null, "Anna@exempel.se");
        long his = staff.newsletter(RequestFixture.BO, "anna@exempel.se");
        SubjectRequest objection = staff.service.add(RequestKind.MARKETING, "anna", null);
        refused(() -> staff.second.decide(objection.id(), refuse("BankID", "GDPR 21(1)", "Vi vill ändå.")))
                .hasMessageContaining("cannot be refused (GDPR 21(3))");

        staff.second.decide(objection.id(), RequestFixture.accept());
        assertThat(work.count(
                        "newsletter_subscription", "withdrawn_at IS NOT NULL AND id IN (" + hers + ", " + byMail + ")"))
                .isEqualTo(2);
        assertThat(staff.audit()).last().asString().contains("accepted, withdrawn 2", "newsletter 2");
        staff.run(CategoryIds.NEWSLETTER);
        assertThat(staff.items(objection, CategoryIds.NEWSLETTER)).containsExactly("2 ERASED");
        assertThat(work.count("newsletter_subscription", "id = " + his)).isOne();
        assertThat(work.admin().queryForObject("SELECT COUNT(*) FROM suppression", Long.class))
                .isEqualTo(2);
        assertThat(staff.letter(objection, "sv"))
                .contains("Du får inga utskick mer", "2 Raderade", "en pseudonymiserad uppgift om din adress");
    }

    /** The customer's consent does not bind its people. */
    @Test
    void whoever_objects_is_taken_out_of_the_campaigns_his_customer_agreed_to() {
        work.insert("marketing_consent", "customer_id, given_at", 1, staff.today.atStartOfDay());
        long hers = staff.campaign(RequestFixture.ANNA);
        long his = staff.campaign(RequestFixture.BO);
        SubjectRequest objection = staff.granted(RequestKind.MARKETING);
        assertThat(staff.items(objection, CategoryIds.MARKETING_TRAFFIC)).containsExactly("1 DUE");
        staff.run(CategoryIds.MARKETING_TRAFFIC);
        assertThat(work.count("marketing_usage", "id = " + hers)).isZero();
        assertThat(work.count("marketing_usage", "id = " + his)).isOne();
        assertThat(staff.items(objection, CategoryIds.MARKETING_TRAFFIC)).containsExactly("1 ERASED");
        assertThat(work.admin().queryForObject("SELECT COUNT(*) FROM suppression", Long.class))
                .isZero();
        assertThat(staff.letter(objection, "sv"))
                .as("no subscription, no mark of an address")
                .contains("Du får inga utskick mer")
                .doesNotContain("pseudonymiserad");
    }

    @Test
    void another_objection_is_for_a_person_to_weigh_and_touches_nothing() {
        long hers = staff.newsletter(RequestFixture.ANNA, "anna@exempel.se");
        long campaign = staff.campaign(RequestFixture.ANNA);
        work.insert("marketing_consent", "customer_id, given_at", 1, staff.today.atStartOfDay());
        SubjectRequest granted = staff.granted(RequestKind.OBJECTION);
        staff.run(CategoryIds.MARKETING_TRAFFIC);
        assertThat(work.count("marketing_usage", "id = " + campaign)).isOne();
        assertThat(staff.requests.answer(granted.id()).items()).isEmpty();
        assertThat(work.count("newsletter_subscription", "withdrawn_at IS NULL AND id = " + hers))
                .isOne();
    }

    @Test
    void what_is_processed_for_a_customer_is_neither_withdrawn_nor_erased() {
        work.update("user_account", "processor_for = 77 WHERE id = 1");
        long letter = staff.newsletter(RequestFixture.ANNA, "anna@exempel.se");
        work.update("newsletter_subscription", "processor_for = 77");
        long call = staff.call(RequestFixture.ANNA, null, 77L);
        staff.granted(RequestKind.MARKETING);
        SubjectRequest erasure = staff.granted(RequestKind.ERASURE);
        staff.run(CategoryIds.CALL_RECORDINGS, CategoryIds.USER_DATA, CategoryIds.NEWSLETTER);
        assertThat(work.count("newsletter_subscription", "withdrawn_at IS NULL AND id = " + letter))
                .isOne();
        assertThat(work.count("call_recording", "id = " + call)).isOne();
        assertThat(work.count("user_account", "id = 1")).isOne();
        assertThat(staff.items(erasure, CategoryIds.CALL_RECORDINGS))
                .containsExactly("1 REFUSED OUT_OF_SCOPE_PROCESSOR");
        assertThat(staff.letter(erasure, "en")).contains("on behalf of our customer", "GDPR 28");
    }
}
