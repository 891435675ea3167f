package se.partnersec.gallra.requests;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;

/**
 * What somebody wants to decide of a request.
 *
 * @param identity how it was made sure that it was the person who asked
 * @param law on which a refusal rests, such as {@code GDPR 12(5)}
 * @param reviewBy when a restriction is looked at again, at most 12 months ahead; null for other kinds
 */
public record NewDecision(
        boolean accepted,
        @Nullable String identity,
        @Nullable String law,
        @Nullable String reason,
        @Nullable LocalDate reviewBy) {
    private static final Sentences SENTENCES = Sentences.of("requests");
    /** A law is named by its section: a word without a number names none. */
    private static final Pattern LAW = Pattern.compile(".*\\p{L}.*\\d.*");

    /** Who cannot be identified is refused under this very article. */
    private static final Pattern NOT_IDENTIFIED = Pattern.compile("(?i).*\\b12\\s*[.(]\\s*6\\b.*");

    private static final int LONGEST = 190;

    List<String> problems(RequestKind kind) {
        List<String> problems = new ArrayList<>();
        boolean unknown =
                !accepted && law != null && NOT_IDENTIFIED.matcher(law).matches();
        if (!unknown && !filled(identity, LONGEST)) {
            problems.add(SENTENCES.say("requests.say-how-made-sure-person-who", LONGEST));
        }
        if (accepted) {
            restriction(kind, problems);
        } else {
            refusal(kind, problems);
        }
        return problems;
    }

    private void restriction(RequestKind kind, List<String> problems) {
        if (kind == RequestKind.RESTRICTION && reviewBy == null) {
            problems.add(SENTENCES.say("requests.restriction-needs-day-which-somebody-looks"));
        }
        if (law != null) {
            problems.add(SENTENCES.say("requests.only-refusal-rests-law-leave-out"));
        }
    }

    private void refusal(RequestKind kind, List<String> problems) {
        if (kind == RequestKind.MARKETING) {
            problems.add(SENTENCES.say("requests.objection-direct-marketing-cannot-refused-gdpr"));
        }
        if (!filled(law, LONGEST) || !LAW.matcher(String.valueOf(law)).matches()) {
            problems.add(SENTENCES.say("requests.refusal-names-law-rests-section-give"));
        }
        if (!filled(reason, 1000)) {
            problems.add(SENTENCES.say("requests.refusal-says-why-words-person-will"));
        }
    }

    private static boolean filled(@Nullable String text, int longest) {
        return text != null && !text.isBlank() && text.length() <= longest;
    }
}
