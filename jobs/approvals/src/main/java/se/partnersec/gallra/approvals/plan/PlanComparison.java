package se.partnersec.gallra.approvals.plan;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plankey.PlanKeyBlock;
import se.partnersec.gallra.approvals.plankey.PlanKeyCodec;
import se.partnersec.gallra.approvals.plankey.PlanKeyRole;
import se.partnersec.gallra.approvals.plankey.PlannedKey;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** Compares two plans record by record, a block of each at a time. */
public final class PlanComparison {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    private final PlanKeyBlockReader blocks;

    public PlanComparison(JdbcTemplate jdbc) {
        this.blocks = new PlanKeyBlockReader(jdbc);
    }

    /**
     * One category that both plans are about.
     *
     * @param both would go by either
     * @param newlyDue would go by the later one, and the earlier one neither let it go nor had it held
     * @param released would go by the later one, and were held in the earlier one
     * @param newlyHeld would go by the earlier one, and are held in the later one
     * @param gone would go by the earlier one, and the later one neither lets them go nor has them held: erased meanwhile, not
     *     due any more, or under review
     */
    public record Difference(
            DataCategory category, long both, long newlyDue, long released, long newlyHeld, long gone) {
        public boolean any() {
            return newlyDue + released + newlyHeld + gone > 0;
        }
    }

    /** Of the categories that both are about. */
    public List<Difference> compare(SavedPlan earlier, SavedPlan later) {
        for (SavedPlan each : List.of(earlier, later)) {
            if (blocks.removed(each)) {
                throw new PlanRejectedException(
                        SENTENCES.say("plan.keys-plan-were-removed-gallra-runs", each.id(), each.id()));
            }
        }
        List<Difference> all = new ArrayList<>();
        for (SavedPlan.Part part : earlier.parts()) {
            later.part(part.category()).ifPresent(other -> {
                DataCategory category = part.category();
                long both = common(category, earlier, PlanKeyRole.GOING, later, PlanKeyRole.GOING);
                long released = common(category, earlier, PlanKeyRole.HELD, later, PlanKeyRole.GOING);
                long held = common(category, earlier, PlanKeyRole.GOING, later, PlanKeyRole.HELD);
                all.add(new Difference(
                        category,
                        both,
                        other.figures().going() - both - released,
                        released,
                        held,
                        part.figures().going() - both - held));
            });
        }
        return all;
    }

    /** Of blocks that are not saved. */
    public static Difference compare(DataCategory category, List<PlanKeyBlock> earlier, List<PlanKeyBlock> later) {
        long both = common(earlier, PlanKeyRole.GOING, later, PlanKeyRole.GOING);
        long released = common(earlier, PlanKeyRole.HELD, later, PlanKeyRole.GOING);
        long held = common(earlier, PlanKeyRole.GOING, later, PlanKeyRole.HELD);
        return new Difference(
                category, both, size(later) - both - released, released, held, size(earlier) - both - held);
    }

    private static long size(List<PlanKeyBlock> blocks) {
        return blocks.stream()
                .filter(block -> block.role() == PlanKeyRole.GOING)
                .mapToLong(PlanKeyBlock::size)
                .sum();
    }

    private static long common(List<PlanKeyBlock> some, PlanKeyRole ones, List<PlanKeyBlock> more, PlanKeyRole others) {
        long common = 0;
        for (String form : List.of(PlannedKey.NUMBERS, PlannedKey.TAGS)) {
            common += common(keys(some, ones, form), keys(more, others, form));
        }
        return common;
    }

    private static Iterator<PlannedKey> keys(List<PlanKeyBlock> blocks, PlanKeyRole role, String form) {
        return blocks.stream()
                .filter(block -> block.role() == role && block.form().equals(form))
                .flatMap(block -> PlanKeyCodec.keys(block).stream())
                .iterator();
    }

    private long common(DataCategory category, SavedPlan one, PlanKeyRole ones, SavedPlan other, PlanKeyRole others) {
        long common = 0;
        for (String form : List.of(PlannedKey.NUMBERS, PlannedKey.TAGS)) {
            common +=
                    common(blocks.all(one.id(), category, ones, form), blocks.all(other.id(), category, others, form));
        }
        return common;
    }

    private static long common(Iterator<PlannedKey> some, Iterator<PlannedKey> others) {
        long common = 0;
        @Nullable PlannedKey one = PlanKeyBlockReader.next(some);
        @Nullable PlannedKey other = PlanKeyBlockReader.next(others);
        while (one != null && other != null) {
            int order = one.compareTo(other);
            common += order == 0 ? 1 : 0;
            one = order <= 0 ? PlanKeyBlockReader.next(some) : one;
            other = order >= 0 ? PlanKeyBlockReader.next(others) : other;
        }
        return common;
    }
}
