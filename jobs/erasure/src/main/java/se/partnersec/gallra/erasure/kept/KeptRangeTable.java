package se.partnersec.gallra.erasure.kept;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.erasure.category.StartCondition;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Writes the register of what is kept, of one category. Only chunks add to it, in their own transaction. */
final class KeptRangeTable {
    private final JdbcTemplate jdbc;
    private final DataCategory category;
    private final RowChecksum marks;
    private final TableMapping table;
    private final StartCondition condition;
    private final String fingerprint;

    /** @param fingerprint of policy and sources, under which alone it is believed */
    KeptRangeTable(JdbcTemplate jdbc, RowChecksum marks, StartCondition condition, String fingerprint) {
        this.jdbc = jdbc;
        this.category = condition.category().category();
        this.marks = marks;
        this.table = marks.table();
        this.condition = condition;
        this.fingerprint = fingerprint;
    }

    /**
     * A stretch of keys to be noted.
     *
     * @param after the key before it; null from the beginning of the table
     * @param recheckOn first day on which it is not believed any more
     */
    record Stretch(@Nullable Long after, long hi, int records, boolean books, LocalDate recheckOn, Set<Link> links) {
        Set<ScopeType> kinds() {
            return links.stream()
                    .map(Link::kind)
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(ScopeType.class)));
        }
    }

    /** @param identity through which the hold reaches the record by another name; 0 where the record bears the name itself */
    record Link(long hold, long identity, ScopeType kind) {}

    /**
     * Notes a stretch whose candidates are those of a chunk, all of them kept, in the chunk's transaction. Not noted where there
     * are others in it, such as one that came in meanwhile.
     */
    void note(Stretch stretch, LocalDate startedBefore, long runId) {
        StartCondition.Sql now = condition.before(startedBefore);
        List<Object> args = new ArrayList<>(now.args());
        bounds(stretch.after(), stretch.hi(), args);
        Long mark = jdbc.query(
                "SELECT COUNT(*), BIT_XOR(" + marks.sql(stretch.kinds(), stretch.books()) + ") FROM " + table.quoted()
                        + " t WHERE " + now.text() + between(table, stretch.after()),
                row -> row.next() && row.getLong(1) == stretch.records() ? row.getLong(2) : null,
                args.toArray());
        if (mark == null) {
            return;
        }
        Object hi = number(stretch.hi());
        Object after = stretch.after() == null ? null : number(stretch.after());
        // Two stretches that overlap would count a record twice.
        List<Object> within = new ArrayList<>(List.of(category.id(), hi));
        if (after != null) {
            within.add(after);
        }
        List<Object> replaced = new ArrayList<>(jdbc.queryForList(
                "SELECT key_hi FROM kept WHERE category = ? AND key_hi <= ?" + (after == null ? "" : " AND key_hi > ?"),
                BigInteger.class,
                within.toArray()));
        replaced.addAll(jdbc.queryForList(
                "SELECT key_hi FROM (SELECT key_hi, key_after FROM kept WHERE category = ? AND key_hi > ?"
                        + " ORDER BY key_hi LIMIT 1) AS behind WHERE key_after IS NULL OR key_after < ?",
                BigInteger.class,
                category.id(),
                hi,
                hi));
        // By key, so that nothing is locked of what other parts of a run note.
        replaced.forEach(end -> jdbc.update("DELETE FROM kept WHERE category = ? AND key_hi = ?", category.id(), end));
        jdbc.update(
                """
                INSERT INTO kept (category, key_hi, key_after, policy, started_before, records, mark, kinds, by_books,
                  recheck_on, run_id, noted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))""",
                category.id(),
                hi,
                after,
                fingerprint,
                startedBefore,
                stretch.records(),
                mark,
                stretch.kinds().stream().map(Enum::name).collect(Collectors.joining(",")),
                stretch.books(),
                stretch.recheckOn(),
                runId);
        List<Object[]> by = new ArrayList<>();
        stretch.links().forEach(link -> by.add(new Object[] {category.id(), hi, link.hold(), link.identity()}));
        if (!by.isEmpty()) {
            jdbc.batchUpdate("INSERT INTO kept_by (category, key_hi, hold_id, by_identity) VALUES (?, ?, ?, ?)", by);
        }
    }

    static String between(TableMapping table, @Nullable Long after) {
        String key = "t.`" + table.key() + "`";
        return (after == null ? "" : " AND " + key + " > ?") + " AND " + key + " <= ?";
    }

    static void bounds(@Nullable Long after, long hi, List<Object> args) {
        if (after != null) {
            args.add(number(after));
        }
        args.add(number(hi));
    }

    private static Object number(long key) {
        return new RecordKey(Long.toUnsignedString(key), true).bind();
    }
}
