package se.partnersec.gallra.reports.certificate;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * What a certificate is about: one run, or the local days from one to another, both included.
 *
 * @param run null for days
 * @param since null for a run
 * @param until null for a run
 */
public record CertificateSubject(
        @Nullable Long run,
        @Nullable LocalDate since,
        @Nullable LocalDate until) {
    private static final Sentences SENTENCES = Sentences.of("reports");

    public CertificateSubject {
        if ((run == null) == (since == null || until == null)) {
            throw new IllegalArgumentException("a certificate is about a run or about days");
        }
    }

    public static CertificateSubject ofRun(long run) {
        return new CertificateSubject(run, null, null);
    }

    /** @throws RefusedException if the days are in the wrong order */
    public static CertificateSubject ofDays(LocalDate since, LocalDate until) {
        if (until.isBefore(since)) {
            throw RefusedException.usage(SENTENCES.say("certificate.until-lies-before-since-change-one", until, since));
        }
        return new CertificateSubject(null, since, until);
    }

    /** Whether a row of the ledger belongs to it. */
    boolean covers(LedgerClaimRow row) {
        if (run != null) {
            return row.runId() == run;
        }
        return !row.writtenAt().isBefore(from()) && row.writtenAt().isBefore(before());
    }

    /** UTC, as the ledger has it; for days only. */
    LocalDateTime from() {
        return DatabaseClock.column(SwedishCalendar.startOfDay(day(since)));
    }

    /** UTC, as the ledger has it; for days only. */
    LocalDateTime before() {
        return DatabaseClock.column(SwedishCalendar.startOfDay(day(until).plusDays(1)));
    }

    private static LocalDate day(@Nullable LocalDate day) {
        if (day == null) {
            throw new IllegalStateException("asked a run for its days. Indicates a bug");
        }
        return day;
    }

    Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        if (run != null) {
            tree.put("run", run);
        } else {
            tree.put("since", day(since).toString());
            tree.put("until", day(until).toString());
        }
        return tree;
    }

    /** @throws RefusedException if this is no subject */
    static CertificateSubject of(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> map) {
            if (map.get("run") instanceof Long run && map.size() == 1) {
                return ofRun(run);
            }
            if (map.get("since") instanceof String since
                    && map.get("until") instanceof String until
                    && map.size() == 2) {
                try {
                    return ofDays(LocalDate.parse(since), LocalDate.parse(until));
                } catch (DateTimeParseException e) {
                    throw RefusedException.usage(SENTENCES.say("certificate.days-certificate-about-cannot-read"));
                }
            }
        }
        throw RefusedException.usage(SENTENCES.say("certificate.file-does-not-say-what-certifies"));
    }
}
