package se.partnersec.gallra.erasure.verify;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.KeyReference;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Looks, by index, for rows that still point at records which are gone. Reads only. */
final class DanglingReferences {
    private final JdbcTemplate jdbc;
    private final Pseudonymizer tags;
    private final CategoryMapping source;
    private final List<KeyReference> references;

    /** @param references that lead to the records of the category */
    DanglingReferences(JdbcTemplate jdbc, Pseudonymizer tags, CategoryMapping source, List<KeyReference> references) {
        this.jdbc = jdbc;
        this.tags = tags;
        this.source = source;
        this.references = references;
    }

    /** Whether it is one of the columns that are looked at, as people write it. */
    boolean refersBy(String column) {
        return references.stream().anyMatch(each -> each.name().equals(column));
    }

    /** Adds to the counts, by column, of rows that point at these keys. */
    void count(Collection<RecordKey> gone, Map<KeyReference, Map<String, Long>> found) {
        for (KeyReference each : references) {
            SqlKeyRanges.InList.each(gone, (in, args) -> ask(each, " IN (" + in + ")", args, adding(found, each)));
        }
    }

    /** The same where the ledger has no keys but tags: then every pointer that leads nowhere has to be looked at. */
    void countTagged(Set<ByteBuffer> gone, Map<KeyReference, Map<String, Long>> found) {
        for (KeyReference each : gone.isEmpty() ? List.<KeyReference>of() : references) {
            BiConsumer<String, Long> adding = adding(found, each);
            ask(each, " IS NOT NULL", new Object[0], (key, rows) -> {
                if (gone.contains(ByteBuffer.wrap(tags.tag(source.category().id(), key)))) {
                    adding.accept("", rows);
                }
            });
        }
    }

    private static BiConsumer<String, Long> adding(Map<KeyReference, Map<String, Long>> found, KeyReference reference) {
        return (key, rows) ->
                found.computeIfAbsent(reference, r -> new TreeMap<>()).merge(key, rows, Long::sum);
    }

    private void ask(KeyReference reference, String condition, Object[] args, BiConsumer<String, Long> each) {
        TableMapping record = source.record();
        String column = "pointing.`" + reference.column() + "`";
        // Each spelling by itself: a collation would tell one for several, and a tag is that of one.
        jdbc.query(
                "SELECT MIN(" + column + "), COUNT(*) FROM " + reference.table().quoted() + " AS pointing WHERE "
                        + column
                        + condition + " AND NOT EXISTS (SELECT 1 FROM " + record.quoted() + " AS there WHERE there.`"
                        + record.key() + "` = " + column + ") GROUP BY CAST(" + column + " AS BINARY)",
                row -> {
                    each.accept(row.getString(1), row.getLong(2));
                },
                args);
    }
}
