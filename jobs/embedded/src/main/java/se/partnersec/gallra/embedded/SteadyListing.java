package se.partnersec.gallra.embedded;

import java.nio.file.NoSuchFileException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Lists versions anew where one went while they were listed. The store in memory breaks such a listing off with an error, as no
 * other store does, and under many deletions a client that asks four times may meet it four times.
 */
final class SteadyListing extends ForwardingBlobStore {
    private static final int ATTEMPTS = 100;

    SteadyListing(BlobStore store) {
        super(store);
    }

    @Override
    public ListObjectVersionsResponse listVersions(ListObjectVersionsRequest request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return super.listVersions(request);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !oneWent(e)) {
                    throw e;
                }
            }
        }
    }

    /** The file of the newest version, or one of those before it, whose attributes were asked for by its number. */
    private static boolean oneWent(RuntimeException e) {
        return e.getCause() instanceof NoSuchFileException
                || e instanceof S3Exception answer
                        && "NoSuchVersion".equals(answer.awsErrorDetails().errorCode());
    }
}
