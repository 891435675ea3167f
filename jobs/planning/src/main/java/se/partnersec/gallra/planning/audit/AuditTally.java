package se.partnersec.gallra.planning.audit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.planning.audit.AuditResult.Gap;

/** Figures of an audit. */
public final class AuditTally {
    private final Map<Gap, Long> gaps = new EnumMap<>(Gap.class);
    private long rows;
    private long records;
    private long good;
    private long open;

    AuditTally() {}

    /** @param gaps why how many records could not be evaluated */
    public AuditTally(long rows, long records, long good, long open, Map<Gap, Long> gaps) {
        this.rows = rows;
        this.records = records;
        this.good = good;
        this.open = open;
        this.gaps.putAll(gaps);
    }

    AuditTally copy() {
        return new AuditTally(rows, records, good, open, gaps);
    }

    void row() {
        rows++;
    }

    void records(int more) {
        records += more;
    }

    /** Counts a record with which nothing is wrong. */
    void evaluated(Set<Gap> reasons) {
        if (reasons.isEmpty()) {
            good++;
        } else {
            open++;
            reasons.forEach(gap -> gaps.merge(gap, 1L, Long::sum));
        }
    }

    void add(AuditTally other) {
        rows += other.rows;
        records += other.records;
        good += other.good;
        open += other.open;
        other.gaps.forEach((gap, n) -> gaps.merge(gap, n, Long::sum));
    }

    long rows() {
        return rows;
    }

    long records() {
        return records;
    }

    long good() {
        return good;
    }

    long open() {
        return open;
    }

    Map<Gap, Long> gaps() {
        return Map.copyOf(gaps);
    }
}
