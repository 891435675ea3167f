package se.partnersec.gallra.ledger.entry;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Everything the ledger says was disposed of, one line an item, in order; the same item twice is two lines. */
public final class LedgerNames {
    private LedgerNames() {}

    public static List<String> all(JdbcTemplate jdbc) {
        List<String> names = new ArrayList<>();
        jdbc.query("SELECT category, items FROM ledger_chunk WHERE kind = 'C'", row -> {
            for (LedgerItem.Codec.Read item : LedgerItem.Codec.read(row.getBytes(2))) {
                names.add(row.getString(1) + ":" + item.key() + " " + item.outcome());
            }
        });
        return names.stream().sorted().toList();
    }
}
