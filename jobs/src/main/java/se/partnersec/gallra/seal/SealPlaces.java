package se.partnersec.gallra.seal;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.store.BucketSettings;
import se.partnersec.gallra.store.LockedBucket;
import se.partnersec.gallra.store.SealSettings;
import se.partnersec.gallra.support.ExitCode;

/** The places that the settings name for copies of seals. */
public final class SealPlaces implements AutoCloseable {
    private final List<SealPlace> places = new ArrayList<>();
    private final @Nullable LockedBucket bucket;

    public SealPlaces(SealSettings settings, Clock clock) {
        Path folder = settings.folder();
        if (folder != null) {
            places.add(new SealFolder(folder));
        }
        BucketSettings where = settings.bucket();
        bucket = where == null ? null : new LockedBucket(where);
        if (bucket != null) {
            places.add(new SealBucket(bucket, settings, clock));
        }
    }

    private SealPlaces(List<SealPlace> places) {
        this.places.addAll(places);
        bucket = null;
    }

    /** One directory alone; null for none. */
    public static SealPlaces in(@Nullable Path folder) {
        return of(folder == null ? List.of() : List.of(new SealFolder(folder)));
    }

    static SealPlaces of(List<SealPlace> places) {
        return new SealPlaces(places);
    }

    List<SealPlace> all() {
        return List.copyOf(places);
    }

    public boolean any() {
        return !places.isEmpty();
    }

    /** How messages name them. */
    public String names() {
        return places.stream().map(SealPlace::name).collect(Collectors.joining(" and "));
    }

    /**
     * Hands all seals to a series, from the first. What one place lacks another may have: somebody who takes copies away has
     * to do it everywhere. Where two have different seals of a number, one of them was changed, and nobody knows which.
     */
    void each(SealSeries series) {
        long newest = places.stream().mapToLong(SealPlace::newest).max().orElse(0);
        if (newest == 0) {
            throw SealRefused.misused("there is no seal in " + names() + ": gallra ledger seal writes them there");
        }
        for (long number = 1; number <= newest; number++) {
            try {
                SignedSeal read = read(number);
                if (read != null) {
                    series.add(read);
                }
            } catch (SealRefused e) {
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
        for (SealPlace place : places) {
            Optional<SignedSeal> read = OutsideSeals.read(place, number);
            if (found != null && read.isPresent() && !read.get().text().equals(found.text())) {
                throw SealRefused.suspicious("seal " + number + " in " + place.name() + " is another than in " + where
                        + ": one of the two was changed");
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
