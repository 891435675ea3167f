package se.partnersec.gallra.console.person;

/** The login has no role of a person, or more than one. */
public final class NoRoleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int roles;

    NoRoleException(int roles) {
        super(roles + " roles");
        this.roles = roles;
    }

    /** How many it has. */
    public int roles() {
        return roles;
    }
}
