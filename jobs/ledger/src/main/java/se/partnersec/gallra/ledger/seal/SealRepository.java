package se.partnersec.gallra.ledger.seal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.support.crypto.HashList;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.Sentences;

/** The seals as the database keeps them; nothing it says is believed before it was checked. */
public final class SealRepository {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final String APPEND = """
            INSERT INTO ledger_seal (seq, root, prev_seal, hold_epoch, chunks, signature, sealed_at, body, hashes, records)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String HEADS =
            "SELECT body, signature, '' AS hashes, '' AS records FROM ledger_seal ORDER BY seq";
    private static final String ONE = "SELECT body, signature, hashes, records FROM ledger_seal WHERE seq = ?";
    private static final String NUMBERS = "SELECT seq FROM ledger_seal ORDER BY seq";
    private static final String NOT_EXPORTED = """
            SELECT s.seq FROM ledger_seal s
            WHERE NOT EXISTS (SELECT 1 FROM ledger_seal_export e WHERE e.seal = s.seq AND e.place = ?) ORDER BY s.seq""";
    /** Columns beside the signed text are for questions in SQL; they must say the same. */
    private static final String COLUMNS = """
            SELECT seq, LOWER(HEX(root)) AS root, LOWER(HEX(prev_seal)) AS prev_seal, hold_epoch, chunks, body
            FROM ledger_seal WHERE seq = ?""";

    private static final int MOST_LETTERS = 255;

    private final JdbcTemplate jdbc;

    public SealRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public void append(SignedSeal signed) {
        Seal seal = signed.seal();
        jdbc.update(
                APPEND,
                seal.number(),
                Sha256.bytes(seal.root()),
                Sha256.bytes(seal.previous()),
                seal.holdEpoch(),
                seal.rows(),
                signed.signature(),
                DatabaseClock.column(seal.sealedAt()),
                seal.text(),
                signed.hashes().bytes(),
                signed.recordText());
    }

    /** Every seal, oldest first, without the hashes of its rows. */
    public List<SignedSeal> heads() {
        return jdbc.query(HEADS, (row, i) -> read(row));
    }

    public Optional<SignedSeal> find(long number) {
        return jdbc.query(ONE, (row, i) -> read(row), number).stream().findFirst();
    }

    /** Every seal, oldest first, one in memory at a time. */
    public void each(Consumer<SignedSeal> reader) {
        numbers().forEach(number -> find(number).ifPresent(reader));
    }

    /** Finds a seal that lists a row of a sealed table with its present hash; whether the seal is genuine, {@code SealVerifier} checks. */
    public boolean covers(SealedRecord record) {
        return !jdbc.queryForList(
                        "SELECT 1 FROM ledger_seal WHERE INSTR(records, ?) > 0 ORDER BY seq DESC LIMIT 1",
                        Integer.class,
                        record.line())
                .isEmpty();
    }

    List<Long> numbers() {
        return jdbc.query(NUMBERS, (row, i) -> row.getLong(1));
    }

    /** The highest number; 0 without any. */
    public long newest() {
        Long newest = jdbc.queryForObject("SELECT COALESCE(MAX(seq), 0) FROM ledger_seal", Long.class);
        return newest == null ? 0 : newest;
    }

    /** Whether the columns of a seal say what its signed text says. */
    public boolean columnsAgree(Seal seal) {
        return jdbc
                .query(
                        COLUMNS,
                        (row, i) -> row.getLong("seq") == seal.number()
                                && row.getString("root").equals(seal.root())
                                && row.getString("prev_seal").equals(seal.previous())
                                && row.getLong("hold_epoch") == seal.holdEpoch()
                                && row.getLong("chunks") == seal.rows()
                                && row.getString("body").equals(seal.text()),
                        seal.number())
                .stream()
                .allMatch(agrees -> agrees);
    }

    /** The highest number that was read in a place after it was brought there; 0 without any. */
    public long newestExported(String place) {
        Long newest = jdbc.queryForObject(
                "SELECT COALESCE(MAX(seal), 0) FROM ledger_seal_export WHERE place = ?", Long.class, column(place));
        return newest == null ? 0 : newest;
    }

    public boolean exported(long number, String place) {
        return !jdbc.queryForList(
                        "SELECT 1 FROM ledger_seal_export WHERE seal = ? AND place = ?",
                        Integer.class,
                        number,
                        column(place))
                .isEmpty();
    }

    public List<Long> notExported(String place) {
        return jdbc.query(NOT_EXPORTED, (row, i) -> row.getLong(1), column(place));
    }

    public void noteExport(long number, String place) {
        LocalDateTime now = DatabaseClock.column(new DatabaseClock(jdbc).now());
        jdbc.update(
                "INSERT INTO ledger_seal_export (seal, place, exported_at) VALUES (?, ?, ?)",
                number,
                column(place),
                now);
    }

    /** A place with a longer name than the column keeps its beginning, and a hash that tells it from others. */
    private static String column(String place) {
        return place.length() <= MOST_LETTERS ? place : place.substring(0, 180) + ' ' + Sha256.ofText(place);
    }

    private static SignedSeal read(ResultSet row) throws SQLException {
        try {
            return new SignedSeal(
                    Seal.parse(Objects.requireNonNullElse(row.getString("body"), "")),
                    row.getBytes("signature"),
                    new HashList(row.getBytes("hashes")),
                    SignedSeal.records(Objects.requireNonNullElse(row.getString("records"), "")));
        } catch (IllegalArgumentException e) {
            throw SealException.suspicious(SENTENCES.say("seal.seal-database-cannot-read-so-somebody", e.getMessage()));
        }
    }
}
