package se.partnersec.gallra.operations.metrics;

import java.util.function.IntSupplier;

/** Whether requests of data subjects are answered in time. */
public final class RequestMetrics {
    private RequestMetrics() {}

    /** @param overdue counts them */
    public static MetricPart of(IntSupplier overdue) {
        return new MetricPart(
                "requests", figures -> figures.set(MetricDefinition.REQUESTS_OVERDUE, overdue.getAsInt()));
    }
}
