package se.partnersec.gallra.policy.fact;

/** The holds people place. Bookkeeping, open claims and active contracts are derived from the books instead. */
public enum HoldType {
    /** GDPR Art. 17(3)(e): a legal claim is made or defended. */
    LEGAL_CLAIM,
    /** A customer disputes an invoice or a case. */
    DISPUTE,
    /** GDPR Art. 18: the data subject asked that processing be restricted. */
    RESTRICTION,
    /** The tax authority audits the books. */
    TAX_AUDIT,
    /** An authority ordered preservation; an end date is required. */
    AUTHORITY_ORDER,
    /** A security incident is investigated; at most 90 days, renewable. */
    SECURITY_INCIDENT
}
