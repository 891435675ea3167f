package se.partnersec.gallra.ledger.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.record.SealedTable;
import se.partnersec.gallra.ledger.record.SealedTableReader;
import se.partnersec.gallra.ledger.record.UnsealedRecords;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.seal.SealRepository;
import se.partnersec.gallra.ledger.seal.SealTail;
import se.partnersec.gallra.ledger.seal.SealedRange;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.ledger.seal.SignedSeal;
import se.partnersec.gallra.ledger.sealstore.ExternalSealReader;
import se.partnersec.gallra.ledger.sealstore.SealStore;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Takes the seals that a restored database lost back from where copies lie, after a replay has come to its end: only those
 * it was about, each signed, linked to the one before, and over rows of the ledger that are there again as they were. So the next seal
 * goes on where the last one ended. Rows of other tables do not come back; which are lost is for the next seal to say.
 */
final class SealRestoration {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    /** The newest seal that a replay was about which has ended. */
    private static final String NEWEST =
            "SELECT r.seal, r.seal_hash FROM replay r JOIN valid_replay e ON e.plan_id = r.plan_id ORDER BY r.seal DESC LIMIT 1";

    private static final String ROW = "SELECT hash FROM ledger_chunk WHERE category = ? AND part = ? AND seq = ?";

    private final JdbcTemplate jdbc;
    private final SealRepository table;
    private final List<SealStore> places;
    private final SealPublicKeys keys;

    SealRestoration(JdbcTemplate jdbc, SealRepository table, List<SealStore> places, SealPublicKeys keys) {
        this.jdbc = jdbc;
        this.table = table;
        this.places = places;
        this.keys = keys;
    }

    private record Replayed(long number, String hash) {}

    /**
     * To be called in a transaction.
     *
     * @return rows of other tables that the seals cover and that are not there any more, or are others
     * @throws SealException if a seal is not as it should be
     */
    List<SealedRecord> take() {
        Replayed replayed = jdbc.query(NEWEST, (row, i) -> new Replayed(row.getLong(1), row.getString(2))).stream()
                .findFirst()
                .orElse(null);
        if (replayed == null || replayed.number() <= table.newest()) {
            return List.of();
        }
        SealTail.of(table.heads(), keys);
        Seal before = table.find(table.newest()).map(SignedSeal::seal).orElse(null);
        Map<String, SealedRecord> records = new LinkedHashMap<>();
        Map<String, Long> sealedBy = new HashMap<>();
        for (long number = table.newest() + 1; number <= replayed.number(); number++) {
            SignedSeal signed = outside(number);
            check(signed, before, replayed);
            table.append(signed);
            for (SealedRecord record : signed.records()) {
                records.put(record.place(), record);
                sealedBy.put(record.place(), number);
            }
            before = signed.seal();
        }
        return lost(records, sealedBy);
    }

    private List<SealedRecord> lost(Map<String, SealedRecord> records, Map<String, Long> sealedBy) {
        UnsealedRecords index = new UnsealedRecords(jdbc);
        SealedTableReader rows = new SealedTableReader(jdbc);
        List<SealedRecord> lost = new ArrayList<>();
        records.forEach((place, record) -> {
            if (record.isGone()) {
                // It was pruned after the backup: it is back, and to be sealed again.
                index.forget(record);
            } else if (SealedTable.parse(record.table())
                    .flatMap(each -> rows.find(each, UnsealedRecords.key(record)))
                    .filter(row -> row.hash().equals(record.hash()))
                    .isPresent()) {
                index.forget(record);
                index.note(List.of(record), sealedBy.getOrDefault(place, 0L));
            } else {
                lost.add(record.gone());
            }
        });
        return UnsealedRecords.inTables(lost);
    }

    private SignedSeal outside(long number) {
        for (SealStore place : places) {
            try {
                Optional<SignedSeal> read = ExternalSealReader.read(place, number);
                if (read.isPresent()) {
                    return read.get();
                }
            } catch (ObjectStoreException e) {
                throw SealException.later(String.valueOf(e.getMessage()));
            }
        }
        throw SealException.suspicious(SENTENCES.say("evidence.seal-replayed-lies-no-place-configured", number));
    }

    private void check(SignedSeal signed, @Nullable Seal before, Replayed replayed) {
        Seal seal = signed.seal();
        if (!keys.signed(seal, signed.signature())) {
            throw suspicious(seal, SENTENCES.say("evidence.not-signed-key-key-file"));
        }
        if (!seal.previous().equals(before == null ? Sha256.NOTHING : before.hash())) {
            throw suspicious(seal, SENTENCES.say("evidence.not-linked-seal-before-database"));
        }
        if (seal.number() == replayed.number() && !seal.hash().equals(replayed.hash())) {
            throw suspicious(seal, SENTENCES.say("evidence.not-one-replayed"));
        }
        if (!signed.carriesItsRows()) {
            throw suspicious(seal, SENTENCES.say("evidence.does-not-carry-hashes-vouches"));
        }
        int at = 0;
        for (SealedRange each : seal.covered()) {
            for (long seq = each.from(); seq <= each.to(); seq++) {
                byte[] there = jdbc.query(ROW, (row, i) -> row.getBytes(1), each.category(), each.part(), seq).stream()
                        .findFirst()
                        .orElse(new byte[0]);
                if (!Arrays.equals(there, signed.hashes().at(at++))) {
                    throw suspicious(seal, SENTENCES.say("evidence.covers-row-which-not-there", seq, each.category()));
                }
            }
        }
    }

    private static SealException suspicious(Seal seal, String what) {
        return SealException.suspicious(
                SENTENCES.say("evidence.seal-outside-database-not-taken-back", seal.number(), what));
    }
}
