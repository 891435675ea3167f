package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.Share;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** In every column whose words decide, a word that nobody listed, a blank, and a word that is spelt otherwise keep the record. */
@GallraTest(share = Share.TEST)
@Tag("once")
@Tag("full")
class WordsThatDecideIT {
    private static final List<Long> IDS = List.of(1001L, 1002L, 1003L, 1004L);
    private static final String FURTHER = "further_";

    /** Roles whose values are numbers, names or pointers: no word of them decides. */
    private static final Set<String> NO_WORDS = Set.of(
            "queue",
            "channel",
            "email",
            "line",
            "quantity",
            "customer",
            "amount",
            "present",
            "address",
            "reason",
            "indicator",
            "processor");

    private final Workplace work;
    private final LocalDate today;

    WordsThatDecideIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    /**
     * A column whose words decide.
     *
     * @param role as {@link se.partnersec.gallra.erasure.category.Category#words} names it
     * @param known the word with which the record goes
     * @param of the column of its table that says whose it is
     */
    private record Column(Scene scene, String role, String table, String column, String known, String of) {
        @Override
        public String toString() {
            return scene.category().id() + " " + role;
        }
    }

    private static List<Column> columns() {
        List<Column> all = new ArrayList<>();
        all.add(new Column(Scene.CALLS, "bookkeeping", "call_recording", "bookkeeping", "NONE", "id"));
        all.add(new Column(Scene.CHATS, "bookkeeping", "chat_conversation", "bookkeeping", "NONE", "id"));
        all.add(new Column(Scene.BLOCKS, "block", "blocked_address", "reason", "LIFTED", "id"));
        all.add(new Column(Scene.LOGINS, "contracts/status", "contract", "status", "ENDED", "customer_id"));
        all.add(new Column(Scene.USERS, "contracts/status", "contract", "status", "ENDED", "customer_id"));
        all.add(new Column(Scene.USERS, "billing_contact", "user_account", "billing_contact", "0", "id"));
        all.add(new Column(Scene.USERS, "invoices/status", "invoice", "status", "PAID", "id"));
        all.add(new Column(Scene.USERS, "invoice_payments/kind", "invoice_payment", "kind", "PAYMENT", "invoice_id"));
        all.add(new Column(Scene.INVOICES, "status", "invoice", "status", "PAID", "id"));
        all.add(new Column(Scene.INVOICES, "in_court", "invoice", "in_court", "0", "id"));
        all.add(new Column(Scene.INVOICES, "consumer", "invoice", "in_court", "1", "id"));
        all.add(new Column(Scene.INVOICES, "payments/kind", "invoice_payment", "kind", "PAYMENT", "invoice_id"));
        for (Scene usage : List.of(Scene.USAGE, Scene.EMAILS)) {
            all.add(new Column(usage, "bookkeeping", usage.table(), "bookkeeping", "NONE", "id"));
            for (String which : List.of("", FURTHER)) {
                String invoices = which + "invoices/";
                String of = which.isEmpty() ? "id" : "replaces_id";
                all.add(new Column(usage, invoices + "status", "invoice", "status", "PAID", of));
                all.add(new Column(usage, invoices + "in_court", "invoice", "in_court", "0", of));
                all.add(new Column(usage, invoices + "consumer", "invoice", "in_court", "1", of));
                of = which.isEmpty() ? "invoice_id" : "invoice_id - 5000";
                all.add(new Column(usage, which + "payments/kind", "invoice_payment", "kind", "PAYMENT", of));
            }
        }
        return all;
    }

    @Test
    void tries_every_column_that_the_categories_name() {
        Set<String> named = new TreeSet<>();
        Set<String> read = new TreeSet<>();
        Categories.registry().byName().forEach((id, category) -> {
            category.words().keySet().forEach(role -> named.add(id.id() + " " + role));
            category.roles().all().stream()
                    .filter(role -> !role.endsWith("_at") && !role.endsWith("_on"))
                    .filter(role -> !NO_WORDS.contains(role.substring(role.indexOf('/') + 1)))
                    .forEach(role -> read.add(id.id() + " " + role));
        });
        assertThat(columns().stream().map(Column::toString)).containsExactlyInAnyOrderElementsOf(named);
        assertThat(named)
                .as("a role that is neither a word nor known to be none")
                .isEqualTo(read);
    }

    @ParameterizedTest
    @MethodSource("columns")
    void keeps_and_names_what_has_a_word_that_nobody_listed(Column column) {
        prepare(column);
        String respelt = column.known().toLowerCase(Locale.ROOT);
        List<String> words = List.of("Q", "", respelt.equals(column.known()) ? " " + respelt : respelt, column.known());
        for (int i = 0; i < IDS.size(); i++) {
            say(column, IDS.get(i), words.get(i));
        }

        RunResult result = work.run(column.scene().category(), today);

        assertThat(result.exit()).as(result.toString()).isIn(ExitCode.DONE, ExitCode.SKIPPED);
        for (int i = 0; i < 3; i++) {
            assertThat(gone(column, IDS.get(i))).as("'%s'", words.get(i)).isFalse();
            assertThat(work.texts("SELECT subject FROM finding WHERE code = 'UNKNOWN_WORD'"))
                    .contains(column.table() + "." + column.column() + " '" + words.get(i) + "'");
        }
        assertThat(gone(column, IDS.get(3))).as("the known word").isTrue();
        // The negative control: nothing but the word kept them.
        IDS.subList(0, 3).forEach(id -> say(column, id, column.known()));
        work.run(column.scene().category(), today);
        assertThat(IDS).allMatch(id -> gone(column, id));
        assertThat(work.texts("SELECT subject FROM finding WHERE code = 'UNKNOWN_WORD' AND run_id ="
                        + " (SELECT MAX(run_id) FROM run_scope)"))
                .isEmpty();
    }

    /** NULL is no word: it says that the books need nothing of the record. */
    @Test
    void keeps_what_listed_words_do_not_say_and_lets_go_what_has_no_word() {
        alter("ALTER TABLE call_recording MODIFY bookkeeping VARCHAR(8) NULL");
        work.change(
                "sources.yml",
                mapped -> mapped.replaceFirst(
                        "bookkeeping: bookkeeping", "bookkeeping: {column: bookkeeping, values: {N: NONE}}"));
        work.customer(1);
        work.user(1, 1, "anv1");
        List<@Nullable String> words = Arrays.asList("n", "", "N", null);
        for (int i = 0; i < IDS.size(); i++) {
            Scene.CALLS.put(work, Spec.of(IDS.get(i), Scene.CALLS.firstDue(today)));
            work.update("call_recording", "bookkeeping = ? WHERE id = ?", words.get(i), IDS.get(i));
        }
        work.run(CategoryIds.CALL_RECORDINGS, today);
        assertThat(work.texts("SELECT id FROM " + work.table("call_recording") + " ORDER BY id"))
                .containsExactly("1001", "1002");
        assertThat(work.texts("SELECT subject FROM finding WHERE code = 'UNKNOWN_WORD' ORDER BY subject"))
                .containsExactly("call_recording.bookkeeping ''", "call_recording.bookkeeping 'n'");
    }

    /** Where the mapping lists words, a blank is none of them; without a list it is nobody's key. */
    @Test
    void keeps_what_a_listed_mark_of_customers_data_does_not_say() {
        alter("ALTER TABLE ip_log MODIFY processor_for VARCHAR(8) NULL");
        work.change(
                "sources.yml",
                mapped -> mapped.replaceFirst(
                        "(?s)(\n    table: ip_log\n.*?processor: )processor_for",
                        "$1{column: processor_for, values: {V: '0', K: '1'}}"));
        work.customer(1);
        String[] words = {"Q", "", "v", "V"};
        for (int i = 0; i < IDS.size(); i++) {
            Scene.IPS.put(work, Spec.of(IDS.get(i), Scene.IPS.firstDue(today)));
            work.update("ip_log", "processor_for = ? WHERE id = ?", words[i], IDS.get(i));
        }
        work.run(CategoryIds.IP_LOGS, today);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(3);
        work.update("ip_log", "processor_for = 'V' WHERE id = 1002");
        work.run(CategoryIds.IP_LOGS, today);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(2);
    }

    private void prepare(Column column) {
        alter("ALTER TABLE user_account MODIFY billing_contact VARCHAR(8) NOT NULL DEFAULT '0'");
        alter("ALTER TABLE invoice MODIFY in_court VARCHAR(8) NOT NULL DEFAULT '0'");
        if (column.role().equals("block")) {
            work.change("sources.yml", mapped -> mapped.replace("      reason: reason\n", "      block: reason\n"));
        }
        if (column.role().endsWith("consumer")) {
            work.change("sources.yml", mapped -> mapped.replace("in_court: in_court", "consumer: in_court"));
        }
        if (claimed(column)) {
            work.change("policy.yml", rules -> rules.replace("time-bar: review", "time-bar: auto"));
        }
        work.customer(1);
        if (column.scene() != Scene.USERS && column.scene() != Scene.LOGINS) {
            work.user(1, 1, "anv1");
        }
        for (long id : IDS) {
            work.insert("customer", "id, customer_no, org_no, name", id, "K-" + id, "559900-" + id, "Första AB");
            column.scene().put(work, Spec.of(id, column.scene().firstDue(today)).customer(id));
            more(column, id);
        }
    }

    /** Invoices of users, invoices that take the place of others, and claims that are too old. */
    private void more(Column column, long id) {
        if (column.scene() == Scene.USERS) {
            work.update("user_account", "billing_contact = '1' WHERE id = ?", id);
            boolean open = column.role().equals("billing_contact");
            work.invoice(id, open ? "OPEN" : "PAID", today.minusYears(1), today.minusYears(1), 4000);
            work.update("invoice", "customer_id = ? WHERE id = ?", id, id);
            if (!open) {
                work.paid(id, today.minusYears(1), 4000);
            }
        }
        if (column.role().startsWith(FURTHER)) {
            work.invoice(id + 5000, "PAID", today.minusYears(1), today.minusYears(1), 4000);
            work.update("invoice", "customer_id = ?, replaces_id = ? WHERE id = ?", id, id, id + 5000);
            work.paid(id + 5000, today.minusYears(1), 4000);
        }
        if (claimed(column)) {
            work.delete("invoice_payment", "invoice_id IN (" + id + ", " + (id + 5000) + ")");
            int years = column.role().endsWith("consumer") ? 5 : 12;
            // Booked so long ago that the books keep nothing.
            LocalDate booked = Scene.INVOICES.firstDue(today);
            work.update("invoice", "status = 'WAIVED', settled_on = ?, booked_on = ? WHERE id = ?", booked, booked, id);
            work.update(
                    "invoice",
                    "status = 'OPEN', settled_on = NULL, issued_on = ?, booked_on = ? WHERE " + column.of() + " = ?",
                    today.minusYears(years),
                    booked,
                    id);
        }
    }

    private static boolean claimed(Column column) {
        return column.column().equals("in_court");
    }

    private void say(Column column, long id, String word) {
        work.update(column.table(), column.column() + " = ? WHERE " + column.of() + " = ?", word, id);
    }

    private boolean gone(Column column, long id) {
        return column.scene() == Scene.LOGINS
                ? work.count("user_account", "id = " + id + " AND password_hash IS NULL") == 1
                : work.count(column.scene().table(), "id = " + id) == 0;
    }

    private void alter(String sql) {
        work.schemas().database().execute(work.schemas().business(), sql);
    }
}
