package se.partnersec.gallra.approvals.adoption;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.request.AdoptionTerms;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalRepository;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.rules.PolicyFingerprint;
import se.partnersec.gallra.database.jdbc.DeniedRight;
import se.partnersec.gallra.database.schema.PolicyVersionRepository;
import se.partnersec.gallra.holds.hold.AuditLog;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Adoption of rules and limits by two people: one asks, another approves. Both must have the same files at hand; the
 * fingerprints are compared.
 */
public final class AdoptionService {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    /** Days somebody has to approve: rules that were read a fortnight ago are read again. */
    private static final int VALID_DAYS = 14;

    private static final int LONGEST_REASON = 1000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ApprovalService approvals;
    private final ApprovalRepository register;
    private final RetentionPolicy policy;
    private final SourceMapping sources;
    private final LimitPolicy limits;
    private final AdoptionTerms atHand;

    /** @param policy with {@code sources} and {@code limits} the files of the person who asks */
    public AdoptionService(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            RetentionPolicy policy,
            SourceMapping sources,
            LimitPolicy limits) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.approvals = new ApprovalService(jdbc, transaction, VALID_DAYS);
        this.register = new ApprovalRepository(jdbc);
        this.policy = policy;
        this.sources = sources;
        this.limits = limits;
        this.atHand = new AdoptionTerms(
                PolicyFingerprint.of(policy.canonical(), sources.canonical()),
                PolicyFingerprint.of(limits.canonical()));
    }

    /** True if exactly the rules and limits at hand are in force. */
    public boolean inForce() {
        return RulesInForce.inForce(jdbc)
                .filter(adoption -> adoption.rules().equals(atHand.rules())
                        && adoption.limits().equals(limits.canonical()))
                .isPresent();
    }

    /**
     * Asks that the files at hand be put in force; of no effect before somebody else approves.
     *
     * @throws RefusedException if no reason is given, or the same is asked for already; nothing was written
     */
    public Approval ask(String reason) {
        VisibleText.require(SENTENCES.say("adoption.reason"), reason);
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw RefusedException.usage(SENTENCES.say("adoption.rules-put-force-reason-1-characters", LONGEST_REASON));
        }
        register.list(List.of(AdoptionTerms.KIND), false, Integer.MAX_VALUE).stream()
                .filter(each -> each.terms().equals(atHand.text()))
                .findFirst()
                .ifPresent(each -> {
                    throw RefusedException.usage(SENTENCES.say(
                            "adoption.these-rules-limits-asked-already-gallra",
                            each.requestedBy(),
                            each.id(),
                            each.id()));
                });
        long asked = approvals.asked(
                UUID.randomUUID().toString(), AdoptionTerms.KIND, atHand.rules(), atHand.text(), reason.strip());
        return get(asked);
    }

    /**
     * Puts in force what somebody else asked for, if it is what the files at hand say.
     *
     * @throws RefusedException if it waits no more, the same person asked for it, other rules were put in force since, the
     *     files at hand are others, or the login may not put rules in force; nothing was written
     */
    public Approval approve(long number) {
        transaction.executeWithoutResult(t -> {
            new ErasureGate(jdbc).advance();
            Approval asked = approvals.open(number, AdoptionTerms.KIND, Approval.State.WAITING);
            ApprovalService.requireAnother(jdbc, asked);
            same(asked);
            notOvertaken(asked);
            write(asked);
            new AuditLog(jdbc).note("policy.adopt", asked.id(), asked.terms() + "; " + asked.reason());
        });
        return get(number);
    }

    private void write(Approval asked) {
        try {
            new PolicyVersionRepository(jdbc).note(policy, sources);
            settle(asked);
            jdbc.update(
                    "INSERT INTO policy_adopted (request_id, rules, limits) VALUES (?, ?, ?)",
                    asked.number(),
                    atHand.rules(),
                    limits.canonical());
        } catch (DataAccessException e) {
            if (DeniedRight.causes(e)) {
                throw RefusedException.configuration(
                        SENTENCES.say("adoption.approved-by-finance", asked.id(), asked.id()));
            }
            throw e;
        }
    }

    private void settle(Approval asked) {
        try {
            jdbc.update(
                    "INSERT INTO approval (request_id, requested_by) VALUES (?, ?)",
                    asked.number(),
                    asked.requestedBy());
        } catch (DuplicateKeyException e) {
            throw ApprovalService.settled(asked);
        }
    }

    /** @throws RefusedException if it waits no more, or the files at hand are others than those it is about */
    public void requireSame(long number) {
        same(approvals.open(number, AdoptionTerms.KIND, Approval.State.WAITING));
    }

    private void same(Approval asked) {
        AdoptionTerms theirs = AdoptionTerms.read(asked)
                .orElseThrow(() -> RefusedException.usage(
                        SENTENCES.say("adoption.says-nothing-can-approved-terms-were", asked.id())));
        if (!theirs.equals(atHand)) {
            boolean rules = !theirs.rules().equals(atHand.rules());
            String here = rules ? atHand.rules() : atHand.limits();
            throw RefusedException.usage(SENTENCES.say(
                    "adoption.about-other-than-those-here-approve",
                    asked.id(),
                    (rules
                            ? SENTENCES.say("adoption.rules", theirs.rules().substring(0, 8))
                            : SENTENCES.say("adoption.limits", theirs.limits().substring(0, 8))),
                    (rules ? SENTENCES.say("adoption.policy-yml-sources-yml") : "limits.yml"),
                    here.substring(0, 8)));
        }
    }

    private void notOvertaken(Approval asked) {
        RulesInForce.inForce(jdbc)
                .filter(adoption -> adoption.request() > asked.number())
                .ifPresent(adoption -> {
                    throw RefusedException.usage(
                            SENTENCES.say("adoption.asked-before-rules-force-were-ask", asked.id(), adoption.id()));
                });
    }

    private Approval get(long number) {
        return Objects.requireNonNull(register.find(number), "a request never vanishes. Indicates a bug");
    }
}
