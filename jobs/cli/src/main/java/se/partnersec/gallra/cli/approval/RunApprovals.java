package se.partnersec.gallra.cli.approval;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import se.partnersec.gallra.approvals.adoption.AdoptionService;
import se.partnersec.gallra.approvals.request.AdoptionTerms;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.approvals.request.FiscalYearTerms;
import se.partnersec.gallra.approvals.request.PasskeyTerms;
import se.partnersec.gallra.approvals.request.PersonRegister;
import se.partnersec.gallra.approvals.request.PersonTerms;
import se.partnersec.gallra.approvals.request.ReleaseTerms;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.plan.RulesChange;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.exit.RefusedException;

/** Runs beyond their limits, releases of holds, sign-offs, fiscal years, rules to be in force and logins of people, as something to be approved. */
public final class RunApprovals implements ApprovalKind {
    private final CommandContext session;
    private final RulesChange changes;
    private final ObjectProvider<PolicyService> policies;
    private final ObjectProvider<ApprovalService> approvals;
    private final ObjectProvider<HoldService> holds;
    private final ObjectProvider<Reconciler> reconciler;
    private final ObjectProvider<PersonRegister> people;

    public RunApprovals(
            CommandContext session,
            ObjectProvider<PolicyService> policies,
            ObjectProvider<ApprovalService> approvals,
            ObjectProvider<HoldService> holds,
            ObjectProvider<Reconciler> reconciler,
            ObjectProvider<PersonRegister> people,
            RulesChange changes) {
        this.people = people;
        this.session = session;
        this.changes = changes;
        this.policies = policies;
        this.approvals = approvals;
        this.holds = holds;
        this.reconciler = reconciler;
    }

    @Override
    public List<Line> list(boolean all, int limit) {
        return approvals.getObject().list(all, limit).stream().map(this::line).toList();
    }

    @Override
    public Optional<Line> find(ApprovalId id) {
        return approvals.getObject().find(id.number()).map(this::line);
    }

    private Line line(Approval each) {
        return new Line(
                each.id(),
                each.kind(),
                each.requestedAt(),
                listed(each),
                release(each) ? each.subject() : "",
                new Coded(each.state(), state(each)),
                each.requestedBy(),
                each.reason());
    }

    @Override
    public String approve(ApprovalId id) {
        if (approvals.getObject().isAdoption(id.number())) {
            AdoptionService adoptions = policies.getObject().adoptions();
            adoptions.requireSame(id.number());
            // Whoever approves sees what it changes, whatever was seen before.
            changes.adopting(true);
            Approval adopted = adoptions.approve(id.number());
            return say("adopt.approved", adopted.id(), adopted.subject().substring(0, 8));
        }
        approvals.getObject().find(id.number()).filter(RunApprovals::signOff).ifPresent(this::requireSameResult);
        Approval approved = approvals
                .getObject()
                .approveListed(id.number(), policies.getObject().fingerprint());
        if (release(approved)) {
            return say("approvals.released", approved.id(), approved.subject());
        }
        if (signOff(approved)) {
            return say("approvals.signed", approved.id());
        }
        if (year(approved)) {
            return yearApproved(approved);
        }
        if (approved.kind().equals(PersonTerms.KIND) || approved.kind().equals(PasskeyTerms.KIND)) {
            return say("approvals.person.done", approved.id(), what(approved));
        }
        Instant ends = approved.expires();
        return say("approvals.approved", approved.id(), what(approved), ends == null ? "-" : Formats.time(ends));
    }

    /** Refuses a sign-off if the comparison has another result than when it was asked for. */
    private void requireSameResult(Approval asked) {
        Reconciliation now = reconciler.getObject().reconcile(0);
        if (asked.state() == Approval.State.WAITING && !now.contentHash().equals(asked.subject())) {
            throw RefusedException.refused(List.of(say(
                    "approvals.sign-off.changed", asked.id(), asked.terms().replaceAll("\\D", ""), now.differences())));
        }
    }

    @Override
    public String withdraw(ApprovalId id, String reason) {
        Approval gone = approvals.getObject().withdraw(id.number(), reason);
        return say(
                "approvals.withdrawn",
                gone.id(),
                year(gone) ? say("approvals.year.asked", gone.subject()) : what(gone));
    }

    private static boolean release(Approval approval) {
        return approval.kind().equals(ReleaseTerms.KIND);
    }

    private static boolean signOff(Approval approval) {
        return approval.kind().equals(ApprovalService.SIGN_OFF);
    }

    private static boolean adoption(Approval approval) {
        return approval.kind().equals(AdoptionTerms.KIND);
    }

    private static boolean year(Approval approval) {
        return approval.kind().equals(FiscalYearTerms.KIND);
    }

    /** With what it would change as things stand: whoever may ask by SQL may write anything of that. */
    private String years(Approval approval) {
        FiscalYearTerms terms = FiscalYearTerms.read(approval).orElse(null);
        if (terms == null) {
            return say("approvals.unreadable", approval.subject());
        }
        FiscalYear wanted = terms.year();
        if (terms.removed()) {
            return say("approvals.year.removal", wanted.text());
        }
        List<FiscalYear> known = holds.getObject().readableFiscalYears().orElse(null);
        if (known == null) {
            return say("approvals.year.asked", approval.subject());
        }
        FiscalYear now = inForce(known, wanted).orElse(null);
        LocalDate last = FiscalYearRepository.lastDay(wanted);
        if (wanted.equals(now)) {
            return say("approvals.year.counts", approval.subject(), last);
        }
        return now == null
                ? say(
                        last.isBefore(session.today()) ? "approvals.year.over" : "approvals.year.new",
                        approval.subject(),
                        last)
                : changed(approval.subject(), wanted, now);
    }

    private String changed(String subject, FiscalYear wanted, FiscalYear now) {
        LocalDate last = FiscalYearRepository.lastDay(wanted);
        LocalDate before = FiscalYearRepository.lastDay(now);
        if (!last.equals(before)) {
            return say("approvals.year", subject, now.text(), last, before);
        }
        return wanted.end().isBefore(now.end())
                ? say(
                        "approvals.year.days",
                        subject,
                        now.text(),
                        last,
                        wanted.end().plusDays(1),
                        now.end())
                : say("approvals.year.same", subject, now.text(), last);
    }

    /** Which end counts now: a later one may have been entered between request and approval. */
    private String yearApproved(Approval approved) {
        Optional<FiscalYearTerms> terms = FiscalYearTerms.read(approved);
        FiscalYear counts = terms.flatMap(each -> inForce(holds.getObject().fiscalYears(), each.year()))
                .orElse(null);
        if (counts == null && terms.map(FiscalYearTerms::removed).orElse(false)) {
            return say(
                    "approvals.year.removed", approved.id(), terms.get().year().text());
        }
        if (counts == null || !counts.text().equals(approved.subject())) {
            return say("approvals.year.later", approved.id(), counts == null ? approved.subject() : counts.text());
        }
        LocalDate last = FiscalYearRepository.lastDay(counts);
        return say(
                last.isBefore(session.today()) ? "approvals.year.ended" : "approvals.year.approved",
                approved.id(),
                counts.text(),
                last);
    }

    private static Optional<FiscalYear> inForce(List<FiscalYear> known, FiscalYear year) {
        return known.stream().filter(each -> each.startsAs(year)).findFirst();
    }

    /** With the command that shows what approving it changes, where the sentence does not say that itself. */
    private String listed(Approval approval) {
        String what = what(approval);
        if (release(approval)) {
            return say("approvals.release.list", what, approval.subject());
        }
        return signOff(approval) ? say("approvals.sign-off.list", what) : what;
    }

    private String what(Approval approval) {
        if (year(approval)) {
            return years(approval);
        }
        if (approval.kind().equals(PersonTerms.KIND)) {
            return PersonText.of(session.words(), people.getObject(), approval);
        }
        if (approval.kind().equals(PasskeyTerms.KIND)) {
            return PasskeyTerms.read(approval)
                    .map(terms -> say("approvals.passkey", "K-" + terms.key(), terms.person(), terms.hash()))
                    .orElseGet(() -> say("approvals.unreadable", approval.subject()));
        }
        if (release(approval)) {
            // Whoever may ask by SQL may write terms about another hold than the one the request is shown for.
            return say(ReleaseTerms.agree(approval) ? "approvals.release" : "approvals.unreadable", approval.subject());
        }
        if (signOff(approval)) {
            return say("approvals.sign-off", approval.terms().replaceAll("\\D", ""));
        }
        if (adoption(approval)) {
            return say(
                    "adopt.what",
                    approval.subject()
                            .substring(0, Math.min(8, approval.subject().length())));
        }
        RunTerms terms = RunTerms.read(approval.terms()).orElse(null);
        if (terms == null) {
            return say("approvals.unreadable", approval.subject());
        }
        LocalDate on = terms.on();
        String day = on == null ? "" : say("approvals.run.on", on);
        return (terms.most() == null
                        ? say("approvals.run", approval.subject())
                        : say("approvals.run.most", approval.subject(), terms.most()))
                + day;
    }

    private String state(Approval approval) {
        Approval.State state = approval.state();
        if (approval.doneByApproval() && (state == Approval.State.APPROVED || state == Approval.State.EXPIRED)) {
            return state == Approval.State.APPROVED
                    ? say("approvals.state.released", String.valueOf(approval.approvedBy()))
                    : say("approvals.state.lapsed");
        }
        String key = "approvals.state." + state.name().toLowerCase(Locale.ROOT);
        return switch (state) {
            case UNSIGNED -> say(key);
            case WAITING -> {
                Instant ends = approval.expires();
                yield ends == null ? say(key) : say(key + ".until", Formats.time(ends));
            }
            case APPROVED, EXPIRED -> {
                Instant ends = approval.expires();
                yield say(key, String.valueOf(approval.approvedBy()), ends == null ? "-" : Formats.time(ends));
            }
            case VOID -> say(key, String.valueOf(approval.voidedBy()));
            case WITHDRAWN -> say(key, String.valueOf(approval.withdrawnBy()));
            case USED -> say(key, String.valueOf(approval.approvedBy()), String.valueOf(approval.run()));
        };
    }

    private String say(String key, Object... args) {
        return session.words().say(key, args);
    }
}
