package se.partnersec.gallra.policy.limit;

import java.time.Period;
import java.util.Arrays;
import java.util.Optional;

/** What the suite keeps about its own work and may remove again; all else of its own is kept. */
public enum HousekeepingKind {
    /** What Spring Batch noted of attempts and steps, and the orders to these runs; scope, limits and ledger stay. */
    RUN_HISTORIES("run-histories", Period.ofYears(3), Period.ofYears(1)),
    /** The keys saved plans are about; what was planned, asked for and approved stays in figures. */
    PLAN_KEYS("plan-keys", Period.ofYears(1), Period.ofDays(90)),
    /** Findings that a later run of the category, which came to its end, did not note again. */
    FINDINGS("findings", Period.ofYears(3), Period.ofDays(90)),
    /** Who was to take care of a finding that is still open, until somebody wrote anew. */
    FINDING_ACKS("finding-acks", Period.ofYears(1), Period.ofDays(90)),
    /** Notices to holders of copies that were answered, with the answer. */
    NOTICES("notices", Period.ofYears(3), Period.ofYears(1)),
    /** Who did what. */
    AUDIT("audit", Period.ofYears(10), Period.ofYears(2)),
    /** Holds that were released, with whom they were on, their counts, and who asked for the release and approved it. */
    HOLDS("holds", Period.ofYears(10), Period.ofYears(7)),
    /** Requests of data subjects that were answered and carried out, with their decisions. */
    REQUESTS("requests", Period.ofYears(3), Period.ofYears(1)),
    /** What runs were allowed to do beyond their limits: who asked, why, and who approved. */
    APPROVALS("approvals", Period.ofYears(10), Period.ofYears(7));

    private final String id;
    private final Period usual;
    private final Period least;

    HousekeepingKind(String id, Period usual, Period least) {
        this.id = id;
        this.usual = usual;
        this.least = least;
    }

    /** As {@code own-data.yml} has it. */
    public String id() {
        return id;
    }

    /** How long it is kept where nothing is said. */
    public Period usual() {
        return usual;
    }

    /** Nobody may say less. */
    public Period least() {
        return least;
    }

    public static Optional<HousekeepingKind> of(String id) {
        return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
    }
}
