package se.partnersec.gallra.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.StartEvents.Start;
import se.partnersec.gallra.policy.Verdict.Because;
import se.partnersec.gallra.policy.Verdict.ReasonClass;

/** The start event of user data: the end of the customer's last contract, while none is active or pending. */
final class Contracts {

    /** Never a contract at all. */
    private static final Set<String> NEVER = Set.of("DRAFT", "OFFER", "QUOTE", "REJECTED", "DECLINED", "VOID");

    private static final Set<String> CANCELLED = Set.of("CANCELLED", "CANCELED", "WITHDRAWN", "ANNULLED");
    private static final Set<String> ENDED = Set.of("TERMINATED", "ENDED", "EXPIRED", "CLOSED");

    private Contracts() {}

    static Start start(Facts.User user, Choices choices, LocalDate today) {
        List<Facts.Contract> contracts =
                user.contracts().stream().filter(c -> isContract(c, today)).toList();
        List<Because> reasons = new ArrayList<>();
        if (contracts.stream().anyMatch(c -> lasts(c, today))) {
            reasons.add(new Because(ReasonClass.ACTIVE, "ACTIVE_CONTRACT", null, null));
        }
        if (user.openClaim() && keeps(user, choices.openClaimKeeps())) {
            reasons.add(new Because(ReasonClass.OPEN_CLAIM, "OPEN_CLAIM", null, null));
        }
        if (reasons.stream().anyMatch(r -> r.kind() == ReasonClass.ACTIVE)) {
            return new Start(null, reasons, null, false);
        }
        LocalDate last = null;
        String doubt = contracts.isEmpty() ? StartEvents.MISSING : null;
        for (Facts.Contract contract : contracts) {
            LocalDate end = contract.end();
            if (end == null) {
                doubt = doubt == null ? StartEvents.MISSING : doubt;
            } else if (contradicts(contract, end)) {
                doubt = doubt == null ? StartEvents.INCONSISTENT : doubt;
            } else {
                last = last == null || end.isAfter(last) ? end : last;
            }
        }
        return new Start(doubt == null ? last : null, reasons, doubt, false);
    }

    /** A contract cancelled before it began never was one; cancelled later, its end must be known. */
    private static boolean isContract(Facts.Contract contract, LocalDate today) {
        String word = word(contract.status());
        if (NEVER.contains(word)) {
            return false;
        }
        LocalDate start = contract.start();
        return !CANCELLED.contains(word) || (start != null && !start.isAfter(today)) || contract.end() != null;
    }

    private static boolean lasts(Facts.Contract contract, LocalDate today) {
        String word = word(contract.status());
        LocalDate end = contract.end();
        if (word.equals("PENDING")) {
            return true;
        }
        if (end == null) {
            return !ENDED.contains(word) && !CANCELLED.contains(word);
        }
        return !end.isBefore(today);
    }

    /** Over before it began, or over by its date and active by its word. */
    private static boolean contradicts(Facts.Contract contract, LocalDate end) {
        LocalDate start = contract.start();
        return (start != null && end.isBefore(start)) || word(contract.status()).equals("ACTIVE");
    }

    /** Whom the invoice is sent to is needed for the claim; a fact we do not know counts as yes. */
    private static boolean keeps(Facts.User user, Choices.OpenClaimKeeps keeps) {
        return keeps == Choices.OpenClaimKeeps.ALL
                || (keeps == Choices.OpenClaimKeeps.BILLING_CONTACTS && !Boolean.FALSE.equals(user.billingContact()));
    }

    private static String word(@Nullable String status) {
        return status == null ? "" : status.strip().toUpperCase(Locale.ROOT);
    }
}
