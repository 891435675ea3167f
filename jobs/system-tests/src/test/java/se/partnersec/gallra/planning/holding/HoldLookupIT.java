package se.partnersec.gallra.planning.holding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.planning.plan.PlanningFixture;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.Scene;

@GallraTest(chunk = 3)
@Tag("full")
class HoldLookupIT {
    private final PlanningFixture service;
    private final PermitPeople people;
    private final LocalDate today;

    HoldLookupIT(PlanningFixture service, PermitPeople people, LocalDate today) {
        this.service = service;
        this.people = people;
        this.today = today;
    }

    private HoldStatus find(ScopeType kind, String key) {
        HoldStatus found = service.lookup.find(kind, key);
        for (Locale locale : new Locale[] {Locale.ENGLISH, PlanningFixture.SWEDISH}) {
            assertThat(found.text(locale).lines()).allMatch(line -> line.length() <= 100);
            assertThat(found.text(locale)).doesNotContain("null");
        }
        return found;
    }

    @Test
    void finds_holds_under_every_name() {
        PlacedHold byNumber = service.hold(ScopeType.CUSTOMER, "1");
        PlacedHold byName = service.hold(ScopeType.CUSTOMER, "K-1");
        service.hold(ScopeType.CUSTOMER, "K-2");
        service.hold(ScopeType.USER, "1");
        HoldStatus found = find(ScopeType.CUSTOMER, "559900-0001");
        assertThat(found.known()).isTrue();
        assertThat(found.active())
                .extracting(h -> h.hold().id())
                .containsExactly(byNumber.hold().id(), byName.hold().id());
        service.work.release(Long.parseLong(byName.hold().id().substring(2)), "klart");
        HoldStatus later = find(ScopeType.CUSTOMER, "559900-0001");
        assertThat(later.active()).hasSize(1);
        assertThat(later.text(PlanningFixture.SWEDISH)).contains("; HÄVD " + today);
    }

    @Test
    void says_in_one_sentence_how_long_the_books_keep_a_record() {
        LocalDate lastYear = LocalDate.of(today.getYear() - 1, 5, 17);
        Scene.CALLS.put(
                service.work,
                Spec.of(31, Scene.CALLS.firstDue(today)).booked(lastYear).invoice(5));
        Scene.CALLS.put(service.work, Spec.of(32, Scene.CALLS.firstDue(today)).invoice(5));
        HoldStatus found = find(ScopeType.INVOICE, "2023-10417");
        LocalDate lastDay = LocalDate.of(today.getYear() - 1 + 7, 12, 31);
        assertThat(found.books())
                .filteredOn(each -> each.category().equals(CategoryIds.CALL_RECORDINGS))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.records()).isEqualTo(1);
                    assertThat(each.lastDay()).isEqualTo(lastDay);
                    assertThat(each.undated()).isZero();
                });
        assertThat(oneLine(found.text(PlanningFixture.SWEDISH)))
                .contains("1 post i call-recordings är räkenskapsinformation. BEHÅLLS till och med " + lastDay
                        + ", eftersom bokföringslagen 7 kap. 2 § kräver");
        assertThat(oneLine(found.text(Locale.ENGLISH)))
                .contains("KEPT through " + lastDay + ", because the Bookkeeping Act, BFL 7 kap. 2 §, requires");
        assertThat(find(ScopeType.CUSTOMER, "K-1").books())
                .extracting(HoldStatus.Books::category)
                .containsExactly(CategoryIds.CALL_RECORDINGS, CategoryIds.INVOICES);
        assertThat(find(ScopeType.CUSTOMER, "K-2").books()).isEmpty();
        assertThat(find(ScopeType.CUSTOMER, "K-1").sentence(PlanningFixture.SWEDISH))
                .startsWith("Av det som hör till kund K-1 BEHÅLLS 2 poster längst till och med "
                        + (today.getYear() + 7) + "-12-31 enligt bokföringslagen 7 kap. 2 § (räkenskapsår "
                        + today.getYear() + "-01-01.." + today.getYear() + "-12-31).");
        assertThat(find(ScopeType.CUSTOMER, "K-2").sentence(Locale.ENGLISH))
                .startsWith(
                        "Neither a hold on customer K-2 nor one on a whole category keeps its records, nor does the Bookkeeping Act.")
                .contains("gallra explain");
    }

    /** Usage that a customer's own customers made is processed for the customer; the user is ours. */
    @Test
    void sends_to_explain_for_a_user_of_ours_whom_data_of_a_customer_names() {
        Scene.USERS.put(service.work, Spec.of(41, Scene.USERS.firstDue(today)));
        service.work.insert(
                "sms_usage",
                "id, customer_id, user_id, number, used_on, quantity, processor_for",
                41,
                1,
                41,
                "+46701740641",
                "2026-01-02",
                3,
                77L);
        assertThat(find(ScopeType.RECORD, "user-data:41").sentence(Locale.ENGLISH))
                .contains("KEPT until it has been reviewed: gallra explain user-data:41")
                .doesNotContain("processed for a customer");
    }

    @Test
    void answers_for_an_invoice_what_a_run_would_hear() {
        String year = today.getYear() + "-01-01.." + today.getYear() + "-12-31";
        String law = (today.getYear() + 7) + "-12-31 enligt bokföringslagen 7 kap. 2 § (räkenskapsår " + year + ")";
        HoldStatus unpaid = find(ScopeType.INVOICE, "1234 567 897");
        assertThat(unpaid.sentence(PlanningFixture.SWEDISH))
                .isEqualTo(
                        "Faktura 1234567897 (2023-10417) BEHÅLLS medan fordran är oreglerad, längst tills den preskriberas "
                                + today.plusYears(10) + "; och till och med " + law + ".");

        PlacedHold byCustomer = service.hold(ScopeType.CUSTOMER, "559900-0001");
        HoldStatus held = find(ScopeType.INVOICE, "2023-10417");
        assertThat(held.holds()).isEmpty();
        assertThat(held.reaching()).containsKey(byCustomer);
        assertThat(oneLine(held.text(Locale.ENGLISH)))
                .contains("Also " + byCustomer.hold().id() + " legal claim on customer 559900-0001");
        service.work.release(byCustomer.number(), "klart");
        assertThat(find(ScopeType.INVOICE, "2023-10417").reaching()).isEmpty();

        PlacedHold own = service.hold(ScopeType.INVOICE, "5");
        service.work.update("invoice", "status = 'PAID', settled_on = ?", today);
        service.work.insert(
                "invoice_payment", "id, invoice_id, kind, paid_on, amount_ore", 1, 5, "PAYMENT", today, 125_000);
        HoldStatus settled = find(ScopeType.INVOICE, "2023-10417");
        assertThat(settled.sentence(PlanningFixture.SWEDISH))
                .isEqualTo("Faktura 2023-10417 BEHÅLLS till och med " + law + ".");
        assertThat(settled.sentence(Locale.ENGLISH))
                .isEqualTo("Invoice 2023-10417 is KEPT through " + (today.getYear() + 7)
                        + "-12-31 by the Bookkeeping Act, BFL 7 kap. 2 § (fiscal year " + year + ").");
        assertThat(Objects.requireNonNull(settled.own()).verdict())
                .isEqualTo(Objects.requireNonNull(service.explainer
                                .explain(PlanningFixture.category(CategoryIds.INVOICES), "5")
                                .decided())
                        .verdict());
        assertThat(settled.active()).containsExactly(own);
        LocalDate before = LocalDate.of(today.getYear() - 1, 3, 1);
        service.work.update("invoice", "booked_on = ?, issued_on = ?", before, before);
        HoldStatus later = find(ScopeType.INVOICE, "2023-10417");
        assertThat(later.sentence(Locale.ENGLISH))
                .as("paid this year, so this year's vouchers name it too")
                .contains((today.getYear() + 7) + "-12-31 by the Bookkeeping Act");
    }

    @Test
    void says_that_a_permit_lets_it_go_early_and_what_one_that_waits_does() {
        LocalDate end = LocalDate.of(today.getYear(), 12, 31);
        long number = people.annas
                .add(PermitPeople.ofRecord(CategoryIds.INVOICES, "5", end.plusYears(1)))
                .permit()
                .number();
        HoldStatus waiting = find(ScopeType.INVOICE, "2023-10417");
        assertThat(waiting.sentence(PlanningFixture.SWEDISH)).doesNotContain("7 kap. 7 §");
        assertThat(waiting.text(PlanningFixture.SWEDISH)).contains("P-" + number, "väntar på godkännande");

        people.bos.approve(number);
        HoldStatus early = find(ScopeType.INVOICE, "2023-10417");
        assertThat(early.sentence(PlanningFixture.SWEDISH))
                .contains(
                        "BEHÅLLS medan fordran är oreglerad",
                        "; Skatteverkets medgivande 8-1234567 (P-" + number + ") låter den förstöras från "
                                + end.plusYears(1) + " (bokföringslagen 7 kap. 7 §).");
        assertThat(oneLine(early.text(Locale.ENGLISH)))
                .contains("1 record of invoices may be destroyed early (Bookkeeping Act, BFL 7 kap. 7 §).");
        service.work.update("invoice", "status = 'PAID', settled_on = ?", today);
        service.work.insert(
                "invoice_payment", "id, invoice_id, kind, paid_on, amount_ore", 1, 5, "PAYMENT", today, 125_000);
        assertThat(find(ScopeType.INVOICE, "2023-10417").sentence(PlanningFixture.SWEDISH))
                .as("the last day with the permit, and the law's")
                .contains(
                        "BEHÅLLS till och med " + end.plusYears(1).minusDays(1) + "; Skatteverkets medgivande",
                        "; utan det till och med " + end.plusYears(7) + " enligt bokföringslagen 7 kap. 2 §");
        people.annas.withdraw(number, "prov");
        assertThat(find(ScopeType.INVOICE, "2023-10417").sentence(PlanningFixture.SWEDISH))
                .doesNotContain("7 kap. 7 §");
    }

    @Test
    void knows_customers_and_users_however_they_are_written() {
        for (String written : List.of("K-1", "559900-0001", "5599000001", "165599000001", "SE559900000101")) {
            assertThat(find(ScopeType.CUSTOMER, written).known()).as(written).isTrue();
        }
        for (String written : List.of("åse.ek", "ANV1@exempel.se", "+46701740601", "070-174 06 01", "0046701740601")) {
            HoldStatus found = find(ScopeType.USER, written);
            assertThat(found.known()).as(written).isTrue();
            assertThat(Objects.requireNonNull(found.own()).key()).as(written).isEqualTo("1");
        }
        assertThat(find(ScopeType.CUSTOMER, "5599000009").known()).isFalse();
        assertThat(find(ScopeType.CUSTOMER, "5599000009").sentence(PlanningFixture.SWEDISH))
                .isEqualTo(
                        "Det finns ingen kund 5599000009 här. Kontrollera stavningen; gallra explain KATEGORI:NYCKEL visar om en enskild post är raderad");
    }

    @Test
    void a_hold_without_an_end_decides_and_names_its_law() {
        PlacedHold hold = service.work
                .holdService()
                .add(new NewHold(
                        HoldType.RESTRICTION,
                        new HoldScope(ScopeType.CUSTOMER, "K-2"),
                        null,
                        null,
                        today.plusDays(30),
                        null,
                        "begärt"));
        assertThat(find(ScopeType.CUSTOMER, "K-2").sentence(PlanningFixture.SWEDISH))
                .isEqualTo("Det som hör till kund K-2 BEHÅLLS utan slutdatum, omprövas senast " + today.plusDays(30)
                        + ", spärr " + hold.hold().id() + " begränsning (dataskyddsförordningen artikel 18).");
        assertThat(find(ScopeType.USER, "bo").sentence(Locale.ENGLISH))
                .startsWith("User bo is KEPT without an end, to be reviewed by " + today.plusDays(30))
                .contains(hold.hold().id() + " restriction (GDPR Art. 18)");
    }

    @Test
    void a_hold_on_a_record_that_is_not_there_keeps_nothing() {
        PlacedHold hold = service.hold(ScopeType.RECORD, "chat-logs:999");
        assertThat(find(ScopeType.RECORD, "chat-logs:999").sentence(Locale.ENGLISH))
                .isEqualTo("Hold " + hold.hold().id() + " is on record chat-logs:999, but no such record can be read"
                        + " here: gallra explain shows whether it was erased.");
        Scene.CHATS.put(service.work, Spec.of(999, today));
        assertThat(find(ScopeType.RECORD, "chat-logs:999").sentence(Locale.ENGLISH))
                .as("the control")
                .contains("KEPT");
    }

    @Test
    void an_unknown_fiscal_year_keeps_until_somebody_enters_it() {
        Scene.CHATS.put(service.work, Spec.of(33, Scene.CHATS.firstDue(today)).booked(LocalDate.of(2011, 5, 17)));
        HoldStatus found = find(ScopeType.RECORD, "chat-logs:33");
        assertThat(found.books())
                .containsExactly(new HoldStatus.Books(CategoryIds.CHAT_LOGS, 1, null, null, 1, 0, List.of()));
        assertThat(oneLine(found.text(Locale.ENGLISH)))
                .contains("In no fiscal year on record: 1. KEPT until the year is entered.");
    }

    /** Nobody can say of all of them how long at the most. */
    @Test
    void records_in_no_fiscal_year_are_named_beside_those_with_a_last_day() {
        Scene.CHATS.put(service.work, Spec.of(33, Scene.CHATS.firstDue(today)).booked(LocalDate.of(2011, 5, 17)));
        LocalDate lastYear = LocalDate.of(today.getYear() - 1, 5, 17);
        Scene.CHATS.put(service.work, Spec.of(36, Scene.CHATS.firstDue(today)).booked(lastYear));
        assertThat(find(ScopeType.CUSTOMER, "K-1").sentence(Locale.ENGLISH))
                .contains(
                        ", of which 1 at least until the fiscal year is entered (Bookkeeping Act, BFL 7 kap. 2 §); the others at the"
                                + " latest through ");
        assertThat(find(ScopeType.CUSTOMER, "K-1").sentence(PlanningFixture.SWEDISH))
                .contains(", varav 1 åtminstone tills räkenskapsåret är inlagt", "; övriga längst till och med ");
    }

    @Test
    void accounting_information_past_its_seven_years_is_not_claimed_as_kept() {
        LocalDate old = LocalDate.of(2017, 5, 17);
        Scene.CHATS.put(service.work, Spec.of(34, Scene.CHATS.firstDue(today)).booked(old));
        boolean over = today.isAfter(LocalDate.of(2024, 12, 31));
        assertThat(find(ScopeType.RECORD, "chat-logs:34").books().isEmpty()).isEqualTo(over);
    }

    @Test
    void an_object_is_kept_by_what_keeps_its_record() {
        Scene.CALLS.put(service.work, Spec.of(35, Scene.CALLS.firstDue(today)));
        String object = Objects.requireNonNull(Scene.CALLS.objectKey(35));
        assertThat(find(ScopeType.OBJECT, object).sentence(Locale.ENGLISH))
                .startsWith("Object no longer needs to be kept");
        PlacedHold claim = service.hold(ScopeType.CUSTOMER, "K-1");
        HoldStatus found = find(ScopeType.OBJECT, object);
        assertThat(found.reaching()).containsOnlyKeys(claim);
        assertThat(found.sentence(Locale.ENGLISH))
                .startsWith("Object is KEPT through " + today.plusDays(10) + ", hold "
                        + claim.hold().id());

        // Another record bears it too, and nothing keeps that one: either may be asked first.
        Scene.CALLS.put(
                service.work,
                Spec.of(36, Scene.CALLS.firstDue(today)).customer(2).user(2));
        service.work.update("call_recording", "object_key = ? WHERE id IN (35, 36)", object);
        assertThat(find(ScopeType.OBJECT, object).sentence(Locale.ENGLISH)).startsWith("Object is KEPT");
        assertThat(find(ScopeType.OBJECT, "calls/nothing.wav").sentence(Locale.ENGLISH))
                .isEqualTo("No hold is on the object, and no readable record refers to it.");
    }

    @Test
    void a_hold_on_a_category_keeps_what_a_customer_has_there() {
        Scene.CHATS.put(
                service.work,
                Spec.of(37, Scene.CHATS.firstDue(today)).customer(2).user(2));
        service.hold(ScopeType.CATEGORY, CategoryIds.IP_LOGS.id());
        assertThat(find(ScopeType.CUSTOMER, "K-2").reaching())
                .as("of a category in which the customer has nothing")
                .isEmpty();
        PlacedHold order = service.work
                .holdService()
                .add(new NewHold(
                        HoldType.AUTHORITY_ORDER,
                        new HoldScope(ScopeType.CATEGORY, CategoryIds.CHAT_LOGS.id()),
                        null,
                        today.plusDays(20),
                        null,
                        null,
                        "föreläggande"));
        HoldStatus found = find(ScopeType.CUSTOMER, "K-2");
        assertThat(found.reaching()).containsExactly(java.util.Map.entry(order, 1L));
        assertThat(found.sentence(Locale.ENGLISH))
                .startsWith("Of what belongs to customer K-2, these are KEPT: 1 record through " + today.plusDays(20)
                        + ", hold " + order.hold().id()
                        + " authority order (GDPR Art. 17(3)(b)), on category chat-logs.");
        PlacedHold shorter = service.hold(ScopeType.CATEGORY, CategoryIds.CHAT_LOGS.id());
        assertThat(find(ScopeType.CUSTOMER, "K-2").sentence(Locale.ENGLISH))
                .as("each hold on a part, and what is not looked at")
                .contains(
                        "1 record through " + today.plusDays(20),
                        "; 1 record through " + today.plusDays(10) + ", hold "
                                + shorter.hold().id(),
                        "unsettled claims are not part of this answer");
        service.work.release(shorter.number(), "klart");
        PlacedHold own = service.hold(ScopeType.CUSTOMER, "K-2");
        assertThat(find(ScopeType.CUSTOMER, "K-2").sentence(Locale.ENGLISH))
                .as("the shorter one on the customer, and the longer one on a part")
                .startsWith("What belongs to customer K-2 is KEPT through " + today.plusDays(10) + ", hold "
                        + own.hold().id())
                .contains("; and 1 record through " + today.plusDays(20));
        service.work.release(order.number(), "klart");
        assertThat(find(ScopeType.CUSTOMER, "K-2").reaching()).isEmpty();
    }

    @Test
    void a_hold_on_an_invoice_keeps_it_past_the_seven_years_of_the_law() {
        LocalDate old = LocalDate.of(2017, 5, 17);
        String table = service.work.table("invoice");
        service.work.admin().update("UPDATE " + table + " SET issued_on = ?, booked_on = ?", old, old);
        service.work.admin().update("UPDATE " + table + " SET status = 'PAID', settled_on = ?", old);
        service.work.paid(5, old, 125_000);
        PlacedHold dispute = service.work
                .holdService()
                .add(new NewHold(
                        HoldType.DISPUTE,
                        new HoldScope(ScopeType.INVOICE, "2023-10417"),
                        null,
                        today.plusDays(9),
                        null,
                        null,
                        "tvist"));
        HoldStatus found = find(ScopeType.CUSTOMER, "K-1");
        assertThat(found.books()).isEmpty();
        assertThat(found.sentence(Locale.ENGLISH))
                .contains("these are KEPT: 1 record through " + today.plusDays(9))
                .contains(dispute.hold().id() + " dispute", "on invoice 2023-10417");
    }

    @Test
    void a_row_without_a_mark_is_looked_at_all_the_same() {
        LocalDate settled = LocalDate.of(today.getYear() - 1, 6, 1);
        Scene.USAGE.put(service.work, Spec.of(38, settled).customer(2).user(2));
        service.work
                .admin()
                .execute("ALTER TABLE " + service.work.table("sms_usage") + " MODIFY bookkeeping VARCHAR(8) NULL");
        service.work.update("sms_usage", "bookkeeping = NULL");
        assertThat(find(ScopeType.USER, "bo").books())
                .extracting(HoldStatus.Books::category)
                .contains(CategoryIds.TRAFFIC_DATA);
    }

    @Test
    void nobody_and_nothing_is_said_plainly() {
        HoldStatus found = find(ScopeType.USER, "ingen");
        assertThat(found.known()).isFalse();
        assertThat(found.holds()).isEmpty();
        assertThat(found.text(Locale.ENGLISH))
                .contains("no row has this key or name")
                .contains("Hold      none");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
