package se.partnersec.gallra.seal;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.store.BucketSettings;
import se.partnersec.gallra.store.LockedBucket;
import se.partnersec.gallra.store.SealSettings;

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

    List<SealPlace> all() {
        return List.copyOf(places);
    }

    @Override
    public void close() {
        if (bucket != null) {
            bucket.close();
        }
    }
}
