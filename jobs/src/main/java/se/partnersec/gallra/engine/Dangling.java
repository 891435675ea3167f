package se.partnersec.gallra.engine;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.store.KeyTags;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.Reference;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.store.TableMapping;

/** Looks, by index, for rows that still point at records which are gone. Reads only. */
final class Dangling {
    private final JdbcTemplate jdbc;
    private final KeyTags tags;
    private final SourceTable source;
    private final List<Reference> references;

    Dangling(JdbcTemplate jdbc, KeyTags tags, SourceTable source, Sources sources) {
        this.jdbc = jdbc;
        this.tags = tags;
        this.source = source;
        this.references = source.record().detached() ? List.of() : Reference.to(source, sources);
    }

    boolean nothingRefers() {
        return references.isEmpty();
    }

    /** Whether it is one of the columns that are looked at, as people write it. */
    boolean refersBy(String column) {
        return references.stream().anyMatch(each -> each.name().equals(column));
    }

    /** Adds to the counts, by column, of rows that point at these keys. */
    void count(Collection<RecordKey> gone, Map<Reference, Map<String, Long>> found) {
        for (Reference each : references) {
            KeyList.each(gone, (in, args) -> ask(each, " IN (" + in + ")", args, adding(found, each)));
        }
    }

    /** The same where the ledger has no keys but tags: then every pointer that leads nowhere has to be looked at. */
    void countTagged(Set<ByteBuffer> gone, Map<Reference, Map<String, Long>> found) {
        for (Reference each : gone.isEmpty() ? List.<Reference>of() : references) {
            BiConsumer<String, Long> adding = adding(found, each);
            ask(each, " IS NOT NULL", new Object[0], (key, rows) -> {
                if (gone.contains(ByteBuffer.wrap(tags.tag(source.category().id(), key)))) {
                    adding.accept("", rows);
                }
            });
        }
    }

    private static BiConsumer<String, Long> adding(Map<Reference, Map<String, Long>> found, Reference reference) {
        return (key, rows) ->
                found.computeIfAbsent(reference, r -> new TreeMap<>()).merge(key, rows, Long::sum);
    }

    private void ask(Reference reference, String condition, Object[] args, BiConsumer<String, Long> each) {
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
