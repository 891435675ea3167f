package se.partnersec.gallra.erasure.statistic;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.TaskletStep;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Counts every period this run could erase from, before it erases anything: one transaction a period, which writes the
 * counts and that they were made. A period is counted once, in the first run whose scope reaches into it; what comes in
 * later is not added, and what went before on request is not in it.
 */
public final class StatisticStep {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private final RunResources resources;
    private final RunIdentity run;
    private final LeaseCheck lease;
    private final RunScopeRepository scopes;
    private final CategoryMapping.Statistics statistics;
    private final PeriodRowReader records;
    private final CountedPeriods.StatisticWriter rows;
    private final CountedPeriods counted;
    private LocalDate from = CountedPeriods.EARLIEST;

    public StatisticStep(
            RunResources resources,
            RunIdentity run,
            LeaseCheck lease,
            RecordReader reader,
            CountedPeriods counted,
            CategoryMapping.Statistics of) {
        this.resources = resources;
        this.run = run;
        this.lease = lease;
        this.scopes = new RunScopeRepository(resources.jdbc());
        this.statistics = of;
        this.records = new PeriodRowReader(resources.jdbc(), of, resources.sources(), resources.kinds(), reader);
        this.rows = new CountedPeriods.StatisticWriter(resources.jdbc(), of);
        this.counted = counted;
    }

    /** Repeated by every attempt: a record of a period that had none may have come in meanwhile. */
    public Step step() {
        TaskletStep step = new StepBuilder("count", resources.repository())
                .tasklet(
                        (contribution, context) -> {
                            boolean more = more();
                            lease.confirm();
                            if (!more) {
                                resources.witness().passed(CrashPoint.COUNTED);
                            }
                            return more ? RepeatStatus.CONTINUABLE : RepeatStatus.FINISHED;
                        },
                        resources.manager())
                .allowStartIfComplete(true)
                .build();
        // Asked before each period, outside of its transaction.
        step.setInterruptionPolicy(run.control().betweenChunks());
        return step;
    }

    /** Errors of the database are not passed on: they may quote values. */
    private boolean more() {
        try {
            return next();
        } catch (DataAccessException | TransactionException e) {
            throw ChunkFailedException.of(e);
        }
    }

    /** Settles the next period that is not; false if this run could erase from no other. */
    private boolean next() {
        LocalDate startedBefore = scopes.get(run.id()).startedBefore();
        while (true) {
            LocalDate start = counted.of(records.first(counted.unsettledFrom(from)));
            if (start == null || !start.isBefore(startedBefore)) {
                return false;
            }
            from = counted.length().after(start);
            if (!counted.settled(start)) {
                settle(start, from);
                return true;
            }
        }
    }

    /** @param end first day after the period */
    private void settle(LocalDate start, LocalDate end) {
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(resources.jdbc()).now());
        if (end.isAfter(today)) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.STOP, SENTENCES.say("statistic.period-from-not-over-records-could", start));
        }
        ErasureGate gate = new ErasureGate(resources.jdbc());
        long epoch = gate.epoch();
        GroupCounts counts = new GroupCounts(statistics.floor());
        boolean whole = !start.isBefore(counted.wholeFrom(run.id()));
        if (whole) {
            records.each(start, end, counts);
        }
        // Only now: a hold being placed waits for the writing, not for the counting.
        ErasureGate.Entry entry = gate.enter();
        lease.check(entry);
        // Other holds change nothing that is counted, and on a busy day they would not let a long period be counted at
        // all.
        if (entry.epoch() != epoch && records.fewerSince(epoch)) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.TRANSIENT,
                    SENTENCES.say("statistic.restriction-granted-request-came-while-period", start));
        }
        if (whole) {
            write(start, counts);
        } else {
            counted.settle(start, run.id(), null);
        }
    }

    private void write(LocalDate start, GroupCounts counts) {
        if (rows.written(start).rows() > 0) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.STOP,
                    SENTENCES.say(
                            "statistic.rows-which-not-record-counted-nothing",
                            statistics.table().table(),
                            start));
        }
        Map<List<String>, Long> enough = counts.enough();
        rows.add(start, enough);
        resources.witness().passed(CrashPoint.STATISTIC_WRITTEN);
        counted.settle(start, run.id(), enough.size());
        resources.witness().passed(CrashPoint.PERIOD_SETTLED);
    }

    /**
     * Counts the records of one period by group, and the different persons of each group as far as the floor: no further are
     * they remembered. Groups below it are left out, and no sum over all groups is kept, from which they could be worked out.
     */
    static final class GroupCounts {
        /** Who groups by something finer gets no statistic of it: most groups would have few persons, and memory has an end. */
        static final int MOST_GROUPS = 10_000;

        private final int floor;
        private final Map<List<String>, Group> groups = new LinkedHashMap<>();

        GroupCounts(int floor) {
            this.floor = floor;
        }

        private static final class Group {
            private final Set<String> persons = new HashSet<>();
            private long records;
        }

        /** @param person null where nobody knows whose the record is: it counts, but not towards the floor */
        void add(List<String> group, @Nullable String person) {
            Group one = groups.computeIfAbsent(group, g -> new Group());
            one.records++;
            if (person != null && one.persons.size() < floor) {
                one.persons.add(person);
            }
            if (groups.size() > MOST_GROUPS) {
                throw new ChunkFailedException(
                        SqlErrorClassifier.Kind.STOP,
                        SENTENCES.say("statistic.period-more-than-groups-group-statistics", MOST_GROUPS));
            }
        }

        /** The number of records of each group that has enough persons. */
        Map<List<String>, Long> enough() {
            Map<List<String>, Long> enough = new LinkedHashMap<>();
            groups.forEach((group, one) -> {
                if (one.persons.size() >= floor) {
                    enough.put(group, one.records);
                }
            });
            return enough;
        }
    }
}
