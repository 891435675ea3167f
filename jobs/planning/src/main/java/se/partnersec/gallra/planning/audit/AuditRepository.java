package se.partnersec.gallra.planning.audit;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.DeniedRight;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.record.SealedTable;
import se.partnersec.gallra.ledger.record.SealedTableReader;
import se.partnersec.gallra.ledger.seal.SealRepository;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.planning.audit.AuditResult.Gap;
import se.partnersec.gallra.policy.limit.HousekeepingKind;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Sha256;

/** Records of audits. A record counts where a seal covers it and the last row that it names still has the same hash. */
final class AuditRepository {
    private static final String NEWEST = """
            SELECT a.id, a.to_seq, a.hash, a.rows_read, a.records, a.good, a.open, a.gaps FROM ledger_audit a
            JOIN ledger_chunk c ON c.category = a.category AND c.part = a.part AND c.seq = a.to_seq AND c.hash = a.hash
              AND a.rows_read = a.to_seq
            WHERE a.category = ? AND a.part = ? ORDER BY a.id DESC LIMIT 20""";
    /** Rows that went by notes of pruning. */
    private static final String PRUNED = """
            SELECT p.id, p.older_than, r.row_key FROM pruned p LEFT JOIN pruned_row r ON r.pruned = p.id AND r.kind = ?
            WHERE p.kind = ? ORDER BY p.older_than DESC, p.id DESC""";

    private final JdbcTemplate jdbc;

    AuditRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Recorded(String id, AuditedRows rows) {}

    /** The newest that counts; none where no audit was sealed. */
    AuditedRows sealed(Chain chain) {
        List<Recorded> newest = jdbc.query(
                NEWEST,
                (row, i) -> new Recorded(
                        row.getString(1),
                        new AuditedRows(
                                row.getLong(2),
                                row.getBytes(3),
                                new AuditTally(
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6),
                                        row.getLong(7),
                                        gaps(row.getString(8))))),
                chain.category(),
                chain.part());
        return newest.stream()
                .filter(each -> isSealed(each.id()))
                .findFirst()
                .map(Recorded::rows)
                .orElse(AuditedRows.NONE);
    }

    /** Seal of the record of an audit; {@code gallra ledger verify} checks its signature. */
    private boolean isSealed(String id) {
        return isSealed(SealedTable.LEDGER_AUDIT, id);
    }

    private boolean isSealed(SealedTable table, String id) {
        return new SealedTableReader(jdbc, table)
                .find(table, id)
                .map(table::record)
                .filter(new SealRepository(jdbc)::covers)
                .isPresent();
    }

    private record Pruning(
            String id, Instant before, @Nullable String row) {}

    /**
     * The time before which holds, or requests, may have been removed by {@code gallra runs prune}, and never one later than the shortest period
     * that own-data.yml takes. A note about holds counts by itself: nothing is called good that rests on them. One about requests counts if it
     * is sealed, and so is the end of a row that went by it: what was erased without a request stays a breach.
     *
     * @return the earliest instant where none was removed
     */
    Instant prunedBefore(HousekeepingKind kind, Instant now) {
        SealedTable table = kind == HousekeepingKind.HOLDS ? SealedTable.HOLD : SealedTable.SUBJECT_REQUEST;
        Instant least =
                SwedishCalendar.startOfDay(SwedishCalendar.localDate(now).minus(kind.least()));
        return jdbc
                .query(
                        PRUNED,
                        (row, i) -> new Pruning(
                                row.getString(1),
                                DatabaseClock.instant(Objects.requireNonNull(row.getObject(2, LocalDateTime.class))),
                                row.getString(3)),
                        table.table(),
                        kind.id())
                .stream()
                .filter(note -> kind == HousekeepingKind.HOLDS || sealedAsGone(table, note))
                .map(note -> note.before().isBefore(least) ? note.before() : least)
                .findFirst()
                .orElse(Instant.MIN);
    }

    private boolean sealedAsGone(SealedTable table, Pruning note) {
        SealRepository seals = new SealRepository(jdbc);
        return note.row() != null
                && (seals.newest() == 0
                        || isSealed(SealedTable.PRUNED, note.id())
                                && seals.covers(SealedRecord.of(table.table(), note.row(), Sha256.NOTHING)));
    }

    /** @return whether the login may */
    boolean write(Map<Chain, AuditedRows> audited) {
        List<Object[]> rows = new ArrayList<>();
        audited.forEach((chain, each) -> rows.add(new Object[] {
            chain.category(),
            chain.part(),
            each.to(),
            each.hash(),
            each.tally().rows(),
            each.tally().records(),
            each.tally().good(),
            each.tally().open(),
            text(each.tally().gaps())
        }));
        try {
            jdbc.batchUpdate(
                    "INSERT INTO ledger_audit (category, part, to_seq, hash, rows_read, records, good, open, gaps)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    rows);
            return true;
        } catch (DataAccessException e) {
            if (DeniedRight.causes(e)) {
                return false;
            }
            throw e;
        }
    }

    private static String text(Map<Gap, Long> gaps) {
        return gaps.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static Map<Gap, Long> gaps(String text) {
        Map<Gap, Long> gaps = new EnumMap<>(Gap.class);
        for (String each : text.isEmpty() ? new String[0] : text.split(" ")) {
            String[] parts = each.split("=");
            gaps.put(Gap.valueOf(parts[0]), Long.valueOf(parts[1]));
        }
        return gaps;
    }
}
