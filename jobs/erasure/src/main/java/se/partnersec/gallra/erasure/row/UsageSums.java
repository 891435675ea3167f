package se.partnersec.gallra.erasure.row;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.database.schema.ClearingCall;
import se.partnersec.gallra.database.schema.ClearingProcedure;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.erasure.record.RowReader;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.support.text.Sentences;

/** Adds details that are about to go to the sum of their invoice line and month, and proves that nothing was lost. */
public final class UsageSums {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private final JdbcTemplate jdbc;
    private final TableMapping table;

    UsageSums(JdbcTemplate jdbc, TableMapping table) {
        this.jdbc = jdbc;
        this.table = table;
    }

    private record Group(String line, LocalDate month, String customer) {}

    private record Total(BigDecimal quantity, long details) {
        /** 5 and 5.0 are the same sum. */
        Total {
            quantity = quantity.signum() == 0 ? BigDecimal.ZERO : quantity.stripTrailingZeros();
        }

        Total plus(Total other) {
            return new Total(quantity.add(other.quantity), details + other.details);
        }
    }

    void add(List<AssessedRecord> records) {
        Map<Group, Total> more = new LinkedHashMap<>();
        for (AssessedRecord each : records) {
            Row row = each.record().row();
            more.merge(group(row), new Total(quantity(row), 1), Total::plus);
        }
        Set<RecordKey> lines = more.keySet().stream()
                .map(group -> new RecordKey(group.line(), group.line().matches("\\d{1,19}")))
                .collect(Collectors.toSet());
        // Behind the gate nothing is waited for: where somebody else has one of these sums, all is rolled back and
        // tried again.
        Map<Group, Total> expected = read(lines, RowReader.Lock.UPDATE_SKIP.sql(false));
        if (!read(lines, "").equals(expected)) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.TRANSIENT,
                    SENTENCES.say("row.somebody-else-locked-sums-rolled-back", table.table()));
        }
        Set<Group> there = Set.copyOf(expected.keySet());
        more.forEach((group, total) -> expected.merge(group, total, Total::plus));
        write(more, there);
        if (!read(lines, "").equals(expected)) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.TRANSIENT,
                    SENTENCES.say("row.sums-would-not-those-details-they", table.table()));
        }
    }

    /** Whether a row says what a sum that stands in for it needs: an invoice line, a customer, a day and a quantity. */
    public static boolean possible(Row row) {
        return row.day("used_on") != null
                && row.text("line") != null
                && row.text("customer") != null
                && row.text("quantity") != null;
    }

    private static Group group(Row row) {
        LocalDate used = row.day("used_on");
        String line = row.text("line");
        String customer = row.text("customer");
        if (used == null || line == null || customer == null) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.ROW, SENTENCES.say("row.no-invoice-line-customer-day-so"));
        }
        return new Group(line, used.withDayOfMonth(1), customer);
    }

    private static BigDecimal quantity(Row row) {
        String text = row.text("quantity");
        try {
            return new BigDecimal(String.valueOf(text));
        } catch (NumberFormatException e) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.ROW, SENTENCES.say("row.quantity-no-number-so-no-sum"));
        }
    }

    private void write(Map<Group, Total> more, Set<Group> there) {
        List<Object[]> inserts = new ArrayList<>();
        List<List<Object>> added = new ArrayList<>();
        more.forEach((group, sum) -> {
            if (there.contains(group)) {
                added.add(List.of(
                        sum.quantity().toPlainString(),
                        sum.details(),
                        group.line(),
                        group.month().toString(),
                        group.customer()));
            } else {
                inserts.add(
                        new Object[] {sum.quantity(), sum.details(), group.line(), group.month(), group.customer()});
            }
        });
        jdbc.batchUpdate(
                "INSERT INTO " + table.quoted() + " (" + name("quantity") + ", " + name("details") + ", " + name("line")
                        + ", " + name("month_on") + ", " + name("customer") + ") VALUES (?, ?, ?, ?, ?)",
                inserts);
        new ClearingCall(jdbc).change(ClearingProcedure.adding(table), added);
    }

    /** Every sum of these lines. */
    private Map<Group, Total> read(Set<RecordKey> lines, String lock) {
        Map<Group, Total> sums = new HashMap<>();
        SqlKeyRanges.InList.each(
                lines,
                (in, args) -> jdbc.query(
                        "SELECT " + name("line") + ", " + name("month_on") + ", " + name("customer") + ", "
                                + name("quantity") + ", " + name("details") + " FROM " + table.quoted() + " WHERE "
                                + name("line") + " IN (" + in + ")" + lock,
                        row -> {
                            Group group =
                                    new Group(row.getString(1), row.getObject(2, LocalDate.class), row.getString(3));
                            sums.merge(group, new Total(row.getBigDecimal(4), row.getLong(5)), Total::plus);
                        },
                        args));
        return sums;
    }

    private String name(String role) {
        return "`" + Objects.requireNonNull(table.column(role), role).column() + "`";
    }
}
