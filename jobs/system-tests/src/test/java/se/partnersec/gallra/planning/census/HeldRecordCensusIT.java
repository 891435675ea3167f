package se.partnersec.gallra.planning.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.planning.census.CensusResult.Missing;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Records on hold are counted, and those that are missing are named, whatever the ledger says. */
@GallraTest(chunk = 3)
@Tag("core")
class HeldRecordCensusIT {
    private final Workplace work;
    private final LocalDate today;

    HeldRecordCensusIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        for (int id = 1; id <= 2; id++) {
            work.customer(id);
            work.user(id, id, "anv" + id);
        }
        for (long id = 1; id <= 6; id++) {
            put(Scene.IPS, id, id % 2 == 0 ? 2 : 1);
        }
        put(Scene.CALLS, 1, 1);
    }

    private void put(Scene scene, long id, long whose) {
        scene.put(work, Scene.Spec.of(id, scene.firstDue(today)).customer(whose).user(whose));
    }

    private CensusResult census() {
        return Audits.census(work);
    }

    private static Missing missing(String hold, String place, long records, long before) {
        return new Missing(hold, place, records, before);
    }

    @ParameterizedTest
    @CsvSource({
        "RECORD, ip-logs:2, 1",
        "RECORD, call-recordings/transcripts:10, 1",
        "CUSTOMER, K-1, 4",
        "USER, anv1@exempel.se, 4",
        "CATEGORY, ip-logs, 6",
        "OBJECT, calls/2026/samtal 1.wav, 1"
    })
    void counts_what_a_hold_keeps(ScopeType kind, String text, long ofIpLogsAndCalls) {
        work.hold(kind, text);
        CensusResult result = census();
        assertThat(result.holds()).isOne();
        assertThat(
                        work.number(
                                "SELECT COALESCE(SUM(records), 0) FROM held_count WHERE place IN ('ip-logs', 'call-recordings')"))
                .isEqualTo(ofIpLogsAndCalls);
        assertThat(result.missing()).isEmpty();
        assertThat(result.uncounted()).isEmpty();
    }

    /** As many new ones as were taken: the number alone would tell nothing. */
    @Test
    void names_the_hold_of_records_that_went_without_a_word_while_new_ones_came() {
        String hold = work.hold(ScopeType.CUSTOMER, "K-1").hold().id();
        work.hold(ScopeType.CUSTOMER, "K-2");
        census();
        work.delete("ip_log", "id IN (1, 5)");
        put(Scene.IPS, 7, 1);
        put(Scene.IPS, 9, 1);
        CensusResult result = census();
        assertThat(result.missing()).containsExactly(missing(hold, "ip-logs", 2, 3));
        assertThat(work.number("SELECT missing FROM held_count WHERE missing > 0"))
                .isEqualTo(2);
        assertThat(census().missing()).as("said once, and kept").isEmpty();
    }

    /** The control: nights of runs, releases, new records and holds that end. */
    @Test
    void of_honest_nights_nothing_is_missing() {
        long released = work.hold(ScopeType.CUSTOMER, "K-1").number();
        work.hold(ScopeType.USER, "anv2");
        work.holdService()
                .add(new NewHold(
                        HoldType.DISPUTE,
                        new HoldScope(ScopeType.CATEGORY, "ip-logs"),
                        null,
                        today,
                        null,
                        null,
                        "till i dag"));
        assertThat(census().holds()).isEqualTo(3);
        work.run(CategoryIds.IP_LOGS, today);
        work.run(CategoryIds.CALL_RECORDINGS, today);
        assertThat(census().missing()).isEmpty();
        work.release(released, "förlikning");
        work.admin().update("UPDATE hold SET until_on = until_on - INTERVAL 2 DAY WHERE until_on IS NOT NULL");
        put(Scene.IPS, 7, 2);
        work.run(CategoryIds.IP_LOGS, today);
        work.run(CategoryIds.CALL_RECORDINGS, today);
        assertThat(work.count("ip_log", "customer_id = 1")).isZero();
        CensusResult last = census();
        assertThat(last.holds()).isOne();
        assertThat(last.missing()).isEmpty();
        assertThat(last.uncounted()).isEmpty();
    }

    /** Whoever is in another's name is held no more, and the next run would erase it. */
    @Test
    void names_the_hold_that_a_record_was_taken_out_of() {
        String hold = work.hold(ScopeType.CUSTOMER, "K-1").hold().id();
        census();
        work.update("ip_log", "customer_id = 2 WHERE id = 3");
        assertThat(census().missing()).containsExactly(missing(hold, "ip-logs", 1, 3));
    }

    /** Of credentials the row stays: what was cleared is missing. */
    @Test
    void names_the_hold_of_what_was_cleared_and_not_deleted() {
        String hold = work.hold(ScopeType.CUSTOMER, "K-1").hold().id();
        work.update("user_account", "password_hash = 'x' WHERE id = 1");
        census();
        assertThat(work.number("SELECT records FROM held_count WHERE place = 'credentials'"))
                .isOne();
        work.update("user_account", "password_hash = NULL WHERE id = 1");
        assertThat(census().missing()).containsExactly(missing(hold, "credentials", 1, 1));
    }

    @Test
    void says_what_it_could_count_before_and_cannot_now() {
        String hold = work.hold(ScopeType.CUSTOMER, "K-1").hold().id();
        census();
        work.admin().update("UPDATE held_count SET place = 'fax-logs' WHERE place = 'ip-logs'");
        assertThat(census().uncounted()).containsExactly(new CensusResult.Uncounted(hold, "fax-logs"));
        assertThat(work.number("SELECT COUNT(*) FROM held_count WHERE missing IS NULL"))
                .isOne();
        assertThat(census().uncounted()).as("said once, and kept").isEmpty();
    }

    /** A held chat without its messages is no chat. */
    @Test
    void names_the_hold_of_what_went_of_a_record_that_stays() {
        put(Scene.CHATS, 1, 1);
        String hold = work.hold(ScopeType.CUSTOMER, "K-1").hold().id();
        census();
        work.delete("chat_message", "conversation_id = 1");
        work.delete("call_transcript", "id = 11");
        assertThat(census().missing())
                .containsExactlyInAnyOrder(
                        missing(hold, "call-recordings/transcripts", 1, 2), missing(hold, "chat-logs/messages", 1, 1));
    }

    /** Two holds on one name are two: each reaches what bears any other name of hers. */
    @Test
    void counts_for_each_of_two_holds_on_one_user() {
        work.hold(ScopeType.USER, "anv1");
        work.hold(ScopeType.USER, "anv1", CategoryIds.IP_LOGS);
        census();
        assertThat(work.texts("SELECT CAST(records AS CHAR) FROM held_count WHERE place = 'ip-logs'"))
                .containsExactly("3", "3");
    }

    /** As the guard has it: a hold on a row is on it in each category whose records are such rows. */
    @ParameterizedTest
    @CsvSource({"RECORD, user-data:1", "CATEGORY, user-data"})
    void counts_a_hold_on_a_row_in_each_category_of_its_table(ScopeType kind, String text) {
        String hold = work.hold(kind, text).hold().id();
        work.update("user_account", "password_hash = 'x' WHERE id = 1");
        census();
        work.update("user_account", "password_hash = NULL WHERE id = 1");
        assertThat(census().missing()).extracting(Missing::hold, Missing::place).contains(tuple(hold, "credentials"));
    }

    /** What the transaction of a row did is not seen before it is committed, whatever is written after it. */
    @Test
    void reaches_no_row_beyond_one_that_is_not_committed() {
        work.run(CategoryIds.IP_LOGS, today);
        long last = work.number("SELECT MAX(seq) FROM ledger_chunk");
        assertThat(last).isGreaterThan(1);
        work.admin().update("UPDATE ledger_chunk SET seq = seq + 1 WHERE seq = ?", last);
        census();
        assertThat(work.number("SELECT COUNT(*) FROM census_chain")).isZero();
        work.admin().update("UPDATE ledger_chunk SET seq = seq - 1 WHERE seq = ?", last + 1);
        census();
        assertThat(work.number("SELECT seq FROM census_chain")).isEqualTo(last);
        census();
        assertThat(work.number("SELECT COUNT(*) FROM census_chain"))
                .as("a row where it grew")
                .isOne();
    }

    @Test
    void one_at_a_time() {
        try (SuiteContext suite = work.suite()) {
            work.hold(ScopeType.CUSTOMER, "K-1");
            suite.bean(HeldRecordCensus.class)
                    .take(holds ->
                            assertThatThrownBy(() -> Audits.census(work)).satisfies(refusedWith(ExitCode.RUNNING)));
        }
        assertThat(work.number("SELECT COUNT(*) FROM hold_census")).isOne();
    }

    @Test
    void writes_a_row_only_where_a_count_differs() {
        work.hold(ScopeType.CUSTOMER, "K-1");
        census();
        long rows = work.number("SELECT COUNT(*) FROM held_count");
        assertThat(rows).isGreaterThan(1);
        census();
        assertThat(work.number("SELECT COUNT(*) FROM held_count")).isEqualTo(rows);
        put(Scene.IPS, 7, 1);
        census();
        assertThat(work.number("SELECT COUNT(*) FROM held_count")).isEqualTo(rows + 1);
        assertThat(List.of(work.number("SELECT COUNT(*) FROM hold_census"))).containsExactly(3L);
    }
}
