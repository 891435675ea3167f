package se.partnersec.gallra.approvals.request;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.partnersec.gallra.policy.fact.FiscalYear;

/**
 * Terms of a request to enter a fiscal year by which records may go earlier, or to remove a year.
 *
 * @param removed true for a removal; {@code year} is as it was when that was asked for
 */
public record FiscalYearTerms(FiscalYear year, boolean removed) {
    /** The kind of such requests; what they are about is the year. */
    public static final String KIND = "FISCAL_YEAR";

    private static final String REMOVED = " removed";

    private static final Pattern TEXT = Pattern.compile(
            "entity=([a-z0-9][a-z0-9-]{0,31}) start=(\\d{4}-\\d{2}-\\d{2}) end=(\\d{4}-\\d{2}-\\d{2})( removed)?");

    /**
     * Subject of the request: {@code 2026-01-01..2026-12-31}, with the legal entity behind it where it is not {@code main},
     * and {@code removed} behind both.
     */
    public String subject() {
        return year.text() + (removed ? REMOVED : "");
    }

    /** The command that asks for it, from {@code gallra holds years} on. */
    String arguments() {
        return (removed ? "remove " : "add ") + year.start() + ".." + year.end()
                + (year.entity().equals(FiscalYear.MAIN) ? "" : " --entity " + year.entity());
    }

    /** As the request has it, and as the view {@code standing_year_version} compares it. */
    public String text() {
        return "entity=" + year.entity() + " start=" + year.start() + " end=" + year.end() + (removed ? REMOVED : "");
    }

    /** Empty if it was not written by this program, or subject and terms name different years. */
    public static Optional<FiscalYearTerms> read(Approval request) {
        Matcher found = TEXT.matcher(request.terms());
        if (!request.kind().equals(KIND) || !found.matches()) {
            return Optional.empty();
        }
        try {
            FiscalYearTerms terms = new FiscalYearTerms(
                    new FiscalYear(found.group(1), LocalDate.parse(found.group(2)), LocalDate.parse(found.group(3))),
                    found.group(4) != null);
            return Optional.of(terms).filter(each -> each.subject().equals(request.subject()));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
