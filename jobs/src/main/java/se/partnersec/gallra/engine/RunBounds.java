package se.partnersec.gallra.engine;

import se.partnersec.gallra.approval.ApprovalRegister;
import se.partnersec.gallra.ledger.Ledger;
import se.partnersec.gallra.policy.RunLimits;
import se.partnersec.gallra.saved.PlanRegister;
import se.partnersec.gallra.store.SourceTable;

/** How much a run may take: the step that asks before the first record goes, and the counter that is asked between chunks. */
record RunBounds(LimitStep step, Allowance allowance) {

    static RunBounds of(
            CategoryJob.Shop shop,
            String policy,
            SourceTable source,
            CandidateQuery candidates,
            DueLook look,
            Ledger ledger) {
        RunLimits limits = shop.limits().of(source.category());
        RunLimitRows rows = new RunLimitRows(shop.jdbc());
        LimitStep step = new LimitStep(
                limits,
                new BlastRadius(shop.jdbc(), source, limits),
                candidates,
                look,
                rows,
                new ApprovalRegister(shop.jdbc()),
                new PlanRegister(shop.jdbc()),
                new ShorterPeriod(shop.jdbc(), shop.policy(), shop.sources(), source.category(), policy),
                BlastRadius.customer(source.record()));
        return new RunBounds(step, new Allowance(rows, ledger, look::any));
    }
}
