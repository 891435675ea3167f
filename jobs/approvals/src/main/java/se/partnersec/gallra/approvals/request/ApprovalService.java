package se.partnersec.gallra.approvals.request;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.holds.hold.AuditLog;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Where one person asks for what takes two, and another approves it. Who did what is the database login, written by the
 * database and not by us; the same login twice is refused here and by the tables.
 */
public final class ApprovalService {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    /** Of a request that what a comparison of billing with the books found be signed; it is about the hash of that. */
    public static final String SIGN_OFF = "SIGN_OFF";

    private static final List<String> LISTED = List.of(
            RunTerms.KIND,
            ReleaseTerms.KIND,
            SIGN_OFF,
            FiscalYearTerms.KIND,
            AdoptionTerms.KIND,
            PersonTerms.KIND,
            PasskeyTerms.KIND);
    /** Days somebody has to approve what is done by that; a release has less. */
    public static final int OPEN_DAYS = 31;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ApprovalRepository register;
    private final AuditLog audit;
    private final int validDays;

    /** @param validDays how long an approval of what is asked for here holds, 1 to 31 */
    public ApprovalService(JdbcTemplate jdbc, TransactionTemplate transaction, int validDays) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.register = new ApprovalRepository(jdbc, new MaskedTables(jdbc));
        this.audit = new AuditLog(jdbc);
        this.validDays = validDays;
    }

    public List<Approval> list(boolean settledToo, int limit) {
        return register.list(LISTED, settledToo, limit);
    }

    /** Request of one of the kinds that {@link #list} has. */
    public Optional<Approval> find(long number) {
        return Optional.ofNullable(register.find(number)).filter(found -> LISTED.contains(found.kind()));
    }

    /** Where releases of holds are asked for, by the same login. */
    public HoldReleaseService releases() {
        return new HoldReleaseService(jdbc, transaction);
    }

    /** Where fiscal years are entered, and asked for, by the same login. */
    public FiscalYearService years() {
        return new FiscalYearService(jdbc, transaction);
    }

    /**
     * Asks that one run of a category may do what its limits or the day forbid; of no effect before somebody else approves.
     *
     * @throws RefusedException if no reason is given
     */
    public Approval allow(DataCategory category, RunTerms terms, String reason) {
        return askFor(RunTerms.KIND, category.id(), terms.text(), reason);
    }

    /** Requests for the same that wait for another person, the newest first. */
    public List<Approval> waiting(DataCategory category, RunTerms terms) {
        return register.waiting(category).stream()
                .filter(each -> each.terms().equals(terms.text()))
                .toList();
    }

    /** Asks for something that the request alone describes. @throws RefusedException if no reason is given */
    public Approval askFor(String kind, String subject, String terms, String reason) {
        reasoned(SENTENCES.say("request.request"), reason);
        return get(asked(UUID.randomUUID().toString(), kind, subject, terms, reason.strip()));
    }

    /** Asks in a transaction of its own; the number of the request. */
    public long asked(String uuid, String kind, String subject, String terms, String reason) {
        try {
            transaction.executeWithoutResult(t -> ask(uuid, kind, subject, terms, reason));
        } catch (DataAccessException | TransactionException e) {
            // A lost reply to COMMIT is settled by looking, on another connection, for what was to be committed.
            if (number(uuid) == null) {
                throw e;
            }
        }
        return Objects.requireNonNull(number(uuid), "the request was committed and is not there. Indicates a bug");
    }

    /**
     * Asks in the caller's transaction for whatever needs two people.
     *
     * @param uuid by which the caller finds it again
     * @return its number
     */
    public long ask(String uuid, String kind, String subject, String terms, String reason) {
        jdbc.update(
                "INSERT INTO approval_request (uuid, subject_kind, subject_id, terms, reason, valid_days)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                uuid,
                kind,
                subject,
                terms,
                reason,
                validDays);
        Long number = Objects.requireNonNull(number(uuid), "the request was written and is not there. Indicates a bug");
        audit.note("approval.ask", "A-" + number, subject + " " + terms);
        return number;
    }

    /**
     * Approves what the list shows: the release of a hold, a run, what a comparison found, a fiscal year, a change of the register of people, or
     * a passkey.
     *
     * @param fingerprint of the policy and sources that whoever approves has before him
     */
    public Approval approveListed(long number, String fingerprint) {
        return switch (kind(number)) {
            case ReleaseTerms.KIND -> releases().approve(number);
            case SIGN_OFF -> approve(number, SIGN_OFF);
            case PersonTerms.KIND -> approve(number, PersonTerms.KIND);
            case PasskeyTerms.KIND -> approve(number, PasskeyTerms.KIND);
            case FiscalYearTerms.KIND -> years().approve(number);
            default -> approveRun(number, fingerprint);
        };
    }

    /** Whether a request is for rules to be put in force, which needs the files of whoever approves. */
    public boolean isAdoption(long number) {
        return kind(number).equals(AdoptionTerms.KIND);
    }

    private String kind(long number) {
        Approval asked = register.find(number);
        return asked == null ? RunTerms.KIND : asked.kind();
    }

    /**
     * Approves that a run may do what was asked for.
     *
     * @param fingerprint of the policy and sources that whoever approves has before him
     * @throws RefusedException if there is none, it is settled already, the same person asked for it, it was asked for
     *     under other rules, or its approval would end before the day it is for
     */
    public Approval approveRun(long number, String fingerprint) {
        approvable(number, fingerprint);
        return approve(number, RunTerms.KIND);
    }

    /** The request for a run that may be approved now; throws as {@link #approveRun} does. */
    public Approval approvable(long number, String fingerprint) {
        Approval asked = open(number, RunTerms.KIND, Approval.State.WAITING);
        RunTerms terms = RunTerms.read(asked.terms())
                .orElseThrow(() -> RefusedException.usage(
                        SENTENCES.say("request.says-nothing-can-approved-terms-were", asked.id())));
        String theirs = terms.policy();
        if (!theirs.equals(fingerprint)) {
            throw RefusedException.usage(SENTENCES.say(
                    "request.asked-under-other-rules-than-those",
                    asked.id(),
                    theirs.substring(0, 8),
                    fingerprint.substring(0, 8)));
        }
        LocalDate on = terms.on();
        if (on != null) {
            requireLastingUntil(asked, on);
        }
        return asked;
    }

    private void requireLastingUntil(Approval asked, LocalDate on) {
        LocalDate first = asked.firstDayFor(on);
        if (SwedishCalendar.localDate(new DatabaseClock(jdbc).now()).isBefore(first)) {
            throw RefusedException.usage(
                    SENTENCES.say("request.ends-before-its-day", asked.id(), on, asked.validDays(), first));
        }
    }

    /** @param kind what whoever approves takes it for: another kind is shown, and so approved, elsewhere */
    public Approval approve(long number, String kind) {
        transaction.executeWithoutResult(t -> {
            Approval asked = open(number, kind, Approval.State.WAITING);
            requireAnother(jdbc, asked);
            try {
                jdbc.update(
                        "INSERT INTO approval (request_id, requested_by) VALUES (?, ?)", number, asked.requestedBy());
            } catch (DuplicateKeyException e) {
                throw settled(asked);
            }
            audit.note("approval.approve", asked.id(), asked.subject() + " " + asked.terms());
        });
        return get(number);
    }

    /** @throws RefusedException if there is none, it is settled already, or no reason is given */
    public Approval withdraw(long number, String reason) {
        reasoned(SENTENCES.say("request.withdrawal"), reason);
        String kind = kind(number);
        if (kind.equals(ReleaseTerms.KIND)) {
            return releases().withdraw(number, reason);
        } else if (kind.equals(FiscalYearTerms.KIND)) {
            return years().withdraw(number, reason);
        }
        transaction.executeWithoutResult(t -> {
            Approval asked =
                    List.of(SIGN_OFF, AdoptionTerms.KIND, PersonTerms.KIND).contains(kind)
                            ? open(number, kind, Approval.State.WAITING)
                            : open(
                                    number,
                                    kind.equals(PasskeyTerms.KIND) ? kind : RunTerms.KIND,
                                    Approval.State.WAITING,
                                    Approval.State.APPROVED);
            try {
                jdbc.update("INSERT INTO approval_end (request_id, reason) VALUES (?, ?)", number, reason.strip());
            } catch (DuplicateKeyException e) {
                throw settled(asked);
            }
            audit.note("approval.withdraw", asked.id(), reason);
        });
        return get(number);
    }

    private static void reasoned(String what, String reason) {
        VisibleText.require(SENTENCES.say("request.reason"), reason);
        if (reason.isBlank() || reason.length() > 1000) {
            throw RefusedException.usage(SENTENCES.say("request.needs-reason-1-1000-characters-give", what));
        }
    }

    /** @throws RefusedException if the login of this session is that of whoever asked, or both are of one person, or whoever asked has left */
    public static void requireAnother(JdbcTemplate jdbc, Approval asked) {
        String me = String.valueOf(jdbc.queryForObject("SELECT CURRENT_USER()", String.class));
        if (DestructionPermit.samePerson(me, asked.requestedBy())) {
            throw RefusedException.usage(SENTENCES.say(
                    "request.asked-which-login-session-somebody-else", asked.name(), asked.requestedBy()));
        }
        PersonRegister people = new PersonRegister(jdbc);
        PersonRegister.Person asker = people.of(asked.requestedBy()).orElse(null);
        if (asker != null && asker.left() != null) {
            throw RefusedException.usage(
                    SENTENCES.say("request.asker-left", asked.name(), asked.requestedBy(), asker.name()));
        }
        PersonRegister.Person approver = people.of(me).orElse(null);
        if (asker != null && approver != null && asker.name().equals(approver.name())) {
            throw RefusedException.usage(
                    SENTENCES.say("request.logins-of-one-person", asked.name(), asked.requestedBy(), asker.name()));
        }
    }

    public static RefusedException settled(Approval asked) {
        return RefusedException.usage(SENTENCES.say("request.settled-somebody-else-used-moment-gallra", asked.name()));
    }

    public Approval open(long number, String kind, Approval.State... states) {
        Approval asked = register.find(number);
        if (asked == null) {
            throw RefusedException.usage(SENTENCES.say("request.there-no-request-see-gallra-approvals", number));
        }
        if (!asked.kind().equals(kind)) {
            throw RefusedException.usage(SENTENCES.say(
                    "request.about-plan-see-gallra-plans-show", asked.id(), asked.subject(), asked.subject()));
        }
        Approval.State state = asked.state();
        if (!List.of(states).contains(state)) {
            throw RefusedException.usage(
                    SENTENCES.say("request.ask-anew-gallra", asked.name(), asked.word(), again(asked)));
        }
        return asked;
    }

    private static String again(Approval asked) {
        return switch (asked.kind()) {
            case RunTerms.KIND -> "runs allow " + asked.subject();
            case SIGN_OFF -> "holds reconcile --sign-off";
            case AdoptionTerms.KIND -> "policy adopt";
            case PersonTerms.KIND -> "people";
            case PasskeyTerms.KIND -> "passkeys";
            default -> "plan";
        };
    }

    private @Nullable Long number(String uuid) {
        return jdbc.queryForList("SELECT id FROM approval_request WHERE uuid = ?", Long.class, uuid).stream()
                .findFirst()
                .orElse(null);
    }

    private Approval get(long number) {
        return Objects.requireNonNull(register.find(number), "a request never vanishes. Indicates a bug");
    }
}
