package se.partnersec.gallra.approvals.plankey;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Packs the keys of a plan while its records pass by. What is kept in memory of numbers is the packed blocks; tags are kept as
 * they are, because they have to be sorted at the end.
 */
public final class PlanKeyCollector {
    /** Keys of a block: enough to pack well, few enough to unpack for one page of a run. */
    static final int BLOCK = 10_000;

    private final DataCategory category;
    private final Pseudonymizer tags;
    private final Map<PlanKeyRole, Numbers> numbers = new EnumMap<>(PlanKeyRole.class);
    private final Map<PlanKeyRole, List<PlannedKey>> words = new EnumMap<>(PlanKeyRole.class);
    private final List<PlanKeyBlock> blocks = new ArrayList<>();

    public PlanKeyCollector(DataCategory category, Pseudonymizer tags) {
        this.category = category;
        this.tags = tags;
        for (PlanKeyRole role : PlanKeyRole.values()) {
            numbers.put(role, new Numbers(role));
            words.put(role, new ArrayList<>());
        }
    }

    private final class Numbers {
        private final PlanKeyRole role;
        private final long[] keys = new long[BLOCK];
        private int size;
        private int written;

        Numbers(PlanKeyRole role) {
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
                blocks.add(new PlanKeyBlock(
                        role,
                        PlannedKey.NUMBERS,
                        written++,
                        size,
                        keys[0],
                        keys[size - 1],
                        PlanKeyCodec.numbers(keys, size)));
                size = 0;
            }
        }
    }

    /** Numbers in ascending order, as pages of candidates come; everything else in any. */
    public void add(PlanKeyRole role, RecordKey key) {
        if (key.codable()) {
            numbers.getOrDefault(role, new Numbers(role)).add(key.unsigned());
        } else {
            words.getOrDefault(role, new ArrayList<>()).add(PlannedKey.tag(tags, category, key));
        }
    }

    /** A key that is known by its tag alone. @param tag 16 bytes, of the domain of the category */
    public void addTag(PlanKeyRole role, byte[] tag) {
        words.getOrDefault(role, new ArrayList<>()).add(PlannedKey.read(ByteBuffer.wrap(tag)));
    }

    /** Collected keys in the order of {@link PlanKeyBlock#ORDER}. */
    public List<PlanKeyBlock> blocks() {
        numbers.values().forEach(Numbers::flush);
        words.forEach((role, all) -> {
            Collections.sort(all);
            for (int from = 0; from < all.size(); from += BLOCK) {
                List<PlannedKey> part = all.subList(from, Math.min(all.size(), from + BLOCK));
                blocks.add(new PlanKeyBlock(
                        role, PlannedKey.TAGS, from / BLOCK, part.size(), 0, 0, PlanKeyCodec.tags(part)));
            }
            all.clear();
        });
        blocks.sort(PlanKeyBlock.ORDER);
        return List.copyOf(blocks);
    }
}
