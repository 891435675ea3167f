package se.partnersec.gallra.runs.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.evidence.GateStep;
import se.partnersec.gallra.ledger.evidence.LedgerExporter;
import se.partnersec.gallra.ledger.evidence.OfflineVerifier;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * A copy of the ledger of which every row, from the first of each chain to the last, is vouched for by a signed seal. No
 * database is asked for that.
 */
public final class VerifiedLedgerCopy {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private final Path file;
    private final OfflineVerifier seals;
    private final Seal last;
    private final String input;
    private final Map<Chain, Long> ends;
    private final long newestRun;
    private final List<GateStep> steps;

    private VerifiedLedgerCopy(
            Path file,
            OfflineVerifier seals,
            Seal last,
            String input,
            Map<Chain, Long> ends,
            long newestRun,
            List<GateStep> steps) {
        this.file = file;
        this.seals = seals;
        this.last = last;
        this.input = input;
        this.ends = Map.copyOf(ends);
        this.newestRun = newestRun;
        this.steps = List.copyOf(steps);
    }

    /**
     * @param file as {@code gallra ledger export} writes it
     * @param exported where all seals lie
     * @throws RefusedException if a row is not vouched for, missing or another, or a seal is
     * @throws se.partnersec.gallra.ledger.seal.SealException if a file cannot be read
     */
    public static VerifiedLedgerCopy verified(Path file, SealStores exported, SealPublicKeys keys) {
        OfflineVerifier seals = OfflineVerifier.of(keys, exported);
        Map<Chain, Long> ends = new HashMap<>();
        long[] newestRun = {0};
        List<GateStep> steps = new ArrayList<>();
        OfflineVerifier.Result result = seals.ledger(
                file,
                stored -> {
                    ends.merge(chain(stored), stored.row().seq(), Math::max);
                    newestRun[0] = Math.max(newestRun[0], stored.row().runId());
                },
                steps::add);
        if (!result.ok()) {
            List<String> problems = new ArrayList<>(result.problems());
            problems.add(SENTENCES.say("replay.copy-not-what-seals-vouch-nothing", file, exported.names()));
            throw RefusedException.differences(problems);
        }
        Seal last = result.last();
        if (last == null || result.unsealed() > 0) {
            throw RefusedException.refused(
                    SENTENCES.say("replay.rows-covered-no-seal-so-nobody", result.unsealed(), file, exported.names()));
        }
        return new VerifiedLedgerCopy(file, seals, last, hash(file), ends, newestRun[0], steps);
    }

    private static Chain chain(LedgerRow.Stored stored) {
        return new Chain(stored.row().category(), stored.row().part());
    }

    private static String hash(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, sha).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(sha.digest());
        } catch (IOException e) {
            throw RefusedException.refused(SENTENCES.say("replay.copy-cannot-read-end-try-again", file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** SHA-256 of the file, 64 hex digits. */
    String input() {
        return input;
    }

    /** The newest seal. */
    Seal last() {
        return last;
    }

    /** Newest seal and its time, in words. */
    String made() {
        return SENTENCES.say("replay.seal", last.number(), last.sealedAt());
    }

    /** The number of the newest run that is named. */
    long newestRun() {
        return newestRun;
    }

    /** The steps of the gate that it names, oldest first; no seal vouches for them. */
    List<GateStep> steps() {
        return steps;
    }

    /** The last row of each chain. */
    Map<Chain, Long> ends() {
        return ends;
    }

    /** The seal of a number; null if there is none. */
    @Nullable
    Seal seal(long number) {
        return seals.cover().all().stream()
                .filter(seal -> seal.number() == number)
                .findFirst()
                .orElse(null);
    }

    /** The last row of each chain that the seals up to a number cover. */
    Map<Chain, Long> endsBy(long number) {
        Map<Chain, Long> covered = new HashMap<>();
        seals.cover().all().stream()
                .filter(seal -> seal.number() <= number)
                .flatMap(seal -> seal.covered().stream())
                .forEach(each -> covered.merge(new Chain(each.category(), each.part()), each.to(), Math::max));
        return covered;
    }

    /** Whether this is the row that was sealed. */
    boolean sealed(Chain chain, long seq, byte[] hash) {
        return Arrays.equals(seals.rowHash(chain.category(), chain.part(), seq), hash);
    }

    /** What tells the tag key of the tags in it; empty if nothing does. */
    String keyCheck() {
        return LedgerExporter.keyCheckOf(file);
    }

    /** Reads the file again, and lets no row pass that is not the sealed one: it may have been exchanged meanwhile. */
    void each(Consumer<LedgerRow.Stored> reader) {
        OfflineVerifier.Result result = seals.ledger(
                file,
                stored -> {
                    byte[] hash = stored.row().hash();
                    if (!Arrays.equals(hash, stored.hash())
                            || !sealed(chain(stored), stored.row().seq(), hash)) {
                        throw changed();
                    }
                    reader.accept(stored);
                },
                step -> {});
        if (!result.ok() || !Objects.equals(result.last(), last)) {
            throw changed();
        }
    }

    private RefusedException changed() {
        return RefusedException.differences(SENTENCES.say("replay.copy-changed-while-read", file));
    }
}
