package se.partnersec.gallra.ledger.entry;

import java.time.Instant;
import java.util.List;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * What a chunk tells the ledger.
 *
 * @param runId the job instance
 * @param attempt random id of this try to commit
 * @param policy fingerprint of policy and sources
 * @param token fencing token of the category lease
 * @param holdEpoch value of the gate that was read under its lock
 */
public record ChunkRecord(
        DataCategory category,
        int part,
        long runId,
        String attempt,
        String policy,
        long token,
        long holdEpoch,
        Instant now,
        OutcomeCounts counts,
        List<LedgerItem> items) {}
