package se.partnersec.gallra.planning.audit;

import java.util.List;
import java.util.Map;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;

/**
 * Result of an audit, over all rows of the ledger. Rows that an earlier audit covers have the figures of that audit.
 *
 * @param earlier rows that an audit before covers, whose record is sealed: they were not read again
 * @param breaches what must not be there, in the order of the ledger; at most {@link #MOST}, then {@code more}
 * @param more breaches beyond those that are listed
 * @param unsigned numbers of requests that were approved with a passkey which did not sign that
 * @param audited rows of each chain before the first one with which something is wrong
 */
public record AuditResult(
        AuditTally tally,
        long earlier,
        List<Breach> breaches,
        long more,
        List<Long> unsigned,
        Map<Chain, AuditedRows> audited) {
    /** Number of breaches that are listed. */
    public static final int MOST = 1000;

    /** What is wrong with a record that the ledger says is gone, or with a whole row of the ledger. */
    public enum Fault {
        /** A hold was in force that reaches it. */
        HELD,
        /** By the ledger itself it was due on a later day, and nobody granted a request for it. */
        NOT_DUE,
        /** Two people had put no rules in force. */
        NO_RULES,
        /** Other rules were in force than those the row names. */
        OTHER_RULES,
        /** The row names a step of the gate that was not the last one when it was written, or that never was. */
        OTHER_EPOCH,
        /** The row names a time that has not come, or that lies before that of the row before it. */
        OTHER_TIME,
        /** The items of the row cannot be read. */
        UNREADABLE
    }

    /** Why a record cannot be evaluated. None of these is ever counted as good. */
    public enum Gap {
        /** The mapping of today has no such category, or the program does not know it. */
        UNKNOWN_CATEGORY,
        /** A hold on an invoice was in force, and the ledger does not say which invoices the record was on. */
        INVOICE_HOLD,
        /** A hold on an object was in force, and the ledger does not say which objects the record had. */
        OBJECT_HOLD,
        /** A hold on a part of a record was in force, and the ledger does not say which parts the record had. */
        PART_HOLD,
        /** A hold was in force on a name that nobody bears any more, so nobody can tell whose it was. */
        LOST_NAME,
        /** A hold on a person was in force that reaches such records by columns that the ledger does not keep. */
        OTHER_COLUMNS,
        /** A hold was in force on a key of which the ledger has a tag, or nothing: a text, or a number of more than 18 digits. */
        TEXT_KEY,
        /** The ledger does not say when it was due. */
        NO_DAY,
        /** A permit to destroy early was in force for the category. */
        PERMIT,
        /** One person is enough here ({@code GALLRA_ACCOUNTS=single}): nobody put rules in force. */
        SINGLE,
        /** Its object went before a hold came, says the run; the row is still there. */
        OBJECT_FIRST,
        /** The row was put back after a restore: the history of its step of the gate was lost. */
        RESTORED,
        /** Holds or requests of its time were removed by {@code gallra runs prune}, since their period was over. */
        PRUNED,
        /** A partition was dropped, and the gate moved before the row about it was written. */
        PARTITION
    }

    /**
     * @param record as {@code ip-logs:4711}, its key a tag where it is no number; empty if it is about the whole row
     * @param by the hold, the day it was due, the rules that were in force, or the step that is named
     */
    public record Breach(String category, int part, long seq, String record, Fault fault, String by) {}

    /** Rows of the ledger. */
    public long rows() {
        return tally.rows();
    }

    /** Records named in them. */
    public long items() {
        return tally.records();
    }

    /** Records that might be erased, as far as anybody can tell. */
    public long good() {
        return tally.good();
    }

    /** Records that cannot be evaluated. */
    public long open() {
        return tally.open();
    }

    /** Number of these records by reason; one record may be in several. */
    public Map<Gap, Long> gaps() {
        return tally.gaps();
    }

    public boolean ok() {
        return breaches.isEmpty() && unsigned.isEmpty();
    }
}
