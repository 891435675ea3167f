package se.partnersec.gallra.erasure.object;

/** What is known of a record's objects once they were asked for and looked for. */
public enum ObjectFate {
    /** It has none. */
    NONE,
    /** Its row names an object the store does not have. */
    MISSING,
    /** Every version is gone, verified. */
    GONE,
    /** The store refuses to let a version go, or to end an upload. */
    LOCKED,
    /** The versions we meant are gone, and somebody wrote a new one. */
    NEWER,
    /** A version is still there. */
    LEFT,
    /** A version is still there, and a request for it may yet be carried out. */
    IN_DOUBT,
    /** Its objects were not asked for: it was not to go then, its set of objects changed, or an upload did not end. */
    NOT_ASKED
}
