package se.partnersec.gallra.database.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.mapping.RecordKey;

class SqlKeyRangesTest {
    private static List<String> said(List<RecordKey> keys) {
        return said(keys, List.of());
    }

    private static List<String> said(List<RecordKey> keys, List<RecordKey> passed) {
        List<String> said = new ArrayList<>();
        SqlKeyRanges.each("id", keys, passed, (these, args) -> said.add(these + Arrays.toString(args)));
        return said;
    }

    private static List<String> reading(List<RecordKey> keys) {
        List<String> said = new ArrayList<>();
        SqlKeyRanges.each("id", keys, (these, args) -> said.add(these + Arrays.toString(args)));
        return said;
    }

    private static List<RecordKey> keys(LongStream numbers) {
        return new ArrayList<>(numbers.mapToObj(RecordKey::of).toList());
    }

    @Test
    void says_a_run_as_a_range_and_the_rest_as_a_list() {
        List<RecordKey> keys = keys(LongStream.concat(LongStream.rangeClosed(3, 10), LongStream.of(12, 13, 99)));
        Collections.reverse(keys);
        assertThat(reading(keys)).containsExactly("(`id` BETWEEN 3 AND 10 OR `id` IN (12,13,99))[]");
        assertThat(said(keys))
                .as("the server would lock the row behind a range")
                .containsExactly("(`id` BETWEEN 3 AND 9 OR `id` IN (10,12,13,99))[]");
    }

    @Test
    void names_no_row_that_is_not_wanted_and_each_wanted_row_once() {
        Random random = new Random(20261124);
        for (int round = 0; round < 300; round++) {
            int size = 1 + random.nextInt(9000);
            int spread = 1 + random.nextInt(4);
            Set<Long> wanted = new HashSet<>();
            for (int i = 0; i < size; i++) {
                wanted.add((long) random.nextInt(size * spread));
            }
            List<RecordKey> keys = keys(wanted.stream().mapToLong(n -> n));
            keys.addAll(List.copyOf(keys.subList(0, 1)));
            Collections.shuffle(keys, random);
            List<Long> named = new ArrayList<>();
            for (String condition : said(keys)) {
                named.addAll(named(condition));
            }
            assertThat(named).hasSize(wanted.size());
            assertThat(new HashSet<>(named)).isEqualTo(wanted);
        }
    }

    private static List<Long> named(String condition) {
        List<Long> named = new ArrayList<>();
        Matcher ranges = Pattern.compile("BETWEEN (\\d+) AND (\\d+)").matcher(condition);
        while (ranges.find()) {
            LongStream.rangeClosed(Long.parseLong(ranges.group(1)), Long.parseLong(ranges.group(2)))
                    .forEach(named::add);
        }
        Matcher list = Pattern.compile("(NOT )?IN \\(([0-9,]+)\\)").matcher(condition);
        while (list.find()) {
            List<Long> numbers = Arrays.stream(list.group(2).split(",", -1))
                    .map(Long::valueOf)
                    .toList();
            assertThat(numbers).hasSizeLessThanOrEqualTo(SqlKeyRanges.InList.MOST);
            if (list.group(1) == null) {
                named.addAll(numbers);
            } else {
                Set<Long> without = new HashSet<>(numbers);
                assertThat(named).containsAll(without);
                named.removeIf(without::contains);
            }
        }
        assertThat(named).hasSizeLessThanOrEqualTo(5000);
        return named;
    }

    @Test
    void walks_over_rows_that_are_locked_and_stay() {
        List<RecordKey> keys = keys(LongStream.of(3, 4, 5, 8, 9, 10, 11, 12, 14));
        assertThat(said(keys, keys(LongStream.of(13, 7, 6, 2))))
                .containsExactly("(`id` BETWEEN 3 AND 12 OR `id` IN (14)) AND `id` NOT IN (6,7)[]");
        assertThat(said(keys, keys(LongStream.of(7, 13))))
                .as("nobody knows who holds 6")
                .containsExactly("(`id` IN (3,4,5,8,9,10,11,12,14))[]");
        assertThat(said(keys, keys(LongStream.of(6, 7))))
                .containsExactly("(`id` BETWEEN 3 AND 11 OR `id` IN (12,14)) AND `id` NOT IN (6,7)[]");
    }

    @Test
    void names_no_row_that_it_walks_over() {
        Random random = new Random(20261126);
        for (int round = 0; round < 300; round++) {
            int size = 1 + random.nextInt(9000);
            int kept = 1 + random.nextInt(30);
            Set<Long> wanted = new HashSet<>();
            Set<Long> staying = new HashSet<>();
            for (long key = 0; key < size; key++) {
                int die = random.nextInt(kept * 20);
                if (die != 0) {
                    (die < 20 ? staying : wanted).add(key);
                }
            }
            List<Long> named = new ArrayList<>();
            for (String condition : said(
                    keys(wanted.stream().mapToLong(n -> n)),
                    keys(staying.stream().mapToLong(n -> n)))) {
                named.addAll(named(condition));
            }
            assertThat(named).hasSize(wanted.size());
            assertThat(new HashSet<>(named)).isEqualTo(wanted);
        }
    }

    @Test
    void lists_keys_that_are_no_plain_numbers() {
        for (RecordKey odd : List.of(RecordKey.of(-1), new RecordKey("18446744073709551615", true))) {
            List<RecordKey> keys = keys(LongStream.rangeClosed(1, 10));
            keys.add(odd);
            assertThat(said(keys)).containsExactly("`id` IN (1,2,3,4,5,6,7,8,9,10," + odd + ")[]");
        }
        assertThat(said(List.of(new RecordKey("a", false), new RecordKey("b", false))))
                .containsExactly("`id` IN (?,?)[a, b]");
    }
}
