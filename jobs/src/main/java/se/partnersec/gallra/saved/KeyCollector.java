package se.partnersec.gallra.saved;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.KeyTags;
import se.partnersec.gallra.store.RecordKey;

/**
 * Packs the keys of a plan while its records pass by. What is kept in memory of numbers is the packed blocks; tags are kept as
 * they are, because they have to be sorted at the end.
 */
public final class KeyCollector {
    /** Keys of a block: enough to pack well, few enough to unpack for one page of a run. */
    static final int BLOCK = 10_000;

    private final DataCategory category;
    private final KeyTags tags;
    private final Map<KeyRole, Numbers> numbers = new EnumMap<>(KeyRole.class);
    private final Map<KeyRole, List<PlannedKey>> words = new EnumMap<>(KeyRole.class);
    private final List<KeyBlock> blocks = new ArrayList<>();

    public KeyCollector(DataCategory category, KeyTags tags) {
        this.category = category;
        this.tags = tags;
        for (KeyRole role : KeyRole.values()) {
            numbers.put(role, new Numbers(role));
            words.put(role, new ArrayList<>());
        }
    }

    private final class Numbers {
        private final KeyRole role;
        private final long[] keys = new long[BLOCK];
        private int size;
        private int written;

        Numbers(KeyRole role) {
            this.role = role;
        }

        void add(long key) {
            if (size > 0 && Long.compareUnsigned(key, keys[size - 1]) <= 0) {
                throw new IllegalStateException("keys of a plan come in ascending order. Indicates a bug");
            }
            keys[size++] = key;
            if (size == BLOCK) {
                flush();
            }
        }

        void flush() {
            if (size > 0) {
                blocks.add(new KeyBlock(
                        role,
                        PlannedKey.NUMBERS,
                        written++,
                        size,
                        keys[0],
                        keys[size - 1],
                        KeyPacking.numbers(keys, size)));
                size = 0;
            }
        }
    }

    /** Numbers in ascending order, as pages of candidates come; everything else in any. */
    public void add(KeyRole role, RecordKey key) {
        if (key.codable()) {
            numbers.getOrDefault(role, new Numbers(role)).add(key.unsigned());
        } else {
            words.getOrDefault(role, new ArrayList<>()).add(PlannedKey.tag(tags, category, key));
        }
    }

    /** A key that is known by its tag alone. @param tag 16 bytes, of the domain of the category */
    public void addTag(KeyRole role, byte[] tag) {
        words.getOrDefault(role, new ArrayList<>()).add(PlannedKey.read(ByteBuffer.wrap(tag)));
    }

    /** What was collected, in the order of {@link KeyBlock#ORDER}. */
    public List<KeyBlock> blocks() {
        numbers.values().forEach(Numbers::flush);
        words.forEach((role, all) -> {
            Collections.sort(all);
            for (int from = 0; from < all.size(); from += BLOCK) {
                List<PlannedKey> part = all.subList(from, Math.min(all.size(), from + BLOCK));
                blocks.add(new KeyBlock(role, PlannedKey.TAGS, from / BLOCK, part.size(), 0, 0, KeyPacking.tags(part)));
            }
            all.clear();
        });
        blocks.sort(KeyBlock.ORDER);
        return List.copyOf(blocks);
    }
}
