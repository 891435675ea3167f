package se.partnersec.gallra.requests;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
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
        this.page = new LabelledText(locale);
        this.locale = locale;
    }

    String text() {
        page.heading(say("Svar på begäran ", "Answer to request ") + request.name());
        page.line(say("Gäller", "About"), subjectMatter());
        page.line(say("Mottagen", "Received"), request.received().toString());
        Decision decision = request.decision();
        if (decision == null) {
            page.line(say("Beslut", "Decision"), say("inte fattat än", "not taken yet"));
        } else {
            page.line(say("Beslut", "Decision"), decided(decision));
        }
        if (request.extension() != null) {
            page.line(
                    say("Förlängt", "Extended"),
                    say(
                            "svaret kommer senast " + request.answerBy() + " (GDPR 12.3): " + request.extension(),
                            "the answer comes by " + request.answerBy() + " (GDPR 12(3)): " + request.extension()));
        }
        records();
        if (decision != null) {
            complaint(decision);
        }
        return page.toString();
    }

    private String subjectMatter() {
        return switch (request.kind()) {
            case ERASURE -> say("radering (GDPR 17)", "erasure (GDPR 17)");
            case RESTRICTION -> say("begränsning av behandling (GDPR 18)", "restriction of processing (GDPR 18)");
            case MARKETING ->
                say("invändning mot direkt marknadsföring (GDPR 21.2)", "objection to direct marketing (GDPR 21(2))");
            case OBJECTION -> say("invändning mot behandling (GDPR 21.1)", "objection to processing (GDPR 21(1))");
        };
    }

    private String decided(Decision decision) {
        String day = SwedishCalendar.localDate(decision.at()) + ": ";
        if (!decision.accepted()) {
            return day + say("avslag enligt ", "refused under ") + decision.law() + ". " + decision.reason();
        }
        return day
                + switch (request.kind()) {
                    case ERASURE ->
                        say(
                                "bifall. Vad som hänt med dina uppgifter står nedan.",
                                "granted. What became of your data is said below.");
                    case RESTRICTION ->
                        say(
                                "bifall. Dina uppgifter lagras men används inte, och visas inte i våra system. Du får"
                                        + " veta innan begränsningen hävs (GDPR 18.3).",
                                "granted. Your data is stored but not used, and not shown in our systems. You will be"
                                        + " told before the restriction is lifted (GDPR 18(3)).");
                    case MARKETING ->
                        say(
                                "bifall. Du får inga utskick mer, och din trafik används inte för marknadsföring. En kodad"
                                        + " uppgift om adressen sparas, så att vi kan låta den vara i fred (GDPR 21.3).",
                                "granted. You will get no more mailings, and your traffic is not used for marketing. A"
                                        + " coded mark of the address is kept, so that we can leave it alone (GDPR"
                                        + " 21(3)).");
                    case OBJECTION ->
                        say(
                                "bifall. Den behandling du invände mot upphör.",
                                "granted. The processing you objected to ends.");
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
            page.line(
                    say("Uppgifter", "Data"),
                    say("vi har inga uppgifter som begäran gäller", "we have no data that the request is about"));
        }
    }

    private String fate(ItemState state) {
        LocalDate until = state.until();
        return switch (state.fate()) {
            case ERASED -> say("raderade", "erased");
            case ANONYMISED ->
                say("avidentifierade", "anonymised")
                        + (state.code().isEmpty()
                                ? say("; bara summor finns kvar", "; only sums are left")
                                : say("; resten sparas", "; the rest is kept") + kept(state));
            case ANONYMISED_REVIEW ->
                say(
                        "avidentifierade; vad som händer med resten måste en person avgöra, och du får besked",
                        "anonymised; what becomes of the rest somebody has to decide, and you will be told");
            case CONTENT_GONE ->
                say("innehållet är raderat; ", "the content is erased; ")
                        + (state.code().isEmpty()
                                ? say(
                                        "vad som händer med posten om det måste en person avgöra, och du får besked",
                                        "what becomes of the entry about it somebody has to decide, and you will be told")
                                : say("posten om det sparas", "the entry about it is kept")
                                        + kept(state)
                                        + again(state));
            case DUE ->
                until == null
                        ? say("raderas vid nästa körning", "to be erased by the next run")
                        : say("raderas från ", "to be erased from ") + until.plusDays(1);
            case DUE_IN_PART ->
                say(
                                "avidentifieras vid nästa körning; resten sparas",
                                "to be anonymised by the next run; the rest is kept")
                        + kept(state);
            case REFUSED -> say("sparas", "kept") + kept(state) + again(state);
            case REVIEW -> say("en person måste avgöra; du får besked", "somebody has to look; you will be told");
            case GONE -> say("fanns inte längre", "were not there any more");
        };
    }

    private String kept(ItemState state) {
        LocalDate until = state.until();
        String time = until == null ? "" : say(" till och med " + until, " until the end of " + until);
        return time + say(", eftersom ", ", because ") + new RefusalGrounds(page).of(state.code());
    }

    /** The earliest day, and that nobody need ask again. */
    private String again(ItemState state) {
        if (state.code().equals("OUT_OF_SCOPE_PROCESSOR")) {
            return "";
        }
        LocalDate until = state.until();
        return until == null
                ? say(
                        ". De raderas utan ny begäran när det inte längre gäller.",
                        ". It is erased without a new request when that no longer holds.")
                : say(
                        ". De raderas utan ny begäran, tidigast " + until.plusDays(1) + ".",
                        ". It is erased without a new request, " + until.plusDays(1) + " at the earliest.");
    }

    private void complaint(Decision decision) {
        boolean refused = !decision.accepted()
                || items.keySet().stream().anyMatch(state -> state.fate() == ItemState.Fate.REFUSED);
        page.heading(say("Om du inte är nöjd", "If you do not agree"));
        page.line(
                say("Klaga", "Complain"),
                say(
                                "hos Integritetsskyddsmyndigheten (imy.se) eller vid domstol (GDPR 12.4, 77, 79)",
                                "to the Swedish Authority for Privacy Protection (imy.se) or before a court (GDPR 12(4), 77, 79)")
                        + (refused ? say("; det gäller också det som sparas", "; also about what is kept") : "")
                        + ".");
    }

    private String say(String sv, String en) {
        return page.say(sv, en);
    }
}
