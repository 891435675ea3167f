package se.partnersec.gallra.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.testing.network.HttpMessage;

/**
 * An S3 server that can be told to lie: it stands before a real one and else passes everything on untouched.
 *
 * <p>{@link #settings} is the way in, {@link #backing} sees what is really there. Requests keep their bytes and their
 * Host header, so their signatures stay valid.
 */
public final class HostileS3 implements AutoCloseable {
    private final BucketSettings real;
    private final URI realEndpoint;
    private final ObjectBucket backing;
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "hostile-s3");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger deletes = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger odd = new AtomicInteger();
    private volatile Predicate<HttpMessage> expected = request -> true;
    private volatile Lie lie = Lies.none();

    public HostileS3(BucketSettings real) {
        this.real = real;
        realEndpoint = URI.create(String.valueOf(real.endpoint()));
        backing = new ObjectBucket(real);
        try {
            socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** The settings of the real bucket, with this server in between. */
    public BucketSettings settings() {
        return new BucketSettings(
                "http://127.0.0.1:" + socket.getLocalPort(),
                real.region(),
                real.bucket(),
                real.accessKey(),
                real.secretKey(),
                real.bucketOwner());
    }

    /** The same bucket without this server in between. */
    public ObjectBucket backing() {
        return backing;
    }

    /** From now on. {@link Lies#none()} makes it honest again. */
    public void tell(Lie lie) {
        this.lie = lie;
    }

    /** Delete requests received so far, in whatever form. */
    public int deletes() {
        return deletes.get();
    }

    /** Requests received that were not as {@link #expect expected}. */
    public int unexpected() {
        return odd.get();
    }

    /** What every request must look like, for counting those that do not. */
    public void expectHeader(String name, String value) {
        expected = request -> request.header(name).filter(value::equals).isPresent();
    }

    /** Requests that were left unanswered and will be executed later: waits until none is left. */
    public void awaitLate() throws InterruptedException {
        while (late.get() > 0) {
            Thread.sleep(20);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                OutputStream out = client.getOutputStream()) {
            HttpMessage request = HttpMessage.request(client.getInputStream(), out);
            if (Lies.isDelete(request)) {
                deletes.incrementAndGet();
            }
            if (!expected.test(request)) {
                odd.incrementAndGet();
            }
            out.write(lie.answer(request, this));
        } catch (IOException e) {
            // A client that hung up, or a server that did: the other side sees the same.
        }
    }

    /** Asks the real server. */
    HttpMessage forward(HttpMessage request) throws IOException {
        try (Socket server = new Socket(realEndpoint.getHost(), realEndpoint.getPort())) {
            server.getOutputStream().write(request.bytes(request.body().length > 0));
            server.getOutputStream().flush();
            return HttpMessage.answer(server.getInputStream(), !request.method().equals("HEAD"));
        }
    }

    /** Executes later what is left unanswered now. */
    void later(Runnable work) {
        late.incrementAndGet();
        threads.execute(() -> {
            try {
                work.run();
            } finally {
                late.decrementAndGet();
            }
        });
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
        backing.close();
    }
}
