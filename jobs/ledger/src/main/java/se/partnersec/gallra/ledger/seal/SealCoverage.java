package se.partnersec.gallra.ledger.seal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;

/**
 * How far the seals reach, by what the database says of itself; whether that is true is for the verification.
 *
 * @param newest when the newest seal was made; null if there is none
 * @param notExported seals of which no copy is on record
 * @param unsealed rows of the ledger after the last that is sealed
 * @param oldestUnsealed when the oldest of them was written; null if there is none
 */
public record SealCoverage(
        @Nullable Instant newest,
        long notExported,
        long unsealed,
        @Nullable Instant oldestUnsealed) {
    private static final String NOT_EXPORTED =
            "SELECT COUNT(*) FROM ledger_seal s WHERE NOT EXISTS (SELECT 1 FROM ledger_seal_export e WHERE e.seal = s.seq)";
    private static final String CHAINS = "SELECT DISTINCT category, part FROM ledger_chunk";
    private static final String AFTER =
            "SELECT COUNT(*), MIN(written_at) FROM ledger_chunk WHERE category = ? AND part = ? AND seq > ?";

    /** @throws SealException if a seal cannot be read */
    public static SealCoverage read(JdbcTemplate jdbc) {
        Map<Chain, Long> ends = new HashMap<>();
        Instant newest = null;
        for (SignedSeal head : new SealRepository(jdbc).heads()) {
            head.seal().covered().forEach(each -> ends.merge(each.chain(), each.to(), Math::max));
            newest = head.seal().sealedAt();
        }
        long[] rows = {0};
        @Nullable LocalDateTime[] oldest = new LocalDateTime[1];
        for (Chain chain : jdbc.query(CHAINS, (row, i) -> new Chain(row.getString(1), row.getInt(2)))) {
            jdbc.query(
                    AFTER,
                    row -> {
                        rows[0] += row.getLong(1);
                        LocalDateTime begin = row.getObject(2, LocalDateTime.class);
                        LocalDateTime known = oldest[0];
                        if (begin != null && (known == null || begin.isBefore(known))) {
                            oldest[0] = begin;
                        }
                    },
                    chain.category(),
                    chain.part(),
                    ends.getOrDefault(chain, 0L));
        }
        LocalDateTime first = oldest[0];
        Long notExported = jdbc.queryForObject(NOT_EXPORTED, Long.class);
        return new SealCoverage(
                newest,
                notExported == null ? 0 : notExported,
                rows[0],
                first == null ? null : DatabaseClock.instant(first));
    }
}
