package se.partnersec.planted.objectstore.bucket;

/** The only way to stored objects. */
public final class ObjectBucket {
    public void deleteEach(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a key must not be empty");
        }
    }
}
