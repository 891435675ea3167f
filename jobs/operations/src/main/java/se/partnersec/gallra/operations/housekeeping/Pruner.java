package se.partnersec.gallra.operations.housekeeping;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.evidence.SealVerifier;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.policy.limit.HousekeepingKind;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Removes what the suite noted about its own work and need not keep any longer: written to files, read back, and then, record by
 * record, only while it is still what the files say and still may go. Cut off anywhere, it is simply begun anew.
 */
public final class Pruner {
    private static final Sentences SENTENCES = Sentences.of("operations");
    private static final Set<HousekeepingKind> SEALED = EnumSet.of(
            HousekeepingKind.AUDIT, HousekeepingKind.HOLDS, HousekeepingKind.REQUESTS, HousekeepingKind.APPROVALS);
    private static final String NOT_AUDITED = """
            SELECT DISTINCT c.category FROM (SELECT category, part, MAX(seq) AS last FROM ledger_chunk
                WHERE LEAST(written_at, stored_at) < ? GROUP BY category, part) c
            WHERE NOT EXISTS (SELECT 1 FROM ledger_audit a
              JOIN ledger_chunk r ON r.category = a.category AND r.part = a.part AND r.seq = a.to_seq AND r.hash = a.hash
              LEFT JOIN seal_leaf l ON l.kind = 'ledger_audit'
                AND l.row_key = CONVERT(CAST(a.id AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin
              WHERE a.category = c.category AND a.part = c.part AND a.to_seq >= c.last
                AND (l.seal IS NOT NULL OR NOT EXISTS (SELECT 1 FROM ledger_seal)))""";

    private final JdbcTemplate jdbc;
    private final PlatformTransactionManager transactions;
    private final HousekeepingPolicy policy;
    private final PrunePoint.Witness witness;

    /** @param jdbc of the owner's account to remove anything; to tell what is past its time, one that may read is enough */
    public Pruner(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            HousekeepingPolicy policy,
            PrunePoint.Witness witness) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.policy = policy;
        this.witness = witness;
    }

    /**
     * What is past its period.
     *
     * @param before what is older may go
     * @param records how many there are: runs, plans, findings
     */
    public record Past(HousekeepingKind kind, Instant before, long records) {}

    /** Of each kind that is not kept for good. */
    public List<Past> past() {
        List<Past> all = new ArrayList<>();
        records().forEach((kind, records) -> all.add(new Past(kind, records.before(), records.count())));
        return all;
    }

    /**
     * What became of one kind.
     *
     * @param exported records written to the files
     * @param rows that these are made of
     * @param removed records that are gone
     * @param stayed records that changed, or may not go any more, since they were written to the files
     */
    public record Done(HousekeepingKind kind, long exported, long rows, long removed, long stayed) {}

    /**
     * @param folder where the export is; null if nothing is past its period
     * @param manifest SHA-256 of its manifest, in hex
     * @param unaudited what stays until the ledger was audited, a sentence each
     */
    public record Report(@Nullable Path folder, String manifest, List<Done> done, List<String> unaudited) {}

    /**
     * Exports what is past its period, reads the export back, and removes it.
     *
     * @param under an existing folder; the export gets one of its own in it
     * @param remove false: only exports
     * @throws RefusedException if the ledger is not as it was written, or the export is not; nothing was removed
     */
    public Report prune(Path under, boolean remove) {
        refuseDamagedLedger();
        Map<HousekeepingKind, PrunableRecords> past = records();
        past.values().removeIf(records -> records.next(records.start()).isEmpty());
        List<String> unaudited = removeUnaudited(past);
        if (past.isEmpty()) {
            return new Report(null, "", List.of(), unaudited);
        }
        if (remove) {
            refuseUnsealed(past);
        }
        PruneExport export = PruneExport.write(under, new DatabaseClock(jdbc).now(), past);
        witness.passed(PrunePoint.EXPORTED);
        export.verify();
        witness.passed(PrunePoint.VERIFIED);
        List<Done> done = new ArrayList<>();
        past.forEach((kind, records) -> done.add(remove ? remove(kind, records, export) : kept(kind, export, 0, 0)));
        return new Report(export.folder(), export.manifest(), done, unaudited);
    }

    private static Done kept(HousekeepingKind kind, PruneExport export, long removed, long stayed) {
        PruneExportFile.Content content = export.content(kind);
        return new Done(kind, content.records(), content.rows(), removed, stayed);
    }

    private Done remove(HousekeepingKind kind, PrunableRecords records, PruneExport export) {
        long[] counts = new long[2];
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        export.each(kind, (keys, written) -> {
            boolean gone = Boolean.TRUE.equals(
                    transaction.execute(t -> removed(kind, records, keys, written, export.manifest())));
            counts[gone ? 0 : 1] += keys.size();
            if (gone) {
                witness.passed(PrunePoint.REMOVED);
            }
        });
        return kept(kind, export, counts[0], counts[1]);
    }

    /** Whether these are gone: all of them, or none. */
    private boolean removed(
            HousekeepingKind kind, PrunableRecords records, List<String> keys, List<String> written, String manifest) {
        PrunableRecords.Found found = records.read(keys, true);
        if (!found.rows().equals(written) || !records.eligible(keys)) {
            return false;
        }
        long pruned = note(kind, records, keys, written.size(), manifest);
        records.note(pruned, keys, found);
        long rows = records.remove(keys, found);
        if (rows != written.size()) {
            throw new IllegalStateException(rows + " rows would go of " + kind.id() + " where " + written.size()
                    + " were read. Indicates a bug");
        }
        return true;
    }

    private long note(HousekeepingKind kind, PrunableRecords records, List<String> keys, int rows, String manifest) {
        jdbc.update(
                "INSERT INTO pruned (kind, older_than, records, rows_removed, first_key, last_key, export)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                kind.id(),
                DatabaseClock.column(records.before()),
                keys.size(),
                rows,
                keys.get(0),
                keys.get(keys.size() - 1),
                manifest);
        return Objects.requireNonNull(jdbc.queryForObject("SELECT LAST_INSERT_ID()", Long.class));
    }

    /** While a sealed row is missing or altered, the sealer takes none for pruned; and what went before must be sealed as gone first. */
    private void refuseUnsealed(Map<HousekeepingKind, PrunableRecords> past) {
        if (past.keySet().stream().noneMatch(SEALED::contains)) {
            return;
        }
        List<String> problems = new SealVerifier(jdbc, transactions)
                .verify(null, SealStores.in(null))
                .problems();
        if (!problems.isEmpty()) {
            throw RefusedException.differences(
                    SENTENCES.say("housekeeping.sealed-rows-missing-were-changed-nothing", problems.get(0)));
        }
    }

    /** What the audit of the ledger compares with goes once an audit with a sealed record covers all that was erased while it counted. */
    private List<String> removeUnaudited(Map<HousekeepingKind, PrunableRecords> past) {
        List<String> unaudited = new ArrayList<>();
        for (HousekeepingKind kind : List.of(HousekeepingKind.HOLDS, HousekeepingKind.REQUESTS)) {
            PrunableRecords records = past.get(kind);
            List<String> categories = records == null
                    ? List.of()
                    : jdbc.query(NOT_AUDITED, (row, i) -> row.getString(1), DatabaseClock.column(records.before()));
            if (!categories.isEmpty()) {
                past.remove(kind);
                unaudited.add(SENTENCES.say(
                        "housekeeping.stay-no-sealed-audit-covers-all",
                        kind.id(),
                        SwedishCalendar.localDate(
                                Objects.requireNonNull(records).before()),
                        String.join(", ", categories)));
            }
        }
        return unaudited;
    }

    /** Histories explain the ledger; while it is not as it was written, or lacks the end of a run, all that may explain that stays. */
    private void refuseDamagedLedger() {
        LedgerVerifier.Result ledger = new LedgerVerifier(jdbc, transactions).verify(Optional.empty());
        if (!ledger.ok()) {
            throw RefusedException.differences(SENTENCES.say(
                    "housekeeping.ledger-not-written-nothing-removed-see",
                    ledger.problems().get(0)));
        }
        if (!ledger.interrupted().isEmpty()) {
            throw new RefusedException(
                    ExitCode.INTERRUPTED,
                    ledger.interrupted().stream()
                            .map(run -> SENTENCES.say(
                                    "housekeeping.run-interrupted-nothing-removed-first-gallra",
                                    run.category(),
                                    run.runId(),
                                    run.runId()))
                            .toList());
        }
    }

    private Map<HousekeepingKind, PrunableRecords> records() {
        Map<HousekeepingKind, PrunableRecords> all = new EnumMap<>(HousekeepingKind.class);
        var today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        for (HousekeepingKind kind : HousekeepingKind.values()) {
            policy.before(kind, today)
                    .ifPresent(before -> all.put(kind, new PrunableRecords(jdbc, PrunableTables.of(kind), before)));
        }
        return all;
    }
}
