package se.partnersec.gallra.policy.wording;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.decision.Verdict.Because;
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
        page = new LabelledText(locale);
    }

    String explain(Facts facts, List<Hold> holds, Instant now) {
        Verdict verdict = policy.decide(facts, holds, now);
        DataCategory category = facts.category();
        RetentionRule rule = policy.rule(category);
        page.line(page.say("Regel", "Rule"), category.id() + ": " + rules.rule(category));
        page.line(page.say("Löfte", "Promise"), "\u201d" + rule.grounds().sentence() + "\u201d");
        page.line(page.say("Lag", "Law"), String.join(", ", rule.grounds().law()));
        page.line(page.say("Start", "Start"), start(facts, now));
        if (verdict.due() != null) {
            page.line(
                    page.say("Datum", "Dates"),
                    page.say(
                            "tas av körningen från " + verdict.due() + ", ska vara helt borta senast "
                                    + verdict.eraseBy(),
                            "due from " + verdict.due() + ", to be completely gone by " + verdict.eraseBy()));
        }
        ErasureRequest request = facts.circumstances().request();
        if (request != null) {
            page.line(
                    page.say("Begäran", "Request"),
                    page.say(
                            "om radering, mottagen " + request.received() + ", bifallen " + request.accepted()
                                    + " (GDPR 17)",
                            "for erasure, received " + request.received() + ", granted " + request.accepted()
                                    + " (GDPR 17)"));
        }
        new PermitDescription(page).lines(facts, now);
        for (Because because : verdict.because()) {
            page.line(page.say("Därför", "Because"), reason(because, holds));
        }
        verdict.flags().stream()
                .map(Verdict.Flag::name)
                .sorted()
                .forEach(flag -> page.line(page.say("Obs", "Note"), flag(flag, category, verdict)));
        page.line(page.say("Resultat", "Result"), result(verdict, facts));
        return page.toString();
    }

    private String start(Facts facts, Instant now) {
        LocalDate start = policy.startDay(facts, now);
        String event = rules.event(facts.category());
        return start == null
                ? page.say("ingen klocka går: " + event + " saknas än", "no clock runs: not yet " + event)
                : start + " (" + event + ")";
    }

    private String reason(Because because, List<Hold> holds) {
        String until = until(because.until());
        switch (because.kind()) {
            case HOLD:
                return page.say("spärr ", "hold ") + because.holdId() + ", " + holdType(because.code()) + ", "
                        + placed(because, holds) + until;
            case BOOKKEEPING:
                return page.say(
                        "räkenskapsinformation, " + until + " (bokföringslagen 7 kap. 2 §)",
                        "accounting information, " + until + " (Bookkeeping Act, BFL 7 kap. 2 §)");
            case OPEN_CLAIM:
                if (because.code().equals("UNBILLED")) {
                    return page.say(
                            "ännu inte fakturerat; någon måste titta efter " + because.until(),
                            "not invoiced yet; somebody must look after " + because.until());
                }
                return because.until() == null
                        ? page.say("en faktura är inte reglerad", "an invoice is not settled")
                        : page.say(
                                "en faktura är inte reglerad; fordran preskriberas efter " + because.until(),
                                "an invoice is not settled; the claim is time-barred after " + because.until());
            case ACTIVE:
                return active(because);
            default:
                return page.say("lagringstiden löper, ", "the retention period runs, ") + until;
        }
    }

    private String active(Because because) {
        switch (because.code()) {
            case "ACTIVE_CONTRACT":
                return page.say("kunden har ett avtal", "the customer has a contract");
            case "ACTIVE_CONSENT":
                return page.say("samtycket gäller", "the consent stands");
            case "ACTIVE_BLOCK":
                return page.say(
                        "spärren är aktiv; ska omprövas senast " + because.until(),
                        "the block is active; to be reviewed by " + because.until());
            default:
                return page.say(
                        "policyn anger ingen tid; ska omprövas senast " + because.until(),
                        "the policy names no time; to be reviewed by " + because.until());
        }
    }

    private String placed(Because because, List<Hold> holds) {
        return holds.stream()
                .filter(h -> h.id().equals(because.holdId()))
                .map(h -> page.say("lagd ", "placed ") + SwedishCalendar.localDate(h.placedAt()) + ", "
                        + (h.reviewBy() == null
                                ? ""
                                : page.say("omprövas senast ", "to be reviewed by ") + h.reviewBy() + ", "))
                .findFirst()
                .orElse("");
    }

    private String until(@Nullable LocalDate until) {
        return until == null
                ? page.say("utan slutdatum", "without an end date")
                : page.say("till och med ", "until the end of ") + until;
    }

    private String holdType(String code) {
        switch (HoldType.valueOf(code)) {
            case LEGAL_CLAIM:
                return page.say("rättsligt anspråk", "legal claim");
            case DISPUTE:
                return page.say("tvist", "dispute");
            case RESTRICTION:
                return page.say("begränsning av behandling", "restriction of processing");
            case TAX_AUDIT:
                return page.say("skatterevision", "tax audit");
            case AUTHORITY_ORDER:
                return page.say("myndighetsbeslut", "order of an authority");
            default:
                return page.say("säkerhetsincident", "security incident");
        }
    }

    private String flag(String flag, DataCategory category, Verdict verdict) {
        if (flag.startsWith("WARN_")) {
            return page.say("frågan väntar: ", "a question waits: ") + doubt(flag.substring(5), category);
        }
        switch (flag) {
            case "OVERDUE":
                return page.say(
                        "försenad: skulle ha varit borta senast " + verdict.eraseBy(),
                        "overdue: should have been gone by " + verdict.eraseBy());
            case "HOLD_REVIEW_OVERDUE":
                return page.say(
                        "en spärr har inte omprövats i tid; den gäller ändå",
                        "a hold was not reviewed in time; it stands all the same");
            case "EARLY_BY_PERMIT":
                return page.say(
                        "i förtid, med Skatteverkets tillstånd (bokföringslagen 7 kap. 7 §)",
                        "early, by Skatteverket's permit (Bookkeeping Act, BFL 7 kap. 7 §)");
            case "HOLD_TOO_LATE":
                return page.say(
                        "en spärr lades efter raderingen; den som lade den ska få veta det",
                        "a hold was placed after the erasure; whoever placed it is to be told");
            default:
                return page.say(
                        "objektet har ingen rad; dess ändringstid räknas som start",
                        "the object has no row; its time of change stands in as the start");
        }
    }

    private String result(Verdict verdict, Facts facts) {
        String until = verdict.retainUntil() == null ? "" : " " + until(verdict.retainUntil());
        switch (verdict.decision()) {
            case ERASE:
                return page.say("RADERAS", "ERASE");
            case ANONYMISE:
                return page.say(
                        "REDUCERAS till det bokföringen behöver, som sparas" + until,
                        "REDUCE to what bookkeeping needs, which is kept" + until);
            case NOOP:
                return page.say("REDAN RADERAD ", "ALREADY ERASED ")
                        + facts.circumstances().erasedAt();
            case BLOCKED_REVIEW:
                return page.say("BEHÅLLS, någon måste titta: ", "KEEP, somebody must look: ")
                        + doubt(verdict.reason(), facts.category());
            default:
                return verdict.reason().equals("OUT_OF_SCOPE_PROCESSOR")
                        ? page.say(
                                "BEHÅLLS: behandlas på uppdrag av en kund och rörs aldrig (GDPR 28)",
                                "KEEP: processed for a customer and never touched (GDPR 28)")
                        : page.say("BEHÅLLS", "KEEP") + until;
        }
    }

    private String doubt(String code, DataCategory category) {
        StartEvent start = policy.rule(category).bounds().start();
        boolean claims = start == StartEvent.CLAIM_SETTLED || start == StartEvent.FISCAL_YEAR_ENDED;
        return new ReviewDescription(page).say(code, rules.event(category), claims);
    }
}
