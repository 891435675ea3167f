package se.partnersec.gallra.demo.company;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import se.partnersec.gallra.support.text.ProgressNote;
import se.partnersec.gallra.support.text.Sentences;

/** Counts what a fill has written, and says so every five seconds. Rows come from one thread, objects from any. */
public final class FillProgress {
    private static final Sentences SENTENCES = Sentences.of("demo");
    private static final long LINE = TimeUnit.SECONDS.toNanos(5);

    private final ProgressNote note;
    private final LongSupplier nanos;
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private final AtomicLong objects = new AtomicLong();
    private long saidAt;

    /** @param nanos a clock that only runs forward */
    public FillProgress(ProgressNote note, LongSupplier nanos) {
        this.note = note;
        this.nanos = nanos;
        this.saidAt = nanos.getAsLong();
    }

    /** Rows were written to a table. */
    public void wrote(String table, long more) {
        rows.merge(table, more, Long::sum);
        show();
    }

    /** An object was uploaded. */
    public void uploaded() {
        objects.incrementAndGet();
    }

    /** Says how far it is, if five seconds have passed since it was last said. */
    public void show() {
        long now = nanos.getAsLong();
        if (now - saidAt >= LINE) {
            saidAt = now;
            note.say(SENTENCES.say(
                    "company.written-so-far",
                    rows.values().stream().mapToLong(Long::longValue).sum(),
                    objects.get()));
        }
    }

    /** The rows filled so far, by table. */
    public Map<String, Long> rows() {
        return Collections.unmodifiableMap(rows);
    }

    public long objects() {
        return objects.get();
    }
}
