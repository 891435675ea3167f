package se.partnersec.gallra.ledger.entry;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.text.Sentences;

/**
 * One disposed record as the ledger keeps it: surrogate keys and a day, nothing about a person.
 *
 * @param start the day it was due by the decision of the run; null where the record went for another reason
 * @param customer numeric surrogate id of the customer; 0 if none
 * @param user numeric surrogate id of the user; 0 if none
 */
public record LedgerItem(
        RecordKey key, Outcome outcome, @Nullable LocalDate start, long customer, long user) {
    private static final Sentences SENTENCES = Sentences.of("ledger");

    /**
     * The items of a chunk in the order in which they are written.
     *
     * @param numbers whether every key is a number that can be delta-coded
     */
    record Ordered(List<LedgerItem> items, boolean numbers) {
        private static final Comparator<LedgerItem> BY_TEXT =
                Comparator.comparing(item -> item.key().text());
        private static final Comparator<LedgerItem> BY_NUMBER = (one, other) ->
                Long.compareUnsigned(one.key().unsigned(), other.key().unsigned());

        static Ordered of(List<LedgerItem> items) {
            boolean numbers = true;
            for (LedgerItem item : items) {
                numbers &= item.key().codable();
            }
            Comparator<LedgerItem> order = numbers ? BY_NUMBER : BY_TEXT;
            return new Ordered(
                    ordered(items, order) ? items : items.stream().sorted(order).toList(), numbers);
        }

        /** Chunks are read in key order, so most need no sorting. */
        private static boolean ordered(List<LedgerItem> items, Comparator<LedgerItem> order) {
            for (int i = 1; i < items.size(); i++) {
                if (order.compare(items.get(i - 1), items.get(i)) > 0) {
                    return false;
                }
            }
            return true;
        }

        @Nullable
        BigInteger lowest() {
            return bound(0);
        }

        @Nullable
        BigInteger highest() {
            return bound(items.size() - 1);
        }

        /** A bound of the keys, if they are numbers, so that a record is found without reading every item. */
        private @Nullable BigInteger bound(int i) {
            return items.isEmpty() || !numbers
                    ? null
                    : new BigInteger(items.get(i).key().text());
        }
    }

    /**
     * The items of a chunk in one canonical, compact form. Version 1: a byte 1, a byte N (numbers) or T (tags), the count,
     * then per item in key order: the key's distance from the one before (or its 16-byte tag), the outcome's code, the
     * start day as a signed distance plus one (0: none), customer, user. Integers are LEB128.
     */
    public static final class Codec {
        private static final int VERSION = 1;
        /** Bytes of the shortest item: no claim of a count makes the reader reserve more than the bytes can hold. */
        private static final int SHORTEST = 5;

        /** Bytes of the longest item that could be: a tag or a distance, the outcome, the day, customer, user. */
        private static final int LONGEST = Pseudonymizer.LENGTH + 1 + 3 * 10;

        private static final int HEAD = 12;

        private Codec() {}

        /** @param tags of keys that are no numbers, within the domain */
        public static byte[] write(List<LedgerItem> items, String domain, Pseudonymizer tags) {
            return write(LedgerItem.Ordered.of(items), domain, tags);
        }

        static byte[] write(LedgerItem.Ordered ordered, String domain, Pseudonymizer tags) {
            boolean numbers = ordered.numbers();
            ByteBuffer out = ByteBuffer.allocate(HEAD + ordered.items().size() * LONGEST);
            out.put((byte) VERSION);
            out.put((byte) (numbers ? 'N' : 'T'));
            unsigned(out, ordered.items().size());
            long lastKey = 0;
            long lastDay = 0;
            for (LedgerItem item : ordered.items()) {
                if (numbers) {
                    long key = item.key().unsigned();
                    unsigned(out, key - lastKey);
                    lastKey = key;
                } else {
                    out.put(tags.tag(domain, item.key().text()));
                }
                out.put((byte) item.outcome().code());
                LocalDate start = item.start();
                if (start == null) {
                    unsigned(out, 0);
                } else {
                    long distance = start.toEpochDay() - lastDay;
                    unsigned(out, ((distance << 1) ^ (distance >> 63)) + 1);
                    lastDay = start.toEpochDay();
                }
                unsigned(out, item.customer());
                unsigned(out, item.user());
            }
            return Arrays.copyOf(out.array(), out.position());
        }

        /** An item as read back; a tag where the key was not a number. */
        public record Read(
                @Nullable RecordKey key,
                byte @Nullable [] tag,
                Outcome outcome,
                @Nullable LocalDate start,
                long customer,
                long user) {}

        /** @throws IllegalArgumentException if the bytes are not of this form */
        public static List<Read> read(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            try {
                if (in.get() != VERSION) {
                    throw new IllegalArgumentException(SENTENCES.say("entry.items-unknown-version"));
                }
                byte form = in.get();
                if (form != 'N' && form != 'T') {
                    throw new IllegalArgumentException(SENTENCES.say("entry.items-neither-numbers-nor-tags"));
                }
                boolean numbers = form == 'N';
                long count = unsigned(in);
                if (count < 0 || count > in.remaining()) {
                    throw new IllegalArgumentException(SENTENCES.say("entry.items-end-too-early"));
                }
                List<Read> items = new ArrayList<>((int) Math.min(count, in.remaining() / SHORTEST));
                long key = 0;
                long day = 0;
                for (long i = 0; i < count; i++) {
                    byte[] tag = null;
                    if (numbers) {
                        key += unsigned(in);
                    } else {
                        tag = new byte[Pseudonymizer.LENGTH];
                        in.get(tag);
                    }
                    Outcome outcome = Outcome.of((char) in.get());
                    long coded = unsigned(in);
                    LocalDate start = null;
                    if (coded != 0) {
                        day += ((coded - 1) >>> 1) ^ -((coded - 1) & 1);
                        start = LocalDate.ofEpochDay(day);
                    }
                    RecordKey recordKey = numbers ? new RecordKey(Long.toUnsignedString(key), true) : null;
                    items.add(new Read(recordKey, tag, outcome, start, unsigned(in), unsigned(in)));
                }
                if (in.hasRemaining()) {
                    throw new IllegalArgumentException(
                            SENTENCES.say("entry.items-followed-more-bytes", in.remaining()));
                }
                return items;
            } catch (java.nio.BufferUnderflowException | ArithmeticException | java.time.DateTimeException e) {
                throw new IllegalArgumentException(SENTENCES.say("entry.items-end-too-early-hold-nonsense"), e);
            }
        }

        private static void unsigned(ByteBuffer out, long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.put((byte) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            out.put((byte) rest);
        }

        private static long unsigned(ByteBuffer in) {
            long value = 0;
            for (int shift = 0; shift < 70; shift += 7) {
                byte b = in.get();
                if (shift == 63 && b > 1 || shift > 0 && b == 0) {
                    throw new IllegalArgumentException(SENTENCES.say("entry.integer-too-long"));
                }
                value |= (long) (b & 0x7F) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException(SENTENCES.say("entry.integer-no-end"));
        }
    }
}
