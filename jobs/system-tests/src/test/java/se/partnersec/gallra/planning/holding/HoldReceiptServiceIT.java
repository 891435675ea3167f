package se.partnersec.gallra.planning.holding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.planning.holding.HoldReceipt.Coverage;
import se.partnersec.gallra.planning.holding.HoldReceipt.Warning;
import se.partnersec.gallra.planning.plan.PlanningFixture;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;

/** Receipts under the account of finance, compared with what the guard itself says of each record. */
@GallraTest(chunk = 3)
@Tag("core")
class HoldReceiptServiceIT {
    private final PlanningFixture service;
    private final LocalDate today;

    HoldReceiptServiceIT(PlanningFixture service, LocalDate today) {
        this.service = service;
        this.today = today;
    }

    /**
     * Of each category: two of customer and user 1, one of customer and user 2, one with invoice 5. User 1 also called
     * twice under other names: one has an index, the other has none, and the guard finds both.
     */
    private void fourEach() {
        for (Scene scene : Scene.loose()) {
            scene.put(service.work, Spec.of(21, scene.firstDue(today)));
            scene.put(service.work, Spec.of(22, scene.lastKept(today)));
            scene.put(
                    service.work, Spec.of(23, scene.firstDue(today)).customer(2).user(2));
            if (scene.reachedBy(ScopeType.INVOICE)) {
                scene.put(
                        service.work,
                        Spec.of(24, scene.firstDue(today)).customer(2).user(2).invoice(5));
            }
        }
        service.work.update(
                "call_recording", "caller_no = IF(id = 23, '+46701740601', 'anv1@exempel.se') WHERE id IN (23, 24)");
    }

    private HoldReceipt receipt(ScopeType kind, String text) {
        return receipt(service.hold(kind, text));
    }

    private HoldReceipt receipt(PlacedHold hold) {
        HoldReceipt receipt = service.receipts.of(hold);
        for (Locale locale : List.of(Locale.ENGLISH, PlanningFixture.SWEDISH)) {
            assertThat(receipt.text(locale).lines()).allMatch(line -> line.length() <= 100);
        }
        return receipt;
    }

    private static Coverage of(HoldReceipt receipt, DataCategory category) {
        return receipt.coverage().stream()
                .filter(c -> c.category().equals(category))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing said of " + category));
    }

    /** The expected numbers are the guard's: how many records the assessor found this hold on. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CUSTOMER | 1                          | 10
            CUSTOMER | K-1                        | 10
            CUSTOMER | k-1                        | 10
            CUSTOMER | 559900-0001                | 10
            CUSTOMER | 1abc                       | 0
            CUSTOMER | 01                         | 0
            CUSTOMER | K                          | 0
            USER     | åse.ek                     | 14
            USER     | ase.ek                     | 0
            USER     | anv1@EXEMPEL.se            | 14
            USER     | +46701740601               | 14
            USER     | 2                          | 8
            INVOICE  | 2023-10417                 | 2
            INVOICE  | 1234567897                 | 2
            INVOICE  | 5                          | 2
            RECORD   | chat-logs:21               | 1
            RECORD   | chat-logs:21x              | 0
            RECORD   | chat-logs/attachments:210  | 1
            RECORD   | chat-logs/messages:999     | 0
            RECORD   | call-recordings/transcripts:211 | 1
            OBJECT   | calls/2026/samtal 22.wav   | 1
            OBJECT   | chats/23/bild.png          | 1
            OBJECT   | chats/23/bild              | 0
            CATEGORY | ip-logs                    | 3
            CATEGORY | chat-logs                  | 4
            """)
    void counts_what_the_guard_will_keep(ScopeType kind, String text, long expected) {
        fourEach();
        PlacedHold hold = service.hold(kind, text);
        long guarded = 0;
        for (Scene scene : Scene.loose()) {
            for (int id = 21; id <= 24; id++) {
                guarded +=
                        service
                                .explainer
                                .explain(PlanningFixture.category(scene.category()), Integer.toString(id))
                                .holds()
                                .stream()
                                .filter(h -> h.hold().id().equals(hold.hold().id()))
                                .count();
            }
        }
        HoldReceipt receipt = receipt(hold);
        // The customers' users and the invoice that the records name are kept as well.
        long kept = receipt.coverage().stream()
                .filter(c -> Scene.loose().stream()
                        .anyMatch(scene -> scene.category().equals(c.category())))
                .mapToLong(Coverage::kept)
                .sum();
        assertThat(kept).as("%s", receipt).isEqualTo(guarded).isEqualTo(expected);
        assertThat(receipt.inFlight()).isZero();
    }

    @Test
    void a_hold_for_one_category_covers_no_other() {
        fourEach();
        HoldReceipt receipt = receipt(service.hold(ScopeType.CUSTOMER, "K-1", CategoryIds.IP_LOGS));
        assertThat(receipt.coverage()).containsExactly(new Coverage(CategoryIds.IP_LOGS, 2, 0, 0L, 0));
    }

    @Test
    void never_says_kept_of_a_record_that_is_gone() {
        fourEach();
        service.work.run(CategoryIds.IP_LOGS, today);
        HoldReceipt customer = receipt(ScopeType.CUSTOMER, "K-1");
        assertThat(of(customer, CategoryIds.IP_LOGS)).isEqualTo(new Coverage(CategoryIds.IP_LOGS, 1, 0, 1L, 0));
        assertThat(customer.text(Locale.ENGLISH))
                .contains("  Covers    ip-logs: 1 still there and kept; 1 erased before the hold");
        HoldReceipt record = receipt(ScopeType.RECORD, "ip-logs:21");
        assertThat(record.coverage()).containsExactly(new Coverage(CategoryIds.IP_LOGS, 0, 0, 1L, 0));
        assertThat(record.warnings()).isEmpty();
        assertThat(record.text(PlanningFixture.SWEDISH)).contains("1 raderades före spärren");
        assertThat(of(receipt(ScopeType.CATEGORY, "ip-logs"), CategoryIds.IP_LOGS)
                        .erased())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void what_was_erased_after_the_hold_did_not_go_before_it() {
        Scene.IPS.put(service.work, Spec.of(41, Scene.IPS.firstDue(today)));
        PlacedHold early = service.hold(ScopeType.RECORD, "ip-logs:41");
        service.work.release(Long.parseLong(early.hold().id().substring(2)), "klart");
        service.work.run(CategoryIds.IP_LOGS, today);
        assertThat(service.work.count("ip_log", "id = 41")).isZero();
        assertThat(receipt(early).erased()).isZero();
        assertThat(receipt(ScopeType.RECORD, "ip-logs:41").erased()).isEqualTo(1);
    }

    @Test
    void a_record_under_way_is_neither_kept_whole_nor_gone() {
        fourEach();
        service.intent("call-recordings", 21, "ASKED");
        service.intent("call-recordings", 21, "OPEN");
        service.intent("call-recordings", 22, "GONE");
        service.intent("call-recordings", 23, "IN_DOUBT");
        HoldReceipt receipt = receipt(ScopeType.CUSTOMER, "K-1");
        assertThat(of(receipt, CategoryIds.CALL_RECORDINGS))
                .isEqualTo(new Coverage(CategoryIds.CALL_RECORDINGS, 0, 1, 0L, 1));
        assertThat(receipt.text(Locale.ENGLISH).replaceAll("\\s+", " "))
                .contains(
                        "Covers call-recordings: 0 still there and kept; of 1 more, the content or something that referred to the row was erased before: the row is kept;")
                .contains("1 being erased: the rest of them is kept");
        assertThat(receipt.text(PlanningFixture.SWEDISH).replaceAll("\\s+", " "))
                .contains(
                        "av 1 till är innehållet, eller något som hänvisade till raden, redan raderat: raden bevaras");
    }

    @Test
    void a_record_of_which_one_object_is_gone_and_another_on_its_way_counts_once() {
        fourEach();
        service.intent("call-recordings", 21, "GONE");
        service.intent("call-recordings", 21, "IN_DOUBT");
        service.intent("chat-logs", 21, "GONE");
        service.intent("chat-logs", 21, "WITHDRAWN");
        HoldReceipt receipt = receipt(ScopeType.CUSTOMER, "K-1");
        assertThat(of(receipt, CategoryIds.CALL_RECORDINGS))
                .isEqualTo(new Coverage(CategoryIds.CALL_RECORDINGS, 1, 1, 0L, 0));
        assertThat(of(receipt, CategoryIds.CHAT_LOGS)).isEqualTo(new Coverage(CategoryIds.CHAT_LOGS, 1, 1, 0L, 0));
    }

    @Test
    void an_unknown_key_is_warned_of_and_the_hold_stands() {
        fourEach();
        HoldReceipt receipt = receipt(ScopeType.CUSTOMER, "K-777");
        assertThat(receipt.warnings()).containsExactly(Warning.UNKNOWN_KEY);
        assertThat(receipt.text(Locale.ENGLISH))
                .contains("no customer has the key or name 'K-777'. The hold is in force");
        assertThat(receipt(ScopeType.RECORD, "chat-logs:777").warnings()).containsExactly(Warning.UNKNOWN_RECORD);
        assertThat(receipt(ScopeType.RECORD, "no such form").warnings()).containsExactly(Warning.UNKNOWN_RECORD);
    }

    @Test
    void the_ledger_is_silent_on_invoices_and_the_receipt_says_so() {
        fourEach();
        HoldReceipt receipt = receipt(ScopeType.INVOICE, "2023-10417");
        assertThat(of(receipt, CategoryIds.CHAT_LOGS)).isEqualTo(new Coverage(CategoryIds.CHAT_LOGS, 1, 0, null, 0));
        assertThat(receipt.text(Locale.ENGLISH)).contains("the ledger cannot show whether any were erased before");
    }

    @Test
    void the_key_of_an_object_is_not_shown() {
        assertThat(receipt(ScopeType.OBJECT, "calls/2026/samtal 22.wav").text(Locale.ENGLISH))
                .doesNotContain("samtal");
    }
}
