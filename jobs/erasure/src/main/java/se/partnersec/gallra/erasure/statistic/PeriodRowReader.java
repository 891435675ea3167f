package se.partnersec.gallra.erasure.statistic;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.candidate.RequestedRecords;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.erasure.scope.RecordHolds;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * Reads the records of one period that may be counted, page by page in the order of their time and without locks. Left
 * out are those processed for a customer, those whose processing is restricted (GDPR 18: they may be stored, no more),
 * those whose erasure was granted (GDPR 17), and those without a value to group by.
 */
final class PeriodRowReader {
    private static final int PAGE = 2000;

    private final JdbcTemplate jdbc;
    private final TableMapping record;
    private final CategoryMapping.Statistics statistics;
    private final ColumnMapping time;
    private final boolean numeric;
    private final String select;
    private final RecordReader reader;
    private final HoldRepository register;
    private final RecordHolds holds;
    private final RequestedRecords requests;

    PeriodRowReader(
            JdbcTemplate jdbc,
            CategoryMapping.Statistics statistics,
            SourceMapping sources,
            KeyTypes kinds,
            RecordReader reader) {
        this.jdbc = jdbc;
        this.statistics = statistics;
        this.reader = reader;
        this.record = reader.source().record();
        this.time = statistics.timeOf(record);
        this.numeric = kinds.numeric(record);
        this.register = new HoldRepository(jdbc);
        this.holds = new RecordHolds(jdbc, reader.source().category(), sources, kinds);
        // Without the key of the tags every record a request named is taken for its: in doubt it is left out.
        this.requests = new RequestedRecords(jdbc, reader.source().category(), null);
        ColumnMapping processor = record.column(TableMapping.PROCESSOR);
        StringBuilder sql = new StringBuilder("SELECT `" + record.key() + "`, `" + time.column() + "`, "
                + (time.unit() == null ? "CAST(`" + time.column() + "` AS CHAR)" : "NULL") + ", `"
                + statistics.person() + "`, " + (processor == null ? "NULL" : "`" + processor.column() + "`"));
        statistics
                .groups()
                .forEach(group -> sql.append(", `").append(group.of()).append('`'));
        this.select = sql + " FROM " + record.quoted();
    }

    /** The earliest time from a day on, of whatever record; null if there is none. */
    @Nullable
    Instant first(LocalDate from) {
        String readable = time.zone() == null
                ? ""
                : " AND MONTH(`" + time.column() + "`) > 0 AND DAY(`" + time.column() + "`) > 0";
        return jdbc
                .query(
                        "SELECT `" + time.column() + "` FROM " + record.quoted() + " WHERE `" + time.column() + "` >= ?"
                                + readable + " ORDER BY `" + time.column() + "` LIMIT 1",
                        (row, i) -> new Read(time.instant(row, 1)),
                        time.at(SwedishCalendar.startOfDay(from)))
                .stream()
                .findFirst()
                .map(Read::time)
                .orElse(null);
    }

    private record Read(@Nullable Instant time) {}

    /** @param at the time as the column holds it, by which the next page goes on */
    private record Candidate(
            RecordKey key,
            Object at,
            @Nullable Instant time,
            @Nullable String person,
            boolean processed,
            List<String> group) {}

    /** @param end first day after the period */
    void each(LocalDate start, LocalDate end, StatisticStep.GroupCounts counts) {
        Instant first = SwedishCalendar.startOfDay(start);
        Instant after = SwedishCalendar.startOfDay(end);
        Object from = time.at(first);
        Candidate last = null;
        List<Candidate> page;
        do {
            page = page(from, time.before(after), last);
            List<Candidate> ours = page.stream()
                    .filter(each -> !each.processed()
                            && each.group().size() == statistics.groups().size())
                    // In an hour that happens twice the question finds too many.
                    .filter(each -> each.time() != null
                            && !each.time().isBefore(first)
                            && each.time().isBefore(after))
                    .toList();
            Set<RecordKey> free = free(ours.stream().map(Candidate::key).toList());
            ours.stream()
                    .filter(each -> free.contains(each.key()))
                    .forEach(each -> counts.add(each.group(), each.person()));
            last = page.isEmpty() ? null : page.get(page.size() - 1);
            from = last == null ? from : last.at();
        } while (page.size() == PAGE);
    }

    private List<Candidate> page(Object from, Object before, @Nullable Candidate last) {
        String column = "`" + time.column() + "`";
        String key = "`" + record.key() + "`";
        List<Object> args = new ArrayList<>(List.of(from, before));
        String on = "";
        if (last != null) {
            on = " AND (" + column + " > ? OR " + key + " > ?)";
            args.addAll(List.of(from, last.key().bind()));
        }
        return jdbc.query(
                select + " WHERE " + column + " >= ? AND " + column + " < ?" + on + " ORDER BY " + column + ", " + key
                        + " LIMIT " + PAGE,
                (row, i) -> candidate(row),
                args.toArray());
    }

    private Candidate candidate(ResultSet row) throws SQLException {
        ColumnMapping processor = record.column(TableMapping.PROCESSOR);
        List<String> group = new ArrayList<>();
        for (int i = 0; i < statistics.groups().size(); i++) {
            String value = row.getString(6 + i);
            if (value != null && !value.isBlank()) {
                group.add(value.strip());
            }
        }
        String person = row.getString(4);
        return new Candidate(
                new RecordKey(row.getString(1), numeric),
                time.unit() == null ? String.valueOf(row.getString(3)) : (Object) row.getLong(2),
                time.instant(row, 2),
                person == null || person.isBlank() ? null : HoldScope.key(person),
                processor != null && Row.flagged(processor.text(row, 5)),
                group);
    }

    /** Those no restriction and no granted erasure reaches; asked as the guard asks, with all that hangs on them. */
    private Set<RecordKey> free(List<RecordKey> keys) {
        boolean restricted = register.any(HoldType.RESTRICTION);
        if (!restricted && !requests.any()) {
            return Set.copyOf(keys);
        }
        List<LockedRecord> records = reader.look(keys);
        Set<RecordKey> free = new HashSet<>();
        records.forEach(each -> free.add(each.key()));
        free.removeAll(requests.among(records, ErasureGate.Cache.UNGATED).keySet());
        Map<RecordKey, List<PlacedHold>> held = restricted ? holds.of(records, ErasureGate.Cache.UNGATED) : Map.of();
        held.forEach((key, on) -> {
            if (on.stream().anyMatch(PeriodRowReader::restricts)) {
                free.remove(key);
            }
        });
        return free;
    }

    /** Whether a restriction was placed or an erasure granted after the gate showed a value: fewer may be counted then. */
    boolean fewerSince(long epoch) {
        return register.placedSince(HoldType.RESTRICTION, epoch) || requests.grantedSince(epoch);
    }

    private static boolean restricts(PlacedHold placed) {
        return placed.hold().type() == HoldType.RESTRICTION && placed.hold().releasedAt() == null;
    }
}
