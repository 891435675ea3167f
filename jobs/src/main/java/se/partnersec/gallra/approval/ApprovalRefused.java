package se.partnersec.gallra.approval;

/** Something that was not asked for, approved or withdrawn; nothing was written. */
public final class ApprovalRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    ApprovalRefused(String why) {
        super(why);
    }
}
