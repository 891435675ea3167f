package se.partnersec.gallra.ledger.record;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealChain;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.policy.limit.HousekeepingKind;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Sha256;

/**
 * Rows of sealed tables that {@code gallra runs prune} removed. The owner of the database may write anything into {@code pruned_row}, and
 * into the index of sealed rows. So rows count as pruned by the seals alone: the last seal about each covers it and is older than its
 * period; nothing rests on it; and with them gone every other row of these tables is as it was sealed. Otherwise none of them counts, and
 * verification names them all.
 */
final class PrunedRows {
    /** Parents before what hangs on them: a seal may take only the first of them. */
    private static final List<SealedTable> TABLES = List.of(
            SealedTable.HOLD,
            SealedTable.HOLD_TARGET,
            SealedTable.HELD_COUNT,
            SealedTable.APPROVED_RELEASE,
            SealedTable.APPROVAL_REQUEST,
            SealedTable.APPROVAL,
            SealedTable.APPROVAL_END,
            SealedTable.SUBJECT_REQUEST,
            SealedTable.REQUEST_DECISION,
            SealedTable.REQUEST_ITEM,
            SealedTable.REQUEST_EXTENSION,
            SealedTable.REQUEST_ANSWER,
            SealedTable.AUDIT);

    /** Rows of these say what an approval is for: they must be as they were sealed too. */
    private static final List<SealedTable> RESTING_TABLES = List.of(
            SealedTable.POLICY_ADOPTED,
            SealedTable.PERMIT,
            SealedTable.FISCAL_YEAR_VERSION,
            SealedTable.PLAN,
            SealedTable.REPLAY_END);

    /** Notes of a later time than their kind has: the audit of the ledger would take what was erased until then for pruned. */
    private static final String TOO_LATE = "SELECT id FROM pruned WHERE kind = ? AND older_than > ?";

    private static final String NOTES = SealedTable.PRUNED.select()
            + " LEFT JOIN seal_leaf l ON l.kind = 'pruned' AND l.row_key = " + SealedTable.PRUNED.keyExpression()
            + " WHERE l.row_key IS NULL ORDER BY t.id";
    private static final String SAID = "SELECT row_key FROM pruned_row WHERE pruned = ? AND kind = ? ORDER BY row_key";
    private static final String RESTING = """
            SELECT (SELECT COUNT(*) FROM approved_release WHERE request_id = ?) + (SELECT COUNT(*) FROM policy_adopted WHERE request_id = ?)
              + (SELECT COUNT(*) FROM permit WHERE request_id = ?) + (SELECT COUNT(*) FROM fiscal_year_version WHERE request_id = ?)
              + (SELECT COUNT(*) FROM plan WHERE request_id = ?) + (SELECT COUNT(*) FROM replay_end WHERE request_id = ?)""";

    private final JdbcTemplate jdbc;
    private final Supplier<SealChain> seals;
    private final Supplier<HousekeepingPolicy> periods;

    /**
     * @param seals all of them, checked; asked only where something was pruned
     * @param periods of own-data.yml, likewise
     */
    PrunedRows(JdbcTemplate jdbc, Supplier<SealChain> seals, Supplier<HousekeepingPolicy> periods) {
        this.jdbc = jdbc;
        this.seals = seals;
        this.periods = periods;
    }

    /** The next to seal: rows that went, and each note once all rows that it names are sealed as gone. */
    List<SealedRecord> next(int most) {
        List<SealedTable.Row> notes = jdbc.query(NOTES, SealedTable.PRUNED::row);
        Map<String, Set<Said>> said = new LinkedHashMap<>();
        notes.forEach(note -> said.put(note.key(), said(note.key())));
        Set<Said> all = new HashSet<>();
        said.values().forEach(all::addAll);
        List<SealedRecord> records = new ArrayList<>();
        Set<Said> gone = new HashSet<>();
        Set<String> late = notes.isEmpty() ? Set.of() : late();
        if (!all.isEmpty()) {
            Reading reading = new Reading(seals.get(), all);
            gone.addAll(reading.gone);
            for (Said each : reading.pruned()) {
                if (records.size() < most) {
                    records.add(each.record());
                    gone.add(each);
                }
            }
        }
        for (SealedTable.Row note : notes) {
            if (records.size() < most
                    && !late.contains(note.key())
                    && gone.containsAll(said.getOrDefault(note.key(), Set.of()))) {
                records.add(SealedTable.PRUNED.record(note));
            }
        }
        return records;
    }

    private Map<HousekeepingKind, Instant> before() {
        Map<HousekeepingKind, Instant> before = new EnumMap<>(HousekeepingKind.class);
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        HousekeepingPolicy policy = periods.get();
        for (HousekeepingKind kind : HousekeepingKind.values()) {
            before.put(kind, policy.before(kind, today).orElse(Instant.MIN));
        }
        return before;
    }

    private Set<String> late() {
        Set<String> late = new HashSet<>();
        Map<HousekeepingKind, Instant> before = before();
        for (HousekeepingKind kind : List.of(HousekeepingKind.HOLDS, HousekeepingKind.REQUESTS)) {
            Instant latest = before.getOrDefault(kind, Instant.MIN);
            late.addAll(jdbc.queryForList(
                    TOO_LATE,
                    String.class,
                    kind.id(),
                    DatabaseClock.column(latest.equals(Instant.MIN) ? Instant.EPOCH : latest)));
        }
        return late;
    }

    private Set<Said> said(String note) {
        Set<Said> rows = new HashSet<>();
        for (SealedTable table : TABLES) {
            jdbc.query(
                    SAID,
                    row -> {
                        rows.add(new Said(table, row.getString(1)));
                    },
                    note,
                    table.table());
        }
        return rows;
    }

    private record Said(SealedTable table, String key) {
        SealedRecord record() {
            return SealedRecord.of(table.table(), key, Sha256.NOTHING);
        }

        String place() {
            return record().place();
        }
    }

    /** What the seals say of the rows that are said to be pruned. */
    private final class Reading {
        private final SealChain seals;
        /** Those that no seal covers, or of which one says already that they are gone. */
        private final Set<Said> gone = new HashSet<>();

        private final Set<Said> sealed = new HashSet<>();
        private final Set<String> places = new HashSet<>();
        private final Map<HousekeepingKind, Instant> before = before();
        private final List<Seal> accepted;

        Reading(SealChain seals, Set<Said> all) {
            this.seals = seals;
            this.accepted = seals.accepted();
            for (Said each : all) {
                if (covered(each.place())) {
                    sealed.add(each);
                    places.add(each.place());
                } else {
                    gone.add(each);
                }
            }
        }

        /** All of them in order, or none. */
        List<Said> pruned() {
            List<Said> pruned = new ArrayList<>();
            for (SealedTable table : TABLES) {
                sealed.stream()
                        .filter(each -> each.table() == table)
                        .sorted((one, other) -> one.key().compareTo(other.key()))
                        .forEach(pruned::add);
            }
            boolean all = seals.problems().isEmpty()
                    && pruned.stream().allMatch(each -> old(each) && nothingRests(each))
                    && restIsAsSealed();
            return all ? pruned : List.of();
        }

        private boolean covered(String place) {
            SealChain.SealedIn known = seals.records().get(place);
            return known != null && !known.record().isGone();
        }

        private boolean old(Said each) {
            SealChain.SealedIn known = seals.records().get(each.place());
            return known != null
                    && accepted.get((int) known.seal() - 1).sealedAt().isBefore(latest(each.table()));
        }

        /** Approvals go with a hold or by a period of their own: the shorter one counts. */
        private Instant latest(SealedTable table) {
            Instant latest = before.getOrDefault(kind(table), Instant.MIN);
            Instant other = switch (table) {
                case APPROVAL_REQUEST, APPROVAL, APPROVAL_END ->
                    before.getOrDefault(HousekeepingKind.APPROVALS, Instant.MIN);
                default -> latest;
            };
            return latest.isAfter(other) ? latest : other;
        }

        private boolean nothingRests(Said each) {
            return switch (each.table()) {
                case HOLD -> places.contains(new Said(SealedTable.APPROVED_RELEASE, each.key()).place());
                case HELD_COUNT -> goneToo(SealedTable.HOLD, SealedTable.first(each.key()));
                case APPROVED_RELEASE -> goneToo(SealedTable.HOLD, each.key());
                case HOLD_TARGET -> none("SELECT COUNT(*) FROM hold WHERE uuid = ?", SealedTable.first(each.key()));
                case APPROVAL, APPROVAL_END -> goneToo(SealedTable.APPROVAL_REQUEST, each.key());
                case APPROVAL_REQUEST -> {
                    Long id = Long.valueOf(each.key());
                    yield none(RESTING, id, id, id, id, id, id);
                }
                default -> true;
            };
        }

        /** Whether a row goes by the same notes, or is sealed as gone. */
        private boolean goneToo(SealedTable table, String key) {
            String place = new Said(table, key).place();
            return places.contains(place) || !covered(place) && seals.records().containsKey(place);
        }

        private boolean none(String count, Object... args) {
            Long n = jdbc.queryForObject(count, Long.class, args);
            return n != null && n == 0;
        }

        private boolean restIsAsSealed() {
            List<SealedTable> all =
                    Stream.concat(TABLES.stream(), RESTING_TABLES.stream()).toList();
            Set<String> tables = new HashSet<>();
            all.forEach(table -> tables.add(table.table()));
            Set<String> there = new HashSet<>();
            boolean[] asSealed = {true};
            new SealedTableReader(jdbc, all.toArray(new SealedTable[0])).each(all, (table, row) -> {
                SealedRecord record = table.record(row);
                there.add(record.place());
                SealChain.SealedIn known = seals.records().get(record.place());
                asSealed[0] &= !places.contains(record.place())
                        && (known == null
                                || known.record().isGone()
                                || known.record().hash().equals(record.hash()));
            });
            return asSealed[0]
                    && seals.records().entrySet().stream()
                            .filter(known -> !known.getValue().record().isGone()
                                    && tables.contains(known.getValue().record().table()))
                            .allMatch(known -> there.contains(known.getKey()) || places.contains(known.getKey()));
        }
    }

    private static HousekeepingKind kind(SealedTable table) {
        return switch (table) {
            case AUDIT -> HousekeepingKind.AUDIT;
            case SUBJECT_REQUEST, REQUEST_DECISION, REQUEST_ITEM, REQUEST_EXTENSION, REQUEST_ANSWER ->
                HousekeepingKind.REQUESTS;
            default -> HousekeepingKind.HOLDS;
        };
    }
}
