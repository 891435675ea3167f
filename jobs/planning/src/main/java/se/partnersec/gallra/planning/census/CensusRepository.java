package se.partnersec.gallra.planning.census;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads and writes the tables of censuses. */
final class CensusRepository {
    private static final String LOCK = "CONCAT('gallra.', LEFT(SHA2(DATABASE(), 256), 16), '.census')";

    private static final String LAST = """
            SELECT c.hold_id, c.place, c.records, c.highest FROM held_count c
            JOIN (SELECT hold_id, place, MAX(census) AS census FROM held_count GROUP BY hold_id, place) l
              ON l.hold_id = c.hold_id AND l.place = c.place AND l.census = c.census""";

    /** A row that is not committed yet leaves a gap below those that are: nobody has seen what it did. */
    private static final String REACH = """
            SELECT l.category, l.part, l.seq FROM (SELECT category, part, MIN(seq) AS first, MAX(seq) AS seq, COUNT(*) AS n
                FROM ledger_chunk GROUP BY category, part) l
            WHERE l.first = 1 AND l.n = l.seq AND l.seq > COALESCE((SELECT MAX(c.seq) FROM census_chain c
                WHERE c.category = l.category AND c.part = l.part), 0)""";

    private final JdbcTemplate jdbc;

    /** @param jdbc of the reader */
    CensusRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Lock by name, taken if no other census has it; the connection of the transaction keeps it until {@link #unlock}. */
    boolean lock() {
        return Objects.equals(jdbc.queryForObject("SELECT GET_LOCK(" + LOCK + ", 0)", Integer.class), 1);
    }

    void unlock() {
        jdbc.queryForObject("SELECT RELEASE_LOCK(" + LOCK + ")", Integer.class);
    }

    /** How far a chain of the ledger reaches. */
    record Reach(String category, int part, long seq) {}

    /** Chains that reach further than the last census saw them. */
    List<Reach> reach() {
        return jdbc.query(REACH, (row, i) -> new Reach(row.getString(1), row.getInt(2), row.getLong(3)));
    }

    /** What the last census said, by hold and place. */
    Map<Long, Map<String, HeldCount>> last() {
        Map<Long, Map<String, HeldCount>> counts = new HashMap<>();
        jdbc.query(LAST, row -> {
            String highest = row.getString(4);
            counts.computeIfAbsent(row.getLong(1), hold -> new HashMap<>())
                    .put(
                            row.getString(2),
                            new HeldCount(row.getLong(3), highest == null ? null : new BigInteger(highest)));
        });
        return counts;
    }

    /**
     * Begins a census.
     *
     * @param policy fingerprint of the mapping that it counts by
     * @return its number
     */
    long begin(String policy) {
        jdbc.update("INSERT INTO hold_census (policy) VALUES (?)", policy);
        return Objects.requireNonNull(jdbc.queryForObject("SELECT LAST_INSERT_ID()", Long.class));
    }

    void writeReach(long census, List<Reach> chains) {
        jdbc.batchUpdate(
                "INSERT INTO census_chain (census, category, part, seq) VALUES (?, ?, ?, ?)",
                chains.stream()
                        .map(chain -> new Object[] {census, chain.category(), chain.part(), chain.seq()})
                        .toList());
    }

    /**
     * What is written of one hold and place.
     *
     * @param missing null where it could not be counted
     */
    record Noted(
            long hold,
            String place,
            HeldCount count,
            @Nullable Long missing) {}

    void write(long census, List<Noted> some) {
        List<Object[]> rows = new ArrayList<>();
        for (Noted each : some) {
            BigInteger highest = each.count().highest();
            rows.add(new Object[] {
                each.hold(),
                each.place(),
                census,
                each.count().records(),
                highest == null ? null : highest.toString(),
                each.missing()
            });
        }
        jdbc.batchUpdate(
                "INSERT INTO held_count (hold_id, place, census, records, highest, missing) VALUES (?, ?, ?, ?, ?, ?)",
                rows);
    }
}
