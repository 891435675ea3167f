package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.PolicyVariant;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** What databases really hold: a record that cannot be understood stays with a finding that names why, and the rest goes. */
@GallraTest(chunk = 3, policy = PolicyVariant.WITH_PERIODS)
@Tag("full")
class BadContentIT {
    private static final long BAD = 1001;
    private static final long GOOD = 1002;

    private final Workplace work;
    private final LocalDate today;

    BadContentIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        for (long id : new long[] {1, BAD, GOOD}) {
            work.insert("customer", "id, customer_no, org_no, name", id, "K-" + id, "559900-" + id, "Första 🙂 AB");
        }
    }

    /** As a session of long ago may have written: without strict rules, without foreign keys. */
    private void permit(String sql) {
        work.schemas()
                .database()
                .execute(
                        work.schemas().business(),
                        "SET SESSION sql_mode = ''",
                        "SET SESSION foreign_key_checks = 0",
                        sql);
    }

    private void lay(Scene scene) {
        if (scene != Scene.USERS) {
            permit("INSERT INTO user_account (id, customer_id, user_name, full_name, email, phone)"
                    + " VALUES (1, 1, 'anv1', 'Namn', 'anv1@exempel.se', '+46701740601')");
        }
        for (long id : new long[] {BAD, GOOD}) {
            // Customers of their own: what is wrong with one's contracts and invoices must not be the other's.
            scene.put(work, Spec.of(id, scene.firstDue(today)).customer(id));
        }
    }

    private List<String> findings(Object subject) {
        return work.texts("SELECT code FROM finding WHERE subject = ?", String.valueOf(subject));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            CALLS | ended_at = '0000-00-00 00:00:00' | MISSING_START_EVENT
            CALLS | ended_at = '2026-00-00 10:00:00' | MISSING_START_EVENT
            CALLS | ended_at = '1970-01-01 00:00:00' | INCONSISTENT_START
            CALLS | ended_at = '9999-12-31 23:59:59' | FUTURE_START
            CALLS | bookkeeping = 'FULL', booked_on = '0000-00-00' | NO_FISCAL_YEAR
            CALLS | bookkeeping = 'FULL', booked_on = '2026-00-00' | NO_FISCAL_YEAR
            CALLS | bookkeeping = 'FULL', booked_on = '9999-12-31' | NO_FISCAL_YEAR
            CALLS | object_key = 'någon annanstans/🙂.wav' | OBJECT_OUTSIDE_PREFIX
            CHATS | last_message_ms = 9223372036854775807 | FUTURE_START
            CHATS | closed_ms = 253402300799000 | FUTURE_START
            CHATS | bookkeeping = '🙂' | NO_FISCAL_YEAR
            IPS | seen_at = '0000-00-00 00:00:00' | MISSING_START_EVENT
            IPS | seen_at = '9999-12-31 23:59:59.999' | FUTURE_START
            BLOCKS | lifted_at = '0000-00-00 00:00:00' | BLOCK_REVIEW_OVERDUE
            BLOCKS | lifted_at = '1899-12-30 00:00:00' | INCONSISTENT_START
            BLOCKS | lifted_at = '9999-12-31 00:00:00' | FUTURE_START
            LETTERS | withdrawn_at = '0000-00-00 00:00:00', subscribed_at = '0000-00-00 00:00:00' | MISSING_START_EVENT
            LETTERS | withdrawn_at = '9999-12-31 00:00:00' | FUTURE_START
            LEADS | collected_at = '0000-00-00 00:00:00' | MISSING_START_EVENT
            VISITS | visited_ms = -9223372036854775808 | MISSING_START_EVENT
            VISITS | visited_ms = 0 | INCONSISTENT_START
            """)
    void keeps_and_names_a_record_whose_own_columns_make_no_sense(Scene scene, String what, String code) {
        lay(scene);
        permit("UPDATE " + scene.table() + " SET " + what + " WHERE id = " + BAD);
        decided(scene, code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            USAGE | invoice SET status = '🙂' | MISSING_START_EVENT
            USAGE | invoice SET status = 'Betald' | MISSING_START_EVENT
            USAGE | invoice SET status = 'WAIVED', settled_on = '0000-00-00' | MISSING_START_EVENT
            USAGE | invoice SET status = 'WAIVED', settled_on = '2026-00-00' | MISSING_START_EVENT
            USAGE | invoice SET settled_on = '9999-12-31' | FUTURE_START
            USAGE | sms_usage SET bookkeeping = 'FULL', invoice_id = 999999, line_id = NULL | POINTS_AT_NOTHING
            USAGE | sms_usage SET bookkeeping = 'FIELDS', line_id = NULL | NO_SUM
            INVOICES | invoice SET booked_on = '0000-00-00' | NO_FISCAL_YEAR
            INVOICES | invoice SET booked_on = '2016-00-31' | NO_FISCAL_YEAR
            INVOICES | invoice SET booked_on = '0001-01-01' | NO_FISCAL_YEAR
            INVOICES | invoice SET status = '' | MISSING_START_EVENT
            USERS | contract SET end_on = '0000-00-00', status = 'ENDED' | MISSING_START_EVENT
            USERS | contract SET end_on = '2020-00-00', status = 'ENDED' | MISSING_START_EVENT
            USERS | contract SET end_on = '0001-01-01' | INCONSISTENT_START
            USERS | user_account SET customer_id = 999999 | POINTS_AT_NOTHING
            """)
    void keeps_and_names_a_record_that_hangs_on_what_makes_no_sense(Scene scene, String what, String code) {
        lay(scene);
        String table = what.substring(0, what.indexOf(' '));
        permit("UPDATE " + what + " WHERE " + (table.equals("contract") ? "customer_id" : "id") + " = " + BAD);
        decided(scene, code);
    }

    private void decided(Scene scene, String code) {
        RunResult result = work.run(scene.category(), today);
        assertThat(result.exit()).as(result.toString()).isIn(ExitCode.DONE, ExitCode.SKIPPED);
        assertThat(work.count(scene.table(), "id = " + BAD)).as("the bad one").isEqualTo(1);
        assertThat(findings(BAD)).contains(code);
        assertThat(work.count(scene.table(), "id = " + GOOD)).as("the good one").isZero();
    }

    @Test
    void erases_rows_that_point_at_a_record_that_never_was_with_nobody() {
        lay(Scene.CALLS);
        permit("UPDATE call_transcript SET recording_id = 999999 WHERE id = " + BAD * 10);
        assertThat(work.run(CategoryIds.CALL_RECORDINGS, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("call_transcript", "TRUE"))
                .as("an orphan belongs to no record that could be judged")
                .isEqualTo(1);
    }

    @Test
    void erases_by_keys_beyond_the_signed_numbers_and_keeps_what_is_held_by_one() {
        String most = BigInteger.TWO.pow(64).subtract(BigInteger.ONE).toString();
        for (int less = 0; less < 3; less++) {
            String id = new BigInteger(most).subtract(BigInteger.valueOf(less)).toString();
            permit("INSERT INTO ip_log (id, seen_at, service, address) VALUES (" + id + ", '"
                    + today.minusDays(less == 1 ? 3 : 200) + " 11:00:00', 'mail', '192.0.2.7')");
        }
        work.hold(ScopeType.RECORD, "ip-logs:" + most);
        assertThat(work.run(CategoryIds.IP_LOGS, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.texts("SELECT id FROM " + work.table("ip_log") + " ORDER BY id DESC"))
                .containsExactly(
                        most, new BigInteger(most).subtract(BigInteger.ONE).toString());
    }

    /** To the collation these are one name; to the store and to a reader they are three. */
    @Test
    void tells_objects_apart_whose_keys_the_database_takes_for_one() {
        lay(Scene.CALLS);
        List<String> keys = List.of("calls/alg 🙂.wav", "calls/ÄLG 🙂.wav", "calls/älg 😀.wav");
        for (int i = 0; i < keys.size(); i++) {
            work.bucket().put(keys.get(i), keys.get(i).getBytes(StandardCharsets.UTF_8));
        }
        permit("UPDATE call_recording SET object_key = '" + keys.get(0) + "' WHERE id = " + BAD);
        permit("UPDATE call_recording SET object_key = '" + keys.get(1) + "' WHERE id = " + GOOD);
        permit("INSERT INTO call_recording (id, queue, ended_at, object_key) VALUES (1003, 'support', '" + today
                + " 00:00:00', '" + keys.get(2) + "')");
        assertThat(work.run(CategoryIds.CALL_RECORDINGS, today).exit()).isEqualTo(ExitCode.DONE);
        long[] ids = {BAD, GOOD, 1003};
        for (int i = 0; i < ids.length; i++) {
            boolean row = work.count("call_recording", "id = " + ids[i]) == 1;
            assertThat(work.bucket().versionsOf(keys.get(i)).isEmpty())
                    .as("the object of " + ids[i])
                    .isEqualTo(!row);
            assertThat(!row || ids[i] == 1003 || findings(ids[i]).contains("OBJECT_SHARED"))
                    .as("a reason for " + ids[i])
                    .isTrue();
        }
        assertThat(work.count("call_recording", "id = 1003")).isEqualTo(1);
    }

    @Test
    void reaches_people_whose_names_have_letters_of_four_bytes_or_two_forms() {
        lay(Scene.LETTERS);
        permit("UPDATE newsletter_subscription SET email = 'Åsa🙂@exempel.se' WHERE id = " + BAD);
        work.hold(HoldType.RESTRICTION, ScopeType.USER, "a\u030Asa🙂@EXEMPEL.se");
        assertThat(work.run(CategoryIds.NEWSLETTER, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("newsletter_subscription", "id = " + BAD)).isEqualTo(1);
        assertThat(work.count("newsletter_subscription", "id = " + GOOD)).isZero();
    }

    @Test
    void holds_both_customers_that_were_merged_under_one_number() {
        lay(Scene.IPS);
        work.update("customer", "org_no = '559911-0001' WHERE id IN (" + BAD + ", 1)");
        permit("INSERT INTO ip_log (id, seen_at, customer_id, service, address) VALUES (1003, '" + today.minusDays(200)
                + " 11:00:00', 1, 'mail', '192.0.2.7')");
        work.hold(ScopeType.CUSTOMER, "559911-0001");
        assertThat(work.run(CategoryIds.IP_LOGS, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("ip_log", "id IN (" + BAD + ", 1003)")).isEqualTo(2);
        assertThat(work.count("ip_log", "id = " + GOOD)).isZero();
    }
}
