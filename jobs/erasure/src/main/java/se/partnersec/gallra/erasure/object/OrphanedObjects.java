package se.partnersec.gallra.erasure.object;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.ledger.notice.FindingRepository.Finding;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.support.text.Sentences;

/** Reports objects that no row names. They stay: whose they are is not known, so neither are their holds. */
public final class OrphanedObjects {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private static final int BATCH = 500;
    private final JdbcTemplate jdbc;
    private final CategoryMapping source;
    private final ObjectBucket bucket;
    private final FindingRepository.Writer findings;

    public OrphanedObjects(
            JdbcTemplate jdbc, CategoryMapping source, ObjectBucket bucket, FindingRepository.Writer findings) {
        this.jdbc = jdbc;
        this.source = source;
        this.bucket = bucket;
        this.findings = findings;
    }

    public void report(long runId) {
        for (TableMapping table : source.withObjects()) {
            TableMapping.ObjectColumn objects = table.objects();
            if (objects == null) {
                continue;
            }
            Set<String> batch = new LinkedHashSet<>();
            bucket.forEachVersion(objects.prefix(), version -> {
                batch.add(version.key());
                if (batch.size() == BATCH) {
                    report(runId, table, objects.column(), batch);
                    batch.clear();
                }
            });
            report(runId, table, objects.column(), batch);
        }
    }

    private void report(long runId, TableMapping table, String column, Set<String> keys) {
        Set<String> named = new HashSet<>();
        List<RecordKey> wanted = keys.stream().map(k -> new RecordKey(k, false)).toList();
        // Compared again in Java: the column's collation may take two keys for one.
        SqlKeyRanges.InList.each(
                wanted,
                (in, args) -> named.addAll(jdbc.queryForList(
                        "SELECT `" + column + "` FROM " + table.quoted() + " WHERE `" + column + "` IN (" + in + ")",
                        String.class,
                        args)));
        List<Finding> found = new ArrayList<>();
        for (String key : keys) {
            if (!named.contains(key)) {
                found.add(new Finding(
                        findings.tag(key),
                        "OBJECT_WITHOUT_ROW",
                        SENTENCES.say("object.object-below-no-row-names-stays", prefix(table), table.table())));
            }
        }
        findings.note(runId, found);
    }

    private static String prefix(TableMapping table) {
        TableMapping.ObjectColumn objects = table.objects();
        return objects == null ? "" : objects.prefix();
    }
}
