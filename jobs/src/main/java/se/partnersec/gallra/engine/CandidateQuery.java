package se.partnersec.gallra.engine;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceColumn;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.TableMapping;

/**
 * Finds candidates: records whose clock may have run out, and those an accepted request or a permit is about. It may find
 * too many, never too few; a missing start event counts as early, so that such a record meets the rules and ends in a
 * finding.
 */
public final class CandidateQuery {
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private final JdbcTemplate jdbc;
    private final SourceTable source;
    private final TableMapping table;
    private final boolean numeric;
    private final String condition;
    private final RequestedRecords requests;
    private final PermittedRecords permits;
    private final Category category;
    private final LocalDate asOf;
    private final List<Object> args = new ArrayList<>();
    private @Nullable List<Half> halves;

    /** Candidates whatever their clock says: {@code FROM … WHERE …} on rows {@code t}, each by an index of its own. */
    record Half(String from, List<Object> args) {}

    /** @param asOf the day on which they are due, or would be if nothing kept them */
    public CandidateQuery(
            JdbcTemplate jdbc,
            SourceTable source,
            KeyKinds kinds,
            Category category,
            RetentionPolicy policy,
            LocalDate asOf) {
        this.jdbc = jdbc;
        this.source = source;
        this.table = source.record();
        this.numeric = kinds.numeric(table);
        this.requests = new RequestedRecords(jdbc, category.category(), null);
        this.permits = new PermittedRecords(jdbc, category.category(), null);
        this.category = category;
        this.asOf = asOf;
        // Without a period nothing can be due, however old or unknown its start.
        String due = policy.rule(category.category()).hasPeriod()
                ? condition(category, policy.startedBefore(category.category(), asOf))
                : "FALSE";
        String left = table.leftSql();
        this.condition = left == null ? due : due + " AND " + left;
    }

    /** @param startedBefore first local start day that is not yet due */
    private String condition(Category category, LocalDate startedBefore) {
        List<String> all = new ArrayList<>();
        for (String role : category.startRoles()) {
            SourceColumn column = table.column(role);
            if (column != null) {
                all.add("(" + early(column, startedBefore) + " OR t.`" + column.column() + "` IS NULL)");
            }
        }
        List<String> any = new ArrayList<>();
        any.add(all.isEmpty() ? "TRUE" : String.join(" AND ", all));
        for (String role : category.firstRoles()) {
            SourceColumn column = table.column(role);
            if (column != null) {
                any.add(early(column, startedBefore));
            }
        }
        return "(" + String.join(" OR ", any) + ")";
    }

    private String early(SourceColumn column, LocalDate startedBefore) {
        args.add(
                column.isTime() ? column.before(startedBefore.atStartOfDay(ZONE).toInstant()) : startedBefore);
        return "t.`" + column.column() + "` < ?";
    }

    /** How many there are, and the keys between which they lie. */
    public record Extent(
            long count, @Nullable String lowest, @Nullable String highest) {}

    public Extent extent() {
        String key = "t.`" + table.key() + "`";
        String figures = ", MIN(" + key + ") AS lowest, MAX(" + key + ") AS highest";
        String sql = "SELECT COUNT(*) AS n" + figures + " FROM " + table.quoted() + " t WHERE " + condition;
        List<Object> all = new ArrayList<>(args);
        List<String> further = new ArrayList<>();
        for (Half half : halves()) {
            further.add("SELECT DISTINCT " + key + " AS k" + half.from() + " AND (" + condition + ") IS NOT TRUE");
            all.addAll(half.args());
            all.addAll(args);
        }
        if (!further.isEmpty()) {
            // Each half is counted by its own index; what is in several counts once.
            sql = "SELECT SUM(n), MIN(lowest), MAX(highest) FROM (" + sql
                    + " UNION ALL SELECT COUNT(*), MIN(k), MAX(k) FROM (" + String.join(" UNION ", further)
                    + ") AS further) AS halves";
        }
        return jdbc.query(
                        sql, (row, i) -> new Extent(row.getLong(1), row.getString(2), row.getString(3)), all.toArray())
                .get(0);
    }

    /**
     * The values of a column that more than so many candidates share, and how many do; null where a request or a permit
     * adds candidates, because this counts by the clock alone.
     */
    @Nullable
    Map<String, Long> shared(String column, long moreThan) {
        if (!halves().isEmpty()) {
            return null;
        }
        List<Object> all = new ArrayList<>(args);
        all.add(moreThan);
        Map<String, Long> shared = new HashMap<>();
        jdbc.query(
                "SELECT t.`" + column + "`, COUNT(*) FROM " + table.quoted() + " t WHERE t.`" + column
                        + "` IS NOT NULL AND " + condition + " GROUP BY t.`" + column + "` HAVING COUNT(*) > ?",
                row -> {
                    shared.put(row.getString(1), row.getLong(2));
                },
                all.toArray());
        return shared;
    }

    /** The next keys after {@code after}, none beyond {@code last}; null: from the start, to the end. */
    public List<RecordKey> page(@Nullable String after, @Nullable String last, int size) {
        String key = "t.`" + table.key() + "`";
        List<Object> all = new ArrayList<>(args);
        String sql = "SELECT " + key + " AS k FROM " + table.quoted() + " t WHERE " + condition
                + between(key, after, last, all) + " ORDER BY " + key + " LIMIT " + size;
        List<Half> halves = halves();
        if (!halves.isEmpty()) {
            StringBuilder union = new StringBuilder("(" + sql + ")");
            for (Half half : halves) {
                all.addAll(half.args());
                union.append(" UNION (SELECT DISTINCT " + key + half.from() + between(key, after, last, all)
                        + " ORDER BY " + key + " LIMIT " + size + ")");
            }
            sql = union + " ORDER BY k LIMIT " + size;
        }
        return jdbc.query(sql, (row, i) -> new RecordKey(row.getString(1), numeric), all.toArray());
    }

    /** Asked once: what is decided while a run lasts is for the next one. The verdict itself asks under the gate. */
    private List<Half> halves() {
        List<Half> known = halves;
        if (known == null) {
            known = new ArrayList<>(requests.halves(table, numeric));
            known.addAll(permits.halves(source, numeric, category.bookedRoles(), asOf));
            halves = known;
        }
        return known;
    }

    private String between(String key, @Nullable String after, @Nullable String last, List<Object> all) {
        String sql = "";
        if (after != null) {
            sql += " AND " + key + " > ?";
            all.add(new RecordKey(after, numeric).bind());
        }
        if (last != null) {
            sql += " AND " + key + " <= ?";
            all.add(new RecordKey(last, numeric).bind());
        }
        return sql;
    }
}
