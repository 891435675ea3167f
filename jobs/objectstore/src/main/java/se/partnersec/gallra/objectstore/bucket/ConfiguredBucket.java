package se.partnersec.gallra.objectstore.bucket;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.BucketSettings;

/** The bucket of the settings, if there is one. */
public final class ConfiguredBucket implements AutoCloseable {
    private final @Nullable ObjectBucket bucket;

    public ConfiguredBucket(@Nullable BucketSettings settings) {
        this.bucket = settings == null ? null : new ObjectBucket(settings);
    }

    /** Null if none is configured. */
    public @Nullable ObjectBucket bucket() {
        return bucket;
    }

    @Override
    public void close() {
        if (bucket != null) {
            bucket.close();
        }
    }
}
