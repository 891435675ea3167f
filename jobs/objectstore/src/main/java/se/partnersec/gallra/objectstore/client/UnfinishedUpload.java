package se.partnersec.gallra.objectstore.client;

import java.time.Instant;

/** Parts of an object whose upload never ended: a copy that no listing of objects shows. */
public record UnfinishedUpload(String key, String uploadId, Instant initiated) {
    /** Without the key: keys may hold phone numbers. */
    @Override
    public String toString() {
        return "UnfinishedUpload[" + uploadId + "]";
    }
}
