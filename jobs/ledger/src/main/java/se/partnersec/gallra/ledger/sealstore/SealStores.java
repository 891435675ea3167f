package se.partnersec.gallra.ledger.sealstore;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.ledger.seal.SealChain;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SignedSeal;
import se.partnersec.gallra.objectstore.bucket.ObjectLockBucket;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** The places that the settings name for copies of seals. */
public final class SealStores implements AutoCloseable {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private final List<SealStore> places = new ArrayList<>();
    private final @Nullable ObjectLockBucket bucket;

    public SealStores(SealSettings settings, Clock clock) {
        Path folder = settings.folder();
        if (folder != null) {
            places.add(new FileSealStore(folder));
        }
        BucketSettings where = settings.bucket();
        bucket = where == null ? null : new ObjectLockBucket(where);
        if (bucket != null) {
            places.add(new S3SealStore(bucket, settings, clock));
        }
    }

    private SealStores(List<SealStore> places) {
        this.places.addAll(places);
        bucket = null;
    }

    /** One directory alone; null for none. */
    public static SealStores in(@Nullable Path folder) {
        return of(folder == null ? List.of() : List.of(new FileSealStore(folder)));
    }

    public static SealStores of(List<SealStore> places) {
        return new SealStores(places);
    }

    public List<SealStore> all() {
        return List.copyOf(places);
    }

    public boolean any() {
        return !places.isEmpty();
    }

    /** How messages name them. */
    public String names() {
        return places.stream().map(SealStore::name).collect(Collectors.joining(" and "));
    }

    /**
     * Hands all seals to a series, from the first. What one place lacks another may have: somebody who takes copies away has
     * to do it everywhere. Where two have different seals of a number, one of them was changed, and nobody knows which.
     */
    public void each(SealChain series) {
        long newest = places.stream().mapToLong(SealStore::newest).max().orElse(0);
        if (newest == 0) {
            throw SealException.misused(SENTENCES.say("sealstore.there-no-seal-gallra-ledger-seal", names()));
        }
        for (long number = 1; number <= newest; number++) {
            try {
                SignedSeal read = read(number);
                if (read != null) {
                    series.add(read);
                }
            } catch (SealException e) {
                if (e.exit() != ExitCode.REFUSED) {
                    throw e;
                }
                series.fault(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Null where no place has it; the series says so of the next one. */
    private @Nullable SignedSeal read(long number) {
        SignedSeal found = null;
        String where = "";
        for (SealStore place : places) {
            Optional<SignedSeal> read = ExternalSealReader.read(place, number);
            if (found != null && read.isPresent() && !read.get().text().equals(found.text())) {
                throw SealException.suspicious(
                        SENTENCES.say("sealstore.seal-another-than-one-two-changed", number, place.name(), where));
            }
            if (found == null && read.isPresent()) {
                found = read.get();
                where = place.name();
            }
        }
        return found;
    }

    @Override
    public void close() {
        if (bucket != null) {
            bucket.close();
        }
    }
}
