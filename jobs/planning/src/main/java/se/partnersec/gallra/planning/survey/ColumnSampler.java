package se.partnersec.gallra.planning.survey;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.ColumnMapping.EpochUnit;

/**
 * Shapes of the values of a column, from some rows of lowest and highest key. No value leaves this class but short words that many rows share and
 * beginnings of keys of objects: sampled values are personal data.
 */
public final class ColumnSampler {
    /** Rows from each end of a table. */
    private static final int ROWS = 500;

    /** More different values are no words that decide. */
    private static final int MOST_WORDS = 12;

    /** What fewer rows say may be about one person. */
    private static final int LEAST_ROWS = 5;

    /** Fewer different values prove nothing. */
    private static final int ENOUGH = 20;

    private static final int MOST_SECONDS = 30;
    private static final Set<Concept> PERSONAL = EnumSet.of(
            Concept.NAME, Concept.EMAIL, Concept.PHONE, Concept.ADDRESS, Concept.PERSON, Concept.CALLER, Concept.USER);
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}_-]{0,19}|[0-9]{1,2}");
    private static final Pattern ENUM = Pattern.compile("'((?:[^']|'')*)'");
    private static final Pattern OF_ONE_RECORD = Pattern.compile(".*[0-9].*");

    private final JdbcTemplate jdbc;
    private final Map<String, @Nullable Map<String, Integer>> known = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();

    public ColumnSampler(JdbcTemplate jdbc) {
        this.jdbc = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource()));
        this.jdbc.setQueryTimeout(MOST_SECONDS);
    }

    /** Columns this account may not read, or that took too long. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    /**
     * Words of a column that decides. Those of an ENUM are all there can be; of another column, those that five rows or more have.
     *
     * @param further whether there are values that are not listed
     */
    public record Words(List<String> listed, boolean further) {}

    /** Words of a column; none of a column of yes and no, which every reader knows. */
    public Words words(SurveyedTable table, String column) {
        String type = table.column(column).fullType();
        if (type.startsWith("enum(")) {
            List<String> all = new ArrayList<>();
            Matcher each = ENUM.matcher(type);
            while (each.find()) {
                all.add(each.group(1).replace("''", "'"));
            }
            List<String> plain =
                    all.stream().filter(word -> WORD.matcher(word).matches()).toList();
            return new Words(plain, plain.size() < all.size());
        }
        if (table.column(column).type().equals("bit") || type.equals("tinyint(1)")) {
            return new Words(List.of(), false);
        }
        Map<String, Integer> values = values(table, column);
        if (values == null || values.size() > MOST_WORDS) {
            return new Words(List.of(), true);
        }
        List<String> listed = values.entrySet().stream()
                .filter(each -> each.getValue() >= LEAST_ROWS)
                .map(Map.Entry::getKey)
                .filter(word -> WORD.matcher(word).matches())
                .toList();
        return new Words(listed, listed.size() < values.size());
    }

    /** What the integers of a column count since 1970; null where the sample does not tell. */
    @Nullable
    public EpochUnit unit(SurveyedTable table, String column) {
        Map<String, Integer> values = values(table, column);
        if (values == null || values.isEmpty()) {
            return null;
        }
        // From 1995 to 2100.
        if (values.keySet().stream().allMatch(value -> value.matches("[0-9]{9,10}") && between(value, 788_918_400L))) {
            return EpochUnit.SECONDS;
        }
        return values.keySet().stream()
                        .allMatch(value -> value.matches("[0-9]{12,13}") && between(value, 788_918_400_000L))
                ? EpochUnit.MILLISECONDS
                : null;
    }

    private static boolean between(String value, long least) {
        long count = Long.parseLong(value);
        return count >= least && count < least / 788_918_400L * 4_102_444_800L;
    }

    /** The beginning that all keys of objects have, up to a slash and without folders of one record or day; null where there is none. */
    @Nullable
    public String prefix(SurveyedTable table, String column) {
        Map<String, Integer> values = values(table, column);
        if (values == null || values.size() < LEAST_ROWS) {
            return null;
        }
        String common = null;
        for (String value : values.keySet()) {
            common = common == null ? value : common(common, value);
        }
        List<String> folders = new ArrayList<>();
        String whole = Objects.requireNonNull(common);
        for (String folder : whole.substring(0, whole.lastIndexOf('/') + 1).split("(?<=/)")) {
            if (folder.isEmpty() || OF_ONE_RECORD.matcher(folder).matches()) {
                break;
            }
            folders.add(folder);
        }
        return folders.isEmpty() || folders.get(0).equals("/") ? null : String.join("", folders);
    }

    private static String common(String one, String other) {
        int end = 0;
        while (end < Math.min(one.length(), other.length()) && one.charAt(end) == other.charAt(end)) {
            end++;
        }
        return one.substring(0, end);
    }

    /** Whether the values of a column are keys of another table, as far as a sample tells. */
    public enum Match {
        /** Too few values, or no right to read them. */
        UNKNOWN,
        NONE,
        SOME,
        ALL
    }

    /** Compares the sampled values of a column with the keys of a table. */
    public Match match(SurveyedTable table, String column, SurveyedTable target, String key) {
        Map<String, Integer> values = values(table, column);
        if (values == null
                || values.size() < ENOUGH
                || table.column(column).isInteger() != target.column(key).isInteger()) {
            return Match.UNKNOWN;
        }
        String marks = String.join(", ", Collections.nCopies(values.size(), "?"));
        try {
            Integer found = jdbc.queryForObject(
                    "SELECT COUNT(*) FROM " + quoted(target) + " WHERE `" + key + "` IN (" + marks + ")",
                    Integer.class,
                    values.keySet().toArray());
            int n = found == null ? 0 : found;
            return n == 0 ? Match.NONE : n == values.size() ? Match.ALL : Match.SOME;
        } catch (DataAccessException e) {
            refuse(target, key, e);
            return Match.UNKNOWN;
        }
    }

    /** Different values and how many rows have each; null where they cannot be read. */
    private @Nullable Map<String, Integer> values(SurveyedTable table, String column) {
        String name = table.fullName() + "." + column;
        if (!known.containsKey(name)) {
            known.put(name, read(table, column));
        }
        return known.get(name);
    }

    private @Nullable Map<String, Integer> read(SurveyedTable table, String column) {
        String key = table.key();
        String half = "(SELECT `" + column + "`" + (key == null ? "" : ", `" + key + "`") + " FROM " + quoted(table);
        String sql = key == null
                ? half + " LIMIT " + ROWS + ")"
                : half + " ORDER BY `" + key + "` LIMIT " + ROWS + ") UNION " + half + " ORDER BY `" + key
                        + "` DESC LIMIT " + ROWS + ")";
        Map<String, Integer> values = new TreeMap<>();
        try {
            jdbc.query(sql, row -> {
                String value = row.getString(1);
                if (value != null && !value.isBlank()) {
                    values.merge(value, 1, Integer::sum);
                }
            });
            return values;
        } catch (DataAccessException e) {
            refuse(table, column, e);
            return null;
        }
    }

    /**
     * Without the right, within the time, or in a character set that has no letter for a value, nothing is sampled. A server that is away is
     * an error.
     */
    private void refuse(SurveyedTable table, String column, DataAccessException e) {
        if (e instanceof DataAccessResourceFailureException || e instanceof TransientDataAccessResourceException) {
            throw e;
        }
        String name = table.fullName() + "." + column;
        if (!refused.contains(name)) {
            refused.add(name);
        }
    }

    private static String quoted(SurveyedTable table) {
        return "`" + table.schema() + "`.`" + table.name() + "`";
    }

    /** Words that name persons, however few they are, are never listed. */
    public static boolean mayList(NameParts column) {
        return PERSONAL.stream().noneMatch(column.concepts()::contains);
    }
}
