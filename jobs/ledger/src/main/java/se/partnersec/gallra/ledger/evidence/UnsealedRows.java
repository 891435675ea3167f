package se.partnersec.gallra.ledger.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealTail;
import se.partnersec.gallra.ledger.seal.SealedRange;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.HashList;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The rows that the next seal covers. A row is closed once its transaction is committed, as rows are never changed; what
 * does not go on where the last seal ended is refused, because a signature would make it look right.
 */
final class UnsealedRows {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    /** Rows of up to some 100 kB. */
    private static final int PAGE = 16;

    private static final String ENDS = "SELECT category, part, MAX(seq) FROM ledger_chunk GROUP BY category, part";
    private static final String ROWS = "SELECT " + LedgerRow.Stored.COLUMNS + """
             FROM ledger_chunk
            WHERE category = ? AND part = ? AND seq >= ? ORDER BY seq LIMIT ?""";

    private final JdbcTemplate jdbc;
    private final SealTail tail;
    private final Set<String> categories;
    private final long gate;
    private final List<SealedRange> covered = new ArrayList<>();
    private final HashList hashes = new HashList();

    UnsealedRows(JdbcTemplate jdbc, SealTail tail, long gate, Collection<DataCategory> categories) {
        this.categories = categories.stream().map(DataCategory::id).collect(Collectors.toSet());
        this.jdbc = jdbc;
        this.tail = tail;
        this.gate = gate;
    }

    /** Takes in at most so many rows, chain by chain. */
    UnsealedRows read(int most) {
        Map<Chain, Long> ends = ends();
        tail.ends().forEach((chain, end) -> {
            if (ends.getOrDefault(chain, 0L) < end.to()) {
                throw refused(chain, end.to(), SENTENCES.say("evidence.sealed-not-there-tail-ledger-cut"));
            }
        });
        ends.forEach((chain, end) -> {
            if (hashes.size() < most && end > tail.end(chain)) {
                read(chain, most - hashes.size());
            }
        });
        return this;
    }

    private Map<Chain, Long> ends() {
        Map<Chain, Long> ends = new TreeMap<>(SealedRowCheck.ORDER);
        jdbc.query(ENDS, row -> {
            ends.put(new Chain(row.getString(1), row.getInt(2)), row.getLong(3));
        });
        return ends;
    }

    private void read(Chain chain, int most) {
        if (!categories.contains(chain.category())) {
            throw refused(chain, 1, SENTENCES.say("evidence.there-no-such-category"));
        }
        long last = tail.end(chain);
        byte[] lastHash = tail.endHash(chain);
        int taken = 0;
        List<LedgerRow.Stored> page;
        do {
            int size = Math.min(PAGE, most - taken);
            page = jdbc.query(ROWS, LedgerRow.Stored::read, chain.category(), chain.part(), last + 1, size);
            for (LedgerRow.Stored stored : page) {
                check(chain, stored, last, lastHash);
                hashes.add(stored.hash());
                last++;
                lastHash = stored.hash();
            }
            taken += page.size();
        } while (page.size() == PAGE && taken < most);
        covered.add(new SealedRange(chain.category(), chain.part(), tail.end(chain) + 1, last, Sha256.hex(lastHash)));
    }

    private void check(Chain chain, LedgerRow.Stored stored, long last, byte[] lastHash) {
        LedgerRow row = stored.row();
        if (row.seq() != last + 1) {
            throw refused(chain, last + 1, SENTENCES.say("evidence.missing-2"));
        }
        if (!Arrays.equals(row.prevHash(), lastHash)) {
            throw refused(chain, row.seq(), SENTENCES.say("evidence.does-not-continue-row", last));
        }
        if (!Arrays.equals(row.hash(), stored.hash())) {
            throw refused(chain, row.seq(), SENTENCES.say("evidence.hash-not-content"));
        }
        if (row.holdEpoch() > gate) {
            throw refused(
                    chain, row.seq(), SENTENCES.say("evidence.knows-hold-epoch-gate-stands", row.holdEpoch(), gate));
        }
    }

    private static SealException refused(Chain chain, long seq, String why) {
        return SealException.suspicious(SENTENCES.say(
                "evidence.nothing-sealed-because-ledger-not-written",
                chain.category(),
                (chain.part() == 0 ? "" : SENTENCES.say("evidence.part", chain.part())),
                seq,
                why));
    }

    List<SealedRange> covered() {
        return covered;
    }

    HashList hashes() {
        return hashes;
    }
}
