package se.partnersec.gallra.planning.explain;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.holds.permit.PlacedPermit;
import se.partnersec.gallra.ledger.entry.LedgerSearch;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.LabelledText;
import se.partnersec.gallra.policy.wording.PolicyDescription;

/** Says an explanation to a person, from what is known to what comes next. */
final class ExplanationText {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private final Explanation it;
    private final Locale locale;
    private final LabelledText page;

    ExplanationText(Explanation explanation, Locale locale) {
        this.it = explanation;
        this.locale = locale;
        this.page = new LabelledText(locale);
    }

    String text() {
        page.heading(it.category().id() + ":" + it.key() + "   "
                + say("per ", "as of ") + time(it.at()) + " Europe/Stockholm   policy "
                + it.policy().version() + " (" + it.fingerprint().substring(0, 8) + ")");
        switch (it.presence()) {
            case PRESENT -> present();
            case ERASED ->
                result(
                        "RADERAD. Posten finns inte mer; liggaren visar när och under vilken regel.",
                        "ERASED. The record is there no more; the ledger says when and under which rule.");
            case GONE_ELSEWHERE ->
                result(
                        "BORTA. Posten togs bort av något annat än Gallra.",
                        "GONE. Something other than Gallra deleted the record.");
            case NEVER_SEEN ->
                result(
                        "OKÄND. Varken källan eller liggaren har sett en post med denna nyckel.",
                        "NEVER SEEN. Neither the source nor the ledger has seen a record with this key.");
        }
        it.holds().forEach(this::hold);
        objects();
        it.past().forEach(this::past);
        it.permits().forEach(this::permit);
        it.findings()
                .forEach(f -> page.line(
                        say("Anmärkt", "Finding"),
                        f.code() + ", " + say("senast ", "last ") + time(f.lastSeen()) + ", "
                                + say(f.times() + " ggr", f.times() + (f.times() == 1 ? " time" : " times")) + ": "
                                + f.detail()));
        next();
        return page.toString();
    }

    private void present() {
        for (Explanation.Start start : it.starts()) {
            Instant value = start.value();
            page.line(
                    say("Uppgift", "Fact"),
                    start.role() + " = " + (value == null ? say("saknas", "empty") : time(value)) + " ("
                            + start.column() + ")");
        }
        Explanation.Decided decided = it.decided();
        if (decided == null) {
            result(
                    "Posten pekar på något som inte finns och kan inte läsas helt; ingen körning rör den.",
                    "The record points at something that is missing and cannot be read whole; no run touches it.");
            return;
        }
        page.block(new PolicyDescription(it.policy(), locale)
                .explain(
                        decided.facts(),
                        it.holds().stream().map(PlacedHold::hold).toList(),
                        it.at()));
    }

    private void hold(PlacedHold placed) {
        Hold hold = placed.hold();
        LocalDate until = hold.until();
        Instant released = hold.releasedAt();
        String end;
        if (released != null) {
            end = say("släppt ", "released ") + time(released) + say(" av ", " by ") + placed.releasedBy();
        } else if (until != null) {
            end = (hold.activeAt(it.at()) ? say("till och med ", "until the end of ") : say("slutade ", "ended "))
                    + until;
        } else {
            end = say("utan slutdatum, omprövas senast ", "without an end, to be reviewed by ") + hold.reviewBy();
        }
        String late = it.presence() == Explanation.Presence.PRESENT
                ? ""
                : say("; posten är borta, spärren skyddar inget", "; the record is gone, the hold covers nothing");
        page.line(
                say("Spärr", "Hold"),
                hold.id() + " " + hold.type() + say(" på ", " on ")
                        + placed.scope().kind().id() + ", " + end
                        + say(", lagd ", ", placed ") + time(hold.placedAt()) + say(" av ", " by ") + placed.placedBy()
                        + late);
    }

    private void objects() {
        Explanation.Objects objects = it.objects();
        if (objects == null || (it.presence() != Explanation.Presence.PRESENT && objects.unsettled() == 0)) {
            return;
        }
        if (objects.unknown() != null) {
            page.line(
                    say("Objekt", "Objects"), say("kunde inte räknas: ", "could not be counted: ") + objects.unknown());
        } else {
            page.line(
                    say("Objekt", "Objects"),
                    say(
                            "nycklar: " + objects.named() + "; i lagret nu: versioner " + objects.versions()
                                    + ", raderingsmarkörer " + objects.markers() + ", saknas " + objects.absent(),
                            "keys: " + objects.named() + "; in the store now: versions " + objects.versions()
                                    + ", delete markers " + objects.markers() + ", missing " + objects.absent()));
        }
        if (objects.unsettled() > 0) {
            page.line(
                    "",
                    say(
                            "kopior under radering: " + objects.unsettled()
                                    + "; en körning har eller kan ha begärt den, och nästa ser efter först",
                            "copies being deleted: " + objects.unsettled()
                                    + "; a run has or may have asked for it, and the next one looks first"));
        }
    }

    private void past(LedgerSearch.Entry entry) {
        String what = switch (entry.outcome()) {
            case ERASED -> say("raderad", "erased");
            case ANONYMISED -> say("reducerad till det bokföringen behöver", "reduced to what the books need");
            default -> say("objekten raderade, raden behölls", "its objects erased, its row kept");
        };
        page.line(
                say("Liggare", "Ledger"),
                time(entry.at()) + " " + what + say(", körning ", ", run ") + entry.runId()
                        + ", policy "
                        + entry.policy().substring(0, 8)
                        + (entry.policy().equals(it.fingerprint())
                                ? ""
                                : say(" (inte den nuvarande)", " (not today's)"))
                        + say(", rad ", ", row ") + entry.part() + "/" + entry.seq());
    }

    private void permit(PlacedPermit placed) {
        page.line(
                say("Tillstånd", "Permit"),
                say("raderad i förtid, enligt ", "erased early, under ")
                        + placed.permit().id()
                        + say(", Skatteverket ", ", Skatteverket's ")
                        + placed.permit().reference()
                        + say(", godkänt av ", ", approved by ")
                        + placed.permit().approvedBy()
                        + say(" (bokföringslagen 7 kap. 7 §)", " (Bookkeeping Act, BFL 7 kap. 7 §)"));
    }

    private void next() {
        Explanation.Decided decided = it.decided();
        if (decided == null) {
            return;
        }
        page.line(say("Nästa", "Next run"), next(decided));
    }

    private String next(Explanation.Decided decided) {
        Verdict verdict = decided.verdict();
        LocalDate due = verdict.due();
        if (decided.objection() != null) {
            return say(
                    "behåller den och anmäler " + decided.objection() + ": objektet kan tillhöra en annan post",
                    "keeps it and reports " + decided.objection() + ": its object may belong to another record");
        }
        if (decided.outcome() == Outcome.ERASED) {
            return say("raderar den; fällig sedan " + due, "erases it; due since " + due);
        }
        if (decided.outcome() == Outcome.ANONYMISED) {
            return say(
                    "reducerar den till det bokföringen behöver; fällig sedan " + due,
                    "reduces it to what the books need; due since " + due);
        }
        if (decided.outcome() == Outcome.REVIEW) {
            return say(
                    "behåller den och anmäler " + verdict.reason() + " tills någon har tittat",
                    "keeps it and reports " + verdict.reason() + " until somebody has looked");
        }
        if (due == null) {
            return say(
                    "behåller den, och frågar igen varje gång: inget datum är satt",
                    "keeps it, and asks again each time: no date is set");
        }
        LocalDate turn = decided.turn();
        if (turn != null && turn.isAfter(due)) {
            return say(
                    "behåller den; årets volym fördelas över flera nätter, och dess natt är " + turn + " (fällig " + due
                            + ")",
                    "keeps it; a year's volume is spread over several nights, and its night is " + turn + " (due " + due
                            + ")");
        }
        return say(
                "behåller den; den första som raderar den är körningen " + due + ", om inget ändras",
                "keeps it; the first to erase it is the run of " + due + ", if nothing changes");
    }

    private void result(String sv, String en) {
        page.line(say("Resultat", "Result"), say(sv, en));
    }

    private String say(String sv, String en) {
        return page.say(sv, en);
    }

    private static String time(@Nullable Instant instant) {
        return instant == null ? "?" : MINUTE.format(instant.atZone(SwedishCalendar.ZONE));
    }
}
