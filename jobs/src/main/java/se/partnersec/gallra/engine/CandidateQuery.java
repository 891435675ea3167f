package se.partnersec.gallra.engine;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceColumn;
import se.partnersec.gallra.store.TableMapping;

/**
 * Finds candidates: records whose clock may have run out. It may find too many, never too few; a missing start event
 * counts as early, so that such a record meets the rules and ends in a finding.
 */
public final class CandidateQuery {
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private final JdbcTemplate jdbc;
    private final TableMapping table;
    private final boolean numeric;
    private final String condition;
    private final List<Object> args = new ArrayList<>();

    /** @param asOf the day on which they are due, or would be if nothing kept them */
    public CandidateQuery(
            JdbcTemplate jdbc,
            TableMapping table,
            KeyKinds kinds,
            Category category,
            RetentionPolicy policy,
            LocalDate asOf) {
        this.jdbc = jdbc;
        this.table = table;
        this.numeric = kinds.numeric(table);
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
                all.add("(" + early(column, startedBefore) + " OR `" + column.column() + "` IS NULL)");
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
        return "`" + column.column() + "` < ?";
    }

    /** How many there are, and the keys between which they lie. */
    public record Extent(
            long count, @Nullable String lowest, @Nullable String highest) {}

    public Extent extent() {
        return jdbc.query(
                        "SELECT COUNT(*), MIN(`" + table.key() + "`), MAX(`" + table.key() + "`) FROM " + table.quoted()
                                + " WHERE " + condition,
                        (row, i) -> new Extent(row.getLong(1), row.getString(2), row.getString(3)),
                        args.toArray())
                .get(0);
    }

    /** The next keys after {@code after}, none beyond {@code last}; null: from the start, to the end. */
    public List<RecordKey> page(@Nullable String after, @Nullable String last, int size) {
        StringBuilder sql =
                new StringBuilder("SELECT `" + table.key() + "` FROM " + table.quoted() + " WHERE " + condition);
        List<Object> all = new ArrayList<>(args);
        if (after != null) {
            sql.append(" AND `").append(table.key()).append("` > ?");
            all.add(new RecordKey(after, numeric).bind());
        }
        if (last != null) {
            sql.append(" AND `").append(table.key()).append("` <= ?");
            all.add(new RecordKey(last, numeric).bind());
        }
        sql.append(" ORDER BY `").append(table.key()).append("` LIMIT ").append(size);
        return jdbc.query(sql.toString(), (row, i) -> new RecordKey(row.getString(1), numeric), all.toArray());
    }
}
