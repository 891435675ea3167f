package se.partnersec.gallra.approvals.adoption;

import java.time.Instant;

/**
 * Rules and limits that two people put in force.
 *
 * @param request number of the request
 * @param rules fingerprint of policy and sources
 * @param limits limits.yml with all defaults written out
 * @param requestedBy the login of whoever asked
 * @param adoptedBy the login of whoever approved
 */
public record Adoption(
        long request, String rules, String limits, Instant adoptedAt, String requestedBy, String adoptedBy) {
    /** As people say it: {@code A-12}. */
    public String id() {
        return "A-" + request;
    }
}
