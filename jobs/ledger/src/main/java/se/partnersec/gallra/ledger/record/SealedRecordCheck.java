package se.partnersec.gallra.ledger.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import se.partnersec.gallra.ledger.seal.SealChain;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.support.text.Sentences;

/** Compares rows of sealed tables with the seals: which of them were changed or removed since. */
public final class SealedRecordCheck {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    /** So many are named; of the rest their number. */
    private static final int NAMED = 20;

    private final SealChain series;
    private final Set<String> notRead;
    private final Set<String> seen = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private long sealed;
    private long unsealed;
    private long more;

    public SealedRecordCheck(SealChain series) {
        this(series, Set.of());
    }

    /** @param denied tables of which no row will be told */
    public SealedRecordCheck(SealChain series, Set<SealedTable> denied) {
        this.series = series;
        this.notRead = denied.stream().map(SealedTable::table).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names of tables that were not read. */
    public Set<String> notRead() {
        return notRead;
    }

    public void row(SealedTable table, SealedTable.Row row) {
        row(table.record(row));
    }

    /** A row as it is now. */
    public void row(SealedRecord record) {
        SealChain.SealedIn known = series.records().get(record.place());
        if (!seen.add(record.place())) {
            problem(SENTENCES.say("record.there-twice", record.place()));
        } else if (known == null || known.record().isGone()) {
            unsealed++;
        } else {
            sealed++;
            if (!known.record().hash().equals(record.hash())) {
                problem(SENTENCES.say("record.not-row-seal-covers-changed-after", record.place(), known.seal()));
            }
        }
    }

    private void problem(String what) {
        if (problems.size() < NAMED) {
            problems.add(what);
        } else {
            more++;
        }
    }

    /** What is wrong, after all rows were seen. */
    public List<String> problems() {
        series.records().forEach((place, known) -> {
            if (!known.record().isGone()
                    && !seen.contains(place)
                    && !notRead.contains(known.record().table())) {
                problem(SENTENCES.say("record.seal-covers-not-there-removed-after", place, known.seal()));
            }
        });
        List<String> all = new ArrayList<>(problems);
        if (more > 0) {
            all.add(SENTENCES.say("record.more-rows-were-changed-removed-after", more));
        }
        return all;
    }

    /** Rows that seals say are gone: pruned, or lost in a restore. */
    public long gone() {
        return series.records().values().stream()
                .filter(known -> known.record().isGone())
                .count();
    }

    /** Rows that a seal covers. */
    public long sealed() {
        return sealed;
    }

    /** Rows that no seal covers yet. */
    public long unsealed() {
        return unsealed;
    }
}
