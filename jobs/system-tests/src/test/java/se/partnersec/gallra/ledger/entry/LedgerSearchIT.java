package se.partnersec.gallra.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.ledger.entry.LedgerSearch.Entry;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;

@Tag("full")
class LedgerSearchIT {
    private static final DataCategory IP = CategoryIds.IP_LOGS;
    private static final DataCategory CALLS = CategoryIds.CALL_RECORDINGS;
    private static final LocalDate DAY = LocalDate.of(2026, 10, 20);
    private static final String HIGHEST = "18446744073709551615";

    @AutoClose
    private final WrittenLedger written = new WrittenLedger(7);

    private final LedgerSearch search = new LedgerSearch(written.jdbc, WrittenLedger.TAGS);

    @Test
    void finds_a_record_by_its_number_up_to_64_bits() {
        chunk(IP, 3, number("4"), number("900"), number(HIGHEST));
        chunk(IP, 3, number("5"), number("6"));
        assertThat(search.find(IP, "4")).extracting(Entry::seq).containsExactly(1L);
        assertThat(search.find(IP, "6")).extracting(Entry::seq).containsExactly(2L);
        assertThat(search.find(IP, HIGHEST)).extracting(Entry::seq).containsExactly(1L);
        Entry entry = search.find(IP, "900").get(0);
        assertThat(entry.outcome()).isEqualTo(Outcome.ERASED);
        assertThat(entry.start()).isEqualTo(DAY);
        assertThat(entry.runId()).isEqualTo(3);
        assertThat(entry.policy()).isEqualTo(WrittenLedger.POLICY);
        assertThat(entry.at()).isEqualTo(WrittenLedger.NOW.plusSeconds(1));
        assertThat(entry.attempt()).hasSize(36);
        for (String other : List.of("7", "0", "04", "", "-4", "99999999999999999999999", "4 ")) {
            assertThat(search.find(IP, other)).as("key '%s'", other).isEmpty();
        }
        assertThat(search.find(CategoryIds.CHAT_LOGS, "4")).isEmpty();
    }

    @Test
    void finds_a_record_by_its_text() {
        chunk(CALLS, 3, text("tape-å"), text("0042"), text("42"));
        assertThat(search.find(CALLS, "tape-å")).hasSize(1);
        assertThat(search.find(CALLS, "42")).hasSize(1);
        assertThat(search.find(CALLS, "0042")).hasSize(1);
        assertThat(search.find(CALLS, "tape-Å")).isEmpty();
    }

    @Test
    void finds_a_number_that_went_together_with_a_negative_one() {
        chunk(IP, 3, number("-4"), number("17"));
        assertThat(search.find(IP, "17")).hasSize(1);
        assertThat(search.find(IP, "-4")).hasSize(1);
        assertThat(search.find(IP, "4")).isEmpty();
    }

    @Test
    void finds_everything_that_became_of_a_record_in_every_part() {
        for (int i = 0; i < 1100; i++) {
            chunk(IP, 3, number("77"));
        }
        written.chunk(IP, 1, 4, List.of(number("77")));
        assertThat(search.find(IP, "77")).hasSize(1101).extracting(Entry::part).contains(0, 1);
    }

    @Test
    void counts_what_of_a_person_was_written_before_an_epoch() {
        // The epoch of a chunk is 100 + its run.
        chunk(IP, 1, person("1", Outcome.ERASED, 5, 8), person("2", Outcome.ANONYMISED, 5, 9));
        chunk(IP, 2, person("3", Outcome.ERASED, 6, 8));
        chunk(CALLS, 3, new LedgerItem(new RecordKey("a", false), Outcome.ERASED, null, 5, 0));
        chunk(IP, 4, person("4", Outcome.ERASED, 5, 8));
        assertThat(count(ScopeType.CUSTOMER, 5, 104)).isEqualTo(Map.of(IP, "ERASED=1 ANONYMISED=1", CALLS, "ERASED=1"));
        assertThat(count(ScopeType.CUSTOMER, 5, 105)).isEqualTo(Map.of(IP, "ERASED=2 ANONYMISED=1", CALLS, "ERASED=1"));
        assertThat(count(ScopeType.USER, 8, 102)).isEqualTo(Map.of(IP, "ERASED=1"));
        assertThat(count(ScopeType.USER, 8, 101)).isEmpty();
        assertThat(count(ScopeType.USER, 5, 999)).isEmpty();
    }

    @Test
    void does_not_count_for_what_the_ledger_does_not_know() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> search.countErased(ScopeType.INVOICE, 5, 9))
                .withMessage(
                        "the ledger keeps the ids of customers and users, not invoice 5: look for a record by its key");
        assertThatIllegalArgumentException().isThrownBy(() -> search.countErased(ScopeType.CUSTOMER, 0, 9));
    }

    @Test
    void a_row_that_cannot_be_read_is_named() {
        chunk(IP, 3, number("4"));
        written.jdbc.update("UPDATE ledger_chunk SET items = 'nonsense'");
        assertThatThrownBy(() -> search.find(IP, "4"))
                .hasMessage("row 1 of the ledger of ip-logs, part 0, cannot be read: run gallra ledger verify");
    }

    private Map<DataCategory, String> count(ScopeType kind, long id, long before) {
        return search.countErased(kind, id, before).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().text()));
    }

    private void chunk(DataCategory category, long run, LedgerItem... items) {
        written.chunk(category, 0, run, List.of(items));
    }

    private static LedgerItem number(String key) {
        return item(new RecordKey(key, true), DAY);
    }

    private static LedgerItem text(String key) {
        return item(new RecordKey(key, false), null);
    }

    private static LedgerItem item(RecordKey key, @Nullable LocalDate start) {
        return new LedgerItem(key, Outcome.ERASED, start, 1, 2);
    }

    private static LedgerItem person(String key, Outcome outcome, long customer, long user) {
        return new LedgerItem(new RecordKey(key, true), outcome, DAY, customer, user);
    }
}
