package se.partnersec.gallra.holds.hold;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Reads holds by index: those on the keys asked for, or all of a kind that has few. Its cost does not grow with the
 * register.
 */
public final class HoldRepository {
    private static final int BATCH = 1000;
    /** So many holds of one kind are read whole instead of by key. */
    private static final int FEW = 500;
    /** Kinds of which a hold notes whom it is on. */
    private static final Set<ScopeType> NAMED = EnumSet.of(ScopeType.CUSTOMER, ScopeType.USER, ScopeType.INVOICE);

    private static final String COLUMNS = """
            SELECT h.id, h.type, h.scope_kind, h.scope_text, h.scope_key, h.category, h.placed_at, h.until_on, h.review_by,
              h.reason, h.legal_basis, h.placed_by, h.epoch, r.released_at, r.released_by, r.reason AS release_reason
            FROM hold h LEFT JOIN valid_release r ON r.hold_id = h.id""";

    private static final String TARGETS =
            "SELECT h.id, t.target_key FROM hold h JOIN hold_target t ON t.hold_uuid = h.uuid AND t.noted_by = h.placed_by";
    private static final String ON_TARGET =
            " AND h.id IN (SELECT n.id FROM hold_target t JOIN hold n ON n.uuid = t.hold_uuid"
                    + " AND n.placed_by = t.noted_by WHERE t.target_key IN (";

    private final JdbcTemplate jdbc;
    private final UnaryOperator<String> tables;

    public HoldRepository(JdbcTemplate jdbc) {
        this(jdbc, UnaryOperator.identity());
    }

    /** @param tables names the tables of a statement as the login may read them, for lists of holds */
    public HoldRepository(JdbcTemplate jdbc, UnaryOperator<String> tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /** The kinds of scope any hold was ever placed on; one look at the index per kind. */
    public List<ScopeType> kinds() {
        return jdbc.query("SELECT DISTINCT scope_kind FROM hold", (row, i) -> ScopeType.valueOf(row.getString(1)));
    }

    /** Whether any hold of a type is not released, whatever it is on. */
    public boolean any(HoldType type) {
        return !jdbc.queryForList(
                        "SELECT 1 FROM hold h WHERE h.type = ? AND NOT EXISTS"
                                + " (SELECT 1 FROM valid_release r WHERE r.hold_id = h.id) LIMIT 1",
                        Integer.class,
                        type.name())
                .isEmpty();
    }

    /** Whether a hold of a type was placed, whatever became of it, after the gate showed a value. */
    public boolean placedSince(HoldType type, long epoch) {
        return !jdbc.queryForList(
                        "SELECT 1 FROM hold WHERE type = ? AND epoch > ? LIMIT 1", Integer.class, type.name(), epoch)
                .isEmpty();
    }

    /**
     * Every hold, released or not, on any of these keys, that reaches a category. Released and ended ones still move
     * dates (domain rules on holds), so they are part of the answer.
     *
     * @param reached holds on all categories, and those on one of these; none for holds on any category
     * @param keys in the form of {@link HoldScope#key}
     */
    public List<PlacedHold> on(Set<DataCategory> reached, ScopeType kind, Collection<String> keys) {
        return found(onKind(reached), kind, keys);
    }

    /** By name, and by whom a hold was on when it was placed. */
    private List<PlacedHold> found(String condition, ScopeType kind, Collection<String> keys) {
        Map<Long, PlacedHold> found = new TreeMap<>();
        List<String> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Object> args = new ArrayList<>(List.of(kind.name()));
            args.addAll(all.subList(from, Math.min(all.size(), from + BATCH)));
            String marks = marks(args.size() - 1);
            List<String> conditions = new ArrayList<>(List.of(" AND h.scope_key IN (" + marks + ")"));
            if (NAMED.contains(kind)) {
                conditions.add(ON_TARGET + marks + "))");
            }
            for (String each : conditions) {
                jdbc.query(COLUMNS + condition + each, HoldRepository::read, args.toArray())
                        .forEach(hold -> found.put(hold.number(), hold));
            }
        }
        return withTargets(List.copyOf(found.values()));
    }

    private List<PlacedHold> withTargets(List<PlacedHold> holds) {
        List<Long> named = holds.stream()
                .filter(hold -> NAMED.contains(hold.scope().kind()))
                .map(PlacedHold::number)
                .toList();
        Map<Long, Set<String>> targets = new HashMap<>();
        for (int from = 0; from < named.size(); from += BATCH) {
            List<Long> part = named.subList(from, Math.min(named.size(), from + BATCH));
            jdbc.query(
                    TARGETS + " WHERE h.id IN (" + marks(part.size()) + ")",
                    row -> {
                        targets.computeIfAbsent(row.getLong(1), id -> new HashSet<>())
                                .add(row.getString(2));
                    },
                    part.toArray());
        }
        return targets.isEmpty()
                ? holds
                : holds.stream()
                        .map(hold -> hold.on(targets.getOrDefault(hold.number(), Set.of())))
                        .toList();
    }

    /** Every hold there is, if they are few: one question instead of several for each kind. */
    public @Nullable List<PlacedHold> few() {
        List<PlacedHold> all = jdbc.query(COLUMNS + " LIMIT " + (FEW + 1), HoldRepository::read);
        return all.size() > FEW ? null : withTargets(all);
    }

    /** Every hold of the kind that reaches one of the categories, if the kind has few: cheaper than asking for many keys. */
    public @Nullable List<PlacedHold> few(Set<DataCategory> reached, ScopeType kind) {
        return fewOf(kind)
                ? withTargets(jdbc.query(COLUMNS + onKind(reached), HoldRepository::read, kind.name()))
                : null;
    }

    private static String onKind(Set<DataCategory> reached) {
        String all = " WHERE h.scope_kind = ?";
        return reached.isEmpty()
                ? all
                : all + " AND (h.category IS NULL OR h.category IN ("
                        + reached.stream()
                                .sorted()
                                .map(each -> "'" + each.id() + "'")
                                .collect(Collectors.joining(", "))
                        + "))";
    }

    private boolean fewOf(ScopeType kind) {
        Long n = jdbc.queryForObject(
                "SELECT COUNT(*) FROM (SELECT 1 FROM hold WHERE scope_kind = ? LIMIT ?) some",
                Long.class,
                kind.name(),
                FEW + 1);
        return n != null && n <= FEW;
    }

    /** Holds in the order they were placed, newest first. */
    public List<PlacedHold> list(boolean activeOnly, int limit) {
        String where = activeOnly
                ? " WHERE r.hold_id IS NULL AND (h.until_on IS NULL OR h.until_on >= DATE(UTC_TIMESTAMP() - INTERVAL 1 DAY))"
                : "";
        return jdbc.query(tables.apply(COLUMNS + where + " ORDER BY h.id DESC LIMIT ?"), HoldRepository::read, limit);
    }

    /** One hold as the login may read it, without whom it is on. */
    public Optional<PlacedHold> show(long id) {
        return jdbc.query(tables.apply(COLUMNS + " WHERE h.id = ?"), HoldRepository::read, id).stream()
                .findFirst();
    }

    /** The next holds that are in force on a day, in the order they were placed, with whom they are on. */
    public List<PlacedHold> inForce(LocalDate day, long afterNumber, int size) {
        return withTargets(jdbc.query(
                COLUMNS + " WHERE r.hold_id IS NULL AND (h.until_on IS NULL OR h.until_on >= ?) AND h.id > ?"
                        + " ORDER BY h.id LIMIT ?",
                HoldRepository::read,
                day,
                afterNumber,
                size));
    }

    /** The next holds in the order they were placed, ended ones too; for reading all of them a page at a time. */
    public List<PlacedHold> page(long afterNumber, int size) {
        return jdbc.query(COLUMNS + " WHERE h.id > ? ORDER BY h.id LIMIT ?", HoldRepository::read, afterNumber, size);
    }

    /** Every hold on any of these keys, whatever category it reaches. */
    List<PlacedHold> on(ScopeType kind, Collection<String> keys) {
        return found(onKind(Set.of()), kind, keys);
    }

    /** Those on a name or a key, in the order in which they were placed. */
    public List<PlacedHold> on(HoldScope scope) {
        return on(scope.kind(), List.of(scope.key()));
    }

    public @Nullable PlacedHold get(long id) {
        return withTargets(jdbc.query(COLUMNS + " WHERE h.id = ?", HoldRepository::read, id)).stream()
                .findFirst()
                .orElse(null);
    }

    private static String marks(int n) {
        return String.join(", ", Collections.nCopies(n, "?"));
    }

    private static PlacedHold read(ResultSet row, int i) throws SQLException {
        LocalDateTime released = row.getObject("released_at", LocalDateTime.class);
        String category = row.getString("category");
        Hold hold = new Hold(
                "H-" + row.getLong("id"),
                HoldType.valueOf(row.getString("type")),
                DatabaseClock.instant(row.getObject("placed_at", LocalDateTime.class)),
                row.getObject("until_on", LocalDate.class),
                released == null ? null : DatabaseClock.instant(released),
                row.getObject("review_by", LocalDate.class));
        return new PlacedHold(
                hold,
                new HoldScope(ScopeType.valueOf(row.getString("scope_kind")), row.getString("scope_text")),
                category == null ? null : new DataCategory(category),
                row.getString("reason"),
                row.getString("legal_basis"),
                row.getString("placed_by"),
                released == null ? null : row.getString("released_by"),
                released == null ? null : row.getString("release_reason"),
                row.getLong("epoch"),
                Set.of());
    }
}
