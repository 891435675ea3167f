package se.partnersec.gallra.approvals.request;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.holds.hold.AuditLog;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.KeptRangeInvalidation;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Where one person asks that a hold be released, and another lets it go. Until that is committed, behind the gate, the hold
 * keeps what it keeps. Who did what is the database login, written by the database; the tables refuse the same one twice.
 */
public final class HoldReleaseService {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    /** Days somebody has to approve what was asked for; what was right to release may not be later. */
    static final int VALID_DAYS = 1;

    private static final int LONGEST_REASON = 1000;

    // Asked once more by the statement that approves: time may have passed since the request was looked at.
    private static final String APPROVE = "INSERT INTO approval (request_id, requested_by)"
            + " SELECT r.id, r.requested_by FROM approval_request r WHERE r.id = ? AND r.subject_kind = 'RELEASE' AND "
            + ApprovalRepository.OPEN;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ApprovalRepository register;
    private final HoldRepository holds;
    private final ErasureGate gate;
    private final AuditLog audit;
    private final KeptRangeInvalidation kept;

    public HoldReleaseService(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.register = new ApprovalRepository(jdbc, new MaskedTables(jdbc));
        this.holds = new HoldRepository(jdbc);
        this.gate = new ErasureGate(jdbc);
        this.audit = new AuditLog(jdbc);
        this.kept = new KeptRangeInvalidation(jdbc);
    }

    /** Those that wait for somebody, the newest first. */
    public List<Approval> waiting() {
        return register.list(List.of(ReleaseTerms.KIND), false, Integer.MAX_VALUE);
    }

    /**
     * Asks for a release; of no effect before somebody else approves, within a day.
     *
     * @param informed when the data subject was told that the restriction would be lifted (GDPR 18(3)); null for other holds
     * @throws RefusedException if there is no such hold, it is released or its release is asked for already, no reason is
     *     given, or a restriction's subject was not told; nothing was written
     */
    public Approval ask(long number, String reason, @Nullable LocalDate informed) {
        VisibleText.require(SENTENCES.say("request.reason"), reason);
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw refused(SENTENCES.say("request.release-needs-reason-1-characters-give", LONGEST_REASON));
        }
        keeping(number, informed);
        ReleaseTerms terms = new ReleaseTerms(number, informed);
        waiting().stream()
                .filter(each -> each.subject().equals(terms.subject()))
                .findFirst()
                .ifPresent(each -> {
                    throw refused(SENTENCES.say(
                            "request.release-asked-already-gallra-approvals-approve",
                            terms.subject(),
                            each.requestedBy(),
                            each.id(),
                            each.id()));
                });
        String uuid = UUID.randomUUID().toString();
        ApprovalService service = new ApprovalService(jdbc, transaction, VALID_DAYS);
        long asked = service.asked(uuid, ReleaseTerms.KIND, terms.subject(), terms.text(), reason.strip());
        return Objects.requireNonNull(register.find(asked), "a request never vanishes. Indicates a bug");
    }

    /** @throws RefusedException if there is none, or it does not keep any more, or its subject was not told */
    private void keeping(long number, @Nullable LocalDate informed) {
        PlacedHold hold = holds.get(number);
        if (hold == null) {
            throw refused(SENTENCES.say("request.there-no-hold-h-see-gallra", number));
        }
        if (hold.hold().releasedAt() != null) {
            throw refused(SENTENCES.say("request.hold-h-released-already", number, hold.releasedBy()));
        }
        List<String> problems = hold.untold(informed, SwedishCalendar.localDate(new DatabaseClock(jdbc).now()));
        RefusedException.usageIfAny(problems);
    }

    /** @throws RefusedException if it waits no more, or the same person asked for it; nothing was written */
    public Approval approve(long number) {
        transaction.executeWithoutResult(t -> {
            // First, as for every change that concerns holds: whoever takes the request back, or approves it too, comes
            // in turn.
            gate.advance();
            Approval asked = open(number);
            ApprovalService.requireAnother(jdbc, asked);
            if (!ReleaseTerms.agree(asked)) {
                throw refused(SENTENCES.say(
                        "request.shown-terms-they-were-not-written", asked.id(), asked.subject(), asked.terms()));
            }
            ReleaseTerms terms = ReleaseTerms.parse(asked.terms());
            keeping(terms.hold(), terms.informed());
            try {
                if (jdbc.update(APPROVE, number) != 1) {
                    throw ApprovalService.settled(asked);
                }
            } catch (DuplicateKeyException e) {
                throw ApprovalService.settled(asked);
            }
            jdbc.update(
                    "INSERT INTO approved_release (hold_id, request_id, requested_by, hold_name, reason, informed_on)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    terms.hold(),
                    number,
                    asked.requestedBy(),
                    asked.subject(),
                    asked.reason(),
                    terms.informed());
            kept.released(terms.hold());
            audit.note("hold.release", asked.subject(), asked.id() + " " + asked.terms() + "; " + asked.reason());
        });
        return Objects.requireNonNull(register.find(number), "a request never vanishes. Indicates a bug");
    }

    /** Behind the gate, so that of this and an approval at the same moment one comes first and the other is refused. */
    Approval withdraw(long number, String reason) {
        transaction.executeWithoutResult(t -> {
            gate.advance();
            Approval asked = open(number);
            jdbc.update("INSERT INTO approval_end (request_id, reason) VALUES (?, ?)", number, reason.strip());
            audit.note("approval.withdraw", asked.id(), reason);
        });
        return Objects.requireNonNull(register.find(number), "a request never vanishes. Indicates a bug");
    }

    private Approval open(long number) {
        Approval asked = Objects.requireNonNull(register.find(number), "a request never vanishes. Indicates a bug");
        if (asked.state() != Approval.State.WAITING) {
            throw RefusedException.usage(SENTENCES.say(
                    "request.state",
                    asked.id(),
                    asked.word(),
                    (asked.state() == Approval.State.APPROVED
                            ? SENTENCES.say("request.released-what-kept-again-takes-another", asked.subject())
                            : SENTENCES.say("request.ask-anew-gallra-holds-release", asked.subject()))));
        }
        return asked;
    }

    private static RefusedException refused(String problem) {
        return RefusedException.usage(problem);
    }
}
