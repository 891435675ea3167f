package se.partnersec.gallra.ledger.evidence;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.record.SealedRecordCheck;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealChain;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealLookup;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.ledger.sealstore.FileSealStore;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.Problem;
import se.partnersec.gallra.ledger.verify.OfflineChainCheck;
import se.partnersec.gallra.support.crypto.HashList;
import se.partnersec.gallra.support.text.FileFault;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Verifies exported seals, and a copy of the ledger against them, by the public key alone: no database is asked, and nobody
 * who may write there is believed.
 *
 * <p>What it cannot see: that the newest of the exported seals were taken away with the rows they cover, and what became of
 * rows that no seal covers yet.
 */
public final class OfflineVerifier {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private final SealChain series;

    private OfflineVerifier(SealChain series) {
        this.series = series;
    }

    /**
     * @param last the newest seal that is as it should be; null if there is none
     * @param signatures whether signatures were checked, for which a public key is needed
     * @param ledger rows of the ledger
     * @param records rows of holds, approvals and other tables that are sealed; {@link Rows#NOT_READ} where nothing has them
     * @param seals what is wrong with the seals: with the first that is not as it should be
     * @param rows the first bad row of each chain
     * @param others what is wrong with rows of other tables
     */
    public record Result(
            @Nullable Seal last,
            boolean signatures,
            Rows ledger,
            Rows records,
            List<String> seals,
            List<Problem> rows,
            List<String> others) {
        public Result {
            seals = List.copyOf(seals);
            rows = List.copyOf(rows);
            others = List.copyOf(others);
        }

        public boolean ok() {
            return seals.isEmpty() && rows.isEmpty() && others.isEmpty();
        }

        /** Whether everything could be compared: signatures, and the rows of every sealed table. */
        public boolean complete() {
            Seal newest = last;
            return newest == null
                    || signatures && records.read() && records.notRead().isEmpty();
        }

        /** Rows of the ledger that are covered by a seal. */
        public long sealed() {
            return ledger.sealed();
        }

        /** Rows of the ledger of which only the chain of hashes speaks. */
        public long unsealed() {
            return ledger.unsealed();
        }

        /** Everything that is wrong, as sentences. */
        public List<String> problems() {
            List<String> all = new ArrayList<>(seals);
            rows.forEach(problem -> all.add(problem.toString()));
            all.addAll(others);
            return all;
        }
    }

    /**
     * How many rows were compared.
     *
     * @param sealed covered by a seal
     * @param unsealed covered by none yet
     * @param gone of which seals say that they were pruned, or lost in a restore
     * @param notRead tables whose rows could not be compared, because the login may not read them
     */
    public record Rows(long sealed, long unsealed, long gone, Set<String> notRead) {
        public static final Rows NOT_READ = of(-1, -1);

        static Rows of(long sealed, long unsealed) {
            return new Rows(sealed, unsealed, 0, Set.of());
        }

        public boolean read() {
            return sealed >= 0;
        }
    }

    /** @throws SealException if there is no such directory, or no seal in it */
    public static OfflineVerifier of(SealPublicKeys keys, Path directory) {
        SealChain series = new SealChain(keys);
        new FileSealStore(directory).each(series);
        return of(series);
    }

    /**
     * By the copies in several places at once, one of which may be a bucket.
     *
     * @throws SealException if there is no seal in any of them, or one cannot be asked
     */
    public static OfflineVerifier of(SealPublicKeys keys, SealStores places) {
        SealChain series = new SealChain(keys);
        places.each(series);
        return of(series);
    }

    public static OfflineVerifier of(SealChain series) {
        return new OfflineVerifier(series);
    }

    /** The seals alone. */
    public Result seals() {
        return new Result(
                series.last(),
                series.checksSignatures(),
                Rows.of(0, 0),
                Rows.NOT_READ,
                series.problems(),
                List.of(),
                List.of());
    }

    /** @throws SealException if the file cannot be read */
    public Result ledger(Path file) {
        return ledger(file, row -> {}, step -> {});
    }

    /** The same, for who wants to see the rows too: each in the order of the file, before anything is known of it. */
    public Result ledger(Path file, Consumer<LedgerRow.Stored> reader) {
        return ledger(file, reader, step -> {});
    }

    /**
     * The same, and the steps of the gate.
     *
     * @param steps told of each step of the gate, for which no seal vouches
     */
    public Result ledger(Path file, Consumer<LedgerRow.Stored> reader, Consumer<GateStep> steps) {
        try (Reader in = Files.newBufferedReader(file)) {
            return ledger(in, reader, steps);
        } catch (CharacterCodingException e) {
            throw SealException.misused(SENTENCES.say("evidence.no-text-utf-8-so-no", file));
        } catch (IOException e) {
            throw SealException.misused(
                    SENTENCES.say("evidence.ledger-cannot-read-gallra-ledger-export", file, FileFault.of(e)));
        }
    }

    public Result ledger(Reader in) throws IOException {
        return ledger(in, row -> {}, step -> {});
    }

    private Result ledger(Reader in, Consumer<LedgerRow.Stored> reader, Consumer<GateStep> steps) throws IOException {
        OfflineChainCheck walk = new OfflineChainCheck();
        SealedRowCheck against = new SealedRowCheck(series);
        SealedRecordCheck records = new SealedRecordCheck(series);
        long[] rows = {0};
        boolean whole = LedgerFile.read(in, new LedgerFile.Content() {
            @Override
            public void row(LedgerRow.Stored stored) {
                rows[0]++;
                reader.accept(stored);
                walk.row(stored);
                LedgerRow row = stored.row();
                against.row(row.category(), row.part(), row.seq(), stored.hash(), row.holdEpoch());
            }

            @Override
            public void step(GateStep step) {
                steps.accept(step);
            }

            @Override
            public void record(SealedRecord record) {
                records.row(record);
            }

            @Override
            public void unreadable(long number, LedgerRow.@Nullable Stored before, String why) {
                against.found(List.of(OfflineVerifier.unreadable(number, before, why)));
            }
        });
        against.found(walk.problems());
        long open = against.unsealed();
        return new Result(
                series.last(),
                series.checksSignatures(),
                Rows.of(rows[0] - open, open),
                whole ? new Rows(records.sealed(), records.unsealed(), records.gone(), Set.of()) : Rows.NOT_READ,
                series.problems(),
                against.problems(),
                whole ? records.problems() : List.of());
    }

    /** Which rows the seals cover that are as they should be. */
    public SealLookup cover() {
        return new SealLookup(series.accepted());
    }

    /** The hash of a row as the seals have it; null where none covers it. */
    public byte @Nullable [] rowHash(String category, int part, long seq) {
        HashList known = series.hashes().get(new Chain(category, part));
        return known == null || seq < 1 || seq > known.size() ? null : known.at((int) seq - 1);
    }

    private static Problem unreadable(long number, LedgerRow.@Nullable Stored before, String why) {
        String what = SENTENCES.say("evidence.line-file-which-stands-here", number, why);
        return before == null
                ? new Problem(SENTENCES.say("evidence.file"), 0, 1, what)
                : new Problem(
                        before.row().category(),
                        before.row().part(),
                        before.row().seq() + 1,
                        what);
    }
}
