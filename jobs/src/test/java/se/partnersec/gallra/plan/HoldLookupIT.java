package se.partnersec.gallra.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Scene.Spec;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldLookupIT {
    private Desk desk;
    private LocalDate today;

    @SuppressWarnings("NullAway.Init")
    HoldLookupIT() {}

    @BeforeAll
    void open() {
        desk = new Desk();
        today = desk.today;
    }

    @AfterAll
    void close() {
        desk.close();
    }

    @BeforeEach
    void clear() {
        desk.clear();
    }

    private HeldScope find(ScopeKind kind, String key) {
        HeldScope found = desk.lookup.find(kind, key);
        for (Locale locale : new Locale[] {Locale.ENGLISH, Desk.SWEDISH}) {
            assertThat(found.text(locale).lines()).allMatch(line -> line.length() <= 100);
            assertThat(found.text(locale)).doesNotContain("null");
        }
        return found;
    }

    @Test
    void finds_holds_under_every_name() {
        PlacedHold byNumber = desk.hold(ScopeKind.CUSTOMER, "1");
        PlacedHold byName = desk.hold(ScopeKind.CUSTOMER, "K-1");
        desk.hold(ScopeKind.CUSTOMER, "K-2");
        desk.hold(ScopeKind.USER, "1");
        HeldScope found = find(ScopeKind.CUSTOMER, "559900-0001");
        assertThat(found.known()).isTrue();
        assertThat(found.active())
                .extracting(h -> h.hold().id())
                .containsExactly(byNumber.hold().id(), byName.hold().id());
        desk.work.desk().release(Long.parseLong(byName.hold().id().substring(2)), "klart");
        HeldScope later = find(ScopeKind.CUSTOMER, "559900-0001");
        assertThat(later.active()).hasSize(1);
        assertThat(later.text(Desk.SWEDISH)).contains("; SLÄPPT " + today);
    }

    @Test
    void says_in_one_sentence_how_long_the_books_keep_a_record() {
        LocalDate lastYear = LocalDate.of(today.getYear() - 1, 5, 17);
        Scene.CALLS.put(
                desk.work,
                Spec.of(31, Scene.CALLS.firstDue(today)).booked(lastYear).invoice(5));
        Scene.CALLS.put(desk.work, Spec.of(32, Scene.CALLS.firstDue(today)).invoice(5));
        HeldScope found = find(ScopeKind.INVOICE, "2023-10417");
        LocalDate lastDay = LocalDate.of(today.getYear() - 1 + 7, 12, 31);
        assertThat(found.books()).containsExactly(new HeldScope.Books(DataCategory.CALL_RECORDINGS, 1, lastDay, 0));
        assertThat(oneLine(found.text(Desk.SWEDISH)))
                .contains("1 poster i call-recordings är räkenskapsinformation. BEHÅLLS till och med " + lastDay
                        + ", eftersom bokföringslagen 7 kap. 2 § kräver")
                .contains("gallra explain invoices:NYCKEL");
        assertThat(oneLine(found.text(Locale.ENGLISH)))
                .contains("KEPT until " + lastDay + ", because Bokföringslagen 7 kap. 2 § requires");
        assertThat(find(ScopeKind.CUSTOMER, "K-1").books()).hasSize(1);
        assertThat(find(ScopeKind.CUSTOMER, "K-2").books()).isEmpty();
    }

    @Test
    void an_unknown_fiscal_year_keeps_until_somebody_enters_it() {
        Scene.CHATS.put(desk.work, Spec.of(33, Scene.CHATS.firstDue(today)).booked(LocalDate.of(2011, 5, 17)));
        HeldScope found = find(ScopeKind.RECORD, "chat-logs:33");
        assertThat(found.books()).containsExactly(new HeldScope.Books(DataCategory.CHAT_LOGS, 1, null, 1));
        assertThat(oneLine(found.text(Locale.ENGLISH)))
                .contains("Of 1 the fiscal year is not known: they are KEPT until it is entered.");
    }

    @Test
    void accounting_information_past_its_seven_years_is_not_claimed_as_kept() {
        LocalDate old = LocalDate.of(2017, 5, 17);
        Scene.CHATS.put(desk.work, Spec.of(34, Scene.CHATS.firstDue(today)).booked(old));
        boolean over = today.isAfter(LocalDate.of(2024, 12, 31));
        assertThat(find(ScopeKind.RECORD, "chat-logs:34").books().isEmpty()).isEqualTo(over);
    }

    @Test
    void nobody_and_nothing_is_said_plainly() {
        HeldScope found = find(ScopeKind.USER, "ingen");
        assertThat(found.known()).isFalse();
        assertThat(found.holds()).isEmpty();
        assertThat(found.text(Locale.ENGLISH))
                .contains("nobody has this key or name")
                .contains("Hold      none");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
