package se.partnersec.gallra.saved;

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
public record KeyBlock(KeyRole role, String form, int number, int size, long first, long last, byte[] body) {

    /** The order in which blocks are hashed and read. */
    static final Comparator<KeyBlock> ORDER = Comparator.comparing(
                    (KeyBlock block) -> block.role().code())
            .thenComparing(KeyBlock::form)
            .thenComparing(KeyBlock::number);
}
