package se.partnersec.gallra.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.seal.Seal;
import se.partnersec.gallra.seal.SealFolder;
import se.partnersec.gallra.seal.SealRefused;

/**
 * Whether the database is as new as the last seal of its ledger: one that was set back may have lost holds. Whoever can set
 * it back sets its own seals back too, so the exported ones are asked as well.
 */
final class SealChecks {
    private static final String CODE = "seal";
    private static final String CURE =
            "holds may be missing: enter again what was placed since that backup, and let the"
                    + " data-protection officer decide before anything is erased";

    private final JdbcTemplate jdbc;
    private final @Nullable Path folder;
    private final CheckList list;

    SealChecks(JdbcTemplate jdbc, @Nullable Path folder, CheckList list) {
        this.jdbc = jdbc;
        this.folder = folder;
        this.list = list;
    }

    void check() {
        list.ask(CODE, "whether the gate is as new as the last seal", () -> {
            Long newest = number("SELECT MAX(seq) FROM ledger_seal");
            Long gate = number("SELECT v FROM gate WHERE name = 'holds'");
            Long sealed = number("SELECT MAX(hold_epoch) FROM ledger_seal");
            if (gate != null && sealed != null) {
                behind(gate, sealed, "seal " + newest + " of the ledger");
            }
            if (folder != null) {
                exported(folder, gate, newest == null ? 0 : newest);
            }
            list.okUnlessSaid(
                    CODE, newest == null ? "the ledger is not sealed yet" : "the gate is as new as seal " + newest);
        });
    }

    private void exported(Path directory, @Nullable Long gate, long newest) {
        Seal last;
        try {
            last = new SealFolder(directory).last().orElse(null);
        } catch (SealRefused e) {
            list.refuse(CODE, "the exported seals cannot be asked: " + e.getMessage(), "");
            return;
        }
        if (last == null) {
            return;
        }
        if (gate != null) {
            behind(gate, last.holdEpoch(), "exported seal " + last.number());
        }
        if (last.number() > newest) {
            list.refuse(
                    CODE,
                    "seal " + last.number() + " of the ledger was exported, and this database ends with "
                            + (newest == 0 ? "none" : "seal " + newest)
                            + ": it was restored from a backup, or a failover lost commits",
                    CURE);
        }
    }

    private void behind(long gate, long sealed, String seal) {
        if (gate < sealed) {
            list.refuse(
                    CODE,
                    "the gate stands at epoch " + gate + ", and " + seal + " was made at epoch " + sealed
                            + ": this database was restored from a backup, or a failover lost commits",
                    CURE);
        }
    }

    /** Null for no row, and for NULL. */
    private @Nullable Long number(String sql) {
        return jdbc
                .query(sql, (row, i) -> {
                    long value = row.getLong(1);
                    return row.wasNull() ? -1L : value;
                })
                .stream()
                .filter(value -> value >= 0)
                .findFirst()
                .orElse(null);
    }
}
