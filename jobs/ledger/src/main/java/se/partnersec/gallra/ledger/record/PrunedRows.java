package se.partnersec.gallra.ledger.record;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.policy.limit.HousekeepingKind;
import se.partnersec.gallra.support.crypto.Sha256;

/**
 * Rows of sealed tables that {@code gallra runs prune} removed. The owner of the database may write anything into {@code pruned_row}, so a
 * row that is gone counts as pruned only if a seal covers it that is older than the shortest period of its kind, and if what it made
 * lawful or kept is gone too: a hold only together with its sealed release, an approval only where nothing rests on it. Any other row stays
 * missing, and verification names it.
 */
final class PrunedRows {
    private static final int PAGE = 500;
    /** Parents before what hangs on them. */
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

    private static final String SAID = """
            SELECT p.row_key, l.seal FROM pruned_row p JOIN seal_leaf l ON l.kind = p.kind AND l.row_key = p.row_key
            WHERE p.pruned = ? AND p.kind = ? AND p.row_key > ? ORDER BY p.row_key LIMIT\s""" + PAGE;
    private static final String RESTING = """
            SELECT (SELECT COUNT(*) FROM approved_release WHERE request_id = r.id) + (SELECT COUNT(*) FROM policy_adopted WHERE request_id = r.id)
              + (SELECT COUNT(*) FROM permit WHERE request_id = r.id) + (SELECT COUNT(*) FROM fiscal_year_version WHERE request_id = r.id)
              + (SELECT COUNT(*) FROM plan WHERE request_id = r.id) + (SELECT COUNT(*) FROM replay_end WHERE request_id = r.id)
            FROM (SELECT ? AS id) r""";

    private final JdbcTemplate jdbc;
    private final SealedTableReader rows;
    private final SealAge age;

    PrunedRows(JdbcTemplate jdbc, SealAge age) {
        this.jdbc = jdbc;
        this.rows = new SealedTableReader(jdbc, TABLES.toArray(new SealedTable[0]));
        this.age = age;
    }

    private record Said(String key, long seal) {}

    /**
     * Those that count as pruned and that no seal says are gone.
     *
     * @param pruned number of the note in {@code pruned}
     */
    List<SealedRecord> of(String pruned, int most) {
        List<SealedRecord> gone = new ArrayList<>();
        for (SealedTable table : TABLES) {
            List<Said> page = page(pruned, table, "");
            while (!page.isEmpty() && gone.size() < most) {
                page.stream()
                        .filter(said -> counts(table, said))
                        .limit(most - gone.size())
                        .forEach(said -> gone.add(gone(table, said.key())));
                page = page.size() < PAGE
                        ? List.of()
                        : page(pruned, table, page.get(page.size() - 1).key());
            }
        }
        return gone;
    }

    private List<Said> page(String pruned, SealedTable table, String after) {
        return jdbc.query(SAID, (row, i) -> new Said(row.getString(1), row.getLong(2)), pruned, table.table(), after);
    }

    private boolean counts(SealedTable table, Said said) {
        return missing(table, said) && nothingRests(table, said.key());
    }

    private boolean missing(SealedTable table, Said said) {
        return age.reached(kind(table), gone(table, said.key()), said.seal())
                && rows.find(table, said.key()).isEmpty();
    }

    private static SealedRecord gone(SealedTable table, String key) {
        return SealedRecord.of(table.table(), key, Sha256.NOTHING);
    }

    private boolean nothingRests(SealedTable table, String key) {
        return switch (table) {
            case HOLD ->
                jdbc
                        .query(
                                "SELECT seal FROM seal_leaf WHERE kind = 'approved_release' AND row_key = ?",
                                (row, i) -> new Said(key, row.getLong(1)),
                                key)
                        .stream()
                        .anyMatch(release -> missing(SealedTable.APPROVED_RELEASE, release));
            case HOLD_TARGET -> none("SELECT COUNT(*) FROM hold WHERE uuid = ?", SealedTable.first(key));
            case HELD_COUNT -> none("SELECT COUNT(*) FROM hold WHERE id = ?", SealedTable.first(key));
            case APPROVED_RELEASE -> none("SELECT COUNT(*) FROM hold WHERE id = ?", key);
            case APPROVAL_REQUEST -> none(RESTING, key);
            case APPROVAL, APPROVAL_END -> none("SELECT COUNT(*) FROM approval_request WHERE id = ?", key);
            default -> true;
        };
    }

    private boolean none(String count, String key) {
        Long n = jdbc.queryForObject(count, Long.class, key);
        return n != null && n == 0;
    }

    private static HousekeepingKind kind(SealedTable table) {
        return switch (table) {
            case AUDIT -> HousekeepingKind.AUDIT;
            case SUBJECT_REQUEST, REQUEST_DECISION, REQUEST_ITEM, REQUEST_EXTENSION, REQUEST_ANSWER ->
                HousekeepingKind.REQUESTS;
            case APPROVAL_REQUEST, APPROVAL, APPROVAL_END -> HousekeepingKind.APPROVALS;
            default -> HousekeepingKind.HOLDS;
        };
    }
}
