package se.partnersec.gallra.requests;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.candidate.RequestedRecords;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.holds.identity.NameCondition;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Notes every record that is a person's: it names them by their key, or names nobody by key and bears a name that only they
 * bear. In doubt a record is nobody's and stays out.
 */
final class SubjectRecords {
    private static final Sentences SENTENCES = Sentences.of("requests");
    private static final int PAGE = 1000;
    private static final BigInteger HIGHEST = BigInteger.ONE.shiftLeft(64);
    private static final String ADD =
            "INSERT INTO request_item (decision, category, record_key, number, names) VALUES (?, ?, ?, ?, ?)";

    private final JdbcTemplate jdbc;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;

    SubjectRecords(JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds, Pseudonymizer tags) {
        this.jdbc = jdbc;
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
    }

    /** Writes them as the items of a decision to come; answers how many there are in each category. */
    Map<DataCategory, Long> note(SubjectResolver.Subject subject, Predicate<DataCategory> wanted, String decision) {
        Map<DataCategory, Long> counts = new LinkedHashMap<>();
        sources.tables().forEach((category, source) -> {
            if (wanted.test(category)) {
                long n = note(subject, source, decision);
                if (n > 0) {
                    counts.put(category, n);
                }
            }
        });
        return counts;
    }

    /** How many there are in each category, without writing anything. */
    Map<DataCategory, Long> count(SubjectResolver.Subject subject) {
        Map<DataCategory, Long> counts = new LinkedHashMap<>();
        sources.tables().forEach((category, source) -> {
            long[] n = new long[1];
            each(subject, source, theirs -> n[0] += theirs.size());
            if (n[0] > 0) {
                counts.put(category, n[0]);
            }
        });
        return counts;
    }

    private long note(SubjectResolver.Subject subject, CategoryMapping source, String decision) {
        long[] noted = new long[1];
        each(subject, source, theirs -> {
            jdbc.batchUpdate(
                    ADD,
                    theirs.stream()
                            .map(record -> row(source.category(), record, decision))
                            .toList());
            noted[0] += theirs.size();
        });
        return noted[0];
    }

    /** Their records, a page at a time. */
    void each(SubjectResolver.Subject subject, CategoryMapping source, Consumer<List<LockedRecord>> page) {
        TableMapping table = source.record();
        List<Object> args = new ArrayList<>();
        String condition = condition(subject, source, args);
        if (condition.isEmpty()) {
            return;
        }
        RecordReader reader = new RecordReader(jdbc, source, kinds, tags);
        String after = null;
        List<RecordKey> keys;
        while (!(keys = page(table, condition, args, after)).isEmpty()) {
            after = keys.get(keys.size() - 1).text();
            page.accept(reader.look(keys).stream()
                    .filter(record -> RequestedRecords.namesOnly(record, subject.key()))
                    .toList());
        }
    }

    /** Of the columns the first names the user by key, the others by name. Empty where none can be theirs. */
    private String condition(SubjectResolver.Subject subject, CategoryMapping source, List<Object> args) {
        TableMapping table = source.record();
        List<String> columns = table.scopes().getOrDefault(ScopeType.USER.id(), List.of());
        if (columns.isEmpty()) {
            return "";
        }
        List<String> terms = new ArrayList<>();
        new NameCondition(table, kinds, Set.of(subject.key())).quickly(columns.get(0), terms, args);
        List<String> byName = new ArrayList<>();
        List<Object> named = new ArrayList<>();
        if (!subject.own().isEmpty()) {
            NameCondition match = new NameCondition(table, kinds, subject.own());
            // A name alone is compared whatever the column makes of upper and lower case.
            columns.subList(1, columns.size()).forEach(column -> {
                if (subject.byName()) {
                    match.slowly(column, byName, named);
                } else {
                    match.quickly(column, byName, named);
                }
            });
        }
        if (!byName.isEmpty()) {
            terms.add("(`" + columns.get(0) + "` IS NULL AND (" + String.join(" OR ", byName) + "))");
            args.addAll(named);
        }
        return String.join(" OR ", terms);
    }

    private List<RecordKey> page(TableMapping table, String condition, List<Object> args, @Nullable String after) {
        boolean numeric = kinds.numeric(table);
        List<Object> all = new ArrayList<>(args);
        String key = "`" + table.key() + "`";
        String sql = "SELECT " + key + " FROM " + table.quoted() + " WHERE (" + condition + ")";
        if (after != null) {
            sql += " AND " + key + " > ?";
            all.add(new RecordKey(after, numeric).bind());
        }
        return jdbc.query(
                sql + " ORDER BY " + key + " LIMIT " + PAGE,
                (row, i) -> new RecordKey(row.getString(1), numeric),
                all.toArray());
    }

    private @Nullable Object[] row(DataCategory category, LockedRecord record, String decision) {
        RecordKey key = record.key();
        BigInteger number = key.number() ? new BigInteger(key.text()) : null;
        if (number != null && (number.signum() < 0 || number.compareTo(HIGHEST) >= 0)) {
            throw RefusedException.usage(SENTENCES.say("requests.record-key-requests-know-keys-from", category, key));
        }
        return new @Nullable Object[] {
            decision, category.id(), key.text(), number, RequestedRecords.names(tags, category, record)
        };
    }
}
