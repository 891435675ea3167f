package se.partnersec.gallra.planning.forecast;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Spelling;

/**
 * Looks into samples of the mapped tables for what a mapping cannot tell by itself: words that nobody listed, and times that a wrong zone or
 * unit puts where none can be. Reads only.
 */
public final class MappingSampler {
    /** Rows of a sample, from the lowest keys and as many from the highest. */
    static final int SAMPLE = 10_000;

    private static final int MOST_WORDS = 20;

    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    private final JdbcTemplate jdbc;
    private final Clock clock;

    MappingSampler(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    List<Observation> look(SourceMapping sources, Map<DataCategory, RequiredRoles> needs) {
        List<Observation> found = new ArrayList<>();
        sources.tables().values().forEach(source -> {
            RequiredRoles its = needs.get(source.category());
            Stream.of(Stream.of(source.record()), source.children().stream(), source.facts().stream())
                    .flatMap(tables -> tables)
                    .forEach(table -> table.columns()
                            .forEach((role, column) -> found.addAll(look(
                                    source, table, column, its == null ? Set.of() : words(its, source, table, role)))));
        });
        return found;
    }

    private static Set<String> words(RequiredRoles needs, CategoryMapping source, TableMapping table, String role) {
        return needs.words().getOrDefault(table.equals(source.record()) ? role : table.role() + "/" + role, Set.of());
    }

    private List<Observation> look(
            CategoryMapping source, TableMapping table, ColumnMapping column, Set<String> words) {
        if (!column.isTime() && words.isEmpty()) {
            return List.of();
        }
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
        Map<Observation, Long> counts = new LinkedHashMap<>();
        long[] rows = {0};
        String name = table.table() + "." + column.column();
        jdbc.query(sample(table, column), row -> {
            rows[0]++;
            if (row.getString(1) == null) {
                return;
            }
            if (column.isTime()) {
                Instant time = column.instant(row, 1);
                Kind kind = time == null
                        ? Kind.NO_TIME
                        : time.isBefore(EARLIEST) ? Kind.TOO_EARLY : time.isAfter(tomorrow) ? Kind.FUTURE : null;
                if (kind != null) {
                    counts.merge(new Observation(source.category(), name, kind, "", "", 0, 0), 1L, Long::sum);
                }
            } else {
                String word = String.valueOf(column.text(row, 1));
                if (!words.contains(word) && !word.equals(ColumnMapping.KEEP)) {
                    counts.merge(unknown(source.category(), name, word, words), 1L, Long::sum);
                }
            }
        });
        List<Observation> found = new ArrayList<>();
        if (counts.size() > MOST_WORDS) {
            // So many are no words that decide, but somebody's.
            long all = counts.values().stream().mapToLong(Long::longValue).sum();
            return List.of(new Observation(source.category(), name, Kind.MANY_WORDS, "", "", all, rows[0]));
        }
        counts.forEach((each, n) -> found.add(each.counted(n, rows[0])));
        return found;
    }

    private static Observation unknown(DataCategory category, String column, String word, Set<String> words) {
        boolean plain = FindingRepository.plain(word);
        return new Observation(
                category,
                column,
                Kind.UNKNOWN_WORD,
                plain ? "'" + (word.equals(ColumnMapping.UNLISTED) ? "" : word) + "'" : "?",
                plain ? Spelling.meant(word, words).strip() : "",
                0,
                0);
    }

    private static String sample(TableMapping table, ColumnMapping column) {
        String half = "(SELECT `" + column.column() + "`, `" + table.key() + "` FROM " + table.quoted() + " ORDER BY `"
                + table.key() + "`";
        return half + " LIMIT " + SAMPLE + ") UNION " + half + " DESC LIMIT " + SAMPLE + ")";
    }

    /** What is strange in a column. */
    public enum Kind {
        /** A word neither listed nor known, so what has it is kept. */
        UNKNOWN_WORD,
        /** More different words than decide anywhere: it may be the wrong column. */
        MANY_WORDS,
        /** Before 1990. */
        TOO_EARLY,
        /** More than a day ahead. */
        FUTURE,
        /** Such as 0000-00-00. */
        NO_TIME
    }

    /**
     * What is strange in the values of a column.
     *
     * @param word quoted; a question mark where it may be somebody's data, empty where it is no word
     * @param meant a suggestion; empty if there is none
     * @param n rows of the sample that have it
     * @param of rows of the sample
     */
    public record Observation(
            DataCategory category, String column, Kind kind, String word, String meant, long n, long of) {
        private Observation counted(long rows, long all) {
            return new Observation(category, column, kind, word, meant, rows, all);
        }
    }
}
