package se.partnersec.gallra.erasure.kept;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.candidate.KeptRanges;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * Notes of a chunk, in its transaction, the stretches of keys in which it left nothing but records that are kept until a day that
 * is known. What is left for any other reason ends a stretch; what went leaves no trace in one.
 */
final class KeptRangeWriter {
    /** Days until a stretch is looked at again in any case; those noted in one night come round in ten. */
    private static final int LONGEST = 30;

    private static final int SPREAD = 10;

    private final KeptRangeTable kept;
    private final KeptReasons reasons;
    private final CandidateQuery candidates;
    private final LocalDate startedBefore;

    /** @param startedBefore the first start day that makes no candidate in this run */
    KeptRangeWriter(KeptRangeTable kept, KeptReasons reasons, CandidateQuery candidates, LocalDate startedBefore) {
        this.kept = kept;
        this.reasons = reasons;
        this.candidates = candidates;
        this.startedBefore = startedBefore;
    }

    /**
     * @param fewest records that make a stretch
     * @param left of the page what is still there. Those that went are most of a chunk; one that was forgotten here would be one
     *     too many for its stretch to be noted
     */
    void note(
            long runId,
            int fewest,
            CandidateQuery.Page page,
            List<AssessedRecord> held,
            Set<RecordKey> left,
            GuardedChunk.Entry entered) {
        LocalDate today = SwedishCalendar.localDate(entered.now());
        Map<RecordKey, KeptReasons.Reason> why = reasons.of(held, entered);
        Growing growing = new Growing(runId, today, fewest);
        KeptRanges ranges = candidates.passedOver();
        KeptRanges.Stretch at = ranges.of(page.keys().get(0));
        growing.begin(KeptRanges.later(page.after(), at.after()));
        RecordKey last = null;
        for (RecordKey key : page.keys()) {
            KeptRanges.Stretch in = ranges.of(key);
            if (!in.equals(at)) {
                // All of the last one was met, up to its end.
                growing.end(at.hi() == null ? null : Long.toUnsignedString(at.hi()));
                growing.begin(KeptRanges.later(page.after(), in.after()));
                at = in;
            }
            KeptReasons.Reason reason = at.quietBefore() == null ? why.get(key) : null;
            if (reason != null && reason.lastsBeyond(today)) {
                growing.add(reason);
            } else if (left.contains(key)) {
                growing.end(last == null ? null : last.text());
                growing.begin(key.text());
            }
            last = key;
        }
        growing.end(last == null ? null : last.text());
    }

    /** The stretch in hand. */
    private final class Growing {
        private final long runId;
        private final LocalDate today;
        private final int fewest;
        private final Set<KeptRangeTable.Link> links = new HashSet<>();
        private @Nullable String after;
        private int records;
        private boolean books;
        private LocalDate until = LocalDate.MAX;

        Growing(long runId, LocalDate today, int fewest) {
            this.runId = runId;
            this.today = today;
            this.fewest = fewest;
        }

        void begin(@Nullable String key) {
            after = key;
            records = 0;
            books = false;
            until = LocalDate.MAX;
            links.clear();
        }

        void add(KeptReasons.Reason reason) {
            records++;
            LocalDate last = reason.until();
            until = last != null && last.isBefore(until) ? last : until;
            KeptRangeTable.Link by = reason.by();
            if (by == null) {
                books = true;
            } else {
                links.add(by);
            }
        }

        /** @param hi its last key */
        void end(@Nullable String hi) {
            if (records >= fewest && hi != null && plain(hi) && (after == null || plain(after))) {
                long end = Long.parseUnsignedLong(hi);
                LocalDate latest = today.plusDays(LONGEST - Math.floorMod(end, SPREAD));
                LocalDate recheckOn = until.isBefore(latest) ? until.plusDays(1) : latest;
                kept.note(
                        new KeptRangeTable.Stretch(
                                after == null ? null : Long.valueOf(Long.parseUnsignedLong(after)),
                                end,
                                records,
                                books,
                                recheckOn,
                                Set.copyOf(links)),
                        startedBefore,
                        runId);
            }
        }

        private static boolean plain(String key) {
            return !key.startsWith("-");
        }
    }
}
