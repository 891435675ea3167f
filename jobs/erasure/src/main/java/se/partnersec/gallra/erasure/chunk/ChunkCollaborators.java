package se.partnersec.gallra.erasure.chunk;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import se.partnersec.gallra.erasure.candidate.PermittedRecords;
import se.partnersec.gallra.erasure.candidate.RequestedRecords;
import se.partnersec.gallra.erasure.decide.FindingWriter;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.kept.KeptRangeWriter;
import se.partnersec.gallra.erasure.object.ObjectEraser;
import se.partnersec.gallra.erasure.row.RowEraser;
import se.partnersec.gallra.erasure.row.SuppressionList;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.OutcomeCounts;
import se.partnersec.gallra.ledger.notice.RecipientNoticeWriter;

/**
 * What the steps of one run share.
 *
 * @param kept null where nothing is noted as kept
 */
public record ChunkCollaborators(
        GuardedChunk guard,
        @Nullable ObjectEraser objects,
        RowEraser rows,
        SuppressionList suppressions,
        RequestedRecords requests,
        PermittedRecords permits,
        LedgerWriter ledger,
        RecipientNoticeWriter notices,
        FindingWriter findings,
        @Nullable KeptRangeWriter kept,
        PlatformTransactionManager manager,
        CrashPoint.Witness witness,
        BiConsumer<Long, OutcomeCounts> progress) {}
