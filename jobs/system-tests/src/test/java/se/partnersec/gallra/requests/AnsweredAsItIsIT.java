package se.partnersec.gallra.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.requests.letter.AnswerLetter;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** An answer is what record and notes say together when it is made: gone by us, gone, there, or there though noted as gone. */
@GallraTest
@Tag("once")
@Tag("full")
class AnsweredAsItIsIT {
    private static final long VOUCHER = 301;

    private final Workplace work;
    private final RequestFixture people;
    private final LocalDate today;

    AnsweredAsItIsIT(Workplace work, RequestFixture people, LocalDate today) {
        this.work = work;
        this.people = people;
        this.today = today;
    }

    /** Anna's user 1, with a password, a chat and usage that is paid for. */
    private SubjectRequest granted() {
        Scene.CHATS.put(work, Spec.of(101, today.minusDays(1)).user(RequestFixture.ANNA));
        work.invoice(201, "PAID", today.minusDays(1), today.minusDays(1), 4000);
        work.paid(201, today.minusDays(1), 4000);
        work.insert("invoice_line", "id, invoice_id, article, quantity, amount_ore", 201, 201, "SMS", 40, 4000);
        work.insert(
                "sms_usage",
                "id, customer_id, user_id, invoice_id, line_id, number, used_on, quantity, bookkeeping",
                201,
                1,
                RequestFixture.ANNA,
                201,
                201,
                "+46701740601",
                today.minusDays(1),
                40,
                "FIELDS");
        return people.granted(RequestKind.ERASURE);
    }

    /** What a run would have left. */
    private void store(DataCategory category, String state) {
        switch (category.id() + " " + state) {
            case "chat-logs gone" -> {
                work.delete("chat_message", "TRUE");
                work.delete("chat_attachment", "TRUE");
                work.delete("chat_conversation", "TRUE");
            }
            case "traffic-data gone" -> work.delete("sms_usage", "TRUE");
            case "user-data gone", "credentials gone" -> {
                work.delete("sms_usage", "TRUE");
                work.delete("user_account", "id = 1");
            }
            case "credentials emptied" -> work.update("user_account", "password_hash = NULL WHERE id = 1");
            case "user-data reduced", "user-data refilled" -> {
                work.admin()
                        .update(
                                "INSERT INTO reduced (category, record_key, reduced_at, keep_until, run_id)"
                                        + " VALUES ('user-data', '1', UTC_TIMESTAMP(6), ?, 0)",
                                LocalDate.of(today.getYear() + 7, 12, 31));
                work.update(
                        "user_account",
                        "user_name = '-', full_name = '-', email = '-', phone = '-', password_hash = NULL WHERE id = 1");
                if (state.equals("refilled")) {
                    work.update("user_account", "email = 'anna@exempel.se' WHERE id = 1");
                }
            }
            default -> assertThat(state).isEqualTo("there");
        }
    }

    @Test
    void before_the_decision_it_says_what_granting_it_would_do() {
        Map<ItemState, Long> granted = people.requests.answer(granted().id()).items();
        assertThat(granted.keySet().stream().map(ItemState::fate))
                .contains(ItemState.Fate.DUE, ItemState.Fate.DUE_IN_PART);
        work.admin().update("DELETE FROM request_item");
        SubjectRequest undecided = people.service.add(RequestKind.ERASURE, "anna@exempel.se", null);
        assertThat(people.requests.ifGranted(undecided, null)).isEqualTo(granted);
        assertThat(people.requests.answer(undecided.id()).items()).isEmpty();
        assertThat(work.number("SELECT COUNT(*) FROM request_item")).isZero();
    }

    @Test
    void before_the_decision_a_hold_is_told_of_too() {
        Scene.CHATS.put(work, Spec.of(101, today.minusDays(1)).user(RequestFixture.ANNA));
        people.hold(HoldType.LEGAL_CLAIM, "chat-logs:101", null);
        SubjectRequest undecided = people.service.add(RequestKind.ERASURE, "anna@exempel.se", null);
        assertThat(people.requests.ifGranted(undecided, null).keySet().stream()
                        .filter(state -> state.category().equals(CategoryIds.CHAT_LOGS))
                        .map(state -> state.fate() + " " + state.code()))
                .containsExactly("REFUSED LEGAL_CLAIM");
    }

    @ParameterizedTest
    @CsvSource({
        "chat-logs,,there,1 DUE",
        "chat-logs,,gone,1 GONE",
        "chat-logs,ERASED,gone,1 ERASED",
        "chat-logs,ERASED,there,1 REVIEW FOUND_AGAIN",
        "traffic-data,,there,1 DUE_IN_PART REDUCE_TO_BOOKKEEPING",
        "traffic-data,,gone,1 GONE",
        "traffic-data,ERASED,gone,1 ERASED",
        "traffic-data,ANONYMISED,gone,1 ANONYMISED",
        "traffic-data,ANONYMISED,there,1 REVIEW FOUND_AGAIN",
        "user-data,,there,1 DUE",
        "user-data,,gone,1 GONE",
        "user-data,ERASED,gone,1 ERASED",
        "user-data,ERASED,there,1 REVIEW FOUND_AGAIN",
        "user-data,ANONYMISED,reduced,1 ANONYMISED BOOKKEEPING",
        "user-data,ANONYMISED,refilled,1 REVIEW FOUND_AGAIN",
        "user-data,ANONYMISED,gone,1 GONE",
        "credentials,,there,1 DUE",
        "credentials,,emptied,1 GONE",
        "credentials,,gone,1 GONE",
        "credentials,ERASED,emptied,1 ERASED",
        "credentials,ERASED,gone,1 ERASED",
        "credentials,ERASED,there,1 REVIEW FOUND_AGAIN"
    })
    void says_what_record_and_notes_say(String name, @Nullable String noted, String state, String expected) {
        DataCategory category = new DataCategory(name);
        SubjectRequest request = granted();
        if (noted != null) {
            work.admin()
                    .update(
                            "INSERT INTO request_outcome (item_id, outcome, run_id, at) SELECT id, ?, 0, UTC_TIMESTAMP(6)"
                                    + " FROM request_item WHERE category = ?",
                            noted,
                            category.id());
        }
        store(category, state);
        assertThat(people.items(request, category)).containsExactly(expected);
        String letter = people.letter(request, "sv");
        boolean looked = expected.contains("REVIEW");
        assertThat(letter.contains("Vi utreder dem och meddelar dig resultatet"))
                .isEqualTo(looked);
    }

    /** Whoever is named by a voucher is reduced, also while their customer has a contract. */
    @Test
    void tells_a_reduced_user_of_the_password_that_it_is_gone() {
        work.voucher(VOUCHER, RequestFixture.ANNA, today.minusYears(1));
        SubjectRequest request = people.granted(RequestKind.ERASURE);
        people.run(CategoryIds.CREDENTIALS, CategoryIds.USER_DATA);
        assertThat(work.count("user_account", "id = 1 AND password_hash IS NULL AND full_name = '-'"))
                .isOne();
        assertThat(people.items(request, CategoryIds.CREDENTIALS)).containsExactly("1 ERASED");
        assertThat(people.items(request, CategoryIds.USER_DATA)).containsExactly("1 ANONYMISED BOOKKEEPING");
        assertThat(people.letter(request, "sv"))
                .contains("Lösenord Antal: 1 Raderade", "1 Delvis raderade; resten sparas till och med")
                .doesNotContain("vi utreder dem och meddelar dig resultatet");
    }

    /** What is kept of them is a row and a customer; what is gone is not kept, whatever hold comes. */
    @Test
    void tells_a_reduced_user_that_a_hold_keeps_the_rest_only() {
        work.voucher(VOUCHER, RequestFixture.ANNA, today.minusYears(1));
        SubjectRequest request = people.granted(RequestKind.ERASURE);
        people.run(CategoryIds.USER_DATA);
        people.hold(HoldType.LEGAL_CLAIM, "user-data:1", null);
        assertThat(people.items(request, CategoryIds.USER_DATA)).containsExactly("1 ANONYMISED LEGAL_CLAIM");
        assertThat(new AnswerLetter(people.requests.answer(request.id()), Locale.ENGLISH).text())
                .contains("Erased in part; the rest is kept, because")
                .doesNotContain("only sums");
    }

    @Test
    void tells_a_reduced_user_whose_rest_is_in_doubt_what_is_gone() {
        work.voucher(VOUCHER, RequestFixture.ANNA, today.minusYears(1));
        SubjectRequest request = people.granted(RequestKind.ERASURE);
        people.run(CategoryIds.USER_DATA);
        work.update("invoice", "booked_on = NULL");
        assertThat(people.items(request, CategoryIds.USER_DATA)).containsExactly("1 ANONYMISED_REVIEW NO_FISCAL_YEAR");
        assertThat(people.letter(request, "sv")).contains("Delvis raderade; vi utreder resten");
    }

    /** A hold came after the recording had left the store: what it keeps is the row, and nobody is told otherwise. */
    @Test
    void tells_of_a_recording_that_was_erased_before_its_hold_that_the_entry_alone_is_kept() {
        Scene.CALLS.put(work, Spec.of(101, today.minusDays(1)).user(RequestFixture.ANNA));
        SubjectRequest request = people.granted(RequestKind.ERASURE);
        people.hold(HoldType.LEGAL_CLAIM, "call-recordings:101", null);
        assertThat(people.items(request, CategoryIds.CALL_RECORDINGS))
                .as("the control: it is kept whole")
                .containsExactly("1 REFUSED LEGAL_CLAIM");
        work.admin()
                .update(
                        "INSERT INTO object_intent (run_id, category, record_key, bucket, object_key, state, hold_epoch,"
                                + " opened_at) VALUES (1, 'call-recordings', '101', 'b', 'k', 'GONE', 1, UTC_TIMESTAMP(6))");
        assertThat(people.items(request, CategoryIds.CALL_RECORDINGS))
                .as("noted as gone, and there")
                .containsExactly("1 REVIEW FOUND_AGAIN");
        String key = String.valueOf(Scene.CALLS.objectKey(101));
        work.bucket().delete(work.bucket().versionsOf(key), DeletePrecondition.VERSION_IDS, Duration.ofSeconds(10));
        assertThat(people.items(request, CategoryIds.CALL_RECORDINGS)).containsExactly("1 CONTENT_GONE LEGAL_CLAIM");
        assertThat(people.letter(request, "sv"))
                .contains("Innehållet är raderat; posten om det sparas")
                .doesNotContain("vi utreder dem och meddelar dig resultatet");
        assertThat(new AnswerLetter(people.requests.answer(request.id()), Locale.ENGLISH).text())
                .contains("The content is erased; the entry about it is kept");
    }
}
