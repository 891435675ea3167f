package se.partnersec.gallra.engine;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.store.Anonymisation;
import se.partnersec.gallra.store.KeyTags;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.ReducedColumn;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.TableMapping;

/** Takes out of locked, cleared records what the books do not need: the only statements that change source rows. */
final class RowReduction {
    private final JdbcTemplate jdbc;
    private final TableMapping table;
    private final KeyTags tags;
    private final ReducedRecords reduced;
    private final List<ReducedColumn> inPlace;
    private final List<ReducedColumn> hashed;

    RowReduction(JdbcTemplate jdbc, SourceTable source, KeyTags tags) {
        this.jdbc = jdbc;
        this.table = source.record();
        this.tags = tags;
        this.reduced = new ReducedRecords(jdbc, source);
        this.hashed = table.reduced().stream()
                .filter(each -> each.strategy() == Anonymisation.KEYED_HASH)
                .toList();
        this.inPlace =
                table.reduced().stream().filter(each -> !hashed.contains(each)).toList();
    }

    void reduce(List<Assessed> records, long runId) {
        hashed.forEach(column -> hash(column, records));
        if (!inPlace.isEmpty()) {
            overwrite(records.stream().map(each -> each.record().key()).toList());
        }
        reduced.note(records, runId);
    }

    /** Where only columns go: what becomes NULL shows in the row, and no list has to say so. */
    void empty(List<Assessed> records) {
        overwrite(records.stream().map(each -> each.record().key()).toList());
    }

    private void overwrite(List<RecordKey> keys) {
        String set = inPlace.stream()
                .map(each -> name(each) + " = " + each.strategy().sql(name(each)))
                .collect(Collectors.joining(", "));
        List<Object> constants = new ArrayList<>();
        inPlace.stream()
                .filter(each -> each.strategy() == Anonymisation.CONSTANT)
                .forEach(each -> constants.add(each.constant()));
        Affected affected = new Affected(table, keys.size());
        KeyRanges.each(table.key(), keys, (these, args) -> {
            List<Object> all = new ArrayList<>(constants);
            all.addAll(List.of(args));
            affected.add(jdbc.update("UPDATE " + table.quoted() + " SET " + set + " WHERE " + these, all.toArray()));
        });
        affected.mustBeAll();
    }

    /** The key must not be in a statement, which logs and replicas keep. */
    private void hash(ReducedColumn column, List<Assessed> records) {
        Affected affected = new Affected(table, records.size());
        for (Assessed each : records) {
            String value = each.record().row().text(Row.REDUCED + column.column());
            String hash = value == null
                    ? null
                    : HexFormat.of().formatHex(tags.tag(table.table() + "." + column.column(), value));
            affected.add(jdbc.update(
                    "UPDATE " + table.quoted() + " SET " + name(column) + " = ? WHERE `" + table.key() + "` = ?",
                    hash,
                    each.record().key().bind()));
        }
        affected.mustBeAll();
    }

    /** Rows with rules of their own lose their pointer to a record that goes. */
    void detach(TableMapping child, List<RecordKey> keys) {
        Affected affected = new Affected(child, keys.size());
        KeyRanges.each(
                child.key(),
                keys,
                (these, args) -> affected.add(jdbc.update(
                        "UPDATE " + child.quoted() + " SET `" + child.parent() + "` = NULL WHERE " + these, args)));
        affected.mustBeAll();
    }

    private static String name(ReducedColumn column) {
        return "`" + column.column() + "`";
    }
}
