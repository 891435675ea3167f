package se.partnersec.gallra.erasure.scope;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What only gate transactions change, such as the register of holds: as long as the gate shows the value it showed when
 * this was read, nobody has changed it since.
 */
public final class GateCache<T> {
    /** For looking without the gate: read anew each time. */
    public static final long UNGATED = -1;

    private final Supplier<T> source;
    private long epoch = UNGATED;
    private @Nullable T known;

    public GateCache(Supplier<T> source) {
        this.source = source;
    }

    /** @param now the value of the gate, read under its lock by the transaction that decides */
    public T at(long now) {
        T value = known;
        if (value == null || now == UNGATED || now != epoch) {
            value = source.get();
            known = value;
            epoch = now;
        }
        return value;
    }
}
