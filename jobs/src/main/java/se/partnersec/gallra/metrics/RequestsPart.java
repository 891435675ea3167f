package se.partnersec.gallra.metrics;

import java.util.function.IntSupplier;

/** Whether requests of data subjects are answered in time. */
public final class RequestsPart {
    private RequestsPart() {}

    /** @param overdue counts them */
    public static Part of(IntSupplier overdue) {
        return new Part("requests", figures -> figures.set(Metric.REQUESTS_OVERDUE, overdue.getAsInt()));
    }
}
