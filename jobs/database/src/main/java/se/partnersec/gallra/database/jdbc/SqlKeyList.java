package se.partnersec.gallra.database.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import se.partnersec.gallra.config.mapping.RecordKey;

/** Turns keys into the inside of {@code IN (…)}: digits as they are, strings as parameters, at most 1000 at a time. */
public final class SqlKeyList {
    /** MariaDB turns longer lists into subqueries, and either server locks more rows with them. */
    static final int MOST = 1000;

    private SqlKeyList() {}

    public static void each(Collection<RecordKey> keys, BiConsumer<String, Object[]> statement) {
        List<RecordKey> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += MOST) {
            List<RecordKey> part = all.subList(from, Math.min(all.size(), from + MOST));
            if (part.stream().allMatch(RecordKey::number)) {
                statement.accept(part.stream().map(RecordKey::text).collect(Collectors.joining(",")), new Object[0]);
            } else {
                List<Object> args = new ArrayList<>();
                part.forEach(k -> args.add(k.bind()));
                statement.accept(String.join(",", Collections.nCopies(part.size(), "?")), args.toArray());
            }
        }
    }
}
