package se.partnersec.gallra.ledger.entry;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.RefusedException;

/** Answers from the ledger what became of a record, and how much of a person was erased before a hold came. */
public final class LedgerSearch {
    private static final Pattern CANONICAL_NUMBER = Pattern.compile("0|[1-9][0-9]{0,19}");
    private static final BigInteger HIGHEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    /** Without the items: the server would read each one before it looks at the keys. */
    private static final String PLACES = """
            SELECT part, seq FROM ledger_chunk WHERE category = ? AND kind = 'C'
              AND (part > ? OR (part = ? AND seq > ?)) AND (key_lo IS NULL OR (key_lo <= ? AND key_hi >= ?))
            ORDER BY part, seq LIMIT 500""";

    private static final String ROW =
            "SELECT " + LedgerRow.Stored.COLUMNS + " FROM ledger_chunk WHERE category = ? AND part = ? AND seq = ?";

    private final JdbcTemplate jdbc;
    private final Pseudonymizer tags;
    private boolean known;

    public LedgerSearch(JdbcTemplate jdbc, Pseudonymizer tags) {
        this.jdbc = jdbc;
        this.tags = tags;
    }

    /**
     * One record in one chunk.
     *
     * @param start the day it was due by the decision of the run, if that is why it went
     * @param customer its number; 0 where the ledger names none
     * @param user its number; 0 where the ledger names none
     * @param holdEpoch of the gate when it was disposed of: a hold with a later epoch came after
     * @param attempt id of the transaction that disposed of it
     */
    public record Entry(
            DataCategory category,
            int part,
            long seq,
            long runId,
            Instant at,
            Outcome outcome,
            @Nullable LocalDate start,
            long customer,
            long user,
            String policy,
            long holdEpoch,
            String attempt) {}

    private record Place(int part, long seq) {}

    /** Why nothing can be found with the tags at hand; null if they are those of this ledger. */
    public @Nullable String objection() {
        return new TagKeyRecord(jdbc, tags).objection();
    }

    /**
     * What was done to the record with this key, oldest first within a part; empty if the ledger never named it.
     *
     * @throws RefusedException if the tags at hand are not those of this ledger: then that it is not named says nothing
     */
    public List<Entry> find(DataCategory category, String keyText) {
        if (!known) {
            String objection = objection();
            if (objection != null) {
                throw RefusedException.configuration(objection);
            }
            known = true;
        }
        BigInteger number = number(keyText);
        byte[] tag = tags.tag(category.id(), keyText);
        // A chunk with one key that is no number has tags for all its keys: both forms are looked for.
        Predicate<LedgerItem.Codec.Read> wanted = item -> {
            RecordKey key = item.key();
            return key == null ? Arrays.equals(tag, item.tag()) : key.text().equals(keyText);
        };
        List<Entry> found = new ArrayList<>();
        Place after = new Place(Integer.MIN_VALUE, Long.MIN_VALUE);
        List<Place> places;
        do {
            places = jdbc.query(
                    PLACES,
                    (row, i) -> new Place(row.getInt(1), row.getLong(2)),
                    category.id(),
                    after.part(),
                    after.part(),
                    after.seq(),
                    number,
                    number);
            for (Place place : places) {
                jdbc.query(ROW, LedgerRow.Stored::read, category.id(), place.part(), place.seq()).stream()
                        .map(LedgerRow.Stored::row)
                        .forEach(row -> items(row, item -> {
                            if (wanted.test(item)) {
                                found.add(entry(category, row, item));
                            }
                        }));
                after = place;
            }
        } while (!places.isEmpty());
        return found;
    }

    /** How many items of a customer or a user, by category and outcome, were written before an epoch of the gate. */
    public Map<DataCategory, Outcome.Counts> countErased(ScopeType kind, long id, long beforeEpoch) {
        if (id == 0 || (kind != ScopeType.CUSTOMER && kind != ScopeType.USER)) {
            throw new IllegalArgumentException("the ledger keeps the ids of customers and users, not " + kind.id() + " "
                    + id + ": look for a record by its key");
        }
        boolean customer = kind == ScopeType.CUSTOMER;
        Map<DataCategory, Outcome.Counts> sums = new TreeMap<>();
        LedgerPageReader pages = new LedgerPageReader(jdbc);
        for (LedgerPageReader.Chain chain : pages.chains(Optional.empty())) {
            DataCategory.parse(chain.category())
                    .ifPresent(category -> pages.each(
                            chain,
                            beforeEpoch,
                            stored -> items(stored.row(), item -> {
                                if ((customer ? item.customer() : item.user()) == id) {
                                    sums.computeIfAbsent(category, c -> new Outcome.Counts())
                                            .add(item.outcome(), 1);
                                }
                            })));
        }
        return sums;
    }

    /** The number to look for between the bounds of a chunk; one that is in none if the key is not a number. */
    private static BigInteger number(String keyText) {
        BigInteger number = CANONICAL_NUMBER.matcher(keyText).matches() ? new BigInteger(keyText) : HIGHEST;
        return number.min(HIGHEST);
    }

    private static void items(LedgerRow row, Consumer<LedgerItem.Codec.Read> reader) {
        try {
            LedgerItem.Codec.read(row.items()).forEach(reader);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "row " + row.seq() + " of the ledger of " + row.category() + ", part " + row.part()
                            + ", cannot be read: run gallra ledger verify",
                    e);
        }
    }

    private static Entry entry(DataCategory category, LedgerRow row, LedgerItem.Codec.Read item) {
        return new Entry(
                category,
                row.part(),
                row.seq(),
                row.runId(),
                DatabaseClock.instant(row.writtenAt()),
                item.outcome(),
                item.start(),
                item.customer(),
                item.user(),
                row.policy(),
                row.holdEpoch(),
                row.attempt());
    }
}
