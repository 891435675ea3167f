package se.partnersec.gallra.saved;

/** What a plan says of a record it names. */
public enum KeyRole {
    /** Would be erased or reduced. */
    GOING("G"),
    /** Is due and kept by something: known only so that two plans can be compared. */
    HELD("H");

    private final String code;

    KeyRole(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
