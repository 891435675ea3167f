package se.partnersec.gallra.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerRowTest {
    private static final String ATTEMPT = "11111111-2222-3333-4444-555555555555";
    private static final String POLICY = "ab".repeat(32);
    private static final byte[] ITEMS = HexFormat.of()
            .parseHex("014e03014595c4020000ab02410207cb89ec8ff723d3fdffffffffffffff014f00ffffffffffffffffff0102");

    private static LedgerRow chunk() {
        byte[] before = new byte[32];
        Arrays.fill(before, (byte) 0x11);
        return new LedgerRow(
                "ip-logs",
                0,
                42,
                7,
                'C',
                ATTEMPT,
                LocalDateTime.parse("2026-11-24T01:02:03.000004"),
                POLICY,
                9,
                17,
                "ERASED=1 ANONYMISED=1 HELD=5 OBJECT_ONLY=1",
                BigInteger.ONE,
                new BigInteger("18446744073709551615"),
                ITEMS,
                before);
    }

    /** Computed by another program in another language: a change of the form makes every stored hash wrong. */
    @Test
    void a_chunk_has_the_hash_it_always_had() {
        assertThat(HexFormat.of().formatHex(chunk().hash()))
                .isEqualTo("28e642af3cd6cde698d605de6396ce8301369aa5e252663e989054f54732e4bf");
    }

    @Test
    void a_closing_row_has_the_hash_it_always_had() {
        LedgerRow closing = new LedgerRow(
                "call-recordings",
                3,
                1,
                7,
                'E',
                ATTEMPT,
                LocalDateTime.parse("2026-11-24T00:00:00"),
                POLICY,
                9,
                17,
                "",
                null,
                null,
                HexFormat.of().parseHex("014e00"),
                LedgerRow.NO_HASH);
        assertThat(HexFormat.of().formatHex(closing.hash()))
                .isEqualTo("a3366155c30d1e088b5c29730aa2605fea29e67894ec80c877a521058b179730");
    }

    @Test
    void the_hash_covers_every_column() throws ReflectiveOperationException {
        RecordComponent[] columns = LedgerRow.class.getRecordComponents();
        for (int changed = 0; changed < columns.length; changed++) {
            assertThat(with(changed, another(columns[changed].getAccessor().invoke(chunk())))
                            .hash())
                    .as("a change of %s", columns[changed].getName())
                    .isNotEqualTo(chunk().hash());
            if (columns[changed].getType() == BigInteger.class) {
                assertThat(with(changed, null).hash()).isNotEqualTo(chunk().hash());
            }
        }
    }

    @Test
    void the_hash_does_not_change_by_itself() {
        assertThat(chunk().hash()).isEqualTo(chunk().hash());
    }

    private static LedgerRow with(int changed, @Nullable Object value) throws ReflectiveOperationException {
        RecordComponent[] columns = LedgerRow.class.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[columns.length];
        Class<?>[] types = new Class<?>[columns.length];
        for (int i = 0; i < columns.length; i++) {
            types[i] = columns[i].getType();
            values[i] = i == changed ? value : columns[i].getAccessor().invoke(chunk());
        }
        return LedgerRow.class.getDeclaredConstructor(types).newInstance(values);
    }

    private static Object another(Object value) {
        if (value instanceof byte[] bytes) {
            byte[] other = bytes.clone();
            other[other.length - 1] ^= 1;
            return other;
        }
        if (value instanceof LocalDateTime time) {
            return time.plusNanos(1000);
        }
        if (value instanceof BigInteger number) {
            return number.flipBit(3);
        }
        if (value instanceof String text) {
            return text + "x";
        }
        return value instanceof Character
                ? (Object) 'E'
                : value instanceof Integer i ? i + 1 : (Object) ((Long) value + 1);
    }
}
