package se.partnersec.gallra.embedded;

import java.net.URI;
import java.util.function.UnaryOperator;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** A real S3 server with versions on a free loopback port; its objects live as long as its process. */
public final class EmbeddedObjectStore implements AutoCloseable {
    private final S3Proxy proxy;
    private final BlobStore store;
    private final String accessKey;
    private final String secretKey;

    private EmbeddedObjectStore(S3Proxy proxy, BlobStore store, String accessKey, String secretKey) {
        this.proxy = proxy;
        this.store = store;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    public static EmbeddedObjectStore start() {
        return start(UnaryOperator.identity());
    }

    /** Starts a server whose store is wrapped, so that a test can refuse, delay or forget requests. */
    public static EmbeddedObjectStore start(UnaryOperator<BlobStore> wrapping) {
        return start(wrapping, AuthenticationType.AWS_V2_OR_V4);
    }

    /** Starts a server that looks at no signature, as some gateways do. */
    public static EmbeddedObjectStore startWithoutSignatures() {
        return start(UnaryOperator.identity(), AuthenticationType.NONE);
    }

    private static EmbeddedObjectStore start(UnaryOperator<BlobStore> wrapping, AuthenticationType authentication) {
        String accessKey = Passwords.random();
        String secretKey = Passwords.random();
        BlobStore store = wrapping.apply(new IndexedVersions(new TransientNio2BlobStore()));
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(authentication, accessKey, secretKey)
                .jettyMaxThreads(32)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new ServerFailed("the object store did not start: " + e.getMessage(), e);
        }
        return new EmbeddedObjectStore(proxy, store, accessKey, secretKey);
    }

    public int port() {
        return proxy.getPort();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public String accessKey() {
        return accessKey;
    }

    public String secretKey() {
        return secretKey;
    }

    /** The store behind the server, to make buckets without a client. */
    public BlobStore store() {
        return store;
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new ServerFailed("the object store did not stop: " + e.getMessage(), e);
        }
    }
}
