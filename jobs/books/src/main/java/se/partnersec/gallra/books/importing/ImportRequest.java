package se.partnersec.gallra.books.importing;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * How an import is wanted.
 *
 * @param dryRun say what it would do, and do nothing
 * @param acceptShorter whether to ask for fiscal years by which something would be kept for a shorter time
 * @param reason why that is right; needed with {@code acceptShorter}
 */
public record ImportRequest(
        boolean dryRun, boolean acceptShorter, @Nullable String reason) {
    public ImportRequest {
        VisibleText.require("the reason", reason);
        if (acceptShorter && (reason == null || reason.isBlank() || reason.length() > 500)) {
            throw new IllegalArgumentException("--accept-shorter needs a reason of 1 to 500 characters: give --reason");
        }
    }
}
