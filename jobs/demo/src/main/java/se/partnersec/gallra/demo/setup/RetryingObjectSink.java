package se.partnersec.gallra.demo.setup;

import java.util.concurrent.ThreadLocalRandom;
import se.partnersec.gallra.demo.data.ObjectSink;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;

/**
 * Puts the demo's objects, and again where the store stumbles: the embedded one answers 500 now and then when many
 * threads write. A second version of an invented object harms nothing; in production nothing is ever put.
 */
public record RetryingObjectSink(ObjectBucket bucket) implements ObjectSink {
    private static final int TRIES = 6;

    @Override
    public void put(String key, byte[] body) {
        patiently(() -> bucket.put(key, body));
    }

    @Override
    public void hide(String key) {
        patiently(() -> bucket.hide(key));
    }

    private static void patiently(Runnable call) {
        for (int i = 1; ; i++) {
            try {
                call.run();
                return;
            } catch (ObjectStoreException e) {
                boolean passing = e.kind() == ObjectStoreException.Kind.OTHER
                        || e.kind() == ObjectStoreException.Kind.THROTTLED
                        || e.kind() == ObjectStoreException.Kind.UNREACHABLE;
                if (!passing || i == TRIES) {
                    throw e;
                }
                pause(i);
            }
        }
    }

    private static void pause(int tries) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(20, 60L << tries));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
