package se.partnersec.gallra.erasure.object;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.ledger.entry.LedgerSearch;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Records of which an object is gone and the row is not, and of which the ledger does not say so yet: a request was carried out
 * and the process died, or it was carried out late, and then a hold came. Found from the tables alone.
 */
public final class EmptiedRecords {
    /** But for those whose rows went and whose run came to its end: of these it knows the keys of no objects any more. */
    private static final String EMPTIED = """
            SELECT DISTINCT record_key FROM object_intent WHERE category = ? AND record_key > ? AND state = 'GONE'
              AND object_key <> '' ORDER BY record_key LIMIT 500""";

    private final JdbcTemplate jdbc;
    private final ObjectIntentRepository intents;
    private final Pseudonymizer tags;
    private final DataCategory category;
    private final TableMapping table;
    private final boolean numeric;

    public EmptiedRecords(RunResources resources, CategoryMapping source, ObjectIntentRepository intents) {
        this.jdbc = resources.jdbc();
        this.intents = intents;
        this.tags = resources.tags();
        this.category = source.category();
        this.table = source.record();
        this.numeric = resources.kinds().numeric(table);
    }

    /** All of them, whether or not a run would meet them otherwise. */
    public List<RecordKey> all() {
        List<RecordKey> found = new ArrayList<>();
        String after = "";
        while (true) {
            List<String> page = jdbc.query(EMPTIED, (row, i) -> row.getString(1), category.id(), after);
            if (page.isEmpty()) {
                return found;
            }
            after = page.get(page.size() - 1);
            there(page).stream().filter(key -> !told(key)).forEach(found::add);
        }
    }

    private List<RecordKey> there(List<String> texts) {
        List<RecordKey> keys = texts.stream()
                .filter(text -> !numeric || text.matches("-?[0-9]{1,20}"))
                .map(text -> new RecordKey(text, numeric))
                .toList();
        List<RecordKey> there = new ArrayList<>();
        SqlKeyRanges.InList.each(
                keys,
                (in, args) -> there.addAll(jdbc.query(
                        "SELECT `" + table.key() + "` FROM " + table.quoted() + " WHERE `" + table.key() + "` IN (" + in
                                + ")",
                        (row, i) -> new RecordKey(row.getString(1), numeric),
                        args)));
        return there;
    }

    /** Those of these records. */
    Set<RecordKey> among(Collection<RecordKey> records) {
        Map<String, RecordKey> byText = records.stream().collect(Collectors.toMap(RecordKey::text, key -> key));
        Set<RecordKey> found = new HashSet<>();
        for (String text : intents.everGone(records)) {
            RecordKey key = byText.get(text);
            if (key != null && !told(key)) {
                found.add(key);
            }
        }
        return found;
    }

    /** Once is enough; and what went with its row before is about a row that had the same key. */
    boolean told(RecordKey key) {
        return new LedgerSearch(jdbc, tags)
                .find(category, key.text()).stream()
                        .anyMatch(entry -> entry.outcome() == Outcome.OBJECT_ONLY || entry.outcome() == Outcome.ERASED);
    }
}
