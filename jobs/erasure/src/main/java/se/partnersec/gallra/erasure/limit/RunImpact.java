package se.partnersec.gallra.erasure.limit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.run.RunLimitRepository;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.limit.RunLimits;

/**
 * Sets what a run would take beside what there is and what earlier runs took. It counts what somebody needs to know and
 * nothing else: the table only where more would go than is few, a customer's records only where more of his would.
 */
public final class RunImpact {
    private static final int BATCH = 500;

    private final JdbcTemplate jdbc;
    private final CategoryMapping source;
    private final RunLimits limits;
    private final RunLimitRepository runs;

    public RunImpact(JdbcTemplate jdbc, CategoryMapping source, RunLimits limits) {
        this.jdbc = jdbc;
        this.source = source;
        this.limits = limits;
        this.runs = new RunLimitRepository(jdbc);
    }

    /**
     * @param asOf the day the run is for
     * @param going how many records would go, or at most
     * @param byCustomer of whom, by the key the record has; those of whom few would go may be left out
     * @param whole whether the number of all records is needed in any case
     */
    public RunLimits.Figures of(LocalDate asOf, long going, Map<String, Long> byCustomer, boolean whole) {
        List<Long> earlier = runs.earlier(source.category());
        long today = going == 0 ? 0 : runs.today(source.category());
        return new RunLimits.Figures(
                going,
                whole || going + today > limits.floor() ? records() : 0,
                RunLimitRepository.median(earlier),
                !earlier.isEmpty(),
                runs.erasedSince(source.category(), asOf.withDayOfYear(1)),
                limits.byCustomer() ? customers(byCustomer) : List.of(),
                today);
    }

    private long records() {
        TableMapping table = source.record();
        Long n = jdbc.queryForObject("SELECT COUNT(`" + table.key() + "`) FROM " + table.quoted(), Long.class);
        return n == null ? 0 : n;
    }

    private List<RunLimits.Figures.Customer> customers(Map<String, Long> byCustomer) {
        List<String> many = byCustomer.entrySet().stream()
                .filter(one -> one.getValue() > limits.few())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        Map<String, Long> all = new HashMap<>();
        for (int from = 0; from < many.size(); from += BATCH) {
            all.putAll(all(many.subList(from, Math.min(many.size(), from + BATCH))));
        }
        List<RunLimits.Figures.Customer> customers = new ArrayList<>();
        many.forEach(key -> customers.add(
                new RunLimits.Figures.Customer(key, byCustomer.getOrDefault(key, 0L), all.getOrDefault(key, 0L))));
        return customers;
    }

    private Map<String, Long> all(List<String> keys) {
        String column = "`" + customer(source.record()) + "`";
        Map<String, Long> all = new HashMap<>();
        jdbc.query(
                "SELECT " + column + ", COUNT(*) FROM " + source.record().quoted() + " WHERE " + column + " IN ("
                        + String.join(", ", Collections.nCopies(keys.size(), "?")) + ") GROUP BY " + column,
                row -> {
                    all.put(row.getString(1), row.getLong(2));
                },
                keys.toArray());
        return all;
    }

    /** Whose a record is; null if it does not say. */
    public static @Nullable String customer(LockedRecord record) {
        return record.row().identity(ScopeType.CUSTOMER);
    }

    /** The column that says whose a record is; empty where records have none, and then no customer is counted. */
    public static String customer(TableMapping record) {
        return record.scopes()
                .getOrDefault(ScopeType.CUSTOMER.id(), List.of(""))
                .get(0);
    }
}
