package se.partnersec.gallra.ledger.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import se.partnersec.gallra.support.crypto.HashList;
import se.partnersec.gallra.support.crypto.Sha256;

/** A key of the tests, and seals over rows that only have hashes. */
public final class Seals {
    private Seals() {}

    public static SealKey key() {
        try {
            Path folder = Files.createTempDirectory("gallra-seal");
            return SealKey.read(SealKey.make(folder.resolve("seal.key")).secretFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Seal one(String key) {
        return new Seal(
                1, Sha256.NOTHING, Instant.EPOCH, 3, Sha256.NOTHING, new SealContent(List.of(), List.of()), key);
    }

    /** Seals one after another, each over a few more rows of two chains. */
    static List<SignedSeal> series(SealKey key, int seals, Random random) {
        List<SignedSeal> series = new ArrayList<>();
        String previous = Sha256.NOTHING;
        for (int i = 0; i < seals; i++) {
            HashList hashes = new HashList();
            List<SealedRange> covered = new ArrayList<>();
            for (String category : List.of("chat-logs", "ip-logs")) {
                byte[] hash = new byte[32];
                for (int row = 0; row < 3; row++) {
                    random.nextBytes(hash);
                    hashes.add(hash);
                }
                covered.add(new SealedRange(category, 0, 3L * i + 1, 3L * i + 3, Sha256.hex(hash)));
            }
            Seal seal = new Seal(
                    i + 1,
                    previous,
                    Instant.parse("2026-11-24T02:00:00.5Z").plusSeconds(i),
                    10 + i,
                    Sha256.hex(SealContent.tree(covered, hashes, List.of()).root()),
                    SealContent.of(covered, List.of()),
                    key.id());
            previous = seal.hash();
            series.add(new SignedSeal(seal, key.sign(seal), hashes, List.of()));
        }
        return series;
    }

    static SealChain checked(SealPublicKeys keys, List<SignedSeal> seals) {
        SealChain series = new SealChain(keys);
        seals.forEach(series::add);
        return series;
    }
}
