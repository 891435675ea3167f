package se.partnersec.gallra.embedded;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Store that lists the versions of buckets with versions from an index. The store in memory reads all objects and all older versions
 * of the bucket for every page, breaks off with an error where one goes meanwhile, and says that there is no more where the version
 * that ended the page before is gone: no other store does any of this.
 */
final class IndexedVersions extends ForwardingBlobStore {
    private final Map<String, VersionIndex> indexes = new ConcurrentHashMap<>();

    /** Lock that writers of objects share, and that is held alone while an index is made. */
    private final ReadWriteLock making = new ReentrantReadWriteLock();

    /** Locks by key: store and index are changed together, so the index notes changes of a key in their order. */
    private final List<Object> keys = Stream.generate(Object::new).limit(64).toList();

    IndexedVersions(BlobStore store) {
        super(store);
    }

    @Override
    public ListObjectVersionsResponse listVersions(ListObjectVersionsRequest request) {
        VersionIndex index = indexes.get(request.bucket());
        return index == null
                        || request.delimiter() != null && !request.delimiter().isEmpty()
                ? super.listVersions(request)
                : index.page(request);
    }

    @Override
    public PutBucketVersioningResponse putBucketVersioning(PutBucketVersioningRequest request) {
        return anew(request.bucket(), () -> super.putBucketVersioning(request));
    }

    @Override
    public void clearContainer(ListObjectsV2Request request) {
        anew(request.bucket(), () -> {
            super.clearContainer(request);
            return request;
        });
    }

    @Override
    public void deleteContainer(String container) {
        anew(container, () -> {
            super.deleteContainer(container);
            return container;
        });
    }

    @Override
    public void deleteBucket(String bucket) {
        super.deleteBucket(bucket);
        indexes.remove(bucket);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        return written(
                request.bucket(), request.key(), () -> super.putBlob(request, payload), PutObjectResponse::versionId);
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        return written(
                request.destinationBucket(),
                request.destinationKey(),
                () -> super.copyBlob(request),
                CopyObjectResponse::versionId);
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return written(
                request.bucket(),
                request.key(),
                () -> super.completeMultipartUpload(upload, request),
                CompleteMultipartUploadResponse::versionId);
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        String key = request.key();
        return change(request.bucket(), key, index -> {
            DeleteObjectResponse answer = super.removeBlob(request);
            if (index != null && request.versionId() == null && Boolean.TRUE.equals(answer.deleteMarker())) {
                index.add(DeleteMarkerEntry.builder()
                        .key(key)
                        .versionId(answer.versionId())
                        .lastModified(Instant.now())
                        .build());
            } else if (index != null) {
                index.remove(key, request.versionId());
            }
            return answer;
        });
    }

    private <T> T anew(String bucket, Supplier<T> act) {
        Lock alone = making.writeLock();
        alone.lock();
        try {
            indexes.remove(bucket);
            T answer = act.get();
            if (containerExists(bucket) && getBucketVersioning(bucket) == BucketVersioningStatus.ENABLED) {
                VersionIndex index = new VersionIndex();
                ListObjectVersionsResponse all = super.listVersions(ListObjectVersionsRequest.builder()
                        .bucket(bucket)
                        .maxKeys(Integer.MAX_VALUE)
                        .build());
                all.versions().forEach(index::add);
                all.deleteMarkers().forEach(index::add);
                indexes.put(bucket, index);
            }
            return answer;
        } finally {
            alone.unlock();
        }
    }

    private <T> T written(String bucket, String key, Supplier<T> write, Function<T, @Nullable String> versionId) {
        return change(bucket, key, index -> {
            T answer = write.get();
            if (index != null) {
                String id = versionId.apply(answer);
                HeadObjectResponse head = super.blobMetadata(HeadObjectRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .versionId(id)
                        .build());
                if (head == null) {
                    throw new ServerFailed("a version of " + key + " that was just written is not there", null);
                }
                index.add(key, id, head);
            }
            return answer;
        });
    }

    private <T> T change(String bucket, String key, Function<@Nullable VersionIndex, T> act) {
        Lock shared = making.readLock();
        shared.lock();
        try {
            synchronized (keys.get(Math.floorMod(key.hashCode(), keys.size()))) {
                return act.apply(indexes.get(bucket));
            }
        } finally {
            shared.unlock();
        }
    }
}
