package se.partnersec.gallra.requests.letter;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.CategoryTexts;
import se.partnersec.gallra.policy.wording.LabelledText;
import se.partnersec.gallra.requests.AnswerStatus;
import se.partnersec.gallra.requests.ItemState;
import se.partnersec.gallra.requests.RequestKind;
import se.partnersec.gallra.requests.SubjectRequest;
import se.partnersec.gallra.requests.SubjectRequest.Decision;
import se.partnersec.gallra.support.pdf.Document;

/**
 * Writes to a person what was decided of their request, and what became of their records. Records that an order of an authority keeps are in no
 * letter, because nobody may speak of some of them; every letter says that it leaves out what is secret.
 */
public final class AnswerLetter {
    private static final String SECRET = "AUTHORITY_ORDER";

    private final AnswerStatus status;
    private final SubjectRequest request;
    private final Map<ItemState, Long> items;
    private final LabelledText page;
    private final Locale locale;
    private final List<Part> parts = new ArrayList<>();

    private record Line(String label, String text) {}

    private record Part(String heading, List<Line> lines) {}

    /** The answer as things stand: Swedish for {@code sv}, otherwise English. */
    public AnswerLetter(AnswerStatus status, Locale locale) {
        this.status = status;
        this.request = status.request();
        this.items = new LinkedHashMap<>(status.items());
        this.items.keySet().removeIf(state -> state.code().equals(SECRET));
        this.page = new LabelledText("requests", locale);
        this.locale = locale;
        compose();
    }

    /** Text for a terminal, at most 100 columns wide. */
    public String text() {
        LabelledText text = new LabelledText("requests", locale);
        for (Part part : parts) {
            text.heading(part.heading());
            part.lines().forEach(line -> text.line(line.label(), line.text()));
        }
        return text.toString();
    }

    /** Adds the answer to a letter, in which a section keeps its number on its line. */
    void write(Document paper) {
        for (Part part : parts) {
            paper.part(part.heading())
                    .facts(part.lines().stream()
                            .map(line ->
                                    new Document.Fact(line.label(), line.text().replace(" §", "\u00a0§")))
                            .toList());
        }
    }

    private void heading(String heading) {
        parts.add(new Part(heading, new ArrayList<>()));
    }

    private void line(String label, String text) {
        parts.get(parts.size() - 1).lines().add(new Line(label, text));
    }

    private void compose() {
        Decision decision = request.decision();
        heading(say(decision == null ? "letter.notice-request" : "letter.answer-request") + " " + request.name());
        line(say("letter.about"), subjectMatter());
        line(say("letter.received"), request.received().toString());
        line(say("letter.decision"), decision == null ? say("letter.not-taken-yet") : decided(decision));
        if (decision == null && request.extension() != null) {
            line(say("letter.extended"), say("letter.answer-comes-gdpr-12", request.answerBy(), request.extension()));
        }
        records();
        if (decision != null) {
            complaint(decision);
        }
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
                    case ERASURE ->
                        say(
                                items.isEmpty()
                                        ? "letter.granted"
                                        : allKept()
                                                ? "letter.all-kept"
                                                : inPart()
                                                        ? "letter.granted-in-part"
                                                        : "letter.granted-what-became-your");
                    case RESTRICTION ->
                        decision.lifted() == null
                                ? say("letter.granted-your-data-stored")
                                : say("letter.granted-restriction-lifted", decision.lifted());
                    case MARKETING ->
                        say("letter.granted-you-will-get") + (status.remembered() ? " " + say("letter.mark-kept") : "");
                    case OBJECTION -> say("letter.granted-processing-you-objected");
                };
    }

    /** True if every record in the letter is kept, so that the request is not granted in part. */
    private boolean allKept() {
        return items.keySet().stream().allMatch(state -> state.fate() == ItemState.Fate.REFUSED);
    }

    /** Whether the letter tells of a record that is kept, wholly or in part. */
    private boolean inPart() {
        return items.keySet().stream().anyMatch(state -> switch (state.fate()) {
            case REFUSED, DUE_IN_PART -> true;
            case ANONYMISED, CONTENT_GONE -> !state.code().isEmpty();
            case ERASED, ANONYMISED_REVIEW, DUE, REVIEW, GONE -> false;
        });
    }

    private void records() {
        // States that differ only in what no letter tells are one.
        Map<DataCategory, Map<String, Long>> told = new LinkedHashMap<>();
        items.forEach((state, records) -> told.computeIfAbsent(state.category(), c -> new LinkedHashMap<>())
                .merge(fate(state), records, Long::sum));
        told.forEach((category, fates) -> {
            heading(CategoryTexts.of(category, locale).letter());
            fates.forEach((fate, records) -> line(say("letter.records", records), sentence(fate)));
        });
        if (request.hasItems() && items.isEmpty() && request.kind() == RequestKind.ERASURE) {
            // The same whether there is nothing or nothing that may be told.
            line(say("letter.data"), sentence(say("letter.we-have-no-data")));
        }
        if (request.hasItems()) {
            heading(say("letter.secrecy"));
            line(say("letter.data"), sentence(say("letter.what-is-secret")));
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
        String time = until == null ? "" : " " + say(fixed(state) ? "letter.until-end" : "letter.until-latest", until);
        return time + say("letter.because") + " " + new RefusalGrounds(page).of(state.code());
    }

    /** That nobody need ask again; with a day only where it is known. */
    private String again(ItemState state) {
        if (state.code().equals("OUT_OF_SCOPE_PROCESSOR")) {
            return "";
        }
        LocalDate until = state.until();
        return until == null || !fixed(state)
                ? say("letter.erased-without-new-request")
                : say("letter.erased-without-new-request-from", until.plusDays(1));
    }

    /** True if the Bookkeeping Act sets the last day. A claim or a hold may end earlier. */
    private static boolean fixed(ItemState state) {
        return state.code().equals("BOOKKEEPING") || state.code().equals("REDUCE_TO_BOOKKEEPING");
    }

    private void complaint(Decision decision) {
        boolean refused = !decision.accepted()
                || items.keySet().stream().anyMatch(state -> state.fate() == ItemState.Fate.REFUSED);
        heading(say("letter.if-you-do-not"));
        line(
                say("letter.complain"),
                sentence(say("letter.swedish-authority-privacy-protection")
                        + (refused ? say("letter.also-about-what-kept") : "")));
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private String say(String key, @Nullable Object... args) {
        return page.say(key, args);
    }
}
