package se.partnersec.gallra.holds.hold;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Lookup of the customers, users and invoices that bear the name of a hold as it is placed. */
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
