package se.partnersec.gallra.erasure.scope;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.policy.fact.Facts;

/**
 * Rows of other tables that refer to records by a foreign key that refuses to let them go, such as an unpaid invoice to the user it names.
 * Nothing is added to them while a record is locked.
 */
public final class StayingReferences {
    private final JdbcTemplate jdbc;
    private final KeyTypes kinds;
    private final Map<TableMapping, List<KeyTypes.Refusing>> keys = new LinkedHashMap<>();
    /** Those of which rows go with a record. */
    private final List<TableMapping> leaving;

    private final TableMapping record;
    private final boolean reduces;

    public StayingReferences(JdbcTemplate jdbc, CategoryMapping source, KeyTypes kinds) {
        this.jdbc = jdbc;
        this.kinds = kinds;
        this.record = source.record();
        this.reduces = source.reducible() && source.sums() == null;
        // Where only columns of a record go, no row does.
        this.leaving = record.detached()
                ? List.of()
                : Stream.concat(Stream.of(record), source.children().stream())
                        .filter(table -> !table.detached())
                        .toList();
        leaving.forEach(table -> {
            List<KeyTypes.Refusing> its = kinds.refusing(table, source.children());
            if (!its.isEmpty()) {
                keys.put(table, its);
            }
        });
    }

    /** The first column, by name, that refers to each of these or to what goes with it; records that nothing refers to are not in it. */
    public Map<RecordKey, Facts.Reference> to(List<LockedRecord> records) {
        Map<RecordKey, Facts.Reference> found = new HashMap<>();
        keys.forEach((table, its) -> {
            Map<RecordKey, RecordKey> going = going(table, records);
            if (!going.isEmpty()) {
                its.forEach(key -> look(table, key, going, records, found));
            }
        });
        return found;
    }

    /** Keys of a table that go, with the record each belongs to. */
    private Map<RecordKey, RecordKey> going(TableMapping table, List<LockedRecord> records) {
        Map<RecordKey, RecordKey> going = new LinkedHashMap<>();
        for (LockedRecord each : records) {
            if (table.equals(record)) {
                going.put(each.key(), each.key());
            } else {
                each.children().getOrDefault(table, List.of()).forEach(row -> going.put(row.key(), each.key()));
            }
        }
        return going;
    }

    private void look(
            TableMapping table,
            KeyTypes.Refusing key,
            Map<RecordKey, RecordKey> going,
            List<LockedRecord> records,
            Map<RecordKey, Facts.Reference> found) {
        boolean numbers = going.keySet().iterator().next().number();
        String column = "`" + key.column() + "`";
        List<TableMapping> same = leaving.stream()
                .filter(each -> each.quoted().equals(key.quoted()))
                .toList();
        String own = same.isEmpty() ? "" : ", `" + same.get(0).key() + "`";
        // A reference to a part of the record is against its reduction too, which takes the part away.
        Facts.Reference reference = new Facts.Reference(key.name(), reduces && table.equals(record));
        SqlKeyRanges.InList.each(
                going.keySet(),
                (in, args) -> jdbc.query(
                        "SELECT DISTINCT " + column + own + " FROM " + key.quoted() + " WHERE " + column + " IN (" + in
                                + ")",
                        row -> {
                            RecordKey its = going.get(new RecordKey(row.getString(1), numbers));
                            if (its != null && (same.isEmpty() || !leaves(row.getString(2), its, same, records))) {
                                found.merge(its, reference, (one, other) -> one.reduces() ? other : one);
                            }
                        },
                        args));
    }

    /** Whether a row that refers to a record goes with it. */
    private boolean leaves(String text, RecordKey its, List<TableMapping> same, List<LockedRecord> records) {
        return same.stream()
                .anyMatch(table -> its.equals(going(table, records).get(new RecordKey(text, kinds.numeric(table)))));
    }
}
