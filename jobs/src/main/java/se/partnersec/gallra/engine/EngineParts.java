package se.partnersec.gallra.engine;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import se.partnersec.gallra.ledger.Ledger;
import se.partnersec.gallra.ledger.Notices;
import se.partnersec.gallra.ledger.OutcomeCounts;

/**
 * What the steps of one run share.
 *
 * @param kept null where nothing is noted as kept
 */
record EngineParts(
        ChunkGuard guard,
        @Nullable ObjectDisposal objects,
        RowDisposal rows,
        Suppressions suppressions,
        RequestedRecords requests,
        PermittedRecords permits,
        Ledger ledger,
        Notices notices,
        Findings findings,
        @Nullable KeptNotes kept,
        PlatformTransactionManager manager,
        CrashPoint.Witness witness,
        BiConsumer<Long, OutcomeCounts> progress) {}
