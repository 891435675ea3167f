package se.partnersec.gallra.policy.fact;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What any record may have beside the facts of its category.
 *
 * @param processor processed on behalf of a customer: never ours to erase (GDPR Art. 28)
 * @param erasedAt when it was erased already
 * @param reduced whether all but the bookkeeping fields is gone already
 * @param request an accepted request for erasure (GDPR Art. 17)
 * @param permits to destroy it early (BFL 7 kap. 7 §) that may be about it, with those that have no effect
 */
public record Circumstances(
        boolean processor,
        @Nullable Instant erasedAt,
        Bookkeeping bookkeeping,
        boolean reduced,
        @Nullable ErasureRequest request,
        List<DestructionPermit> permits) {

    public static final Circumstances NONE = new Circumstances(false, null, Bookkeeping.NONE, false, null);

    public Circumstances(
            boolean processor,
            @Nullable Instant erasedAt,
            Bookkeeping bookkeeping,
            boolean reduced,
            @Nullable ErasureRequest request) {
        this(processor, erasedAt, bookkeeping, reduced, request, List.of());
    }

    /** The same with a request that was accepted. */
    public Circumstances with(ErasureRequest accepted) {
        return new Circumstances(processor, erasedAt, bookkeeping, reduced, accepted, permits);
    }

    /** The same with permits that may be about it. */
    public Circumstances with(List<DestructionPermit> some) {
        return new Circumstances(processor, erasedAt, bookkeeping, reduced, request, List.copyOf(some));
    }

    /** The permit that lets it go first; null if none that has any effect is about it. */
    public @Nullable DestructionPermit permit() {
        return permits.isEmpty()
                ? null
                : permits.stream()
                        .filter(permit -> permit.stands() && permit.covers(bookkeeping))
                        .min(Comparator.comparing(DestructionPermit::allowedFrom)
                                .thenComparing(DestructionPermit::number))
                        .orElse(null);
    }

    public static Circumstances processorData() {
        return new Circumstances(true, null, Bookkeeping.NONE, false, null);
    }

    public static Circumstances of(boolean processor, Bookkeeping bookkeeping) {
        return new Circumstances(processor, null, bookkeeping, false, null);
    }
}
