package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.PolicyVariant;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** What is processed on behalf of a customer is not touched, to the last letter; its neighbours of our own go. */
@GallraTest(chunk = 3, policy = PolicyVariant.WITH_PERIODS)
@Tag("once")
@Tag("full")
class ProcessorDataIT {
    private final Workplace work;

    ProcessorDataIT(Workplace work) {
        this.work = work;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
    }

    /** Every letter of every row of a customer's data, children and object versions included. */
    private List<String> letters(Scene scene, List<Long> ids) {
        List<String> letters = new ArrayList<>();
        for (long id : ids) {
            letters.addAll(rows(scene.table(), "id = " + id));
            for (String child : scene.children()) {
                letters.addAll(rows(child, "id IN (" + id * 10 + ", " + (id * 10 + 1) + ")"));
            }
            String key = scene.objectKey(id);
            if (key != null) {
                work.bucket().versionsOf(key).forEach(version -> letters.add(version.toString()));
            }
        }
        return letters;
    }

    private List<String> rows(String table, String where) {
        return work
                .admin()
                .queryForList("SELECT * FROM " + work.table(table) + " WHERE " + where + " ORDER BY id")
                .stream()
                .map(Map::toString)
                .toList();
    }

    /** Usage of the user of the same number. */
    private void usage(long id, @Nullable Long processor) {
        work.insert(
                "sms_usage",
                "id, customer_id, user_id, number, used_on, quantity, processor_for",
                id,
                1,
                id,
                "+46701740605",
                work.today(),
                1,
                processor);
    }

    @ParameterizedTest
    @EnumSource
    void is_the_same_to_the_last_letter_after_a_run_that_took_its_neighbours(Scene scene) {
        if (scene != Scene.USERS) {
            work.user(1, 1, "anv1");
        }
        List<Long> theirs = new ArrayList<>();
        for (long id = 101; id <= 108; id++) {
            Spec spec = Spec.of(id, scene.firstDue(work.today()));
            scene.put(work, id % 2 == 0 ? spec.processed() : spec);
            if (id % 2 == 0) {
                theirs.add(id);
            }
        }
        List<String> before = letters(scene, theirs);
        assertThat(before).hasSizeGreaterThanOrEqualTo(4);

        RunResult result = work.run(scene.category(), work.today());

        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(letters(scene, theirs)).isEqualTo(before);
        // The control: the very same records, but for the mark, are gone.
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(4);
        for (long id = 101; id <= 107; id += 2) {
            assertThat(scene.gone(work, id)).as("record %s", id).isTrue();
        }
        // And with the mark taken off, so are they.
        work.update(scene.table(), "processor_for = NULL");
        assertThat(work.run(scene.category(), work.today()).counts().of(Outcome.ERASED))
                .isEqualTo(4);
        assertThat(theirs).allMatch(id -> scene.gone(work, id));
    }

    @Test
    void says_nothing_of_such_a_user_while_he_is_not_due() {
        Scene.USERS.put(work, Spec.of(1, work.today()));
        usage(1, 77L);
        RunResult result = work.run(CategoryIds.USER_DATA, work.today());
        assertThat(result.counts().of(Outcome.REVIEW)).isZero();
        assertThat(work.texts("SELECT code FROM finding")).isEmpty();
    }

    @Test
    void keeps_a_user_whom_usage_of_a_customers_own_names_and_reports_him() {
        Scene.USERS.put(work, Spec.of(1, Scene.USERS.firstDue(work.today())));
        Scene.USERS.put(work, Spec.of(2, Scene.USERS.firstDue(work.today())));
        for (int id = 1; id <= 2; id++) {
            usage(id, id == 1 ? 77L : null);
        }
        List<String> before = rows("sms_usage", "id = 1");

        RunResult result = work.run(CategoryIds.USER_DATA, work.today());

        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("user_account", "id = 1")).isOne();
        assertThat(rows("sms_usage", "id = 1")).isEqualTo(before);
        assertThat(work.texts("SELECT CONCAT(subject, ' ', code) FROM finding")).containsExactly("1 PROCESSOR_CHILD");
        assertThat(result.counts().of(Outcome.REVIEW)).isOne();
        // The control: usage of our own is only detached, and its user goes.
        assertThat(work.count("user_account", "id = 2")).isZero();
        assertThat(work.count("sms_usage", "id = 2 AND user_id IS NULL")).isOne();
    }

    /** Whatever of a customer's hangs on him, and whether or not a voucher names him. */
    @ParameterizedTest
    @CsvSource({
        "sms_usage, 'id, customer_id, user_id, number, used_on, quantity', '1, ?, +4670, 2026-01-02, 3'",
        "email_usage, 'id, customer_id, user_id, used_on, quantity', '1, ?, 2026-01-02, 3'",
        "call_recording, 'id, customer_id, user_id, queue, object_key', '1, ?, sales, calls/x.wav'",
        "chat_conversation, 'id, customer_id, user_id, topic', '1, ?, faktura'",
        "ip_log, 'id, customer_id, user_id, seen_at, service, address', '1, ?, 2026-01-02, mail, 192.0.2.7'",
        "newsletter_subscription, 'id, user_id, email', '?, nagon@exempel.se'",
        "marketing_usage, 'id, customer_id, user_id, campaign, month_on, quantity', '1, ?, vår, 2026-01-01, 3'",
        "web_visit, 'id, user_id, visited_ms, cookie, page', '?, 1767225600000, kaka, /'",
        "access_log_file, 'id, oldest_at, newest_at, object_key, entries', '2026-01-02, 2026-01-02, iplogs/x.gz, 3'"
    })
    void keeps_whole_a_user_on_whom_rows_of_a_customers_own_hang(String table, String columns, String values) {
        for (long user = 1; user <= 4; user++) {
            Scene.USERS.put(work, Spec.of(user, Scene.USERS.firstDue(work.today())));
            boolean file = table.equals("access_log_file");
            List<@Nullable Object> row = new ArrayList<>(List.<Object>of(user));
            for (String value : values.split(", ")) {
                row.add(value.equals("?") ? String.valueOf(user) : file ? value.replace("x", "x" + user) : value);
            }
            row.add(user <= 2 ? 77L : null);
            work.insert(table, columns + ", processor_for", row.toArray());
            if (file) {
                work.insert("access_log_party", "id, file_id, customer_id, user_id", user, user, 1, user);
            }
        }
        for (long user = 1; user <= 3; user += 2) {
            work.voucher(user, user, work.today().minusYears(2));
        }
        List<String> before = rows("user_account", "id <= 2");
        List<String> theirs = rows(table, "id <= 2");

        RunResult result = work.run(CategoryIds.USER_DATA, work.today());

        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(rows("user_account", "id <= 2")).isEqualTo(before);
        assertThat(rows(table, "id <= 2")).isEqualTo(theirs);
        assertThat(work.texts("SELECT CONCAT(subject, ' ', code) FROM finding"))
                .containsExactlyInAnyOrder("1 PROCESSOR_CHILD", "2 PROCESSOR_CHILD");
        // The controls: without the mark the same users are reduced, and gone.
        assertThat(work.count("user_account", "id = 3 AND full_name = '-'")).isOne();
        assertThat(work.count("user_account", "id = 4")).isZero();
        work.update(table, "processor_for = NULL");
        work.run(CategoryIds.USER_DATA, work.today());
        assertThat(work.count("user_account", "id = 1 AND full_name = '-'")).isOne();
        assertThat(work.count("user_account", "id = 2")).isZero();
    }

    /** The negative control: nothing but the mark, and the mapping that names it, keeps the row as it is. */
    @Test
    void knows_nothing_of_it_where_the_mapping_does_not_name_the_mark() {
        work.change(
                "sources.yml",
                mapped ->
                        mapped.replaceFirst("(?s)(\n    table: sms_usage\n.*?)      processor: processor_for\n", "$1"));
        Scene.USERS.put(work, Spec.of(1, Scene.USERS.firstDue(work.today())));
        usage(1, 77L);
        assertThat(work.run(CategoryIds.USER_DATA, work.today()).counts().of(Outcome.ERASED))
                .isOne();
        assertThat(work.count("sms_usage", "user_id IS NULL")).isOne();
    }
}
