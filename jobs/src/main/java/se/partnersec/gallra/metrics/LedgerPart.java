package se.partnersec.gallra.metrics;

import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.store.DatabaseClock;

/** Whether the ledger is as it was written, verified now from its first row to its last, with its seals. */
public final class LedgerPart {
    private LedgerPart() {}

    /** @param intact verifies it */
    public static Part of(JdbcTemplate jdbc, BooleanSupplier intact) {
        return new Part("ledger", figures -> {
            figures.set(Metric.LEDGER_INTACT, intact.getAsBoolean());
            figures.set(Metric.LEDGER_VERIFIED, new DatabaseClock(jdbc).now());
        });
    }
}
