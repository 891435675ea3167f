package se.partnersec.gallra.objectstore.bucket;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import se.partnersec.gallra.config.copies.CopyReading;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.objectstore.client.BucketFacts;
import se.partnersec.gallra.objectstore.client.BucketLevel;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.objectstore.client.S3Connection;
import se.partnersec.gallra.objectstore.client.UnfinishedUpload;
import se.partnersec.gallra.objectstore.deletion.DeletionResult;
import se.partnersec.gallra.objectstore.deletion.VersionDeletion;
import se.partnersec.gallra.objectstore.listing.KeyLookup;
import se.partnersec.gallra.objectstore.listing.PrefixLevelListing;
import se.partnersec.gallra.objectstore.listing.UploadListing;
import se.partnersec.gallra.objectstore.listing.VersionListing;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The bucket with the objects: finds every copy of a key, deletes exactly the copies named, and claims nothing.
 *
 * <p>Whether something is gone is for the caller to see by asking {@link #versionsOf} again.
 */
public final class ObjectBucket implements AutoCloseable {
    private final S3Connection connection;
    private final VersionListing listing;
    private final KeyLookup lookup;
    private final UploadListing uploads;
    private final VersionDeletion deletion;
    private final VersionDeletion.Parallel parallel;

    public ObjectBucket(BucketSettings settings) {
        connection = new S3Connection(settings);
        listing = new VersionListing(connection);
        lookup = new KeyLookup(connection, listing);
        uploads = new UploadListing(connection);
        deletion = new VersionDeletion(connection);
        parallel = new VersionDeletion.Parallel(connection, deletion);
    }

    public String name() {
        return connection.bucket();
    }

    /** See {@link se.partnersec.gallra.config.settings.BucketSettings#ownerMissing}. */
    public boolean ownerMissing() {
        return connection.ownerMissing();
    }

    /** Every version and delete marker of exactly this key. */
    public List<ObjectVersion> versionsOf(String key) {
        return lookup.versionsOf(key);
    }

    /** The same for many keys; a key without copies has an empty list. */
    public Map<String, List<ObjectVersion>> versionsOf(Collection<String> keys) {
        return lookup.versionsOf(keys);
    }

    /** Whether the store hands out this key, asked in another way than by listing: a listing may be stale or empty. */
    public boolean hands(String key) {
        return connection.hands(key);
    }

    /** Every version and marker below a prefix, in constant memory. Proves nothing gone: a store that loses its place ends it early. */
    public void forEachVersion(String prefix, Consumer<ObjectVersion> action) {
        listing.pages(prefix, page -> {
            page.forEach(action);
            return true;
        });
    }

    /** What lies directly under a prefix, as if {@code /} parted folders. */
    public BucketLevel level(String prefix) {
        return new PrefixLevelListing(connection).of(prefix);
    }

    /** Unfinished uploads of these keys, looked for below the prefixes; the caller may give up. No look-up of keys is waited for. */
    public Future<List<UnfinishedUpload>> unfinishedUploadsOf(Set<String> keys, Collection<String> prefixes) {
        return connection.senders().submit(() -> {
            List<UnfinishedUpload> found = new ArrayList<>();
            prefixes.forEach(prefix -> uploads.forEach(prefix, upload -> {
                if (keys.contains(upload.key())) {
                    found.add(upload);
                }
            }));
            return found;
        });
    }

    /** Unfinished uploads of exactly this key. */
    public List<UnfinishedUpload> unfinishedUploadsOf(String key) {
        return uploads.of(key);
    }

    /** @param signedAt as {@link #storeTime} said before the lease was asked for the last time */
    public DeletionResult.Status abort(UnfinishedUpload upload, Duration timeout, Instant signedAt) {
        return uploads.abort(upload, timeout, signedAt);
    }

    /** The store's time, never ahead of whoever dates its answers: what requests to delete are signed as of. */
    public Instant storeTime() {
        return connection.clock().now();
    }

    /**
     * Asks once for the deletion of these versions, at most 1 000, within the time given; nothing is repeated.
     *
     * <p>Never throws for what the store does or does not answer: each version has its answer in the outcome.
     */
    public DeletionResult delete(List<ObjectVersion> versions, DeletePrecondition guard, Duration timeout) {
        return deletion.delete(versions, guard, timeout, storeTime());
    }

    /**
     * The same for several requests side by side, each sent at most once; their outcomes in their order.
     *
     * @param signedAt as {@link #storeTime} said before the lease was asked for the last time
     */
    public List<DeletionResult> deleteEach(
            List<List<ObjectVersion>> requests, DeletePrecondition guard, Duration timeout, Instant signedAt) {
        return parallel.delete(requests, guard, timeout, signedAt);
    }

    /** How many requests the store bears at once, as far as it has said. */
    public int atOnce() {
        return connection.bound().now();
    }

    /** What kind of bucket this is; with {@code mayProbe} a probe object is written where versions do not guard. */
    public BucketFacts inspect(Collection<String> prefixes, boolean mayProbe) {
        return new BucketInspection(connection, this).inspect(prefixes, mayProbe);
    }

    /** What the store says of where else objects below these prefixes stay after they were erased; writes nothing. */
    public List<CopyReading> copies(Collection<String> prefixes) {
        return new BucketCopyInspector(connection).look(prefixes);
    }

    /** Makes the bucket, with versions, if it is not there: for demonstrations. Answers whether it had to. */
    public boolean makeIfMissing() {
        return connection.makeBucketIfMissing();
    }

    /** Writes an object: for demonstrations, tests and the probe. */
    public void put(String key, byte[] body) {
        connection.write(s3 -> s3.putObject(
                r -> r.bucket(connection.bucket()).key(key).contentType("application/octet-stream"),
                RequestBody.fromBytes(body)));
    }

    /** A plain delete as an application does it: in a versioned bucket it only lays a marker on top. */
    public void hide(String key) {
        connection.write(
                s3 -> s3.deleteObject(r -> r.bucket(connection.bucket()).key(key)));
    }

    @Override
    public void close() {
        connection.close();
    }
}
