package se.partnersec.gallra.approvals.plankey;

/** What a plan says of a record it names. */
public enum PlanKeyRole {
    /** Would be erased or reduced. */
    GOING("G"),
    /** Is due and kept by something: known only so that two plans can be compared. */
    HELD("H");

    private final String code;

    PlanKeyRole(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
