package se.partnersec.gallra.category;

import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.engine.LockedRecord;
import se.partnersec.gallra.policy.Contracts;
import se.partnersec.gallra.policy.Facts;

/** The contracts of every customer a user belongs to: of the one his row names, and of those his memberships name. */
final class ContractRows {
    private static final String CONTRACTS = "contracts";
    private static final String START_ON = "start_on";
    private static final String END_ON = "end_on";

    /** A membership may name further customers; whoever was one of theirs stays as long as they are customers. */
    static final String MEMBER_OF = "memberships/customer";

    static final Set<String> REQUIRED =
            Set.of(CONTRACTS + "/" + START_ON, CONTRACTS + "/" + END_ON, CONTRACTS + "/" + ClaimRows.STATUS);

    static final Map<String, Set<String>> WORDS = Map.of(CONTRACTS + "/" + ClaimRows.STATUS, Contracts.WORDS);

    private ContractRows() {}

    static List<Facts.Contract> of(LockedRecord record) {
        return record.facts(CONTRACTS).stream()
                .map(c -> new Facts.Contract(c.day(START_ON), c.day(END_ON), c.text(ClaimRows.STATUS)))
                .toList();
    }
}
