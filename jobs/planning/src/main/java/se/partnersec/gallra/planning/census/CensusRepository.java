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
    private static final String LAST = """
            SELECT c.hold_id, c.category, c.records, c.highest FROM held_count c
            JOIN (SELECT hold_id, category, MAX(census) AS census FROM held_count WHERE missing IS NOT NULL
              GROUP BY hold_id, category) l ON l.hold_id = c.hold_id AND l.category = c.category AND l.census = c.census""";

    private final JdbcTemplate jdbc;

    /** @param jdbc of the reader, in one transaction of REPEATABLE READ */
    CensusRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Begins a census. An INSERT opens no view of the data: what is counted afterwards was there at that time or later.
     *
     * @param policy fingerprint of the mapping that it counts by
     * @return its number
     */
    long begin(String policy) {
        jdbc.update("INSERT INTO hold_census (policy) VALUES (?)", policy);
        return Objects.requireNonNull(jdbc.queryForObject("SELECT LAST_INSERT_ID()", Long.class));
    }

    /** Writes how far the ledger reaches. Read first: an INSERT that selects would read, and lock, the newest rows instead. */
    void reach(long census) {
        List<Object[]> chains =
                jdbc.query("SELECT category, part, MAX(seq) FROM ledger_chunk GROUP BY category, part", (row, i) ->
                        new Object[] {census, row.getString(1), row.getInt(2), row.getLong(3)});
        jdbc.batchUpdate("INSERT INTO census_chain (census, category, part, seq) VALUES (?, ?, ?, ?)", chains);
    }

    /** What the last census that could count them said, by hold and category. */
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
     * What is written of one hold and category.
     *
     * @param missing null where it could not be counted
     */
    record Noted(
            long hold,
            String category,
            HeldCount count,
            @Nullable Long missing) {}

    void write(long census, List<Noted> some) {
        List<Object[]> rows = new ArrayList<>();
        for (Noted each : some) {
            BigInteger highest = each.count().highest();
            rows.add(new Object[] {
                each.hold(),
                each.category(),
                census,
                each.count().records(),
                highest == null ? null : highest.toString(),
                each.missing()
            });
        }
        jdbc.batchUpdate(
                "INSERT INTO held_count (hold_id, category, census, records, highest, missing) VALUES (?, ?, ?, ?, ?, ?)",
                rows);
    }
}
