package se.partnersec.gallra.erasure.row;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.Anonymisation;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnReduction;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.schema.ClearingCall;
import se.partnersec.gallra.database.schema.ClearingProcedure;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.ReducedRecords;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Takes out of locked, cleared records what the books do not need, by procedures that can do nothing else to a source row. */
final class RowReducer {
    private final JdbcTemplate jdbc;
    private final ClearingCall clearing;
    private final TableMapping table;
    private final Pseudonymizer tags;
    private final RetentionPolicy policy;
    private final CategoryMapping source;
    private final List<ColumnReduction> inPlace;
    private final List<ColumnReduction> hashed;

    RowReducer(JdbcTemplate jdbc, CategoryMapping source, Pseudonymizer tags, RetentionPolicy policy) {
        this.jdbc = jdbc;
        this.clearing = new ClearingCall(jdbc);
        this.table = source.record();
        this.tags = tags;
        this.policy = policy;
        this.source = source;
        this.hashed = table.reduced().stream()
                .filter(each -> each.strategy() == Anonymisation.KEYED_HASH)
                .toList();
        this.inPlace =
                table.reduced().stream().filter(each -> !hashed.contains(each)).toList();
    }

    void reduce(List<AssessedRecord> records, long runId) {
        hashed.forEach(column -> hash(column, records));
        if (!inPlace.isEmpty()) {
            overwrite(records.stream().map(each -> each.record().key()).toList());
        }
        Instant now = new DatabaseClock(jdbc).now();
        new ReducedRecords(jdbc, source.category(), tags)
                .note(records, runId, each -> policy.startDay(each.facts(), now));
    }

    /** Where only columns go: what becomes NULL shows in the row, and no list has to say so. */
    void empty(List<AssessedRecord> records) {
        overwrite(records.stream().map(each -> each.record().key()).toList());
    }

    private void overwrite(List<RecordKey> keys) {
        all(table, keys.size(), clearing.overwrite(table, keys));
    }

    /** The key must not be in a statement, which logs and replicas keep. */
    private void hash(ColumnReduction column, List<AssessedRecord> records) {
        List<List<@Nullable Object>> hashes = new ArrayList<>();
        for (AssessedRecord each : records) {
            String value = each.record().row().text(Row.REDUCED + column.column());
            String hash = value == null
                    ? null
                    : HexFormat.of().formatHex(tags.tag(table.table() + "." + column.column(), value));
            hashes.add(Arrays.asList(each.record().key().bind(), hash));
        }
        all(table, records.size(), clearing.change(ClearingProcedure.hashing(table, column), hashes));
    }

    /** Rows with rules of their own lose their pointer to a record that goes. */
    void detach(TableMapping child, List<RecordKey> keys) {
        all(child, keys.size(), clearing.detach(child, keys));
    }

    private static void all(TableMapping table, int expected, int changed) {
        RowEraser.AffectedRows affected = new RowEraser.AffectedRows(table, expected);
        affected.add(changed);
        affected.mustBeAll();
    }
}
