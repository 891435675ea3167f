package se.partnersec.gallra.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.engine.Assessed;
import se.partnersec.gallra.engine.Assessor;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.SourceReader;
import se.partnersec.gallra.hold.FiscalYears;
import se.partnersec.gallra.hold.HoldRegister;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.policy.Bookkeeping;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceColumn;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;

/** Finds what keeps a record, a person's or an invoice's records: by any key somebody has on paper. */
public final class HoldLookup {
    private static final int PAGE = 1000;
    private static final String BOOKKEEPING = "bookkeeping";
    private static final String BOOKED_ON = "booked_on";

    private final ReadOnly database;
    private final RetentionPolicy policy;
    private final Sources sources;
    private final KeyKinds kinds;
    private final List<Category> categories;

    /** @param database of an account that may read holds and the business tables */
    public HoldLookup(
            DataSource database,
            RetentionPolicy policy,
            Sources sources,
            KeyKinds kinds,
            Collection<Category> categories) {
        this.database = new ReadOnly(database);
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
        this.categories = List.copyOf(categories);
    }

    public HeldScope find(ScopeKind kind, String key) {
        return database.look(() -> found(new HoldScope(kind, key)));
    }

    private HeldScope found(HoldScope scope) {
        JdbcTemplate jdbc = database.jdbc();
        Names names = Names.of(jdbc, sources, kinds, scope);
        Map<String, PlacedHold> holds = new TreeMap<>();
        HoldRegister register = new HoldRegister(jdbc);
        for (String name : names.all().stream().map(HoldScope::key).collect(Collectors.toSet())) {
            for (PlacedHold hold : register.on(new HoldScope(scope.kind(), name))) {
                // H-9 before H-10
                holds.put("%20s".formatted(hold.hold().id()), hold);
            }
        }
        Instant now = new DatabaseClock(jdbc).now();
        List<HeldScope.Books> books = new ArrayList<>();
        for (Category category : categories) {
            SourceTable source = sources.tables().get(category.category());
            HeldScope.Books own = source == null ? null : books(category, source, scope, names, now);
            if (own != null) {
                books.add(own);
            }
        }
        return new HeldScope(
                scope,
                now,
                !names.mapped() || !names.ids().isEmpty(),
                List.copyOf(holds.values()),
                books,
                booking(scope, names));
    }

    private HeldScope.@Nullable Books books(
            Category category, SourceTable source, HoldScope scope, Names names, Instant now) {
        SourceColumn mark = source.record().column(BOOKKEEPING);
        Cover cover = mark == null ? null : Cover.of(source, scope, names, kinds);
        if (mark == null || cover == null) {
            return null;
        }
        LocalDate today = RetentionPolicy.localDate(now);
        SourceReader reader = new SourceReader(database.jdbc(), source, kinds);
        Assessor assessor = new Assessor(database.jdbc(), category, policy, sources, kinds);
        long records = 0;
        long undated = 0;
        LocalDate last = null;
        String after = null;
        List<RecordKey> keys;
        while (!(keys = marked(cover, mark, after)).isEmpty()) {
            after = keys.get(keys.size() - 1).text();
            for (Assessed each : assessor.assess(reader.look(keys), today)) {
                Bookkeeping kept = each.facts().circumstances().bookkeeping();
                LocalDate end = kept.lastDay();
                if (kept.extent() == Bookkeeping.Extent.NONE || (end != null && today.isAfter(end))) {
                    continue;
                }
                records++;
                undated += end == null ? 1 : 0;
                last = end == null || (last != null && last.isAfter(end)) ? last : end;
            }
        }
        return records == 0 ? null : new HeldScope.Books(category.category(), records, last, undated);
    }

    /** Keys of records that may be marked; what the mark says is for the category to read. */
    private List<RecordKey> marked(Cover cover, SourceColumn mark, @Nullable String after) {
        String key = cover.source().record().key();
        boolean numeric = kinds.numeric(cover.source().record());
        List<Object> args = new ArrayList<>(cover.args());
        String sql = "SELECT `" + key + "`" + cover.where() + " AND `" + mark.column() + "` NOT IN ('', 'NONE')";
        if (after != null) {
            sql += " AND `" + key + "` > ?";
            args.add(new RecordKey(after, numeric).bind());
        }
        return database.jdbc()
                .query(
                        sql + " ORDER BY `" + key + "` LIMIT " + PAGE,
                        (row, i) -> new RecordKey(row.getString(1), numeric),
                        args.toArray());
    }

    private HeldScope.@Nullable Booking booking(HoldScope scope, Names names) {
        Sources.Identity identity = sources.identities().get(scope.kind());
        SourceColumn column = identity == null ? null : identity.table().column(BOOKED_ON);
        if (scope.kind() != ScopeKind.INVOICE || identity == null || column == null) {
            return null;
        }
        HeldScope.Booking latest = null;
        for (String id : Set.copyOf(names.ids())) {
            LocalDate day = database
                    .jdbc()
                    .query(
                            "SELECT `" + column.column() + "` FROM "
                                    + identity.table().quoted() + " WHERE `"
                                    + identity.table().key() + "` = ?",
                            (row, i) -> row.getObject(1, LocalDate.class),
                            new RecordKey(id, kinds.numeric(identity.table())).bind())
                    .stream()
                    .findFirst()
                    .orElse(null);
            if (day != null && (latest == null || day.isAfter(latest.bookedOn()))) {
                latest = new HeldScope.Booking(day, lastDay(day));
            }
        }
        return latest;
    }

    private @Nullable LocalDate lastDay(LocalDate booked) {
        List<LocalDate> days = List.of(booked);
        return new Bookkeeping(Bookkeeping.Extent.FULL, List.of(), days, new FiscalYears(database.jdbc()).all())
                .lastDay();
    }
}
