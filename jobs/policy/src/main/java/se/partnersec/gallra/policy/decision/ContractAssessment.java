package se.partnersec.gallra.policy.decision;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import se.partnersec.gallra.policy.decision.StartEventResolver.Start;
import se.partnersec.gallra.policy.decision.Verdict.Because;
import se.partnersec.gallra.policy.decision.Verdict.ReasonClass;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.rule.PolicyChoices;

/** The start event of users and credentials: the end of the last contract, while none is active or pending. */
public final class ContractAssessment {

    /** The relationship is not over: renewed, or still to come. So with a word nobody knows, which may mean that. */
    private static final Set<String> LASTING = Set.of("ACTIVE", "PENDING");

    /** Counts by its dates. */
    private static final Set<String> DATED = Set.of("SIGNED");

    /** Never a contract at all. */
    private static final Set<String> NEVER = Set.of("DRAFT", "OFFER", "QUOTE", "REJECTED", "DECLINED", "VOID");

    /** With an end it was given notice and counts by its dates; without one it never came into force. */
    private static final Set<String> CANCELLED = Set.of("CANCELLED", "CANCELED", "WITHDRAWN", "ANNULLED");

    /** Over: an end must be known. */
    private static final Set<String> ENDED = Set.of("TERMINATED", "ENDED", "EXPIRED", "CLOSED");

    /** All that a contract's status may say; any other word counts as one that lasts. */
    public static final Set<String> WORDS = Stream.of(LASTING, DATED, NEVER, CANCELLED, ENDED)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private ContractAssessment() {}

    static Start start(Facts.User user, PolicyChoices choices, LocalDate today) {
        return start(user.contracts(), user.openClaim() && keeps(user, choices.openClaimKeeps()), today);
    }

    /** @param neededForClaim whether an open claim keeps the record whatever the contracts say */
    static Start start(List<Facts.Contract> known, boolean neededForClaim, LocalDate today) {
        List<Facts.Contract> contracts =
                known.stream().filter(ContractAssessment::cameIntoForce).toList();
        List<Because> reasons = new ArrayList<>();
        if (contracts.stream().anyMatch(c -> lasts(c, today))) {
            reasons.add(new Because(ReasonClass.ACTIVE, "ACTIVE_CONTRACT", null, null));
        }
        if (neededForClaim) {
            reasons.add(new Because(ReasonClass.OPEN_CLAIM, "OPEN_CLAIM", null, null));
        }
        if (reasons.stream().anyMatch(r -> r.kind() == ReasonClass.ACTIVE)) {
            return new Start(null, reasons, null, false);
        }
        LocalDate last = null;
        String doubt = contracts.isEmpty() ? StartEventResolver.MISSING : null;
        for (Facts.Contract contract : contracts) {
            LocalDate end = contract.end();
            if (end == null) {
                doubt = doubt == null ? StartEventResolver.MISSING : doubt;
            } else if (lasting(contract) || (contract.start() != null && end.isBefore(contract.start()))) {
                doubt = doubt == null ? StartEventResolver.INCONSISTENT : doubt;
            } else {
                last = last == null || end.isAfter(last) ? end : last;
            }
        }
        return new Start(doubt == null ? last : null, reasons, doubt, false);
    }

    private static boolean cameIntoForce(Facts.Contract contract) {
        String word = contract.status();
        return word == null || !(NEVER.contains(word) || (CANCELLED.contains(word) && contract.end() == null));
    }

    private static boolean lasts(Facts.Contract contract, LocalDate today) {
        LocalDate end = contract.end();
        return end == null ? contract.status() == null || !ENDED.contains(contract.status()) : !end.isBefore(today);
    }

    /** Whether its word says, or may say, that it goes on: its end is then in doubt once it has passed. */
    private static boolean lasting(Facts.Contract contract) {
        String word = contract.status();
        return word != null && (LASTING.contains(word) || !WORDS.contains(word));
    }

    /** Whom the invoice is sent to is needed for the claim; a fact we do not know counts as yes. */
    private static boolean keeps(Facts.User user, PolicyChoices.OpenClaimKeeps keeps) {
        return keeps == PolicyChoices.OpenClaimKeeps.ALL
                || (keeps == PolicyChoices.OpenClaimKeeps.BILLING_CONTACTS
                        && !Boolean.FALSE.equals(user.billingContact()));
    }
}
