package se.partnersec.gallra.requests;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.CategoryTexts;
import se.partnersec.gallra.policy.wording.LabelledText;
import se.partnersec.gallra.requests.SubjectRequest.Decision;

/** Writes to a person what was decided of their request, and what became of their records. */
final class AnswerLetter {
    private final SubjectRequest request;
    private final Map<ItemState, Long> items;
    private final LabelledText page;
    private final Locale locale;

    /** @param items how many records stand how */
    AnswerLetter(SubjectRequest request, Map<ItemState, Long> items, Locale locale) {
        this.request = request;
        this.items = items;
        this.page = new LabelledText("requests", locale);
        this.locale = locale;
    }

    String text() {
        page.heading(say("letter.answer-request") + " " + request.name());
        page.line(say("letter.about"), subjectMatter());
        page.line(say("letter.received"), request.received().toString());
        Decision decision = request.decision();
        if (decision == null) {
            page.line(say("letter.decision"), say("letter.not-taken-yet"));
        } else {
            page.line(say("letter.decision"), decided(decision));
        }
        if (request.extension() != null) {
            page.line(
                    say("letter.extended"),
                    say("letter.answer-comes-gdpr-12", request.answerBy(), request.extension()));
        }
        records();
        if (decision != null) {
            complaint(decision);
        }
        return page.toString();
    }

    private String subjectMatter() {
        return switch (request.kind()) {
            case ERASURE -> say("letter.erasure-gdpr-17");
            case RESTRICTION -> say("letter.restriction-processing-gdpr-18");
            case MARKETING -> say("letter.objection-direct-marketing-gdpr");
            case OBJECTION -> say("letter.objection-processing-gdpr-21");
        };
    }

    private String decided(Decision decision) {
        String day = SwedishCalendar.localDate(decision.at()) + ": ";
        if (!decision.accepted()) {
            return day + say("letter.refused-under") + " " + decision.law() + ". " + decision.reason();
        }
        return day
                + switch (request.kind()) {
                    case ERASURE -> say("letter.granted-what-became-your");
                    case RESTRICTION -> say("letter.granted-your-data-stored");
                    case MARKETING -> say("letter.granted-you-will-get");
                    case OBJECTION -> say("letter.granted-processing-you-objected");
                };
    }

    private void records() {
        DataCategory last = null;
        for (Map.Entry<ItemState, Long> each : items.entrySet()) {
            ItemState state = each.getKey();
            if (!state.category().equals(last)) {
                page.heading(CategoryTexts.of(state.category(), locale).letter());
                last = state.category();
            }
            page.line(each.getValue().toString(), fate(state));
        }
        if (request.hasItems() && items.isEmpty()) {
            page.line(say("letter.data"), say("letter.we-have-no-data"));
        }
    }

    private String fate(ItemState state) {
        LocalDate until = state.until();
        return switch (state.fate()) {
            case ERASED -> say("letter.erased");
            case ANONYMISED ->
                say("letter.anonymised")
                        + (state.code().isEmpty()
                                ? say("letter.only-sums-left")
                                : say("letter.rest-kept") + kept(state));
            case ANONYMISED_REVIEW -> say("letter.anonymised-what-becomes-rest");
            case CONTENT_GONE ->
                say("letter.content-erased") + " "
                        + (state.code().isEmpty()
                                ? say("letter.what-becomes-entry-about")
                                : say("letter.entry-about-kept") + kept(state) + again(state));
            case DUE ->
                until == null ? say("letter.erased-next-run") : say("letter.erased-from") + " " + until.plusDays(1);
            case DUE_IN_PART -> say("letter.anonymised-next-run-rest") + kept(state);
            case REFUSED -> say("letter.kept") + kept(state) + again(state);
            case REVIEW -> say("letter.somebody-has-look-you");
            case GONE -> say("letter.were-not-there-any");
        };
    }

    private String kept(ItemState state) {
        LocalDate until = state.until();
        String time = until == null ? "" : " " + say("letter.until-end", until);
        return time + say("letter.because") + " " + new RefusalGrounds(page).of(state.code());
    }

    /** The earliest day, and that nobody need ask again. */
    private String again(ItemState state) {
        if (state.code().equals("OUT_OF_SCOPE_PROCESSOR")) {
            return "";
        }
        LocalDate until = state.until();
        return until == null
                ? say("letter.erased-without-new-request")
                : say("letter.erased-without-new-request-from", until.plusDays(1));
    }

    private void complaint(Decision decision) {
        boolean refused = !decision.accepted()
                || items.keySet().stream().anyMatch(state -> state.fate() == ItemState.Fate.REFUSED);
        page.heading(say("letter.if-you-do-not"));
        page.line(
                say("letter.complain"),
                say("letter.swedish-authority-privacy-protection")
                        + (refused ? say("letter.also-about-what-kept") : "")
                        + ".");
    }

    private String say(String key, @Nullable Object... args) {
        return page.say(key, args);
    }
}
