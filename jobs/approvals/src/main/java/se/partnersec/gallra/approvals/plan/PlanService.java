package se.partnersec.gallra.approvals.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.plankey.PlanKeyBlock;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.holds.hold.AuditLog;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Where plans are saved, approved and rejected. Who does it is the database login, written by the database; the one who made a
 * plan is the one who asks for its approval, and so cannot give it.
 */
public final class PlanService {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'p-'yyyyMMdd'-'HHmm", Locale.ROOT).withZone(SwedishCalendar.ZONE);
    private static final int LONGEST_REASON = 1000;
    private static final String REASON = "as planned";
    /** So many plans may be made in a minute. */
    private static final int MOST = 999;

    // Both ask for the right to write and write nothing.
    private static final List<String> MAY = List.of(
            "EXPLAIN INSERT INTO plan (id, request_id, as_of, policy, content, valid_hours)"
                    + " VALUES ('', 0, '2026-01-01', '', '', 1)",
            "EXPLAIN INSERT INTO plan_block (plan_id, category, role, form, number, size, first_key, last_key, body)"
                    + " VALUES ('', '', '', '', 0, 0, 0, 0, '')");

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final PlanRepository register;
    private final ApprovalService approvals;
    private final AuditLog audit;
    private final int validHours;

    /**
     * @param approvals of the same login
     * @param validHours how long a plan can be used, 1 to 744
     * @param categories that there are
     */
    public PlanService(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            ApprovalService approvals,
            int validHours,
            Collection<DataCategory> categories) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.register = new PlanRepository(jdbc, Set.copyOf(categories)::contains, new MaskedTables(jdbc));
        this.approvals = approvals;
        this.audit = new AuditLog(jdbc);
        this.validHours = validHours;
    }

    /** What a plan says of one category. */
    public record Draft(DataCategory category, PlanFigures figures, List<PlanKeyBlock> blocks) {}

    /** Asks the server whether this login may save plans; throws what it answers if not. */
    public void mustBeAllowed() {
        MAY.forEach(jdbc::execute);
    }

    /** @param policy fingerprint of policy and sources the plan was made under */
    public SavedPlan save(LocalDate asOf, String policy, List<Draft> drafts) {
        return save(asOf, policy, drafts, null, REASON);
    }

    /**
     * The same, of what is to be erased again: from here on nothing else runs until it has ended or is rejected.
     *
     * @param reason of whoever asks, 1 to 1000 characters
     */
    public SavedPlan saveReplay(LocalDate asOf, String policy, List<Draft> drafts, ReplayTerms terms, String reason) {
        VisibleText.require(SENTENCES.say("plan.reason"), reason);
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new PlanRejectedException(
                    SENTENCES.say("plan.replay-needs-reason-1-characters-give", LONGEST_REASON));
        }
        return save(asOf, policy, drafts, terms, reason.strip());
    }

    private SavedPlan save(
            LocalDate asOf, String policy, List<Draft> drafts, @Nullable ReplayTerms replay, String reason) {
        List<Draft> ordered = new ArrayList<>(drafts);
        ordered.sort(Comparator.comparing(draft -> draft.category().id()));
        String content = content(asOf, policy, replay, ordered);
        String uuid = UUID.randomUUID().toString();
        Instant now = new DatabaseClock(jdbc).now();
        for (int n = 1; n <= MOST; n++) {
            String id = NAME.format(now) + (n == 1 ? "" : "-" + n);
            if (register.find(id).isPresent()) {
                continue;
            }
            try {
                transaction.executeWithoutResult(t -> write(id, uuid, asOf, policy, content, replay, reason, ordered));
                return register.get(id);
            } catch (DuplicateKeyException e) {
                continue; // somebody made one in the same moment
            } catch (DataAccessException | TransactionException e) {
                // A lost reply to COMMIT is settled by looking, on another connection, for what was to be committed.
                if (!ours(id, uuid)) {
                    throw e;
                }
                return register.get(id);
            }
        }
        throw new PlanRejectedException(SENTENCES.say("plan.more-than-plans-minute-wait-next", MOST));
    }

    private static String content(LocalDate asOf, String policy, @Nullable ReplayTerms replay, List<Draft> ordered) {
        PlanHash content = new PlanHash(asOf, policy);
        if (replay != null) {
            content.replay(replay);
        }
        ordered.forEach(draft -> content.category(
                draft.category().id(), draft.figures().going(), draft.figures().text()));
        ordered.forEach(draft ->
                draft.blocks().forEach(block -> content.block(draft.category().id(), block)));
        return content.hash();
    }

    private void write(
            String id,
            String uuid,
            LocalDate asOf,
            String policy,
            String content,
            @Nullable ReplayTerms replay,
            String reason,
            List<Draft> drafts) {
        long request = approvals.ask(uuid, PlanTerms.KIND, id, PlanTerms.text(policy, content), reason);
        jdbc.update(
                "INSERT INTO plan (id, request_id, as_of, policy, content, valid_hours) VALUES (?, ?, ?, ?, ?, ?)",
                id,
                request,
                asOf,
                policy,
                content,
                validHours);
        drafts.forEach(draft -> new PlanWriter(jdbc).write(id, draft));
        if (replay != null) {
            new ReplayRepository(jdbc).write(id, replay);
        }
        audit.note(replay == null ? "plan.save" : "replay.ask", id, content);
    }

    private boolean ours(String id, String uuid) {
        return !jdbc.queryForList(
                        "SELECT p.id FROM plan p JOIN approval_request r ON r.id = p.request_id"
                                + " WHERE p.id = ? AND r.uuid = ?",
                        String.class,
                        id,
                        uuid)
                .isEmpty();
    }

    /**
     * @param policy fingerprint of policy and sources as they are now
     * @throws PlanRejectedException if it cannot be used any more
     * @throws RefusedException if it is approved already, or by whoever made it
     */
    public SavedPlan approve(String id, String policy) {
        SavedPlan plan = approvable(id, policy);
        transaction.executeWithoutResult(t -> {
            ReplayTerms replay = plan.replay();
            if (replay != null) {
                // What is put back was decided under epochs that this gate has not seen.
                new ErasureGate(jdbc).advancePast(replay.holdEpoch());
            }
            approvals.approve(plan.request().number(), PlanTerms.KIND);
        });
        return register.get(id);
    }

    /** The plan, if it may be approved now; throws as {@link #approve} does. */
    public SavedPlan approvable(String id, String policy) {
        SavedPlan plan = register.get(id);
        SavedPlan.State state = plan.state(policy);
        if (state == SavedPlan.State.ALTERED) {
            throw new PlanRejectedException(
                    SENTENCES.say("plan.plan-rows-nobody-can-read-they", plan.id(), String.join(", ", plan.foreign())));
        }
        if (state == SavedPlan.State.ENDED
                || state == SavedPlan.State.EXPIRED
                || state == SavedPlan.State.POLICY_CHANGED) {
            DataCategory first = plan.categories().get(0);
            PlanProblem trouble = plan.trouble(first, policy);
            throw PlanRepository.refused(plan, first, trouble == null ? PlanProblem.EXPIRED : trouble);
        }
        new PlanKeyBlockReader(jdbc).checked(plan.id(), plan.categories().get(0));
        return plan;
    }

    /**
     * For good, whoever asks, also after it was approved; what a run has begun is not touched.
     *
     * @throws PlanRejectedException if nothing of it is left, or no reason is given
     */
    public SavedPlan reject(String id, String reason) {
        VisibleText.require(SENTENCES.say("plan.reason"), reason);
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new PlanRejectedException(
                    SENTENCES.say("plan.rejection-needs-reason-1-characters-give", LONGEST_REASON));
        }
        SavedPlan plan = register.get(id);
        int rejected = 0;
        for (SavedPlan.Part part : plan.parts()) {
            rejected += part.end() == null && reject(plan, part.category(), reason) ? 1 : 0;
        }
        if (rejected == 0) {
            throw new PlanRejectedException(
                    SENTENCES.say("plan.plan-used-rejected-already-gallra-plans", plan.id(), plan.id()));
        }
        return register.get(id);
    }

    /** Each in a transaction of its own, so that a run that has begun with one category keeps nobody from rejecting the rest. */
    private boolean reject(SavedPlan plan, DataCategory category, String reason) {
        try {
            transaction.executeWithoutResult(t -> {
                jdbc.update(
                        "INSERT INTO plan_end (plan_id, category, reason) VALUES (?, ?, ?)",
                        plan.id(),
                        category.id(),
                        reason.strip());
                audit.note("plan.reject", plan.id() + " " + category, reason);
            });
            return true;
        } catch (DuplicateKeyException e) {
            return false; // a run has it, or somebody else said no
        }
    }
}
