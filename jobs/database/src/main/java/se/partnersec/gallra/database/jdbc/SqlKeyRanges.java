package se.partnersec.gallra.database.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordKey;

/**
 * Names rows by a column of integers, mostly their primary key, in as few words as possible. Where every whole number from a to b is wanted, {@code BETWEEN
 * a AND b} names the same rows as the list of them, because integers leave no room in between; it is shorter to
 * say, to parse and to follow. So does {@code BETWEEN a AND b} without the numbers in between that are not wanted.
 */
public final class SqlKeyRanges {
    /** Shorter runs are listed: the optimizer estimates each range, and takes lists on trust. */
    private static final int SHORTEST = 8;
    /** Values of one statement, so that none runs for long. */
    private static final int MOST = 5000;
    /** Rows that are walked over cost less than another range, if they are no more than this in a row. */
    private static final int WIDEST_GAP = 16;
    /** Digits that always fit in a long. */
    private static final int DIGITS = 18;

    private final String column;
    /** True where the last row of a range is named by itself: to see that a range has ended, the server locks the row behind it. */
    private final boolean closed;

    private final BiConsumer<String, Object[]> statement;
    private final List<String> ranges = new ArrayList<>();
    private final List<Long> without = new ArrayList<>();
    private final List<Long> singles = new ArrayList<>();
    private int rows;

    private SqlKeyRanges(String column, boolean closed, BiConsumer<String, Object[]> statement) {
        this.column = column;
        this.closed = closed;
        this.statement = statement;
    }

    /** Gives the statement one or more conditions with their arguments; together they name exactly these rows. */
    public static void each(String key, Collection<RecordKey> keys, BiConsumer<String, Object[]> statement) {
        each(key, keys, List.of(), false, statement);
    }

    /**
     * The same for a statement that locks what it reads: it may walk over other rows without touching them, and by a unique key it
     * reads no row behind the last.
     *
     * @param passed keys of rows that this transaction has locked and that are not wanted: only these may be walked over,
     *     because whatever somebody else holds would be waited for
     */
    public static void each(
            String key,
            Collection<RecordKey> keys,
            Collection<RecordKey> passed,
            BiConsumer<String, Object[]> statement) {
        each(key, keys, passed, true, statement);
    }

    private static void each(
            String key,
            Collection<RecordKey> keys,
            Collection<RecordKey> passed,
            boolean closed,
            BiConsumer<String, Object[]> statement) {
        String column = "`" + key + "`";
        long[] numbers = numbers(keys);
        if (numbers == null) {
            InList.each(keys, (in, args) -> statement.accept(column + " IN (" + in + ")", args));
            return;
        }
        long[] between = numbers(passed);
        new SqlKeyRanges(column, closed, statement).say(numbers, between == null ? new long[0] : between);
    }

    private void say(long[] numbers, long[] passed) {
        int gap = 0;
        for (int from = 0; from < numbers.length; ) {
            while (gap < passed.length && passed[gap] < numbers[from]) {
                gap++;
            }
            int first = without.size();
            int to = from + 1;
            for (; to < numbers.length && rows + to - from < MOST; to++) {
                int wide = (int) Math.min(numbers[to] - numbers[to - 1] - 1, WIDEST_GAP + 1);
                if (!walked(numbers[to - 1] + 1, wide, passed, gap) || without.size() + wide > InList.MOST) {
                    break;
                }
                for (int i = 0; i < wide; i++) {
                    without.add(passed[gap++]);
                }
            }
            take(numbers, from, to, first);
            from = to;
            if (rows >= MOST || ranges.size() + singles.size() + without.size() > InList.MOST - SHORTEST) {
                end();
            }
        }
        end();
    }

    /** Whether the next so many numbers are all of rows that may be walked over. */
    private static boolean walked(long next, int wide, long[] passed, int gap) {
        return wide <= WIDEST_GAP
                && gap + wide <= passed.length
                && (wide == 0 || passed[gap] == next && passed[gap + wide - 1] == next + wide - 1);
    }

    private void take(long[] numbers, int from, int to, int first) {
        rows += to - from;
        if (to - from >= SHORTEST) {
            long end = numbers[closed ? to - 2 : to - 1];
            ranges.add(column + " BETWEEN " + numbers[from] + " AND " + end);
            if (closed) {
                singles.add(numbers[to - 1]);
                while (without.size() > first && without.get(without.size() - 1) > end) {
                    without.remove(without.size() - 1);
                }
            }
            return;
        }
        without.subList(first, without.size()).clear();
        for (int i = from; i < to; i++) {
            singles.add(numbers[i]);
        }
    }

    private void end() {
        if (rows == 0) {
            return;
        }
        List<String> terms = new ArrayList<>(ranges);
        if (!singles.isEmpty()) {
            terms.add(column + " IN (" + list(singles) + ")");
        }
        String these = "(" + String.join(" OR ", terms) + ")";
        statement.accept(
                without.isEmpty() ? these : these + " AND " + column + " NOT IN (" + list(without) + ")",
                new Object[0]);
        ranges.clear();
        singles.clear();
        without.clear();
        rows = 0;
    }

    private static String list(List<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** The keys in ascending order, each once; null if some are not plain numbers. */
    private static long @Nullable [] numbers(Collection<RecordKey> keys) {
        for (RecordKey key : keys) {
            if (!key.codable() || key.text().length() > DIGITS) {
                return null;
            }
        }
        long[] numbers = new long[keys.size()];
        int n = 0;
        boolean ascending = true;
        for (RecordKey key : keys) {
            numbers[n] = key.unsigned();
            ascending &= n == 0 || numbers[n] > numbers[n - 1];
            n++;
        }
        // Keys come in order, each once; whatever does not is brought into it.
        return ascending ? numbers : Arrays.stream(numbers).sorted().distinct().toArray();
    }

    /** Turns keys into the inside of {@code IN (…)}: digits as they are, strings as parameters, at most 1000 at a time. */
    public static final class InList {
        /** MariaDB turns longer lists into subqueries, and either server locks more rows with them. */
        static final int MOST = 1000;

        private InList() {}

        public static void each(Collection<RecordKey> keys, BiConsumer<String, Object[]> statement) {
            List<RecordKey> all = List.copyOf(keys);
            for (int from = 0; from < all.size(); from += MOST) {
                List<RecordKey> part = all.subList(from, Math.min(all.size(), from + MOST));
                if (part.stream().allMatch(RecordKey::number)) {
                    statement.accept(
                            part.stream().map(RecordKey::text).collect(Collectors.joining(",")), new Object[0]);
                } else {
                    List<Object> args = new ArrayList<>();
                    part.forEach(k -> args.add(k.bind()));
                    statement.accept(String.join(",", Collections.nCopies(part.size(), "?")), args.toArray());
                }
            }
        }
    }
}
