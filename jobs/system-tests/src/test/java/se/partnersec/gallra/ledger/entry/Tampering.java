package se.partnersec.gallra.ledger.entry;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Somebody with every right on the database who changes one thing in the ledger. */
public final class Tampering {
    public static final List<String> COLUMNS = List.of(
            "category",
            "part",
            "seq",
            "run_id",
            "kind",
            "attempt",
            "written_at",
            "policy",
            "token",
            "hold_epoch",
            "counts",
            "key_lo",
            "key_hi",
            "items",
            "prev_hash",
            "hash");
    private static final String AT = " WHERE category = ? AND part = ? AND seq = ?";

    private final JdbcTemplate jdbc;
    private final Random random;
    private final List<Place> places;
    private final List<Place> tails;

    Tampering(JdbcTemplate jdbc, Random random) {
        this.jdbc = jdbc;
        this.random = random;
        this.places = jdbc.query(
                "SELECT category, part, seq FROM ledger_chunk ORDER BY category, part, seq",
                (row, i) -> new Place(row.getString(1), row.getInt(2), row.getLong(3)));
        this.tails = jdbc.query(
                "SELECT category, part, MAX(seq) FROM ledger_chunk GROUP BY category, part ORDER BY category, part",
                (row, i) -> new Place(row.getString(1), row.getInt(2), row.getLong(3)));
    }

    record Place(String category, int part, long seq) {
        Object[] key() {
            return new Object[] {category, part, seq};
        }
    }

    /** @param at the row that is bad now, if it is that one and no other */
    record Done(Kind kind, String what, @Nullable Place at) {}

    enum Kind {
        FLIP,
        SWAP,
        REMOVE,
        INSERT,
        FORGE,
        EXTEND,
        CUT
    }

    Done apply() {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        while (true) {
            Map<Place, String> before = state();
            try {
                Done done = Objects.requireNonNull(apply(kind));
                if (!state().equals(before)) {
                    return done;
                }
            } catch (DataAccessException refused) {
                // The database itself would not have it; it undid that statement, and we try something else.
                if (!state().equals(before)) {
                    throw refused;
                }
            }
        }
    }

    private Done apply(Kind kind) {
        return switch (kind) {
            case FLIP -> flip(any(places), COLUMNS.get(random.nextInt(COLUMNS.size())));
            case SWAP -> swap(any(places), any(places));
            case REMOVE -> remove(middle());
            case INSERT -> insert(middle());
            case FORGE -> forge(middle());
            case EXTEND -> extend(any(tails));
            case CUT -> cut(any(tails));
        };
    }

    /** One bit, or one character. */
    private Done flip(Place place, String column) {
        Object value = jdbc.queryForObject("SELECT " + column + " FROM ledger_chunk" + AT, Object.class, place.key());
        jdbc.update("UPDATE ledger_chunk SET " + column + " = ?" + AT, with(changed(column, value), place));
        return new Done(Kind.FLIP, column + " of " + place, column.matches("category|part|seq") ? null : place);
    }

    private Object changed(String column, @Nullable Object value) {
        if (value instanceof byte[] bytes) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            return bytes;
        }
        if (value instanceof String text) {
            byte[] bytes = text.isEmpty() ? new byte[] {'A'} : text.getBytes(StandardCharsets.US_ASCII);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(5));
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        if (column.equals("written_at")) {
            return WrittenLedger.NOW
                    .plusMillis(random.nextLong(100_000_000))
                    .toString()
                    .replace('T', ' ')
                    .replace("Z", "");
        }
        BigInteger number = value == null ? BigInteger.ZERO : new BigInteger(value.toString());
        return number.flipBit(random.nextInt(value == null || column.equals("part") ? 31 : 63));
    }

    private Done swap(Place a, Place b) {
        List<String> columns = random.nextBoolean()
                ? COLUMNS.subList(3, COLUMNS.size())
                : List.of(COLUMNS.get(3 + random.nextInt(COLUMNS.size() - 3)));
        Map<String, @Nullable Object> first = row(a);
        Map<String, @Nullable Object> second = row(b);
        jdbc.update("UPDATE ledger_chunk SET attempt = 'away'" + AT, a.key());
        for (String column : columns) {
            jdbc.update("UPDATE ledger_chunk SET " + column + " = ?" + AT, with(first.get(column), b));
            jdbc.update("UPDATE ledger_chunk SET " + column + " = ?" + AT, with(second.get(column), a));
        }
        if (!columns.contains("attempt")) {
            jdbc.update("UPDATE ledger_chunk SET attempt = ?" + AT, with(first.get("attempt"), a));
        }
        return new Done(Kind.SWAP, columns + " of " + a + " and " + b, null);
    }

    private Done remove(Place place) {
        jdbc.update("DELETE FROM ledger_chunk" + AT, place.key());
        boolean close = random.nextBoolean();
        if (close) {
            shift(place, -1);
        }
        return new Done(Kind.REMOVE, place + (close ? " and moved the others up" : ""), null);
    }

    private void shift(Place place, int by) {
        jdbc.update(
                "UPDATE ledger_chunk SET seq = seq + ? WHERE category = ? AND part = ? AND seq >= ? ORDER BY seq "
                        + (by > 0 ? "DESC" : "ASC"),
                by,
                place.category(),
                place.part(),
                place.seq());
    }

    /** A copy of some row, as it was or with a hash of its own that is right, between two others. */
    private Done insert(Place place) {
        LedgerRow.Stored copied = stored(any(places));
        LedgerRow model = copied.row();
        LedgerRow before = stored(place).row();
        shift(place, 1);
        boolean own = random.nextBoolean();
        LedgerRow row = at(model, place, own ? before.prevHash() : model.prevHash());
        put(row, own ? row.hash() : copied.hash());
        return new Done(Kind.INSERT, place + (own ? " with its own hash" : ""), null);
    }

    /** A row with another content and a hash that is right for it; the last row has nothing to give that away. */
    private Done forge(Place place) {
        LedgerRow row = stored(place).row();
        String column = List.of("run_id", "attempt", "written_at", "policy", "token", "hold_epoch")
                .get(random.nextInt(6));
        flip(place, column);
        LedgerRow forged = stored(place).row();
        jdbc.update("UPDATE ledger_chunk SET hash = ?" + AT, with(forged.hash(), place));
        return new Done(Kind.FORGE, column + " of " + place + ", was " + row.attempt(), null);
    }

    /** A row that continues the chain as ours would, of a finished run, of an unknown one, or in a new chain. */
    private Done extend(Place tail) {
        LedgerRow.Stored last = stored(tail);
        LedgerRow.Stored model = stored(any(places));
        boolean fresh = random.nextInt(4) == 0;
        Place place =
                fresh ? new Place(tail.category(), 7, 1) : new Place(tail.category(), tail.part(), tail.seq() + 1);
        LedgerRow row =
                at(random.nextBoolean() ? last.row() : model.row(), place, fresh ? LedgerRow.NO_HASH : last.hash());
        put(row, row.hash());
        return new Done(Kind.EXTEND, place + " like run " + row.runId() + " " + row.kind(), null);
    }

    private Done cut(Place tail) {
        long from = tail.seq() - random.nextInt((int) tail.seq());
        jdbc.update(
                "DELETE FROM ledger_chunk WHERE category = ? AND part = ? AND seq >= ?",
                tail.category(),
                tail.part(),
                from);
        return new Done(Kind.CUT, tail + " back to " + from, null);
    }

    private LedgerRow at(LedgerRow model, Place place, byte[] prevHash) {
        return new LedgerRow(
                place.category(),
                place.part(),
                place.seq(),
                model.runId(),
                model.kind(),
                new UUID(random.nextLong(), random.nextLong()).toString(),
                model.writtenAt(),
                model.policy(),
                model.token(),
                model.holdEpoch(),
                model.counts(),
                model.keyLo(),
                model.keyHi(),
                model.items(),
                prevHash);
    }

    private void put(LedgerRow row, byte[] hash) {
        jdbc.update(
                "INSERT INTO ledger_chunk (" + String.join(", ", COLUMNS) + ") VALUES ("
                        + String.join(", ", Collections.nCopies(COLUMNS.size(), "?")) + ")",
                row.category(),
                row.part(),
                row.seq(),
                row.runId(),
                String.valueOf(row.kind()),
                row.attempt(),
                row.writtenAt(),
                row.policy(),
                row.token(),
                row.holdEpoch(),
                row.counts(),
                row.keyLo(),
                row.keyHi(),
                row.items(),
                row.prevHash(),
                hash);
    }

    private Place any(List<Place> from) {
        return from.get(random.nextInt(from.size()));
    }

    private Place middle() {
        List<Place> inner = new ArrayList<>(places);
        inner.removeAll(tails);
        return any(inner);
    }

    private LedgerRow.Stored stored(Place place) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "SELECT " + LedgerRow.Stored.COLUMNS + " FROM ledger_chunk" + AT, LedgerRow.Stored::read, place.key()));
    }

    private Map<String, @Nullable Object> row(Place place) {
        return jdbc.queryForMap("SELECT * FROM ledger_chunk" + AT, place.key());
    }

    private static Object[] with(@Nullable Object value, Place place) {
        return new Object[] {value, place.category(), place.part(), place.seq()};
    }

    /** Every byte of the ledger, to be sure that something was changed. */
    private Map<Place, String> state() {
        Map<Place, String> state = new LinkedHashMap<>();
        jdbc.query("""
                SELECT category, part, seq, SHA2(CONCAT_WS('|', run_id, kind, attempt, written_at, policy, token, hold_epoch,
                  counts, COALESCE(key_lo, 'n'), COALESCE(key_hi, 'n'), HEX(items), HEX(prev_hash), HEX(hash)), 256)
                FROM ledger_chunk""", row -> {
            state.put(new Place(row.getString(1), row.getInt(2), row.getLong(3)), row.getString(4));
        });
        return state;
    }
}
