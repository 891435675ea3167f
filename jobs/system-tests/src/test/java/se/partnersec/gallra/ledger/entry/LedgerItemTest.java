package se.partnersec.gallra.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

class LedgerItemTest {
    private static final long SEED = Long.getLong("seed", 20261124);
    private static final Pseudonymizer TAGS = new Pseudonymizer(
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    private static final Outcome[] OUTCOMES = Outcome.values();

    /** Computed by another program in another language: a change of the form makes every stored hash wrong. */
    @Test
    void numbers_are_written_in_the_form_they_always_had() {
        List<LedgerItem> items = List.of(
                item("18446744073709551615", true, Outcome.OBJECT_ONLY, null, -1, 2),
                item("1", true, Outcome.ERASED, LocalDate.of(2026, 10, 20), 0, 0),
                item("300", true, Outcome.ANONYMISED, LocalDate.of(2026, 10, 19), 7, 1234567890123L));
        assertThat(HexFormat.of().formatHex(LedgerItem.Codec.write(items, "ip-logs", TAGS)))
                .isEqualTo("014e03014595c4020000ab02410207cb89ec8ff723d3fdffffffffffffff014f00ffffffffffffffffff0102");
    }

    @Test
    void other_keys_are_written_as_the_tags_they_always_had() {
        List<LedgerItem> items = List.of(
                item("rec/2026/a.wav", false, Outcome.ERASED, LocalDate.of(1969, 12, 31), 3, 0),
                item("-5", true, Outcome.ERASED, null, 0, 9));
        assertThat(HexFormat.of().formatHex(LedgerItem.Codec.write(items, "call-recordings", TAGS)))
                .isEqualTo("015402366b6bfb7bee580eefb46d6344d022ba4500000964d37624a633db7946de976ed96e71a945020300");
    }

    @Test
    void every_outcome_keeps_its_code() {
        StringBuilder codes = new StringBuilder();
        for (Outcome outcome : OUTCOMES) {
            codes.append(outcome.code());
            assertThat(Outcome.of(outcome.code())).isEqualTo(outcome);
        }
        assertThat(codes).hasToString("EAHNPRGLVODWF");
    }

    @Test
    void reads_back_what_it_wrote() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            boolean numbers = random.nextInt(3) > 0;
            int size = round == 0 ? 0 : round == 1 ? 5000 : random.nextInt(round % 20 == 2 ? 5001 : 40);
            List<LedgerItem> items = items(random, numbers, size);
            boolean coded = items.stream().allMatch(i -> i.key().codable());
            List<LedgerItem.Codec.Read> read = LedgerItem.Codec.read(LedgerItem.Codec.write(items, "domain", TAGS));
            items.sort(Comparator.comparing(i -> coded ? new BigInteger(i.key().text()) : BigInteger.ZERO));
            if (!coded) {
                items.sort(Comparator.comparing(i -> i.key().text()));
            }
            assertThat(read).as("seed %d, round %d", SEED, round).hasSameSizeAs(items);
            for (int i = 0; i < size; i++) {
                same(items.get(i), read.get(i), coded);
            }
        }
    }

    private static void same(LedgerItem item, LedgerItem.Codec.Read read, boolean coded) {
        assertThat(read.key()).isEqualTo(coded ? item.key() : null);
        assertThat(read.tag())
                .isEqualTo(coded ? null : TAGS.tag("domain", item.key().text()));
        assertThat(List.of(read.outcome(), read.customer(), read.user()))
                .isEqualTo(List.of(item.outcome(), item.customer(), item.user()));
        assertThat(read.start()).isEqualTo(item.start());
    }

    @Test
    void the_order_in_which_items_come_does_not_matter() {
        Random random = new Random(SEED);
        for (boolean numbers : new boolean[] {true, false}) {
            List<LedgerItem> items = items(random, numbers, 100);
            byte[] written = LedgerItem.Codec.write(items, "domain", TAGS);
            Collections.shuffle(items, random);
            assertThat(LedgerItem.Codec.write(items, "domain", TAGS)).isEqualTo(written);
        }
    }

    @Test
    void refuses_every_truncation_and_every_extra_byte() {
        Random random = new Random(SEED);
        for (boolean numbers : new boolean[] {true, false}) {
            byte[] whole = LedgerItem.Codec.write(items(random, numbers, 12), "domain", TAGS);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatIllegalArgumentException().isThrownBy(() -> LedgerItem.Codec.read(cut));
            }
            byte[] longer = Arrays.copyOf(whole, whole.length + 1);
            assertThatIllegalArgumentException().isThrownBy(() -> LedgerItem.Codec.read(longer));
        }
    }

    @Test
    void garbage_is_refused_or_read_but_never_breaks_the_reader() {
        Random random = new Random(SEED);
        int refused = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 2 && round % 4 != 0) {
                bytes[0] = 1;
                bytes[1] = (byte) (random.nextBoolean() ? 'N' : 'T');
                bytes[2] = round % 4 == 1 ? (byte) random.nextInt(4) : bytes[2];
            }
            try {
                LedgerItem.Codec.read(bytes);
            } catch (IllegalArgumentException expected) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(150_000);
    }

    @Test
    void a_boast_of_many_items_reserves_no_memory() {
        byte[] boast = HexFormat.of().parseHex("014effffffffffffffff7f");
        assertThatIllegalArgumentException().isThrownBy(() -> LedgerItem.Codec.read(boast));
        byte[] negative = HexFormat.of().parseHex("014effffffffffffffffff01");
        assertThatIllegalArgumentException().isThrownBy(() -> LedgerItem.Codec.read(negative));
    }

    @Test
    void one_value_has_one_form() {
        for (String other :
                List.of("014e8000", "014100", "024e00", "014effffffffffffffffff03", "014e80808080808080808001")) {
            byte[] bytes = HexFormat.of().parseHex(other);
            assertThatIllegalArgumentException().as(other).isThrownBy(() -> LedgerItem.Codec.read(bytes));
        }
    }

    private static LedgerItem item(
            String key, boolean number, Outcome outcome, @Nullable LocalDate start, long customer, long user) {
        return new LedgerItem(new RecordKey(key, number), outcome, start, customer, user);
    }

    private static List<LedgerItem> items(Random random, boolean numbers, int size) {
        List<LedgerItem> items = new ArrayList<>();
        Set<String> keys = new LinkedHashSet<>();
        while (keys.size() < size) {
            int bits = random.nextInt(65);
            keys.add(
                    numbers
                            ? new BigInteger(bits, random).toString()
                            : "tape/" + random.nextInt() + "/å" + new BigInteger(bits, random).toString(36));
        }
        for (String key : keys) {
            LocalDate start =
                    random.nextInt(5) == 0 ? null : LocalDate.of(1960, 1, 1).plusDays(random.nextInt(40_000));
            Outcome outcome = OUTCOMES[random.nextInt(OUTCOMES.length)];
            long person = random.nextInt(3) == 0 ? 0 : random.nextLong() >>> random.nextInt(64);
            items.add(item(key, numbers, outcome, start, person, random.nextInt(1000)));
        }
        return items;
    }
}
