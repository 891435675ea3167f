package se.partnersec.gallra.planning.census;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.planning.holding.ScopeCondition;
import se.partnersec.gallra.planning.holding.ScopeNames;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Tables of the rows that a hold keeps: records, and the rows that go with them. One statement counts each, so in one view of the data. */
final class HeldPlaces {
    private final SourceMapping sources;
    private final KeyTypes kinds;

    HeldPlaces(SourceMapping sources, KeyTypes kinds) {
        this.sources = sources;
        this.kinds = kinds;
    }

    /**
     * Rows of one kind that a hold keeps.
     *
     * @param table whose key they have
     * @param from a condition from FROM on, for each table they may lie in
     */
    record Place(String name, boolean record, TableMapping table, List<ScopeCondition> from) {}

    /** @param still rows with keys up to the highest of before */
    record Counted(HeldCount all, long still) {}

    /** What a hold reaches, by name. */
    Map<String, Place> of(PlacedHold hold, ScopeNames names) {
        Map<String, Place> places = new LinkedHashMap<>();
        sources.tables().forEach((category, source) -> {
            DataCategory only = hold.category();
            if (only != null && !sources.of(source.record()).contains(only)) {
                return;
            }
            HoldScope scope = as(hold.scope(), source);
            CategoryMapping reached = withoutDetached(source);
            // Records of a partition that is being decided lie in a table of their own.
            List<ScopeCondition> covers = Stream.of(reached, reached.staged())
                    .flatMap(Stream::ofNullable)
                    .map(each -> ScopeCondition.of(each, scope, names, kinds))
                    .flatMap(Stream::ofNullable)
                    .toList();
            if (!covers.isEmpty()) {
                places.put(category.id(), new Place(category.id(), true, source.record(), covers));
                children(reached, covers.get(0), places);
            }
        });
        return places;
    }

    /** Mapping without detached children: their rows have rules of their own, and may go while the record is held. */
    private static CategoryMapping withoutDetached(CategoryMapping source) {
        return new CategoryMapping(
                source.category(),
                source.record(),
                source.children().stream().filter(child -> !child.detached()).toList(),
                source.parents(),
                source.facts(),
                source.sums(),
                source.statistics(),
                source.partitions(),
                source.entity());
    }

    /** A hold on a row is on it in every category whose records are rows of its table. */
    private HoldScope as(HoldScope scope, CategoryMapping source) {
        String own = source.category().id();
        String text = scope.text().strip();
        for (DataCategory other : sources.of(source.record())) {
            if (scope.kind() == ScopeType.CATEGORY && scope.key().equals(other.id())) {
                return new HoldScope(ScopeType.CATEGORY, own);
            }
            if (scope.kind() == ScopeType.RECORD
                    && text.toLowerCase(Locale.ROOT).startsWith(other.id() + ":")) {
                return new HoldScope(
                        ScopeType.RECORD, own + text.substring(other.id().length()));
            }
        }
        return scope;
    }

    /** Rows that go with a record go nowhere while it is held; those that are only detached have holds of their own. */
    private static void children(CategoryMapping source, ScopeCondition cover, Map<String, Place> places) {
        if (source.record().detached()) {
            return;
        }
        Map<TableMapping, ScopeCondition> conditions = new LinkedHashMap<>();
        conditions.put(source.record(), cover);
        for (TableMapping child : source.topDown()) {
            ScopeCondition above = conditions.get(source.target(child));
            if (child.detached() || above == null) {
                continue;
            }
            ScopeCondition below = above.below(child, source.target(child));
            conditions.put(child, below);
            String name = source.category().id() + "/" + child.role();
            places.put(name, new Place(name, false, child, List.of(below)));
        }
    }

    Counted count(JdbcTemplate jdbc, Place place, @Nullable HeldCount last) {
        boolean numeric = kinds.numeric(place.table());
        // Without numbers, and where none was counted before, new rows make up for those that are missing.
        BigInteger before = numeric && last != null ? last.highest() : null;
        List<Object> args = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (ScopeCondition each : place.from()) {
            TableMapping table = place.record() ? each.source().record() : place.table();
            String key = table.quoted() + ".`" + table.key() + "`";
            String left = place.record() ? table.leftSql() : null;
            parts.add("SELECT COUNT(*) AS n, " + (numeric ? "MAX(" + key + ")" : "NULL") + " AS highest, "
                    + (before == null ? "COUNT(*)" : "COALESCE(SUM(" + key + " <= ?), 0)") + " AS still" + each.where()
                    + (left == null ? "" : " AND " + left));
            if (before != null) {
                args.add(before);
            }
            args.addAll(each.args());
        }
        HeldCount[] all = {HeldCount.NONE};
        long[] still = {0};
        jdbc.query(
                String.join(" UNION ALL ", parts),
                row -> {
                    String highest = row.getString(2);
                    all[0] =
                            all[0].and(new HeldCount(row.getLong(1), highest == null ? null : new BigInteger(highest)));
                    still[0] += row.getLong(3);
                },
                args.toArray());
        return new Counted(all[0], still[0]);
    }
}
