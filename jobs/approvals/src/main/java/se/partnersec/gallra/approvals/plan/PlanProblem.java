package se.partnersec.gallra.approvals.plan;

/** Why a plan cannot be used. */
public enum PlanProblem {
    /** It says nothing of the category. */
    NOT_IN_IT,
    /** A run has used it. */
    USED,
    REJECTED,
    /** The policy or the mapping changed since it was made. */
    POLICY,
    /** It is older than it may be, or stamped by a clock that somebody had set. */
    EXPIRED,
    /** What is there now is not what was saved. */
    ALTERED
}
