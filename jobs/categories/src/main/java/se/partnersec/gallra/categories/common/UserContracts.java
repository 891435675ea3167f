package se.partnersec.gallra.categories.common;

import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.policy.decision.ContractAssessment;
import se.partnersec.gallra.policy.fact.Facts;

/** The contracts of every customer a user belongs to: of the one his row names, and of those his memberships name. */
public final class UserContracts {
    private static final String CONTRACTS = "contracts";
    private static final String START_ON = "start_on";
    private static final String END_ON = "end_on";

    /** A membership may name further customers; whoever was one of theirs stays as long as they are customers. */
    public static final String MEMBER_OF = "memberships/customer";

    public static final Set<String> REQUIRED =
            Set.of(CONTRACTS + "/" + START_ON, CONTRACTS + "/" + END_ON, CONTRACTS + "/" + InvoiceClaims.STATUS);

    public static final Map<String, Set<String>> WORDS =
            Map.of(CONTRACTS + "/" + InvoiceClaims.STATUS, ContractAssessment.WORDS);

    private UserContracts() {}

    public static List<Facts.Contract> of(LockedRecord record) {
        return record.facts(CONTRACTS).stream()
                .map(c -> new Facts.Contract(c.day(START_ON), c.day(END_ON), c.text(InvoiceClaims.STATUS)))
                .toList();
    }
}
