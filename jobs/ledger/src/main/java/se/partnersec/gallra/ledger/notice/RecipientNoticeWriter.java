package se.partnersec.gallra.ledger.notice;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.jdbc.BatchInsert;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Tells whoever holds a copy of a record that it was erased (GDPR Art. 19): one notice a record and copy, written by the
 * transaction that erases. It names the record as the ledger does.
 */
public final class RecipientNoticeWriter {
    private static final String WRITE = """
            INSERT INTO notice (category, seq, subject, copy, outcome, run_id, noticed_at, answer_by) VALUES""";
    private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String WRITTEN = "SELECT COUNT(*) FROM notice WHERE category = ? AND seq = ?";

    private final JdbcTemplate jdbc;
    private final Pseudonymizer tags;
    private final List<SourceMapping.CopyRecipient> copies;

    /** @param copies of the category's records */
    public RecipientNoticeWriter(JdbcTemplate jdbc, Pseudonymizer tags, List<SourceMapping.CopyRecipient> copies) {
        this.jdbc = jdbc;
        this.tags = tags;
        this.copies = List.copyOf(copies);
    }

    /**
     * Writes the notices of a chunk, in the caller's transaction.
     *
     * @param seq the ledger's number of the chunk
     * @return whether the table holds exactly what was written; if not, the transaction must not be committed
     */
    public boolean write(LedgerWriter.Chunk chunk, long seq) {
        if (copies.isEmpty()) {
            return true;
        }
        String category = chunk.category().id();
        LocalDateTime now = DatabaseClock.column(chunk.now());
        LocalDate today = SwedishCalendar.localDate(chunk.now());
        List<List<Object>> rows = new ArrayList<>();
        for (LedgerItem item : chunk.items()) {
            if (item.outcome() == Outcome.ERASED || item.outcome() == Outcome.ANONYMISED) {
                String subject = subject(category, item.key());
                for (SourceMapping.CopyRecipient copy : copies) {
                    rows.add(List.of(
                            category,
                            seq,
                            subject,
                            copy.name(),
                            String.valueOf(item.outcome().code()),
                            chunk.runId(),
                            now,
                            today.plusDays(copy.days())));
                }
            }
        }
        if (rows.isEmpty()) {
            return true;
        }
        BatchInsert.insert(jdbc, WRITE, ROW, rows);
        Long there = jdbc.queryForObject(WRITTEN, Long.class, category, seq);
        return there != null && there == rows.size();
    }

    private String subject(String category, RecordKey key) {
        return key.number() ? key.text() : HexFormat.of().formatHex(tags.tag(category, key.text()));
    }
}
