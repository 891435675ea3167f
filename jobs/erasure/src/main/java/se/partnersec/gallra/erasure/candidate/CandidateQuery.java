package se.partnersec.gallra.erasure.candidate;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.StartCondition;
import se.partnersec.gallra.policy.decision.RetentionPolicy;

/**
 * Finds candidates: records whose clock may have run out, and those an accepted request or a permit is about. It may find
 * too many, never too few; a missing start event counts as early, so that such a record meets the rules and ends in a
 * finding.
 */
public final class CandidateQuery {
    /** Stretches counted by one statement; where there are more, only the rules can tell whose records are many. */
    private static final int TOGETHER = 200;

    private final JdbcTemplate jdbc;
    private final CategoryMapping source;
    private final TableMapping table;
    private final boolean numeric;
    private final String key;
    private final StartCondition starts;
    private final StartCondition.Sql condition;
    private final RequestedRecords requests;
    private final PermittedRecords permits;
    private final Category category;
    private final LocalDate asOf;
    private final Supplier<KeptRanges> kept;
    private @Nullable KeptRanges passedOver;
    private @Nullable List<CandidateCondition> further;

    /** Every one. @param asOf the day on which they are due, or would be if nothing kept them */
    public CandidateQuery(
            JdbcTemplate jdbc,
            CategoryMapping source,
            KeyTypes kinds,
            Category category,
            RetentionPolicy policy,
            LocalDate asOf) {
        this(jdbc, source, kinds, category, policy, asOf, () -> KeptRanges.NONE);
    }

    /**
     * All but those that the register of what is kept lets a run pass over.
     *
     * @param kept asked once, when it is first needed
     */
    public CandidateQuery(
            JdbcTemplate jdbc,
            CategoryMapping source,
            KeyTypes kinds,
            Category category,
            RetentionPolicy policy,
            LocalDate asOf,
            Supplier<KeptRanges> kept) {
        this.jdbc = jdbc;
        this.source = source;
        this.table = source.record();
        this.numeric = kinds.numeric(table);
        this.key = "t.`" + table.key() + "`";
        this.requests = new RequestedRecords(jdbc, category.category(), null);
        this.permits = new PermittedRecords(jdbc, category.category(), null);
        this.category = category;
        this.asOf = asOf;
        this.kept = kept;
        this.starts = new StartCondition(
                category, table, policy.rule(category.category()).hasPeriod());
        this.condition = starts.before(policy.startedBefore(category.category(), asOf));
    }

    public Extent extent() {
        String figures = ", MIN(%1$s) AS lowest, MAX(%1$s) AS highest FROM ";
        List<ExtentQuery.Part> parts = new ArrayList<>();
        for (KeptRanges.Stretch stretch : passedOver().from(null)) {
            if (!stretch.silent()) {
                List<Object> args = new ArrayList<>();
                parts.add(new ExtentQuery.Part(
                        "SELECT COUNT(*) AS n" + figures.formatted(key) + in(stretch, null, null, args), args));
            }
        }
        List<Object> args = new ArrayList<>();
        List<String> selects = new ArrayList<>();
        for (CandidateCondition each : further()) {
            selects.add(
                    "SELECT DISTINCT " + key + " AS k" + each.from() + " AND (" + condition.text() + ") IS NOT TRUE");
            args.addAll(each.args());
            args.addAll(condition.args());
        }
        if (!selects.isEmpty()) {
            // Each condition is counted by its own index; what is in several counts once.
            parts.add(new ExtentQuery.Part(
                    "SELECT COUNT(*) AS n" + figures.formatted("k") + "(" + String.join(" UNION ", selects)
                            + ") AS further",
                    args));
        }
        Extent met = new Extent(0, null, null);
        // A register with many gaps must not make a statement that no server takes.
        for (int from = 0; from < parts.size(); from += TOGETHER) {
            met = ExtentQuery.both(
                    met, ExtentQuery.of(jdbc, parts.subList(from, Math.min(parts.size(), from + TOGETHER))));
        }
        return passedOver().with(met);
    }

    /**
     * The values of a column that more than so many candidates share, and how many do; null where a request or a permit
     * adds candidates, because this counts by the clock alone.
     */
    @Nullable
    public Map<String, Long> shared(String column, long moreThan) {
        List<KeptRanges.Stretch> loud = passedOver().from(null).stream()
                .filter(stretch -> !stretch.silent())
                .toList();
        if (!further().isEmpty() || loud.size() > TOGETHER) {
            return null;
        }
        List<Object> args = new ArrayList<>();
        String each = loud.stream()
                .map(stretch -> "SELECT t.`" + column + "` AS c FROM " + in(stretch, null, null, args) + " AND t.`"
                        + column + "` IS NOT NULL")
                .collect(Collectors.joining(" UNION ALL "));
        args.add(moreThan);
        Map<String, Long> shared = new HashMap<>();
        jdbc.query(
                "SELECT c, COUNT(*) FROM (" + each + ") AS parts GROUP BY c HAVING COUNT(*) > ?",
                row -> {
                    shared.put(row.getString(1), row.getLong(2));
                },
                args.toArray());
        return shared;
    }

    /** The next keys after {@code after}, none beyond {@code last}; null: from the start, to the end. */
    public List<RecordKey> page(@Nullable String after, @Nullable String last, int size) {
        List<RecordKey> keys = new ArrayList<>();
        for (KeptRanges.Stretch stretch : passedOver().from(after)) {
            if (keys.size() == size || stretch.beyond(last)) {
                break;
            }
            if (!(stretch.silent() && further().isEmpty())) {
                keys.addAll(page(stretch, after, last, size - keys.size()));
            }
        }
        return keys;
    }

    private List<RecordKey> page(KeptRanges.Stretch stretch, @Nullable String after, @Nullable String last, int size) {
        List<Object> args = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        String order = " ORDER BY " + key + " LIMIT " + size;
        if (!stretch.silent()) {
            parts.add("SELECT " + key + " AS k FROM " + in(stretch, after, last, args) + order);
        }
        for (CandidateCondition each : further()) {
            args.addAll(each.args());
            parts.add("SELECT DISTINCT " + key + " AS k" + each.from() + outside(stretch, args)
                    + between(stretch, after, last, args) + order);
        }
        String sql = parts.size() == 1
                ? parts.get(0)
                : parts.stream().collect(Collectors.joining(") UNION (", "(", ")")) + " ORDER BY k LIMIT " + size;
        return jdbc.query(sql, (row, i) -> new RecordKey(row.getString(1), numeric), args.toArray());
    }

    /** What is passed over, as it was when it was first asked for: what changes while a run lasts is for the next one. */
    public KeptRanges passedOver() {
        KeptRanges known = passedOver;
        if (known == null) {
            known = kept.get();
            passedOver = known;
        }
        return known;
    }

    /** Asked once: what is decided while a run lasts is for the next one. The verdict itself asks under the gate. */
    private List<CandidateCondition> further() {
        List<CandidateCondition> known = further;
        if (known == null) {
            known = new ArrayList<>(requests.conditions(table, numeric));
            known.addAll(permits.conditions(source, numeric, category.bookedRoles(), asOf));
            further = known;
        }
        return known;
    }

    /** The table with the candidates of a stretch that are not passed over. */
    private String in(KeptRanges.Stretch stretch, @Nullable String after, @Nullable String last, List<Object> args) {
        args.addAll(condition.args());
        return table.quoted() + " t WHERE " + condition.text() + outside(stretch, args)
                + between(stretch, after, last, args);
    }

    private String outside(KeptRanges.Stretch stretch, List<Object> args) {
        LocalDate before = stretch.quietBefore();
        if (before == null) {
            return "";
        }
        StartCondition.Sql noted = starts.before(before);
        args.addAll(noted.args());
        return " AND (" + noted.text() + ") IS NOT TRUE";
    }

    private String between(
            KeptRanges.Stretch stretch, @Nullable String after, @Nullable String last, List<Object> args) {
        String sql = "";
        String from = KeptRanges.later(after, stretch.after());
        if (from != null) {
            sql += " AND " + key + " > ?";
            args.add(new RecordKey(from, numeric).bind());
        }
        String to = KeptRanges.earlier(last, stretch.hi());
        if (to != null) {
            sql += " AND " + key + " <= ?";
            args.add(new RecordKey(to, numeric).bind());
        }
        return sql;
    }

    /** Asks how many there are and between which keys, and puts together what several statements found of one table. */
    private static final class ExtentQuery {
        private ExtentQuery() {}

        /** A select of a count, the lowest key and the highest, and its arguments. */
        record Part(String select, List<Object> args) {}

        static Extent of(JdbcTemplate jdbc, List<Part> parts) {
            return jdbc.query(
                            parts.stream()
                                    .map(Part::select)
                                    .collect(Collectors.joining(
                                            " UNION ALL ",
                                            "SELECT SUM(n), MIN(lowest), MAX(highest) FROM (",
                                            ") AS parts")),
                            (row, i) -> new Extent(row.getLong(1), row.getString(2), row.getString(3)),
                            parts.stream().flatMap(part -> part.args().stream()).toArray())
                    .get(0);
        }

        static Extent both(Extent one, Extent other) {
            return new Extent(
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

    /**
     * A page of candidate keys in key order: one item of the dispose step.
     *
     * @param after the key after which it was looked for: no candidate lay between; null from the beginning
     * @param apart keys that were looked for in another way, and say nothing of what lies between them
     * @param staying none of them may go: the run has erased as much as it may
     */
    public record Page(List<RecordKey> keys, @Nullable String after, boolean apart, boolean staying) {
        public Page(List<RecordKey> keys, @Nullable String after, boolean staying) {
            this(keys, after, false, staying);
        }

        public static Page apart(List<RecordKey> keys) {
            return new Page(keys, null, true, false);
        }

        /** What Spring Batch may log or store: no key. */
        @Override
        public String toString() {
            return "page of " + keys.size();
        }
    }

    /** The number of candidates of a table, with those that are passed over, and the keys between which they lie. */
    public record Extent(
            long count, @Nullable String lowest, @Nullable String highest) {}
}
