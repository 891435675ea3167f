package se.partnersec.gallra.engine;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.TableMapping;

/** Adds details that are about to go to the sum of their invoice line and month, and proves that nothing was lost. */
final class Sums {
    private final JdbcTemplate jdbc;
    private final TableMapping table;

    Sums(JdbcTemplate jdbc, TableMapping table) {
        this.jdbc = jdbc;
        this.table = table;
    }

    private record Group(String line, LocalDate month, String customer) {}

    private record Total(BigDecimal quantity, long details) {
        static final Total NONE = new Total(BigDecimal.ZERO, 0);

        Total plus(Total other) {
            return new Total(quantity.add(other.quantity), details + other.details);
        }

        boolean same(Total other) {
            return details == other.details && quantity.compareTo(other.quantity) == 0;
        }
    }

    void add(List<Assessed> records) {
        Map<Group, Total> groups = new LinkedHashMap<>();
        for (Assessed each : records) {
            Row row = each.record().row();
            groups.merge(group(row), new Total(quantity(row), 1), Total::plus);
        }
        Set<RecordKey> lines = groups.keySet().stream()
                .map(group -> new RecordKey(group.line(), group.line().matches("\\d{1,19}")))
                .collect(Collectors.toSet());
        Total before = total(lines, LockMode.UPDATE);
        merge(groups);
        Total expected = groups.values().stream().reduce(before, Total::plus);
        Total after = total(lines, LockMode.NONE);
        if (!after.same(expected)) {
            throw new ChunkFailed(
                    Faults.Kind.TRANSIENT,
                    "the sums in " + table.table() + " would be " + after.quantity() + " of " + after.details()
                            + " details and not " + expected.quantity() + " of " + expected.details()
                            + ": rolled back, nothing changed");
        }
    }

    private static Group group(Row row) {
        LocalDate used = row.day("used_on");
        String line = row.text("line");
        String customer = row.text("customer");
        if (used == null || line == null || customer == null) {
            throw new ChunkFailed(
                    Faults.Kind.ROW, "it has no invoice line, customer or day, so no sum can stand in for it");
        }
        return new Group(line, used.withDayOfMonth(1), customer);
    }

    private static BigDecimal quantity(Row row) {
        String text = row.text("quantity");
        try {
            return new BigDecimal(String.valueOf(text));
        } catch (NumberFormatException e) {
            throw new ChunkFailed(Faults.Kind.ROW, "its quantity is no number, so no sum can stand in for it");
        }
    }

    private void merge(Map<Group, Total> groups) {
        String sql = "INSERT INTO " + table.quoted() + " (" + name("line") + ", " + name("month_on") + ", "
                + name("customer") + ", " + name("quantity") + ", " + name("details") + ") VALUES (?, ?, ?, ?, ?)"
                + " ON DUPLICATE KEY UPDATE " + name("quantity") + " = " + name("quantity") + " + ?, " + name("details")
                + " = " + name("details") + " + ?";
        List<Object[]> rows = new ArrayList<>();
        groups.forEach((group, sum) -> rows.add(new Object[] {
            group.line(), group.month(), group.customer(), sum.quantity(), sum.details(), sum.quantity(), sum.details()
        }));
        jdbc.batchUpdate(sql, rows);
    }

    private Total total(Set<RecordKey> lines, LockMode lock) {
        Total[] all = {Total.NONE};
        KeyList.each(
                lines,
                (in, args) -> jdbc.query(
                        "SELECT " + name("quantity") + ", " + name("details") + " FROM " + table.quoted() + " WHERE "
                                + name("line") + " IN (" + in + ")" + lock.sql(),
                        row -> {
                            all[0] = all[0].plus(new Total(row.getBigDecimal(1), row.getLong(2)));
                        },
                        args));
        return all[0];
    }

    private String name(String role) {
        return "`" + Objects.requireNonNull(table.column(role), role).column() + "`";
    }
}
