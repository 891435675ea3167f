package se.partnersec.gallra.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What any record may have beside the facts of its category.
 *
 * @param processor processed on behalf of a customer: never ours to erase (GDPR Art. 28)
 * @param erasedAt when it was erased already
 * @param reduced whether all but the bookkeeping fields is gone already
 * @param request an accepted request for erasure (GDPR Art. 17)
 */
public record Circumstances(
        boolean processor,
        @Nullable Instant erasedAt,
        Bookkeeping bookkeeping,
        boolean reduced,
        @Nullable ErasureRequest request) {

    public static final Circumstances NONE = new Circumstances(false, null, Bookkeeping.NONE, false, null);

    /** The same with a request that was accepted. */
    public Circumstances with(ErasureRequest accepted) {
        return new Circumstances(processor, erasedAt, bookkeeping, reduced, accepted);
    }

    public static Circumstances processorData() {
        return new Circumstances(true, null, Bookkeeping.NONE, false, null);
    }

    public static Circumstances of(boolean processor, Bookkeeping bookkeeping) {
        return new Circumstances(processor, null, bookkeeping, false, null);
    }
}
