package se.partnersec.gallra.policy.rule;

/** Event from which the retention period of a category counts (ISO/IEC 27555: the start event). */
public enum StartEvent {
    CALL_ENDED("call ended"),
    CONVERSATION_ENDED("closed or last message"),
    COLLECTED("collected"),
    CLAIM_SETTLED("claim settled"),
    LAST_CONTRACT_ENDED("last contract ended"),
    BLOCK_LIFTED("block lifted"),
    CONSENT_WITHDRAWN("consent withdrawn"),
    /** The end of the calendar year in which the fiscal year ended (BFL 7 kap. 2 §). */
    FISCAL_YEAR_ENDED("fiscal year ended");

    private final String word;

    StartEvent(String word) {
        this.word = word;
    }

    /** As policy.yml spells it. */
    public String word() {
        return word;
    }

    /** Whether open claims, disputes and the limitation of claims (1981:130) can keep a record. */
    public boolean weighsClaims() {
        return this == CLAIM_SETTLED || this == FISCAL_YEAR_ENDED || this == LAST_CONTRACT_ENDED;
    }
}
