package se.partnersec.gallra.objectstore.client;

/** The object store did not do what was asked; the message names the place and never a key. */
public final class ObjectStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a caller may do about it. */
    public enum Kind {
        UNREACHABLE,
        NO_SUCH_BUCKET,
        DENIED,
        THROTTLED,
        UNSUPPORTED,
        OTHER
    }

    private final Kind kind;

    /** No cause is kept: the SDK's messages may quote keys, and a stack trace would print them. */
    public ObjectStoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Which bucket, what it answered or did, and what to look at; never null here. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Kind kind() {
        return kind;
    }
}
