package se.partnersec.gallra.holds.hold;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Finds whom holds are on as they are placed, so that they stay on them under another name. */
@FunctionalInterface
public interface HoldTargets {
    /**
     * Looks them up before the gate is taken: it may read whole tables.
     *
     * @return by scope the keys of the customers, users or invoices that bear its name, in the form of {@link HoldScope#key}; nothing for
     *     a scope of another kind
     */
    Map<HoldScope, Set<String>> of(Collection<HoldScope> scopes);
}
