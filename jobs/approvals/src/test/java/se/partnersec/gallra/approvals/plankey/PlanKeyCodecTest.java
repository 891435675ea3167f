package se.partnersec.gallra.approvals.plankey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

class PlanKeyCodecTest {
    private static final Pseudonymizer TAGS = new Pseudonymizer(new byte[32]);

    private static PlanKeyCollector collector() {
        return new PlanKeyCollector(new DataCategory("ip-logs"), TAGS);
    }

    private static List<PlannedKey> unpacked(List<PlanKeyBlock> blocks) {
        return blocks.stream()
                .flatMap(block -> PlanKeyCodec.keys(block).stream())
                .toList();
    }

    @Test
    void gives_back_what_was_put_in_whatever_lies_between() {
        Random random = new Random(164);
        for (int round = 0; round < 20; round++) {
            TreeSet<PlannedKey> keys = new TreeSet<>();
            while (keys.size() < 25_001) {
                keys.add(PlannedKey.number(round == 0 ? keys.size() : random.nextLong() >>> random.nextInt(60)));
            }
            PlanKeyCollector collector = collector();
            keys.forEach(
                    key -> collector.add(PlanKeyRole.GOING, new RecordKey(Long.toUnsignedString(key.low()), true)));
            List<PlanKeyBlock> blocks = collector.blocks();
            assertThat(blocks).extracting(PlanKeyBlock::size).containsExactly(10_000, 10_000, 5_001);
            // By equals: the library compares long lists element by element and takes a minute.
            assertThat(unpacked(blocks).equals(List.copyOf(keys)))
                    .as("round " + round)
                    .isTrue();
        }
    }

    @Test
    void keeps_roles_apart_and_words_as_tags() {
        PlanKeyCollector collector = collector();
        collector.add(PlanKeyRole.GOING, RecordKey.of(3));
        collector.add(PlanKeyRole.HELD, RecordKey.of(1));
        for (String word : List.of("anna@exempel.se", "bo@exempel.se", "-7")) {
            collector.add(PlanKeyRole.GOING, new RecordKey(word, word.equals("-7")));
        }
        List<PlanKeyBlock> blocks = collector.blocks();
        assertThat(blocks)
                .extracting(block -> block.role() + " " + block.form() + " " + block.size())
                .containsExactly("GOING N 1", "GOING T 3", "HELD N 1");
        assertThat(unpacked(blocks.subList(1, 2)))
                .contains(PlannedKey.tag(TAGS, new DataCategory("ip-logs"), new RecordKey("bo@exempel.se", false)))
                .doesNotContain(
                        PlannedKey.tag(TAGS, new DataCategory("chat-logs"), new RecordKey("bo@exempel.se", false)));
    }

    @Test
    void refuses_numbers_that_do_not_ascend_and_blocks_that_were_changed() {
        PlanKeyCollector collector = collector();
        collector.add(PlanKeyRole.GOING, RecordKey.of(5));
        assertThatThrownBy(() -> collector.add(PlanKeyRole.GOING, RecordKey.of(5)))
                .hasMessageContaining("ascending order. Indicates a bug");
        collector.add(PlanKeyRole.GOING, RecordKey.of(9));
        PlanKeyBlock good = collector.blocks().get(0);
        assertThat(PlanKeyCodec.keys(good)).hasSize(2);
        for (PlanKeyBlock bad : List.of(
                new PlanKeyBlock(good.role(), good.form(), 0, 3, good.first(), good.last(), good.body()),
                new PlanKeyBlock(good.role(), good.form(), 0, 1, good.first(), good.last(), good.body()),
                new PlanKeyBlock(good.role(), good.form(), 0, 2, good.first() + 1, good.last(), good.body()),
                new PlanKeyBlock(good.role(), good.form(), 0, 2, good.first(), good.last(), new byte[] {1, 2, 3}),
                new PlanKeyBlock(good.role(), PlannedKey.TAGS, 0, 2, 0, 0, new byte[31]),
                new PlanKeyBlock(good.role(), PlannedKey.TAGS, 0, 2, 0, 0, new byte[32]))) {
            assertThatThrownBy(() -> PlanKeyCodec.keys(bad)).hasMessageContaining("is not as it was written");
        }
    }

    /** What a million keys take; printed, because the decision about the form rests on it. */
    @Test
    void packs_a_million_keys_into_little() {
        Random random = new Random(164);
        long dense = size(i -> 1);
        long mixed = size(i -> 1 + random.nextInt(10));
        long sparse = size(i -> 1 + random.nextInt(2_000_000));
        System.out.println("a million keys of a plan: " + dense + " bytes in a row, " + mixed
                + " of every fifth or so, " + sparse + " far apart");
        assertThat(dense).isLessThan(10_000);
        assertThat(mixed).isLessThan(700_000);
        assertThat(sparse).isLessThan(3_500_000);
    }

    private interface Step {
        long after(int i);
    }

    private static long size(Step step) {
        PlanKeyCollector collector = collector();
        long key = 0;
        for (int i = 0; i < 1_000_000; i++) {
            key += step.after(i);
            collector.add(PlanKeyRole.GOING, RecordKey.of(key));
        }
        List<PlanKeyBlock> blocks = new ArrayList<>(collector.blocks());
        assertThat(blocks).hasSize(100);
        return blocks.stream().mapToLong(block -> block.body().length).sum();
    }
}
