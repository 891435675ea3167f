package se.partnersec.gallra.runs.replay;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import se.partnersec.gallra.approvals.plan.PlanFigures;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.plankey.PlanKeyCollector;
import se.partnersec.gallra.approvals.plankey.PlanKeyRole;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** The records of one category that the ledger says were erased or reduced: 8 bytes each while they are collected. */
final class ErasedKeys {
    private static final int SAMPLES = 5;

    private final DataCategory category;
    private final Numbers erased = new Numbers();
    private final Numbers reduced = new Numbers();
    private final Set<ByteBuffer> erasedTags = new TreeSet<>();
    private final Set<ByteBuffer> reducedTags = new TreeSet<>();

    ErasedKeys(DataCategory category) {
        this.category = category;
    }

    /** Turned so that signed order is the unsigned one. */
    private static final class Numbers {
        private long[] keys = new long[1024];
        private int size;

        void add(long key) {
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2);
            }
            keys[size++] = key ^ Long.MIN_VALUE;
        }

        LongStream all() {
            return Arrays.stream(keys, 0, size);
        }
    }

    void add(LedgerItem.Codec.Read item) {
        RecordKey key = item.key();
        byte[] tag = item.tag();
        boolean whole = item.outcome() == Outcome.ERASED;
        if (!whole && item.outcome() != Outcome.ANONYMISED) {
            return;
        }
        if (key != null) {
            (whole ? erased : reduced).add(key.unsigned());
        } else if (tag != null) {
            (whole ? erasedTags : reducedTags).add(ByteBuffer.wrap(tag));
        }
    }

    boolean tagged() {
        return !erasedTags.isEmpty() || !reducedTags.isEmpty();
    }

    PlanService.Draft draft(Pseudonymizer tags) {
        PlanKeyCollector keys = new PlanKeyCollector(category, tags);
        long[] numbers = LongStream.concat(erased.all(), reduced.all())
                .sorted()
                .distinct()
                .toArray();
        for (long turned : numbers) {
            keys.add(PlanKeyRole.GOING, new RecordKey(Long.toUnsignedString(turned ^ Long.MIN_VALUE), true));
        }
        Set<ByteBuffer> all = new TreeSet<>(erasedTags);
        all.addAll(reducedTags);
        all.forEach(tag -> keys.addTag(PlanKeyRole.GOING, tag.array()));
        long records = numbers.length + all.size();
        long whole = erased.all().sorted().distinct().count() + erasedTags.size();
        Outcome.Counts counts =
                new Outcome.Counts().add(Outcome.ERASED, whole).add(Outcome.ANONYMISED, records - whole);
        List<String> samples = Arrays.stream(numbers)
                .limit(SAMPLES)
                .mapToObj(turned -> Long.toUnsignedString(turned ^ Long.MIN_VALUE))
                .toList();
        return new PlanService.Draft(
                category,
                new PlanFigures(records, counts, Map.of(), 0, Map.of(), 0, null, samples, List.of()),
                keys.blocks());
    }
}
