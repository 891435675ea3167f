package se.partnersec.gallra.approvals.request;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.holds.hold.AuditLog;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.holds.hold.KeptRangeInvalidation;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Enters and removes fiscal years. One that lets nothing go earlier counts at once; any other, and each removal, is asked
 * for, and counts when somebody else has approved it. Who did what is the database login, written by the database; its
 * views believe nothing else.
 */
public final class FiscalYearService {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    private static final int LONGEST_REASON = 1000;

    // Asked once more by the statement that approves: time may have passed since the request was looked at.
    private static final String APPROVE = "INSERT INTO approval (request_id, requested_by)"
            + " SELECT r.id, r.requested_by FROM approval_request r WHERE r.id = ? AND r.subject_kind = 'FISCAL_YEAR' AND "
            + ApprovalRepository.OPEN;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final FiscalYearRepository years;
    private final ApprovalService approvals;
    private final ApprovalRepository register;
    private final ErasureGate gate;
    private final AuditLog audit;

    public FiscalYearService(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.years = new FiscalYearRepository(jdbc);
        this.approvals = new ApprovalService(jdbc, transaction, ApprovalService.OPEN_DAYS);
        this.register = new ApprovalRepository(jdbc);
        this.gate = new ErasureGate(jdbc);
        this.audit = new AuditLog(jdbc);
    }

    /**
     * What became of a year.
     *
     * @param before the one that started the same day; null for a new one
     * @param asked the request that somebody else has to approve before it counts; null where it counts already
     */
    public record Entered(
            FiscalYear year,
            @Nullable FiscalYear before,
            @Nullable Approval asked) {}

    public Entered add(FiscalYear year, @Nullable String reason) {
        VisibleText.require(SENTENCES.say("request.reason"), reason);
        Entered done = transaction.execute(t -> {
            gate.advance();
            years.check(List.of(year));
            refuseTwice(new FiscalYearTerms(year, false));
            return enter(List.of(year), reason).get(0);
        });
        return Objects.requireNonNull(done, "a year was entered and is not there. Indicates a bug");
    }

    /**
     * Requests the removal of a year on record; after the approval, what was booked in it is kept until a year for it is entered.
     *
     * @throws RefusedException if no such year is on record, its removal is asked for already, or there is no reason
     */
    public Approval remove(FiscalYear year, String reason) {
        FiscalYearTerms terms = new FiscalYearTerms(year, true);
        VisibleText.require(SENTENCES.say("request.reason"), reason);
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw RefusedException.usage(SENTENCES.say("request.removal-needs-reason", LONGEST_REASON));
        }
        Approval asked = transaction.execute(t -> {
            gate.advance();
            if (!years.all().contains(year)) {
                throw RefusedException.usage(SENTENCES.say("request.no-such-fiscal-year", year.text()));
            }
            refuseTwice(terms);
            return get(ask(terms, reason));
        });
        return Objects.requireNonNull(asked, "a request was written and is not there. Indicates a bug");
    }

    private void refuseTwice(FiscalYearTerms terms) {
        waitingFor(terms).ifPresent(each -> {
            throw RefusedException.usage(SENTENCES.say(
                    "request.fiscal-year-asked-already-gallra-approvals",
                    each.subject(),
                    each.requestedBy(),
                    each.id(),
                    each.id()));
        });
    }

    private long ask(FiscalYearTerms terms, String reason) {
        long number = approvals.ask(
                UUID.randomUUID().toString(), FiscalYearTerms.KIND, terms.subject(), terms.text(), reason.strip());
        years.enter(terms.year(), terms.removed(), number);
        return number;
    }

    /**
     * Enters years that fit those on record; within a gate transaction.
     *
     * @param reason why those that take two people are right
     * @return with the request that waits already, where one does
     * @throws RefusedException if one needs two people and there is no reason
     */
    public List<Entered> enter(List<FiscalYear> wanted, @Nullable String reason) {
        List<FiscalYear> known = years.all();
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        List<Entered> done = new ArrayList<>();
        for (FiscalYear year : wanted) {
            String why = FiscalYearRepository.takesTwo(year, known, today);
            done.add(why == null ? counted(year, before(year, known)) : asked(year, before(year, known), why, reason));
        }
        new KeptRangeInvalidation(jdbc).yearsChanged();
        return done;
    }

    private Entered counted(FiscalYear year, @Nullable FiscalYear before) {
        if (!year.equals(before)) {
            years.enter(year, false, null);
            if (!years.all().contains(year)) {
                throw RefusedException.refused(
                        List.of(SENTENCES.say("request.fiscal-year-written-does-not-count", year.text())));
            }
            audit.note("fiscal-year", year.text(), change(before, year));
        }
        return new Entered(year, before, null);
    }

    private Entered asked(FiscalYear year, @Nullable FiscalYear before, String why, @Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw RefusedException.usage(
                    SENTENCES.say("request.needs-two-people-ask-reason-text", why, LONGEST_REASON));
        }
        FiscalYearTerms terms = new FiscalYearTerms(year, false);
        Optional<Approval> already = waitingFor(terms);
        if (already.isPresent()) {
            // The books come again every week: that a year waits keeps nothing else of them out.
            return new Entered(year, before, already.get());
        }
        return new Entered(year, before, get(ask(terms, reason)));
    }

    private Optional<Approval> waitingFor(FiscalYearTerms terms) {
        return waiting().stream()
                .filter(each -> each.subject().equals(terms.subject()))
                .findFirst();
    }

    /** Those that wait for somebody, the newest first. */
    public List<Approval> waiting() {
        return register.list(List.of(FiscalYearTerms.KIND), false, Integer.MAX_VALUE);
    }

    /** @throws RefusedException if it waits no more, or the same person asked for it; nothing was written */
    Approval approve(long number) {
        transaction.executeWithoutResult(t -> {
            // First, as for every change that concerns what is kept: whoever takes the request back comes in turn.
            gate.advance();
            Approval asked = open(number);
            ApprovalService.requireAnother(jdbc, asked);
            FiscalYearTerms terms = FiscalYearTerms.read(asked).orElse(null);
            if (terms == null || !years.asked(terms.year(), terms.removed(), number)) {
                throw RefusedException.usage(
                        SENTENCES.say("request.shown-fiscal-year-not-written-gallra", asked.id(), asked.subject()));
            }
            if (years.agreedLater(terms.year(), number)) {
                throw RefusedException.usage(SENTENCES.say(
                        "request.fiscal-year-agreed-later",
                        asked.id(),
                        terms.year().text()));
            }
            FiscalYear before = before(terms.year(), years.all());
            try {
                if (jdbc.update(APPROVE, number) != 1) {
                    throw ApprovalService.settled(asked);
                }
            } catch (DuplicateKeyException e) {
                throw ApprovalService.settled(asked);
            }
            new KeptRangeInvalidation(jdbc).yearsChanged();
            audit.note(
                    "fiscal-year",
                    asked.subject(),
                    change(before, before(terms.year(), years.all())) + "; " + asked.id() + "; " + asked.reason());
        });
        return get(number);
    }

    /** Behind the gate, so that of this and an approval at the same moment one comes first and the other is refused. */
    Approval withdraw(long number, String reason) {
        transaction.executeWithoutResult(t -> {
            gate.advance();
            Approval asked = open(number);
            jdbc.update("INSERT INTO approval_end (request_id, reason) VALUES (?, ?)", number, reason.strip());
            audit.note("approval.withdraw", asked.id(), reason);
        });
        return get(number);
    }

    private Approval open(long number) {
        Approval asked = get(number);
        if (asked.state() != Approval.State.WAITING) {
            throw RefusedException.usage(SENTENCES.say(
                    "request.state",
                    asked.id(),
                    asked.word(),
                    (asked.state() == Approval.State.APPROVED
                            ? SENTENCES.say("request.what-kept-longer-again-takes-later")
                            : SENTENCES.say("request.ask-anew-gallra-holds-years", again(asked)))));
        }
        return asked;
    }

    /** The command that asks for it. */
    private static String again(Approval asked) {
        return FiscalYearTerms.read(asked).map(FiscalYearTerms::arguments).orElse(asked.subject());
    }

    /** Text for the audit: the year before and after a change, and the last day of each; null stands for no year. */
    private static String change(@Nullable FiscalYear before, @Nullable FiscalYear now) {
        return (before == null ? "new" : "changed from " + kept(before)) + ", to "
                + (now == null ? "none, kept until a year is entered" : kept(now));
    }

    private static String kept(FiscalYear year) {
        return year.text() + ", kept through " + FiscalYearRepository.lastDay(year);
    }

    private static @Nullable FiscalYear before(FiscalYear year, List<FiscalYear> known) {
        return known.stream().filter(each -> each.startsAs(year)).findFirst().orElse(null);
    }

    private Approval get(long number) {
        return Objects.requireNonNull(register.find(number), "a request never vanishes. Indicates a bug");
    }
}
