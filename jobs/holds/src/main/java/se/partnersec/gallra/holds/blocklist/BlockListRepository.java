package se.partnersec.gallra.holds.blocklist;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** The block list where the mapping says it lies, looked up by address, range or indicator. */
final class BlockListRepository {
    private static final Sentences SENTENCES = Sentences.of("holds");
    private static final int MOST = 200;
    static final DataCategory CATEGORY = new DataCategory("fraud-addresses");

    private static final List<String> ROLES =
            List.of("address", "lifted_at", "review_by_on", "blocked_until_on", "reason");

    private final JdbcTemplate jdbc;
    private final CategoryMapping source;
    private final TableMapping table;

    /** @throws RefusedException if the mapping names no block list */
    BlockListRepository(JdbcTemplate jdbc, SourceMapping sources) {
        this.jdbc = jdbc;
        CategoryMapping found = sources.tables().get(CATEGORY);
        if (found == null) {
            throw RefusedException.usage(SENTENCES.say("blocklist.sources-yml-maps-no-add-block", CATEGORY));
        }
        this.source = found;
        this.table = found.record();
    }

    TableMapping table() {
        return table;
    }

    /** @throws RefusedException if the mapping does not name the role */
    ColumnMapping column(String role) {
        ColumnMapping column = table.column(role);
        if (column == null) {
            throw RefusedException.usage(SENTENCES.say("blocklist.sources-yml-names-no-column-add", role, CATEGORY));
        }
        return column;
    }

    /** By address or range if it is one, by the beginning of addresses if it ends like one, else by indicator. */
    List<BlockedAddress> find(String text) {
        String wanted = text.strip();
        String address = name("address");
        Optional<AddressRange> range = AddressRange.of(wanted);
        if (range.isPresent()) {
            return where(
                    "INET6_ATON(" + address + ") BETWEEN ? AND ? AND LENGTH(INET6_ATON(" + address + ")) = ?",
                    range.get().low(),
                    range.get().high(),
                    range.get().low().length);
        }
        if (wanted.matches("[0-9A-Fa-f.:]+[.:]")) {
            String beginning = wanted.toLowerCase(Locale.ROOT);
            return where("LEFT(" + address + ", ?) = ?", beginning.length(), beginning);
        }
        List<BlockedAddress> found = new ArrayList<>();
        for (TableMapping child : source.children()) {
            ColumnMapping indicator = child.column("indicator");
            if (indicator != null && child.parentOf() == null && !wanted.isEmpty()) {
                found.addAll(where(
                        "EXISTS (SELECT 1 FROM " + child.quoted() + " m WHERE m.`" + child.parent() + "` = r.`"
                                + table.key() + "` AND LOCATE(?, m.`" + indicator.column() + "`) > 0)",
                        wanted));
            }
        }
        return found;
    }

    @Nullable
    BlockedAddress get(String key) {
        return where("r.`" + table.key() + "` = ?", key).stream()
                .filter(block -> block.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    private List<BlockedAddress> where(String condition, Object... args) {
        StringBuilder sql = new StringBuilder("SELECT r.`" + table.key() + "`");
        ROLES.forEach(role -> sql.append(", ").append(table.column(role) == null ? "NULL" : name(role)));
        for (TableMapping child : source.children()) {
            if (child.parentOf() == null) {
                sql.append(", (SELECT COUNT(*) FROM " + child.quoted() + " m WHERE m.`" + child.parent() + "` = r.`"
                        + table.key() + "`)");
                break;
            }
        }
        sql.append(" FROM " + table.quoted() + " r WHERE " + condition + " ORDER BY 1 LIMIT " + MOST);
        return jdbc.query(sql.toString(), (row, i) -> read(row), args);
    }

    private BlockedAddress read(ResultSet row) throws SQLException {
        return new BlockedAddress(
                row.getString(1),
                row.getString(2),
                row.getString(6),
                row.getObject(5, java.time.LocalDate.class),
                column("lifted_at").instant(row, 3),
                row.getObject(4, java.time.LocalDate.class),
                row.getMetaData().getColumnCount() > 6 ? row.getLong(7) : 0);
    }

    private String name(String role) {
        return "r.`" + column(role).column() + "`";
    }
}
