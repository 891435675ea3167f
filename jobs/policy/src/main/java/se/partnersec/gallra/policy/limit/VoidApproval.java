package se.partnersec.gallra.policy.limit;

/**
 * Approval of a run that is void.
 *
 * @param approval its number, such as A-12
 * @param rules number of the adoption that changed the rules after it was asked for, such as A-14
 */
public record VoidApproval(String approval, String rules) {}
