package se.partnersec.gallra.ledger.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Hands over what the ledger says was erased, record by record, from one end to the other. It believes; it does not verify. */
public final class ErasedRecords {
    private final LedgerPageReader pages;

    public ErasedRecords(JdbcTemplate jdbc) {
        this.pages = new LedgerPageReader(jdbc);
    }

    /**
     * @param key its number, or the tag of a key that is none in hex
     * @param due local day noted for it: the first on which the rules let it go; null where there was none
     * @param customer surrogate id; 0 for none
     * @param user surrogate id; 0 for none
     */
    public record Item(
            String category,
            String key,
            Outcome outcome,
            @Nullable LocalDate due,
            Instant at,
            long runId,
            long seq,
            long customer,
            long user,
            String policy) {}

    /** Takes items. */
    public interface Reader {
        void read(Item item) throws IOException;
    }

    /** Those written from one instant on and before another, category by category, in the order of the ledger. */
    public void each(Optional<DataCategory> only, Instant from, Instant before, Reader reader) throws IOException {
        LocalDateTime first = DatabaseClock.column(from);
        LocalDateTime end = DatabaseClock.column(before);
        try {
            for (LedgerPageReader.Chain chain : pages.chains(only)) {
                pages.each(chain, stored -> {
                    LedgerRow row = stored.row();
                    if (!stored.closes()
                            && !row.writtenAt().isBefore(first)
                            && row.writtenAt().isBefore(end)) {
                        items(row, reader);
                    }
                });
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void items(LedgerRow row, Reader reader) {
        for (LedgerItem.Codec.Read item : read(row)) {
            try {
                reader.read(new Item(
                        row.category(),
                        key(item),
                        item.outcome(),
                        item.start(),
                        DatabaseClock.instant(row.writtenAt()),
                        row.runId(),
                        row.seq(),
                        item.customer(),
                        item.user(),
                        row.policy()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Iterable<LedgerItem.Codec.Read> read(LedgerRow row) {
        try {
            return LedgerItem.Codec.read(row.items());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "row " + row.seq() + " of the ledger of " + row.category()
                            + " cannot be read: run gallra ledger verify",
                    e);
        }
    }

    private static String key(LedgerItem.Codec.Read item) {
        RecordKey key = item.key();
        byte[] tag = item.tag();
        if (key != null) {
            return key.text();
        }
        return tag == null ? "" : HexFormat.of().formatHex(tag);
    }
}
