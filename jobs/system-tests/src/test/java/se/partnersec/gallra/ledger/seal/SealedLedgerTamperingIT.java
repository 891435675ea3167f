package se.partnersec.gallra.ledger.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.ledger.entry.CopyTampering;
import se.partnersec.gallra.ledger.entry.WrittenLedger;
import se.partnersec.gallra.ledger.evidence.LedgerExporter;
import se.partnersec.gallra.ledger.evidence.OfflineVerifier;
import se.partnersec.gallra.ledger.evidence.OfflineVerifier.Result;
import se.partnersec.gallra.ledger.evidence.SealService;
import se.partnersec.gallra.ledger.sealstore.FileSealStore;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.Problem;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.TestTagKey;

/** Somebody changes a copy of the ledger, or the ledger before it is copied; who has seals and public key sees it. */
@Tag("once")
@Tag("full")
class SealedLedgerTamperingIT {
    private static final long SEED = Long.getLong("seed", 20261125);
    private static final int TAMPERINGS = 1000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void every_tampering_is_detected_without_a_database_and_without_the_seals_it_would_not() throws Exception {
        Path copy = folder.resolve("ledger.txt");
        SealPublicKeys keys = writeSealAndExport(copy);
        OfflineVerifier sealed = OfflineVerifier.of(keys, folder);
        OfflineVerifier unsealed = OfflineVerifier.of(new SealChain(keys));
        Result intact = sealed.ledger(copy);
        assertThat(intact.ok()).as(intact.toString()).isTrue();
        assertThat(intact.sealed()).isEqualTo(1000);
        assertThat(intact.unsealed()).isZero();

        CopyTampering tampering = new CopyTampering(Files.readString(copy), new Random(SEED));
        Map<CopyTampering.Kind, Integer> kinds = new EnumMap<>(CopyTampering.Kind.class);
        Map<CopyTampering.Kind, Integer> unseen = new EnumMap<>(CopyTampering.Kind.class);
        List<String> missed = new ArrayList<>();
        List<String> misnamed = new ArrayList<>();
        long nanos = 0;
        for (int i = 0; i < TAMPERINGS; i++) {
            CopyTampering.Done done = tampering.apply();
            kinds.merge(done.kind(), 1, Integer::sum);
            long start = System.nanoTime();
            Result found = verify(sealed, done.bytes());
            nanos += System.nanoTime() - start;
            if (found == null) {
                continue; // no text any more
            }
            if (found.ok()) {
                missed.add(i + ": " + done);
            } else if (!named(done, found)) {
                misnamed.add(i + ": " + done + ", found " + found.rows());
            }
            Result blind = done.kind().rehashes() ? verify(unsealed, done.bytes()) : null;
            if (blind != null && blind.ok()) {
                unseen.merge(done.kind(), 1, Integer::sum);
            }
        }
        System.out.printf(
                "offline: %d of %d tamperings of 1000 chunks detected (seed %d, %s), %d chunks/s%n",
                TAMPERINGS - missed.size(), TAMPERINGS, SEED, kinds, TAMPERINGS * 1000L * 1_000_000_000L / nanos);
        System.out.printf("without the seals unseen: %s%n", unseen);
        assertThat(missed).isEmpty();
        assertThat(misnamed)
                .as("where the first bad chunk is another than the one changed")
                .isEmpty();
        assertThat(kinds).hasSize(CopyTampering.Kind.values().length);
        for (CopyTampering.Kind kind : CopyTampering.Kind.values()) {
            if (kind.rehashes()) {
                assertThat(unseen.get(kind))
                        .as(kind + " passes without the seals")
                        .isEqualTo(kinds.get(kind));
            }
        }
    }

    /** 1 000 rows in four chains, sealed five times over, the seals exported to the folder. */
    private SealPublicKeys writeSealAndExport(Path copy) throws SQLException {
        SealKey key = Seals.key();
        try (WrittenLedger written = new WrittenLedger(SEED)) {
            written.jdbc.update("UPDATE gate SET v = 1000");
            SealService sealer = new SealService(
                    written.jdbc,
                    written.transactions,
                    key,
                    List.of(new FileSealStore(folder)),
                    CategoryIds.ALL,
                    SealService.Bounds.ofRows(Integer.MAX_VALUE));
            for (int round = 0; round < 5; round++) {
                int run = 2 * round + 1; // odd ones are closed once
                written.inTransaction(() -> {
                    written.run(CategoryIds.IP_LOGS, 0, run, 79, 8);
                    written.run(CategoryIds.IP_LOGS, 1, run, 39, 8);
                    written.run(CategoryIds.CHAT_LOGS, 0, 10 + run, 39, 8);
                    written.run(CategoryIds.CALL_RECORDINGS, 0, 20 + run, 39, 8);
                });
                assertThat(sealer.seal().made())
                        .singleElement()
                        .extracting(Seal::rows)
                        .isEqualTo(200L);
            }
            assertThat(written.verify().ok()).isTrue();
            new LedgerExporter(written.jdbc, written.transactions, TestTagKey.tags()).writeSealed(copy);
        }
        return key.known();
    }

    private static @Nullable Result verify(OfflineVerifier verification, byte[] bytes) throws IOException {
        try {
            return verification.ledger(
                    new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder()));
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean named(CopyTampering.Done done, Result found) {
        Problem expected = done.first();
        if (expected == null || found.rows().isEmpty()) {
            return expected == null;
        }
        Problem first = found.rows().get(0);
        return first.category().equals(expected.category())
                && first.part() == expected.part()
                && first.seq() == expected.seq();
    }
}
