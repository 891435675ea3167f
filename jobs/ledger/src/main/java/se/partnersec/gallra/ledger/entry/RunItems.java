package se.partnersec.gallra.ledger.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.rule.DataCategory;

/** What one run did, as the ledger has it: a few rows at a time, however many records there were. */
public final class RunItems {
    private static final int PAGE = 16;
    private static final String ROWS = "SELECT " + LedgerRow.Stored.COLUMNS
            + " FROM ledger_chunk WHERE run_id = ? AND seq > ? AND category = ? AND kind = 'C' ORDER BY seq LIMIT ?";

    private final JdbcTemplate jdbc;
    private final DataCategory category;

    public RunItems(JdbcTemplate jdbc, DataCategory category) {
        this.jdbc = jdbc;
        this.category = category;
    }

    /**
     * Records of one chunk.
     *
     * @param numbers their keys as digits, where the ledger has keys
     * @param tags keyed tags of their keys, where those are no numbers
     */
    public record Done(List<String> numbers, List<byte[]> tags) {}

    /** Hands out chunk by chunk what had one of the outcomes. */
    public void each(long runId, Set<Outcome> outcomes, Consumer<Done> reader) {
        long after = 0;
        List<LedgerRow.Stored> page;
        do {
            page = jdbc.query(ROWS, LedgerRow.Stored::read, runId, after, category.id(), PAGE);
            for (LedgerRow.Stored stored : page) {
                Done done = new Done(new ArrayList<>(), new ArrayList<>());
                for (LedgerItem.Codec.Read item :
                        LedgerItem.Codec.read(stored.row().items())) {
                    if (outcomes.contains(item.outcome())) {
                        if (item.key() != null) {
                            done.numbers().add(item.key().text());
                        } else if (item.tag() != null) {
                            done.tags().add(item.tag());
                        }
                    }
                }
                reader.accept(done);
                after = stored.row().seq();
            }
        } while (page.size() == PAGE);
    }
}
