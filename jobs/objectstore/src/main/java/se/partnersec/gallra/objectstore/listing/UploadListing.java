package se.partnersec.gallra.objectstore.listing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.objectstore.client.ObjectStoreException.Kind;
import se.partnersec.gallra.objectstore.client.S3Connection;
import se.partnersec.gallra.objectstore.client.UnfinishedUpload;
import se.partnersec.gallra.objectstore.deletion.DeletionErrors;
import se.partnersec.gallra.objectstore.deletion.DeletionResult;
import se.partnersec.gallra.support.text.Sentences;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Finds and ends uploads that were begun and never completed: their parts are copies too. */
public final class UploadListing {
    private static final Sentences SENTENCES = Sentences.of("objectstore");
    private final S3Connection connection;

    public UploadListing(S3Connection connection) {
        this.connection = connection;
    }

    public void forEach(String prefix, Consumer<UnfinishedUpload> action) {
        String keyMarker = null;
        String uploadMarker = null;
        while (true) {
            String afterKey = keyMarker;
            String afterUpload = uploadMarker;
            ListMultipartUploadsResponse answer =
                    connection.read(s3 -> s3.listMultipartUploads(r -> r.bucket(connection.bucket())
                            .prefix(prefix)
                            .encodingType(EncodingType.URL)
                            .keyMarker(afterKey)
                            .uploadIdMarker(afterUpload)));
            for (MultipartUpload upload : answer.uploads()) {
                if (!upload.key().startsWith(prefix)) {
                    throw unusable(SENTENCES.say("listing.names-keys-do-not-begin-asked"));
                }
                Instant initiated = upload.initiated() == null ? Instant.EPOCH : upload.initiated();
                action.accept(new UnfinishedUpload(upload.key(), upload.uploadId(), initiated));
            }
            if (answer.isTruncated() == null) {
                throw unusable(SENTENCES.say("listing.does-not-say-whether-there-more"));
            }
            if (!answer.isTruncated()) {
                return;
            }
            keyMarker = answer.nextKeyMarker();
            uploadMarker = answer.nextUploadIdMarker();
            if (keyMarker == null || (keyMarker.equals(afterKey) && Objects.equals(uploadMarker, afterUpload))) {
                throw unusable(SENTENCES.say("listing.says-there-more-not-where"));
            }
        }
    }

    /** A part still on its way may land after this: list again to see that nothing is left. */
    public DeletionResult.Status abort(UnfinishedUpload upload, Duration timeout, Instant signedAt) {
        try {
            connection.delete(
                    signedAt,
                    s3 -> s3.abortMultipartUpload(r -> r.bucket(connection.bucket())
                            .key(upload.key())
                            .uploadId(upload.uploadId())
                            .overrideConfiguration(c -> c.apiCallTimeout(timeout))));
            return DeletionResult.Status.DELETED;
        } catch (SdkException e) {
            return DeletionErrors.of(e).deletion();
        }
    }

    private ObjectStoreException unusable(String what) {
        return new ObjectStoreException(
                Kind.OTHER, SENTENCES.say("listing.answers-listing-uploads", connection.place(), what));
    }

    public List<UnfinishedUpload> of(String key) {
        List<UnfinishedUpload> found = new ArrayList<>();
        forEach(key, upload -> {
            if (upload.key().equals(key)) {
                found.add(upload);
            }
        });
        return List.copyOf(found);
    }
}
