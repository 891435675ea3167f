package se.partnersec.gallra.policy.fact;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.Facts.Claim;
import se.partnersec.gallra.policy.fact.Facts.Contract;

/** Takes facts away from a record, or adds what a run would leave behind. */
final class MissingFacts {

    private MissingFacts() {}

    /** The record with each fact that its start rests on taken away in turn. In a chat one event stands in for the other. */
    static List<Facts> each(Facts facts) {
        Facts.Circumstances c = facts.circumstances();
        List<Facts> poorer = new ArrayList<>();
        if (facts instanceof Facts.Call call) {
            poorer.add(new Facts.Call(c, facts.category(), null, call.targetDays(), null));
        } else if (facts instanceof Facts.Chat) {
            poorer.add(new Facts.Chat(c, facts.category(), null, null));
        } else if (facts instanceof Facts.AccessLog log) {
            poorer.add(new Facts.AccessLog(c, log.category(), null, log.newestEntry()));
        } else if (facts instanceof Facts.User user) {
            poorer.add(new Facts.User(c, facts.category(), List.of(), user.openClaim(), user.billingContact()));
            for (Contract contract : user.contracts()) {
                if (!"CANCELLED".equals(contract.status())) {
                    Contract open = new Contract(contract.start(), null, contract.status());
                    poorer.add(new Facts.User(
                            c,
                            facts.category(),
                            swap(user.contracts(), contract, open),
                            user.openClaim(),
                            user.billingContact()));
                }
            }
        } else if (facts instanceof Facts.Credentials credentials) {
            poorer.add(new Facts.Credentials(c, facts.category(), List.of()));
            for (Contract contract : credentials.contracts()) {
                if (!"CANCELLED".equals(contract.status())) {
                    Contract open = new Contract(contract.start(), null, contract.status());
                    poorer.add(
                            new Facts.Credentials(c, facts.category(), swap(credentials.contracts(), contract, open)));
                }
            }
        } else if (facts instanceof Facts.Traffic traffic) {
            poorer.add(new Facts.Traffic(c, traffic.category(), List.of(), null, traffic.disputes()));
            for (Claim claim : traffic.claims()) {
                for (Claim less : List.of(
                        new Claim(null, claim.issued(), claim.settled(), null, false, false),
                        new Claim(claim.status(), claim.issued(), null, null, false, false))) {
                    poorer.add(new Facts.Traffic(
                            c,
                            facts.category(),
                            swap(traffic.claims(), claim, less),
                            traffic.usedOn(),
                            traffic.disputes()));
                }
            }
        } else if (facts instanceof Facts.Fraud fraud) {
            poorer.add(new Facts.Fraud(
                    c, facts.category(), null, fraud.reviewBy(), fraud.blockedUntil(), fraud.liftedAt()));
            boolean lifted = fraud.block() == Facts.Block.LIFTED;
            poorer.add(new Facts.Fraud(
                    c, facts.category(), fraud.block(), fraud.reviewBy(), lifted ? fraud.blockedUntil() : null, null));
        } else if (facts instanceof Facts.Consent consent) {
            poorer.add(new Facts.Consent(c, consent.category(), List.of()));
            for (Facts.Given given : consent.consents()) {
                Facts.Given standing = new Facts.Given(given.at(), null);
                poorer.add(new Facts.Consent(c, consent.category(), swap(consent.consents(), given, standing)));
            }
        } else if (facts instanceof Facts.Invoice invoice) {
            poorer.add(new Facts.Invoice(with(c, Bookkeeping.NONE, c.reduced()), facts.category(), invoice.claims()));
        }
        return poorer;
    }

    /** The record as a run leaves it that erased or reduced it at an instant. */
    static Facts after(Facts facts, Verdict.Decision decision, Instant now) {
        Facts.Circumstances c = facts.circumstances();
        return facts.with(
                decision == Verdict.Decision.ERASE
                        ? new Facts.Circumstances(c.processor(), now, c.bookkeeping(), c.reduced(), c.request())
                        : with(c, c.bookkeeping(), true));
    }

    private static Facts.Circumstances with(Facts.Circumstances c, Bookkeeping bookkeeping, boolean reduced) {
        return new Facts.Circumstances(c.processor(), c.erasedAt(), bookkeeping, reduced, c.request());
    }

    private static <T> List<T> swap(List<T> list, T out, T in) {
        return list.stream().map(entry -> entry == out ? in : entry).toList();
    }
}
