package se.partnersec.gallra.seal;

/** Something about seals that cannot be done, in words that name the cure. */
public final class SealRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who has to do something about it. */
    public enum Kind {
        /** The command or a setting is wrong. */
        MISUSED,
        /** What lies there contradicts the ledger: a person has to look. */
        SUSPICIOUS,
        /** Not now; the same again later may do. */
        LATER
    }

    private final Kind kind;

    private SealRefused(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    static SealRefused misused(String message) {
        return new SealRefused(Kind.MISUSED, message);
    }

    static SealRefused suspicious(String message) {
        return new SealRefused(Kind.SUSPICIOUS, message);
    }

    static SealRefused later(String message) {
        return new SealRefused(Kind.LATER, message);
    }

    public Kind kind() {
        return kind;
    }
}
