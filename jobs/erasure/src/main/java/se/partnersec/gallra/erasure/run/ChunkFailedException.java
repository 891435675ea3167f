package se.partnersec.gallra.erasure.run;

/** A chunk that was rolled back. Carries no cause: Spring Batch stores stack traces, and SQL errors quote values. */
public final class ChunkFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final SqlErrorClassifier.Kind kind;

    public ChunkFailedException(SqlErrorClassifier.Kind kind, String words) {
        super(words);
        this.kind = kind;
    }

    public static ChunkFailedException of(Throwable failure) {
        return new ChunkFailedException(SqlErrorClassifier.kind(failure), SqlErrorClassifier.words(failure));
    }

    public SqlErrorClassifier.Kind kind() {
        return kind;
    }
}
