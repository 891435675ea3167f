package se.partnersec.gallra.engine;

import se.partnersec.gallra.approval.ApprovalRegister;
import se.partnersec.gallra.ledger.Ledger;
import se.partnersec.gallra.policy.RunLimits;
import se.partnersec.gallra.saved.PlanRegister;
import se.partnersec.gallra.store.Fingerprint;
import se.partnersec.gallra.store.SourceTable;

/** How much a run may take: the step that asks before the first record goes, and the counter that is asked between chunks. */
record RunBounds(LimitStep step, Allowance allowance) {

    static RunBounds of(
            RunResources resources, SourceTable source, CandidateQuery candidates, DueLook look, Ledger ledger) {
        RunLimits limits = resources.limits().of(source.category());
        RunLimitRows rows = new RunLimitRows(resources.jdbc());
        LimitStep step = new LimitStep(
                limits,
                new BlastRadius(resources.jdbc(), source, limits),
                candidates,
                look,
                rows,
                new ApprovalRegister(resources.jdbc()),
                new PlanRegister(resources.jdbc()),
                Fingerprint.of(resources.limits().canonical()),
                BlastRadius.customer(source.record()));
        return new RunBounds(step, new Allowance(rows, ledger, look::any));
    }
}
