package se.partnersec.gallra.planning.explain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.holds.permit.PlacedPermit;
import se.partnersec.gallra.ledger.entry.LedgerSearch;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.holding.HoldWords;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.LabelledText;
import se.partnersec.gallra.policy.wording.PolicyDescription;

/** Says an explanation to a person, from what is known to what comes next. */
final class ExplanationText {
    private final Explanation it;
    private final Locale locale;
    private final LabelledText page;
    private final HoldWords words;

    ExplanationText(Explanation explanation, Locale locale) {
        this.it = explanation;
        this.locale = locale;
        this.page = new LabelledText("planning", locale);
        this.words = new HoldWords(page);
    }

    String text() {
        page.heading(it.category().id() + ":" + it.key() + "   "
                + say("explain.as") + " " + time(it.at()) + "   policy "
                + it.policy().version() + " (" + it.fingerprint().substring(0, 8) + ")");
        switch (it.presence()) {
            case PRESENT -> present();
            case ERASED -> result("explain.result.erased");
            case GONE_ELSEWHERE -> result("explain.result.gone");
            case NEVER_SEEN -> result("explain.result.never-seen");
        }
        it.holds().forEach(this::hold);
        objects();
        it.past().forEach(this::past);
        it.requests().forEach(this::request);
        it.permits().forEach(this::permit);
        it.findings()
                .forEach(f -> page.line(
                        say("explain.finding"),
                        f.code() + ", " + say("explain.last") + " " + time(f.lastSeen()) + ", "
                                + say(f.times() == 1 ? "explain.time" : "explain.times", f.times()) + ": "
                                + f.detail()));
        next();
        return page.toString();
    }

    private void present() {
        for (Explanation.Start start : it.starts()) {
            Instant value = start.value();
            page.line(
                    say("explain.fact"),
                    start.role() + " = " + (value == null ? say("explain.empty") : time(value)) + " (" + start.column()
                            + ")");
        }
        Explanation.Decided decided = it.decided();
        if (decided == null) {
            result("explain.result.unreadable");
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
            end = say("explain.released") + " " + time(released) + " " + say("explain.by") + " " + placed.releasedBy();
        } else if (until != null) {
            end = (hold.activeAt(it.at()) ? say("explain.until-end") + " " : say("explain.ended") + " ") + until;
        } else {
            end = say("explain.without-end-reviewed") + " " + hold.reviewBy();
        }
        String late = "";
        if (it.presence() != Explanation.Presence.PRESENT) {
            late = say(it.erasedUnder(placed) ? "explain.erased-under-hold" : "explain.record-gone-hold-covers");
        }
        page.line(
                say("explain.hold"),
                hold.id() + " " + words.type(hold.type()) + " " + say("explain.on") + " "
                        + words.kind(placed.scope()) + ", " + end
                        + say("explain.placed") + " " + time(hold.placedAt()) + " " + say("explain.by") + " "
                        + placed.placedBy()
                        + late);
    }

    private void objects() {
        Explanation.Objects objects = it.objects();
        if (objects == null || (it.presence() != Explanation.Presence.PRESENT && objects.unsettled() == 0)) {
            return;
        }
        if (objects.unknown() != null) {
            page.line(say("explain.objects"), say("explain.could-not-counted") + " " + objects.unknown());
        } else {
            page.line(
                    say("explain.objects"),
                    say(
                            "explain.keys-store-now-versions",
                            objects.named(),
                            objects.versions(),
                            objects.markers(),
                            objects.absent()));
        }
        if (objects.unsettled() > 0) {
            page.line("", say("explain.copies-being-deleted-run", objects.unsettled()));
        }
    }

    private void past(LedgerSearch.Entry entry) {
        String what = switch (entry.outcome()) {
            case ERASED -> say("explain.erased");
            case ANONYMISED -> say("explain.reduced-what-books-need");
            default -> say("explain.its-objects-erased-its");
        };
        page.line(
                say("explain.ledger"),
                time(entry.at()) + " " + what + say("explain.run") + " " + entry.runId()
                        + ", policy "
                        + entry.policy().substring(0, 8)
                        + (entry.policy().equals(it.fingerprint()) ? "" : " " + say("explain.not-today"))
                        + say("explain.row") + " " + entry.part() + "/" + entry.seq());
        if (it.permits().isEmpty()) {
            rule(entry);
        }
    }

    /** Rule of its category on that day; a request of its data subject may have come before it. */
    private void rule(LedgerSearch.Entry entry) {
        RetentionPolicy then = entry.policy().equals(it.fingerprint())
                ? it.policy()
                : it.earlier().get(entry.policy());
        page.line(
                say("explain.rule"),
                then == null || then.find(it.category()).isEmpty()
                        ? say("explain.rules-then", entry.policy().substring(0, 8))
                        : new PolicyDescription(then, locale).rule(it.category()) + " ("
                                + String.join(
                                        "; ", then.rule(it.category()).grounds().law()) + ")");
    }

    private void request(Explanation.Requested requested) {
        page.line(
                say("explain.request"),
                say(
                        "explain.run-took-it-by-request",
                        requested.request(),
                        SwedishCalendar.localDate(requested.grantedAt()),
                        requested.run()));
    }

    private void permit(PlacedPermit placed) {
        page.line(
                say("explain.permit"),
                say("explain.erased-early-under") + " "
                        + placed.permit().id()
                        + say("explain.skatteverket") + " "
                        + placed.permit().reference()
                        + say("explain.approved") + " "
                        + placed.permit().approvedBy()
                        + " " + say("explain.bookkeeping-act-bfl-7"));
    }

    private void next() {
        Explanation.Decided decided = it.decided();
        if (decided == null) {
            return;
        }
        page.line(say("explain.next-run"), next(decided));
    }

    private String next(Explanation.Decided decided) {
        Verdict verdict = decided.verdict();
        LocalDate due = verdict.due();
        if (decided.objection() != null) {
            return say("explain.keeps-reports-its-object", decided.objection());
        }
        if (decided.outcome() == Outcome.ERASED) {
            return say("explain.erases-due-since", due);
        }
        if (decided.outcome() == Outcome.ANONYMISED) {
            return say("explain.reduces-what-books-need", due);
        }
        if (decided.outcome() == Outcome.REVIEW && verdict.decision() == Verdict.Decision.RETAIN) {
            return say("explain.keeps-whole-customer");
        }
        if (decided.outcome() == Outcome.REVIEW) {
            return say("explain.keeps-reports-until-somebody", verdict.reason());
        }
        if (due == null) {
            return say("explain.keeps-asks-again-each");
        }
        LocalDate turn = decided.turn();
        if (turn != null && turn.isAfter(due)) {
            return say("explain.keeps-year-volume-spread", turn, due);
        }
        return say("explain.keeps-first-erase-run", due);
    }

    private void result(String key) {
        page.line(say("explain.result"), say(key));
    }

    private String say(String key, @Nullable Object... args) {
        return page.say(key, args);
    }

    private static String time(@Nullable Instant instant) {
        return instant == null ? "?" : SwedishCalendar.minute(instant);
    }
}
