package se.partnersec.gallra.approvals.plankey;

import java.util.Comparator;

/**
 * Some thousand keys of a plan in one piece. Two with equal bodies are not equal: nobody compares blocks.
 *
 * @param form numbers or tags, as in {@link PlannedKey}
 * @param number counts the blocks of one category, role and form from 0
 * @param size keys in it
 * @param first of the numbers, unsigned; 0 for tags
 * @param last of the numbers, unsigned; 0 for tags
 * @param body the keys, packed
 */
@SuppressWarnings("ArrayRecordComponent")
public record PlanKeyBlock(PlanKeyRole role, String form, int number, int size, long first, long last, byte[] body) {

    /** The order in which blocks are hashed and read. */
    static final Comparator<PlanKeyBlock> ORDER = Comparator.comparing(
                    (PlanKeyBlock block) -> block.role().code())
            .thenComparing(PlanKeyBlock::form)
            .thenComparing(PlanKeyBlock::number);
}
