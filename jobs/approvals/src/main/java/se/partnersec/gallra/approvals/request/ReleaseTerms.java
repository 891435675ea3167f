package se.partnersec.gallra.approvals.request;

import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * That a hold be released.
 *
 * @param hold number of the hold, as the register has it
 * @param informed when the data subject was told that a restriction would be lifted (GDPR 18(3)); null for other holds
 */
public record ReleaseTerms(long hold, @Nullable LocalDate informed) {
    /** The kind of such requests; what they are about is the hold. */
    public static final String KIND = "RELEASE";

    private static final Pattern TEXT = Pattern.compile("hold=(\\d{1,18})(?: informed=(\\d{4}-\\d{2}-\\d{2}))?");

    /** What the request is about, as people say it: {@code H-12}. */
    public String subject() {
        return "H-" + hold;
    }

    /** As the request has it: {@code hold=12 informed=2026-11-20}. */
    public String text() {
        return "hold=" + hold + (informed == null ? "" : " informed=" + informed);
    }

    /** Whether subject and terms of a release request name the same hold. */
    public static boolean agree(Approval request) {
        return TEXT.matcher(request.terms()).matches()
                && parse(request.terms()).subject().equals(request.subject());
    }

    /** @throws IllegalArgumentException if it was not written by this program */
    public static ReleaseTerms parse(String text) {
        Matcher found = TEXT.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException("not the terms of a release: '" + text + "'");
        }
        String informed = found.group(2);
        return new ReleaseTerms(Long.parseLong(found.group(1)), informed == null ? null : LocalDate.parse(informed));
    }
}
