package se.partnersec.gallra.plan;

/** No one version of the rules goes by what was typed; in words for whoever typed it. */
public final class PolicyUnknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    PolicyUnknown(String message) {
        super(message);
    }
}
