package se.partnersec.gallra.planning.holding;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.holds.identity.KeySpellings;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Bookkeeping;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.StartEvent;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Finds what keeps a record, a person's or an invoice's records: by any key somebody has on paper. */
public final class HoldLookup {
    private static final int PAGE = 1000;
    private static final String BOOKKEEPING = "bookkeeping";
    private static final String BOOKED_ON = "booked_on";

    private final ReadOnlySnapshot database;
    private final RetentionPolicy policy;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;
    private final List<Category> categories;
    private final Set<DataCategory> keptByBooks;

    /**
     * @param database of an account that may read holds and the business tables
     * @param keptByBooks categories whose records are accounting information by what they are, with or without a mark
     */
    public HoldLookup(
            DataSource database,
            RetentionPolicy policy,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer tags,
            Collection<Category> categories,
            Set<DataCategory> keptByBooks) {
        this.database = new ReadOnlySnapshot(database);
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
        this.categories = List.copyOf(categories);
        this.keptByBooks = Set.copyOf(keptByBooks);
    }

    public HoldStatus find(ScopeType kind, String key) {
        return database.look(() -> found(new HoldScope(kind, key)));
    }

    private HoldStatus found(HoldScope asked) {
        JdbcTemplate jdbc = database.jdbc();
        ScopeNames names = ScopeNames.of(jdbc, sources, kinds, asked);
        HoldScope scope = asked;
        for (String other : names.unknown() ? KeySpellings.of(asked) : List.<String>of()) {
            ScopeNames otherwise = ScopeNames.of(jdbc, sources, kinds, new HoldScope(asked.kind(), other));
            if (!otherwise.ids().isEmpty()) {
                names = otherwise;
                scope = new HoldScope(asked.kind(), other);
                break;
            }
        }
        List<PlacedHold> holds = holds(scope, names);
        Instant now = new DatabaseClock(jdbc).now();
        List<HoldStatus.Books> books = new ArrayList<>();
        Map<PlacedHold, Long> reaching = new LinkedHashMap<>();
        HoldStatus.Own own = null;
        for (Category category : categories) {
            CategoryMapping source = sources.tables().get(category.category());
            ScopeCondition cover = source == null ? null : ScopeCondition.of(source, scope, names, kinds);
            if (cover != null) {
                BooksInScope sum = new BooksInScope(category.category(), now);
                own = longer(own, assess(category, cover, scope, names, sum, reaching));
                Stream.ofNullable(sum.result()).forEach(books::add);
                onCategory(cover, now, reaching);
            }
        }
        holds.forEach(reaching::remove);
        return new HoldStatus(
                scope,
                number(scope, names),
                now,
                !names.unknown(),
                holds,
                reaching,
                books,
                booking(scope, names, own, books),
                own);
    }

    private @Nullable String number(HoldScope scope, ScopeNames names) {
        SourceMapping.Identity identity = sources.identities().get(scope.kind());
        String column = identity == null ? null : identity.number();
        if (identity == null || column == null || names.ids().size() != 1) {
            return null;
        }
        String id = names.ids().iterator().next();
        return database
                .jdbc()
                .queryForList(
                        "SELECT `" + column + "` FROM " + identity.table().quoted() + " WHERE `"
                                + identity.table().key() + "` = ?",
                        String.class,
                        new RecordKey(id, kinds.numeric(identity.table())).bind())
                .stream()
                .filter(number -> number != null && !HoldScope.key(number).equals(scope.key()))
                .findFirst()
                .orElse(null);
    }

    private List<PlacedHold> holds(HoldScope scope, ScopeNames names) {
        Map<String, PlacedHold> holds = new TreeMap<>();
        HoldRepository register = new HoldRepository(database.jdbc());
        for (String name : names.all().stream().map(HoldScope::key).collect(Collectors.toSet())) {
            for (PlacedHold hold : register.on(new HoldScope(scope.kind(), name))) {
                // H-9 before H-10
                holds.put("%20s".formatted(hold.hold().id()), hold);
            }
        }
        return List.copyOf(holds.values());
    }

    /** Holds on the whole category reach every record of it, also those that are not read one by one here. */
    private void onCategory(ScopeCondition cover, Instant now, Map<PlacedHold, Long> reaching) {
        DataCategory category = cover.source().category();
        List<PlacedHold> active = new HoldRepository(database.jdbc())
                .on(new HoldScope(ScopeType.CATEGORY, category.id())).stream()
                        .filter(hold ->
                                hold.category() == null || hold.category().equals(category))
                        .filter(hold -> hold.hold().activeAt(now))
                        .toList();
        Long records = active.isEmpty()
                ? null
                : database.jdbc()
                        .queryForObject(
                                "SELECT COUNT(*)" + cover.where(),
                                Long.class,
                                cover.args().toArray());
        if (records != null && records > 0) {
            active.forEach(hold -> reaching.put(hold, records));
        }
    }

    /** Of records that bear the same object the one that is kept, and longest, speaks for it. */
    private static HoldStatus.@Nullable Own longer(HoldStatus.@Nullable Own one, HoldStatus.@Nullable Own other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.keptUntil().isAfter(one.keptUntil()) ? other : one;
    }

    /** Puts every record of the scope that the books may keep to the rules; answers the one that is what was asked about. */
    private HoldStatus.@Nullable Own assess(
            Category category,
            ScopeCondition cover,
            HoldScope scope,
            ScopeNames names,
            BooksInScope sum,
            Map<PlacedHold, Long> reaching) {
        ColumnMapping mark = cover.source().record().column(BOOKKEEPING);
        boolean single = scope.kind() == ScopeType.RECORD || scope.kind() == ScopeType.OBJECT;
        if (mark == null && !single && !keptByBooks.contains(category.category())) {
            return null;
        }
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(database.jdbc()).now());
        RecordReader reader = new RecordReader(database.jdbc(), cover.source(), kinds, tags);
        Assessor assessor = new Assessor(database.jdbc(), category, policy, sources, kinds, tags);
        HoldStatus.Own own = null;
        String after = null;
        List<RecordKey> keys;
        while (!(keys = page(cover, single ? null : mark, after)).isEmpty()) {
            after = keys.get(keys.size() - 1).text();
            for (AssessedRecord each : assessor.assess(reader.look(keys), today)) {
                sum.add(each, reaching);
                own = single || itself(cover, scope, names, each) ? longer(own, sum.own(each)) : own;
            }
        }
        return own;
    }

    /** Whether the record is the invoice or the user that was asked about, and not only belongs to it. */
    private boolean itself(ScopeCondition cover, HoldScope scope, ScopeNames names, AssessedRecord each) {
        SourceMapping.Identity identity = sources.identities().get(scope.kind());
        return identity != null
                && names.ids().size() == 1
                && !cover.source().record().detached()
                && identity.table().quoted().equals(cover.source().record().quoted())
                && names.ids().contains(each.record().key().text());
    }

    /** Keys of records that may be accounting information; what the mark says is for the category to read. */
    private List<RecordKey> page(ScopeCondition cover, @Nullable ColumnMapping mark, @Nullable String after) {
        String key = cover.source().record().key();
        boolean numeric = kinds.numeric(cover.source().record());
        List<Object> args = new ArrayList<>(cover.args());
        String sql = "SELECT `" + key + "`" + cover.where();
        if (mark != null) {
            // A category may take a row without a mark for accounting information.
            sql += " AND (`" + mark.column() + "` IS NULL OR `" + mark.column() + "` NOT IN ('', 'NONE'))";
        }
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

    /** The last day is the rule's where it is a record of ours: settlement and payments count there too. */
    private HoldStatus.@Nullable Booking booking(
            HoldScope scope, ScopeNames names, HoldStatus.@Nullable Own own, List<HoldStatus.Books> books) {
        SourceMapping.Identity identity = sources.identities().get(scope.kind());
        ColumnMapping column = identity == null ? null : identity.table().column(BOOKED_ON);
        if (scope.kind() != ScopeType.INVOICE || identity == null || column == null) {
            return null;
        }
        HoldStatus.Booking latest = null;
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
                latest = new HoldStatus.Booking(day, own == null ? lastDay(day, books) : own.lawEnd());
            }
        }
        return latest;
    }

    private @Nullable LocalDate lastDay(LocalDate booked, List<HoldStatus.Books> books) {
        List<LocalDate> days = List.of(booked);
        LocalDate last = new Bookkeeping(
                        Bookkeeping.Extent.FULL,
                        List.of(),
                        days,
                        sources.entities().ofAny(new FiscalYearRepository(database.jdbc()).all()))
                .lastDay();
        Stream<LocalDate> read = books.stream()
                .filter(each -> policy.rule(each.category()).bounds().start() == StartEvent.FISCAL_YEAR_ENDED)
                .flatMap(each -> Stream.ofNullable(each.lastDay()));
        return Stream.concat(Stream.ofNullable(last), read)
                .max(LocalDate::compareTo)
                .filter(latest -> last != null)
                .orElse(null);
    }
}
