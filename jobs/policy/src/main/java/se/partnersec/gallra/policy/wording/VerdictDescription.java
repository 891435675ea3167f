package se.partnersec.gallra.policy.wording;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.decision.Verdict.Because;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.fact.ErasureRequest;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.policy.rule.StartEvent;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Explains one verdict: the rule and its start, every date, every reason with its end, and the result. */
final class VerdictDescription {

    private final RetentionPolicy policy;
    private final PolicyDescription rules;
    private final LabelledText page;

    VerdictDescription(RetentionPolicy policy, PolicyDescription rules, Locale locale) {
        this.policy = policy;
        this.rules = rules;
        page = new LabelledText("policy", locale);
    }

    String explain(Facts facts, List<Hold> holds, Instant now) {
        Verdict verdict = policy.decide(facts, holds, now);
        DataCategory category = facts.category();
        RetentionRule rule = policy.rule(category);
        page.line(page.say("verdict.rule"), category.id() + ": " + rules.rule(category));
        page.line(page.say("verdict.promise"), "\u201d" + rule.grounds().sentence() + "\u201d");
        page.line(page.say("verdict.law"), String.join(", ", rule.grounds().law()));
        page.line(page.say("verdict.start"), start(facts, verdict, now));
        dates(verdict);
        ErasureRequest request = facts.circumstances().request();
        if (request != null) {
            page.line(
                    page.say("verdict.request"),
                    page.say("verdict.erasure-received-granted-gdpr", request.received(), request.accepted()));
        }
        new PermitDescription(page).lines(facts, now);
        for (Because because : verdict.because()) {
            page.line(page.say("verdict.because"), reason(because, holds, facts));
        }
        verdict.flags().stream()
                .map(Verdict.Flag::name)
                .sorted()
                .forEach(flag -> page.line(page.say("verdict.note"), flag(flag, category, verdict)));
        page.line(page.say("verdict.result"), result(verdict, facts));
        return page.toString();
    }

    /** First and last day to erase; a hold placed after the last day moves the first alone. */
    private void dates(Verdict verdict) {
        LocalDate due = verdict.due();
        LocalDate last = verdict.lastDay();
        if (last == null) {
            return;
        }
        String dates = due == null
                ? page.say("verdict.last-day-passed", last)
                : due.isAfter(last)
                        ? page.say("verdict.last-day-passed-due-from", last, due)
                        : page.say("verdict.due-from-completely-gone", due, last);
        page.line(page.say("verdict.dates"), dates);
    }

    /** Start day and its event; not known for a record that needs review. */
    private String start(Facts facts, Verdict verdict, Instant now) {
        LocalDate start = policy.startDay(facts, now);
        String event = rules.event(facts.category());
        if (start == null && !policy.rule(facts.category()).hasPeriod()) {
            return page.say("register.not-set");
        }
        if (start == null && unknown(verdict)) {
            return page.say("verdict.start-not-known", event);
        }
        return start == null ? page.say("verdict.no-clock-runs-not", event) : start + " (" + event + ")";
    }

    private static boolean unknown(Verdict verdict) {
        return verdict.decision() == Verdict.Decision.BLOCKED_REVIEW
                || verdict.flags().stream().anyMatch(flag -> flag.name().startsWith("WARN_"));
    }

    /** A permit may have made the last day earlier than that of the law: then it is named beside the day. */
    private String accounting(Because because, Facts facts, String until) {
        DestructionPermit permit = facts.circumstances().permit();
        return permit != null && permit.allowedFrom().minusDays(1).equals(because.until())
                ? page.say("verdict.accounting-information-permit", until, permit.id())
                : page.say("verdict.accounting-information-bookkeeping-act", until);
    }

    private String reason(Because because, List<Hold> holds, Facts facts) {
        String until = until(because.until());
        switch (because.kind()) {
            case HOLD:
                return page.say("verdict.hold") + " " + because.holdId() + ", " + holdType(because.code()) + ", "
                        + placed(because, holds) + until;
            case BOOKKEEPING:
                return accounting(because, facts, until);
            case OPEN_CLAIM:
                if (because.code().equals("UNBILLED")) {
                    return page.say("verdict.not-invoiced-yet-somebody", because.until());
                }
                return because.until() == null
                        ? page.say("verdict.invoice-not-settled")
                        : page.say("verdict.invoice-not-settled-claim", because.until());
            case ACTIVE:
                return active(because);
            case REFERENCE:
                return page.say("verdict.something-refers", column(facts));
            default:
                return page.say("verdict.retention-period-runs") + " " + until;
        }
    }

    private static String column(Facts facts) {
        Facts.Reference reference = facts.circumstances().reference();
        return reference == null ? "" : reference.column();
    }

    private String active(Because because) {
        switch (because.code()) {
            case "ACTIVE_CONTRACT":
                return page.say("verdict.customer-has-contract");
            case "ACTIVE_CONSENT":
                return page.say("verdict.consent-stands");
            case "ACTIVE_BLOCK":
                return page.say("verdict.block-active-reviewed", because.until());
            default:
                return page.say("verdict.policy-names-no-time", because.until());
        }
    }

    private String placed(Because because, List<Hold> holds) {
        return holds.stream()
                .filter(h -> h.id().equals(because.holdId()))
                .map(h -> page.say("verdict.placed") + " " + SwedishCalendar.localDate(h.placedAt()) + ", "
                        + (h.reviewBy() == null ? "" : page.say("verdict.reviewed") + " " + h.reviewBy() + ", "))
                .findFirst()
                .orElse("");
    }

    private String until(@Nullable LocalDate until) {
        return until == null ? page.say("verdict.without-end-date") : page.say("verdict.until-end") + " " + until;
    }

    private String holdType(String code) {
        switch (HoldType.valueOf(code)) {
            case LEGAL_CLAIM:
                return page.say("verdict.legal-claim");
            case DISPUTE:
                return page.say("verdict.dispute");
            case RESTRICTION:
                return page.say("verdict.restriction-processing");
            case TAX_AUDIT:
                return page.say("verdict.tax-audit");
            case AUTHORITY_ORDER:
                return page.say("verdict.order-authority");
            default:
                return page.say("verdict.security-incident");
        }
    }

    private String flag(String flag, DataCategory category, Verdict verdict) {
        if (flag.startsWith("WARN_")) {
            return page.say("verdict.question-waits") + " " + doubt(flag.substring(5), category);
        }
        switch (flag) {
            case "OVERDUE":
                return page.say("verdict.overdue-should-have-been", verdict.eraseBy());
            case "HOLD_REVIEW_OVERDUE":
                return page.say("verdict.hold-not-reviewed-time");
            case "EARLY_BY_PERMIT":
                return page.say("verdict.early-skatteverket-permit-bookkeeping");
            case "HOLD_TOO_LATE":
                return page.say("verdict.hold-placed-after-erasure");
            default:
                return page.say("verdict.object-has-no-row");
        }
    }

    private String result(Verdict verdict, Facts facts) {
        String until = verdict.retainUntil() == null ? "" : " " + until(verdict.retainUntil());
        switch (verdict.decision()) {
            case ERASE:
                return page.say("verdict.erase");
            case ANONYMISE:
                return verdict.reason().equals(Verdict.REFERRED_TO)
                        ? page.say("verdict.reduce-what-refers", column(facts))
                        : page.say("verdict.reduce-what-bookkeeping-needs", until);
            case NOOP:
                return page.say("verdict.already-erased") + " "
                        + facts.circumstances().erasedAt();
            case BLOCKED_REVIEW:
                return page.say("verdict.keep-somebody-must-look") + " " + doubt(verdict.reason(), facts.category());
            default:
                return verdict.reason().equals("OUT_OF_SCOPE_PROCESSOR")
                        ? page.say("verdict.keep-processed-customer-never")
                        : page.say("verdict.keep")
                                + (claim(verdict) ? " " + page.say("verdict.at-latest") : "")
                                + until;
        }
    }

    /** True for a record that an unsettled claim keeps: the claim may be settled before it is time-barred. */
    private static boolean claim(Verdict verdict) {
        return !verdict.because().isEmpty()
                && verdict.because().get(0).kind() == Verdict.ReasonClass.OPEN_CLAIM
                && verdict.retainUntil() != null;
    }

    private String doubt(String code, DataCategory category) {
        StartEvent start = policy.rule(category).bounds().start();
        boolean claims = start == StartEvent.CLAIM_SETTLED || start == StartEvent.FISCAL_YEAR_ENDED;
        return new ReviewDescription(page).say(code, rules.event(category), claims);
    }
}
