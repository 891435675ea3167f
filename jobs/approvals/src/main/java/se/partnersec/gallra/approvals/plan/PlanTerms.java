package se.partnersec.gallra.approvals.plan;

/** What exactly is approved with a plan: as the request of it has it. */
final class PlanTerms {
    /** The kind of such requests; what they are about is the plan. */
    static final String KIND = "PLAN";

    private PlanTerms() {}

    static String text(String policy, String content) {
        return "policy=" + policy + " content=" + content;
    }
}
