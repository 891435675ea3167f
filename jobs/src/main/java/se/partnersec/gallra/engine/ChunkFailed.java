package se.partnersec.gallra.engine;

/** A chunk that was rolled back. Carries no cause: Spring Batch stores stack traces, and SQL errors quote values. */
public final class ChunkFailed extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Faults.Kind kind;

    ChunkFailed(Faults.Kind kind, String words) {
        super(words);
        this.kind = kind;
    }

    static ChunkFailed of(Throwable failure) {
        return new ChunkFailed(Faults.kind(failure), Faults.words(failure));
    }

    public Faults.Kind kind() {
        return kind;
    }
}
