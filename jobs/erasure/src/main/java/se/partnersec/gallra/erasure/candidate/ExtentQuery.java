package se.partnersec.gallra.erasure.candidate;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.erasure.record.KeyExtent;

/** Asks how many there are and between which keys, and puts together what several statements found of one table. */
final class ExtentQuery {
    private ExtentQuery() {}

    /** A select of a count, the lowest key and the highest, and its arguments. */
    record Part(String select, List<Object> args) {}

    static KeyExtent of(JdbcTemplate jdbc, List<Part> parts) {
        return jdbc.query(
                        parts.stream()
                                .map(Part::select)
                                .collect(Collectors.joining(
                                        " UNION ALL ",
                                        "SELECT SUM(n), MIN(lowest), MAX(highest) FROM (",
                                        ") AS parts")),
                        (row, i) -> new KeyExtent(row.getLong(1), row.getString(2), row.getString(3)),
                        parts.stream().flatMap(part -> part.args().stream()).toArray())
                .get(0);
    }

    static KeyExtent both(KeyExtent one, KeyExtent other) {
        return new KeyExtent(
                one.count() + other.count(),
                outer(one.lowest(), other.lowest(), -1),
                outer(one.highest(), other.highest(), 1));
    }

    /** The lower of two keys, or the higher. Of keys that are words one statement asks, and the database compares them. */
    private static @Nullable String outer(@Nullable String one, @Nullable String other, int sign) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new BigInteger(one).compareTo(new BigInteger(other)) * sign >= 0 ? one : other;
    }
}
