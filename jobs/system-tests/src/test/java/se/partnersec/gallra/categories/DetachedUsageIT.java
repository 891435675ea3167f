package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** Usage has rules and holds of its own, also while the user it points at is to go. */
@GallraTest(chunk = 3)
@Tag("once")
@Tag("full")
class DetachedUsageIT {
    private final Workplace work;
    private final LocalDate today;

    DetachedUsageIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (int id = 1; id <= 2; id++) {
            Scene.USERS.put(work, Scene.Spec.of(id, Scene.USERS.firstDue(today)));
        }
    }

    private void usage(long id, long user, @Nullable Long processor) {
        work.insert(
                "sms_usage",
                "id, customer_id, user_id, number, used_on, quantity, processor_for",
                id,
                1,
                user,
                "+46701740699",
                today.minusMonths(2),
                12,
                processor);
    }

    private boolean whole(long user) {
        return work.count("user_account", "id = " + user + " AND full_name <> '-'") == 1;
    }

    @ParameterizedTest
    @CsvSource({
        "RECORD,traffic-data:7,",
        "CUSTOMER,K-1,traffic-data",
        "USER,+46701740699,traffic-data",
        "CATEGORY,traffic-data,"
    })
    void keeps_the_user_whom_held_usage_points_at(ScopeType kind, String text, @Nullable String only) {
        usage(7, 1, null);
        PlacedHold hold = work.hold(kind, text, only == null ? null : new DataCategory(only));
        assertThat(work.run(CategoryIds.USER_DATA, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(whole(1)).isTrue();
        assertThat(work.count("sms_usage", "user_id = 1")).isEqualTo(1);
        assertThat(work.count("user_account", "id = 2"))
                .as("who has no held usage")
                .isZero();
        work.release(hold);
        work.run(CategoryIds.USER_DATA, today);
        assertThat(work.count("user_account", "TRUE")).isZero();
        assertThat(work.count("sms_usage", "user_id IS NULL")).isEqualTo(1);
    }

    /** A recording is held with its sound and its transcripts, and it points at the user who called. */
    @ParameterizedTest
    @CsvSource({
        "RECORD,call-recordings:7",
        "RECORD,call-recordings/transcripts:8",
        "OBJECT,calls/7.wav",
        "RECORD,chat-logs/messages:8",
        "OBJECT,chats/7.png"
    })
    void keeps_the_user_whom_a_row_held_by_what_hangs_on_it_points_at(ScopeType kind, String text) {
        work.insert("call_recording", "id, user_id, queue, ended_at, object_key", 7, 1, "sales", null, "calls/7.wav");
        work.insert("call_transcript", "id, recording_id, body", 8, 7, "Kunden frågar om sin faktura");
        work.insert("chat_conversation", "id, user_id, topic", 7, 1, "faktura");
        work.insert(
                "chat_message",
                "id, conversation_id, sent_ms, sender, body",
                8,
                7,
                System.currentTimeMillis() - 1000,
                "kund",
                "Hej");
        work.insert("chat_attachment", "id, conversation_id, file_name, object_key", 9, 7, "7.png", "chats/7.png");
        work.hold(kind, text);
        assertThat(work.run(CategoryIds.USER_DATA, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(whole(1)).isTrue();
        assertThat(work.count("call_recording", "user_id = 1")).isEqualTo(1);
        assertThat(work.count("chat_conversation", "user_id = 1")).isEqualTo(1);
        assertThat(work.count("user_account", "id = 2")).isZero();
    }

    @Test
    void lets_the_user_go_whose_usage_is_held_for_another_category_only() {
        usage(7, 1, null);
        work.hold(ScopeType.RECORD, "traffic-data:7", CategoryIds.IP_LOGS);
        work.run(CategoryIds.USER_DATA, today);
        assertThat(work.count("user_account", "TRUE")).isZero();
    }

    @Test
    void does_not_touch_usage_that_is_processed_for_a_customer() {
        usage(7, 1, 77L);
        usage(8, 1, null);
        assertThat(work.run(CategoryIds.USER_DATA, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("sms_usage", "id = 7 AND user_id = 1")).isEqualTo(1);
        assertThat(whole(1)).isTrue();
        assertThat(work.texts("SELECT code FROM finding WHERE subject = '1'")).containsExactly("PROCESSOR_CHILD");
        assertThat(work.count("user_account", "id = 2")).isZero();
    }

    @Test
    void lets_go_who_was_reduced_while_another_who_was_is_held() {
        for (long id = 1; id <= 2; id++) {
            work.admin()
                    .update(
                            "INSERT INTO reduced (category, record_key, reduced_at, keep_until, run_id)"
                                    + " VALUES ('user-data', ?, UTC_TIMESTAMP(6), ?, 0)",
                            id,
                            LocalDate.of(today.getYear() - 1, 12, 31));
        }
        work.update("user_account", "user_name = '-', full_name = '-', email = '-', phone = '-'");
        work.hold(ScopeType.USER, "1");
        work.run(CategoryIds.USER_DATA, today);
        assertThat(work.count("user_account", "id = 1")).isEqualTo(1);
        assertThat(work.count("user_account", "id = 2")).isZero();
    }
}
