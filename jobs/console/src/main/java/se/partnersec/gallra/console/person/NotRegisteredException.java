package se.partnersec.gallra.console.person;

/** Somebody whom the OpenID provider knows and the register of people does not, or who has left. */
public final class NotRegisteredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotRegisteredException() {
        super("not in the register of people");
    }
}
