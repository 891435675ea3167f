package se.partnersec.gallra.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.store.RecordKey;

/**
 * Names rows by primary key in as few words as possible. Where every whole number from a to b is wanted, {@code BETWEEN
 * a AND b} names the same rows as the list of them, because integer keys leave no room in between; it is shorter to
 * say, to parse and to follow.
 */
final class KeyRanges {
    /** Shorter runs are listed: the optimizer estimates each range, and takes lists on trust. */
    private static final int SHORTEST = 8;
    /** Rows of one statement, so that none runs for long. */
    private static final int MOST = 5000;
    /** Digits that always fit in a long. */
    private static final int DIGITS = 18;

    private KeyRanges() {}

    /** Gives the statement one or more conditions with their arguments; together they name exactly these rows. */
    static void each(String key, Collection<RecordKey> keys, BiConsumer<String, Object[]> statement) {
        String column = "`" + key + "`";
        long[] numbers = numbers(keys);
        if (numbers == null) {
            KeyList.each(keys, (in, args) -> statement.accept(column + " IN (" + in + ")", args));
            return;
        }
        List<String> ranges = new ArrayList<>();
        List<Long> singles = new ArrayList<>();
        int rows = 0;
        for (int from = 0; from < numbers.length; ) {
            int to = from + 1;
            while (to < numbers.length && numbers[to] == numbers[to - 1] + 1 && rows + to - from < MOST) {
                to++;
            }
            if (to - from >= SHORTEST) {
                ranges.add(column + " BETWEEN " + numbers[from] + " AND " + numbers[to - 1]);
                rows += to - from;
                from = to;
            } else {
                singles.add(numbers[from++]);
                rows++;
            }
            if (rows >= MOST || ranges.size() + singles.size() >= KeyList.MOST) {
                statement.accept(condition(column, ranges, singles), new Object[0]);
                ranges.clear();
                singles.clear();
                rows = 0;
            }
        }
        if (rows > 0) {
            statement.accept(condition(column, ranges, singles), new Object[0]);
        }
    }

    private static String condition(String column, List<String> ranges, List<Long> singles) {
        List<String> terms = new ArrayList<>(ranges);
        if (!singles.isEmpty()) {
            terms.add(column + " IN (" + singles.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")");
        }
        return "(" + String.join(" OR ", terms) + ")";
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
}
