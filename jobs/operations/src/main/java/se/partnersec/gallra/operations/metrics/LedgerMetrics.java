package se.partnersec.gallra.operations.metrics;

import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;

/** Whether the ledger is as it was written, verified now from its first row to its last, with its seals. */
public final class LedgerMetrics {
    private LedgerMetrics() {}

    /** @param intact verifies it */
    public static MetricPart of(JdbcTemplate jdbc, BooleanSupplier intact) {
        return new MetricPart("ledger", figures -> {
            figures.set(MetricDefinition.LEDGER_INTACT, intact.getAsBoolean());
            figures.set(MetricDefinition.LEDGER_VERIFIED, new DatabaseClock(jdbc).now());
        });
    }
}
