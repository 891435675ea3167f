package se.partnersec.gallra.erasure.job;

import java.util.function.Supplier;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.limit.DueCounter;
import se.partnersec.gallra.erasure.limit.LimitStep;
import se.partnersec.gallra.erasure.limit.RunImpact;
import se.partnersec.gallra.erasure.run.RemainingAllowance;
import se.partnersec.gallra.erasure.run.RunLimitRepository;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.policy.limit.RunLimits;

/** How much a run may take: the step that asks before the first record goes, and the counter that is asked between chunks. */
record RunLimiter(LimitStep step, RemainingAllowance allowance) {

    static RunLimiter of(
            RunResources resources,
            CategoryMapping source,
            CandidateQuery candidates,
            Supplier<DueCounter> look,
            LedgerWriter ledger) {
        RunLimits limits = resources.limits().of(source.category());
        RunLimitRepository rows = new RunLimitRepository(resources.jdbc());
        LimitStep step = new LimitStep(
                limits,
                new RunImpact(resources.jdbc(), source, limits),
                candidates,
                look,
                rows,
                resources.jdbc(),
                resources.rules().limitsFingerprint(),
                RunImpact.customer(source.record()));
        return new RunLimiter(
                step, new RemainingAllowance(rows, ledger, keys -> look.get().any(keys)));
    }
}
