package se.partnersec.gallra.ledger.verify;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.Problem;
import se.partnersec.gallra.support.text.Sentences;

/** Walks one chain of the ledger from its first row, keeps the first thing wrong, and what each run left there. */
final class HashChainCheck {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private final Chain chain;
    private final boolean links;
    private final Map<Long, RunTrace> runs = new HashMap<>();
    private long last;
    private byte[] lastHash = LedgerRow.NO_HASH;
    private long rows;
    private long items;
    private @Nullable Problem first;
    private long later;

    /** @param links whether rows are held against the hash of the row before; only a test leaves that out */
    HashChainCheck(Chain chain, boolean links) {
        this.chain = chain;
        this.links = links;
    }

    void row(LedgerRow.Stored stored) {
        LedgerRow row = stored.row();
        rows++;
        RunTrace run = runs.computeIfAbsent(row.runId(), id -> new RunTrace());
        String wrong = place(row);
        if (wrong == null && !Arrays.equals(row.hash(), stored.hash())) {
            wrong = SENTENCES.say("verify.hash-not-content-column-changed");
        }
        String inside = content(row, run);
        if (wrong == null) {
            wrong = inside;
        }
        if (wrong != null && first == null) {
            first = new Problem(chain.category(), chain.part(), row.seq(), wrong);
        } else if (wrong != null) {
            later++;
        }
        run.saw(row.seq(), stored.closes());
        last = row.seq();
        lastHash = stored.hash();
    }

    private @Nullable String place(LedgerRow row) {
        if (row.seq() != last + 1) {
            return row.seq() > last + 1 && last >= 0
                    ? SENTENCES.say("verify.rows-before-missing", (last + 1), (row.seq() - 1))
                    : SENTENCES.say("verify.stands-where-row-belongs", (last + 1));
        }
        return links && !Arrays.equals(row.prevHash(), lastHash)
                ? SENTENCES.say("verify.does-not-continue-row-row-changed", last)
                : null;
    }

    /** Reads what the row says and holds its parts against each other. */
    private @Nullable String content(LedgerRow row, RunTrace run) {
        try {
            Outcome.Counts counts = Outcome.Counts.parse(row.counts());
            if (!counts.text().equals(row.counts())
                    || counts.asMap().values().stream().anyMatch(n -> n < 0)) {
                return SENTENCES.say("verify.counts-not-our-form", row.counts());
            }
            List<LedgerItem.Codec.Read> read = LedgerItem.Codec.read(row.items());
            items += read.size();
            return switch (row.kind()) {
                case LedgerWriter.CHUNK -> {
                    run.sum().add(counts);
                    yield ChunkContentCheck.wrong(row, counts, read);
                }
                case LedgerWriter.CLOSING -> closing(row, counts, run.sum(), read);
                default -> SENTENCES.say("verify.neither-chunk-nor-closing-row-but", row.kind());
            };
        } catch (IllegalArgumentException e) {
            return SENTENCES.say("verify.cannot-read", e.getMessage());
        }
    }

    /** What a run claims to have erased is the sum of its chunks; what it kept, it counted anew at its end. */
    private static @Nullable String closing(
            LedgerRow row, Outcome.Counts counts, Outcome.Counts sum, List<LedgerItem.Codec.Read> read) {
        if (!read.isEmpty() || row.keyLo() != null || row.keyHi() != null) {
            return SENTENCES.say("verify.closing-row-names-no-items");
        }
        for (Outcome outcome : List.of(Outcome.ERASED, Outcome.ANONYMISED)) {
            if (counts.of(outcome) != sum.of(outcome)) {
                return SENTENCES.say(
                        "verify.closes-run-chunks-add-up", row.runId(), counts.of(outcome), outcome, sum.of(outcome));
            }
        }
        return null;
    }

    Optional<Problem> problem() {
        return Optional.ofNullable(first)
                .map(p -> later == 0
                        ? p
                        : new Problem(p.category(), p.part(), p.seq(), SENTENCES.say("verify.more", p.what(), later)));
    }

    /** What the runs left here, by their number. */
    Map<Long, RunTrace> runs() {
        return runs;
    }

    long last() {
        return last;
    }

    long rows() {
        return rows;
    }

    long items() {
        return items;
    }
}
