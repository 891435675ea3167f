package se.partnersec.gallra.books.importing;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * How an import is wanted.
 *
 * @param dryRun say what it would do, and do nothing
 * @param acceptShorter whether to ask for fiscal years by which something would be kept for a shorter time
 * @param reason why that is right; needed with {@code acceptShorter}
 * @param entity code of the legal entity whose books it is; null where the file's own number says, or there is one only
 */
public record ImportRequest(
        boolean dryRun,
        boolean acceptShorter,
        @Nullable String reason,
        @Nullable String entity) {
    private static final Sentences SENTENCES = Sentences.of("books");

    public ImportRequest {
        VisibleText.require(SENTENCES.say("importing.reason"), reason);
        if (acceptShorter && (reason == null || reason.isBlank() || reason.length() > 500)) {
            throw new IllegalArgumentException(SENTENCES.say("importing.accept-shorter-needs-reason-1-500"));
        }
    }
}
