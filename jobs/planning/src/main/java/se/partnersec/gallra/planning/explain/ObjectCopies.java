package se.partnersec.gallra.planning.explain;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** Counts the copies of a record's objects; keys of objects may hold names and numbers of people and stay here. */
final class ObjectCopies {
    private static final Sentences SENTENCES = Sentences.of("planning");
    private final JdbcTemplate jdbc;
    private final @Nullable ObjectBucket bucket;

    ObjectCopies(JdbcTemplate jdbc, @Nullable ObjectBucket bucket) {
        this.jdbc = jdbc;
        this.bucket = bucket;
    }

    Explanation.Objects of(DataCategory category, RecordKey record, List<LockedRecord> found) {
        Set<String> keys = new LinkedHashSet<>();
        found.forEach(each -> keys.addAll(ObjectKeys.of(each)));
        Long unsettled = jdbc.queryForObject(
                "SELECT COUNT(*) FROM object_intent WHERE category = ? AND record_key = ?"
                        + " AND state IN ('OPEN', 'ASKED', 'IN_DOUBT')",
                Long.class,
                category.id(),
                record.text());
        long open = unsettled == null ? 0 : unsettled;
        if (bucket == null) {
            return new Explanation.Objects(keys.size(), 0, 0, 0, open, SENTENCES.say("explain.no-bucket-set"));
        }
        try {
            Map<String, List<ObjectVersion>> copies = bucket.versionsOf(keys);
            int markers = (int) copies.values().stream()
                    .flatMap(List::stream)
                    .filter(ObjectVersion::deleteMarker)
                    .count();
            int all = copies.values().stream().mapToInt(List::size).sum();
            int absent = (int) copies.values().stream().filter(List::isEmpty).count();
            return new Explanation.Objects(keys.size(), all - markers, markers, absent, open, null);
        } catch (ObjectStoreException e) {
            return new Explanation.Objects(keys.size(), 0, 0, 0, open, e.getMessage());
        }
    }
}
