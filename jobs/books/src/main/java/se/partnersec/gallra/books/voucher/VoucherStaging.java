package se.partnersec.gallra.books.voucher;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * A file's vouchers on their way in, written many at a time without the gate: runs go on meanwhile, and nothing of it counts
 * before it is flipped. Words of a voucher's texts are compared with the numbers of invoices here, and forgotten.
 */
public final class VoucherStaging implements AutoCloseable {
    private static final Sentences SENTENCES = Sentences.of("books");
    private static final int BATCH = 500;
    private static final String INSERT = """
            INSERT INTO voucher_staging (stage, year_start, series, number, booked_on, debit_ore, row_count, invoice_no)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final @Nullable BooksMapping billing;
    private final String id = UUID.randomUUID().toString();
    private final List<Voucher> waiting = new ArrayList<>();

    /** @param billing where the numbers of invoices are; null where nobody said */
    public VoucherStaging(JdbcTemplate jdbc, @Nullable BooksMapping billing) {
        this.jdbc = jdbc;
        this.billing = billing;
        // What an import left that was cut off.
        jdbc.update("DELETE FROM voucher_staging WHERE staged_at < UTC_TIMESTAMP() - INTERVAL 1 DAY");
    }

    public String id() {
        return id;
    }

    public void add(Voucher voucher) {
        waiting.add(voucher);
        if (waiting.size() == BATCH) {
            send();
        }
    }

    /** Writes what waits. */
    public void send() {
        if (waiting.isEmpty()) {
            return;
        }
        Map<String, String> invoices = invoices();
        List<@Nullable Object[]> rows = waiting.stream()
                .map(v -> new @Nullable Object[] {
                    id,
                    v.yearStart(),
                    v.series(),
                    v.number(),
                    v.bookedOn(),
                    v.debitOre(),
                    v.rows(),
                    invoice(v, invoices)
                })
                .toList();
        try {
            jdbc.batchUpdate(INSERT, rows);
        } catch (DuplicateKeyException e) {
            throw RefusedException.usage(SENTENCES.say(
                    "voucher.between-lines-voucher-series-number-fiscal",
                    waiting.get(0).line(),
                    waiting.get(waiting.size() - 1).line()));
        }
        waiting.clear();
    }

    private static @Nullable String invoice(Voucher voucher, Map<String, String> invoices) {
        return voucher.words().stream()
                .map(word -> invoices.get(word.toLowerCase(Locale.ROOT)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Those words of the batch that are numbers of invoices, by their small letters. */
    private Map<String, String> invoices() {
        Map<String, String> known = new HashMap<>();
        Set<String> words = new LinkedHashSet<>();
        waiting.forEach(voucher -> words.addAll(voucher.words()));
        if (billing == null || words.isEmpty()) {
            return known;
        }
        String column = billing.column("invoice_no");
        List<String> all = List.copyOf(words);
        for (int from = 0; from < all.size(); from += BATCH) {
            List<String> part = all.subList(from, Math.min(all.size(), from + BATCH));
            jdbc.queryForList(
                            "SELECT " + column + " FROM " + billing.table().quoted() + " WHERE " + column + " IN ("
                                    + String.join(", ", Collections.nCopies(part.size(), "?")) + ")",
                            String.class,
                            part.toArray())
                    .forEach(number -> known.put(number.toLowerCase(Locale.ROOT), number));
        }
        return known;
    }

    @Override
    public void close() {
        jdbc.update("DELETE FROM voucher_staging WHERE stage = ?", id);
    }
}
