package se.partnersec.gallra.requests;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Unsubscribes who objects to direct marketing (GDPR 21(3)): dates the withdrawal, and erases nothing. The job of the
 * category takes the row from there, and remembers that the address is not to be written to.
 */
final class ConsentWithdrawal {
    static final DataCategory NEWSLETTER = new DataCategory("newsletter");
    private static final int PART = 1000;

    private final JdbcTemplate jdbc;
    private final @Nullable CategoryMapping source;

    ConsentWithdrawal(JdbcTemplate jdbc, SourceMapping sources) {
        this.jdbc = jdbc;
        this.source = sources.tables().get(NEWSLETTER);
    }

    /** Of the items of a decision, those not withdrawn before; nothing that is processed for a customer. */
    int withdraw(String decision, Instant now) {
        ColumnMapping withdrawn = source == null ? null : source.record().column("withdrawn_at");
        if (source == null || withdrawn == null) {
            return 0;
        }
        List<Object> keys = jdbc.query(
                "SELECT record_key, number FROM request_item WHERE decision = ? AND category = ? ORDER BY number, record_key",
                (row, i) -> row.getObject(2) == null ? row.getString(1) : row.getObject(2),
                decision,
                NEWSLETTER.id());
        int changed = 0;
        for (int from = 0; from < keys.size(); from += PART) {
            List<Object> ours =
                    ours(source.record(), withdrawn, keys.subList(from, Math.min(keys.size(), from + PART)));
            if (!ours.isEmpty()) {
                List<Object> args = new ArrayList<>(List.of(withdrawn.at(now)));
                args.addAll(ours);
                changed += jdbc.update(
                        "UPDATE " + source.record().quoted() + " SET `" + withdrawn.column() + "` = ? WHERE `"
                                + source.record().key() + "` IN (" + marks(ours) + ")",
                        args.toArray());
            }
        }
        return changed;
    }

    /** Locked, so that they are still ours and not withdrawn when they are dated. */
    private List<Object> ours(TableMapping table, ColumnMapping withdrawn, List<Object> keys) {
        ColumnMapping processor = table.column("processor");
        String columns = "`" + table.key() + "`" + (processor == null ? "" : ", `" + processor.column() + "`");
        List<Object> ours = new ArrayList<>();
        jdbc.query(
                "SELECT " + columns + " FROM " + table.quoted() + " WHERE `" + table.key() + "` IN (" + marks(keys)
                        + ") AND `" + withdrawn.column() + "` IS NULL ORDER BY `" + table.key() + "` FOR UPDATE",
                row -> {
                    if (processor == null || !Row.flagged(processor.text(row, 2))) {
                        ours.add(row.getObject(1));
                    }
                },
                keys.toArray());
        return ours;
    }

    private static String marks(List<Object> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }
}
