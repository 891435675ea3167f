package se.partnersec.gallra.console.person;

import java.util.List;
import se.partnersec.gallra.database.schema.PersonRole;

/** The login has no role of a person, more than one, or one that does not sign in this way. */
public final class NoRoleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final List<PersonRole> roles;

    NoRoleException(List<PersonRole> roles) {
        super("roles " + roles);
        this.roles = List.copyOf(roles);
    }

    /** Those it has. */
    public List<PersonRole> roles() {
        return roles;
    }
}
