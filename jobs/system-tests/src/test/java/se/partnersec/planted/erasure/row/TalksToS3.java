package se.partnersec.planted.erasure.row;

import software.amazon.awssdk.services.s3.model.S3Object;

/** The object store's own types outside the store. */
public final class TalksToS3 {
    public String key(S3Object object) {
        return object.key();
    }
}
