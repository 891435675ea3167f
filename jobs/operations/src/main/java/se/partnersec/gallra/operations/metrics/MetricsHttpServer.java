package se.partnersec.gallra.operations.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers scrapes over HTTP: {@code GET /metrics}, of which one is worked on at a time. Where the figures cannot be had it says 503, which Prometheus sees as
 * a target that is down. {@code GET /alive} asks nobody and says 204, for whoever starts anew what does not answer; nothing else is there.
 */
public final class MetricsHttpServer implements AutoCloseable {
    private static final int WAITING = 16;

    /** Seconds a client has to send its request; then its connection is closed. */
    private static final int SLOWEST = 5;

    /** Seconds a scrape waits for the one before it; then the answer is 503. */
    private static final int PATIENCE = 10;

    private static final int WORKERS = 16;
    private static final Pattern LOCAL =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    static {
        // The server of the JDK reads this property once. Its limit for responses is not set: it would count the time
        // of the scrape.
        System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(SLOWEST));
    }

    private final HttpServer server;
    private final boolean local;
    private final Lock scraping = new ReentrantLock();
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, work -> {
        Thread thread = new Thread(work, "scrape");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param address port 0 for any that is free
     * @param scrape the text to answer with; what it throws is told to the scraper by the status alone
     */
    public MetricsHttpServer(InetSocketAddress address, Supplier<byte[]> scrape) throws IOException {
        server = HttpServer.create(address, WAITING);
        local = address.getAddress().isLoopbackAddress();
        server.setExecutor(workers);
        server.createContext("/", exchange -> answer(exchange, scrape));
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, Supplier<byte[]> scrape) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            if (local && !namesThisMachine(exchange.getRequestHeaders().getFirst("Host"))) {
                // DNS rebinding: a page in a browser on this machine that reaches this address by a name of its own.
                exchange.sendResponseHeaders(421, -1);
            } else if (!path.equals("/metrics") && !path.equals("/alive")) {
                exchange.sendResponseHeaders(404, -1);
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
            } else if (path.equals("/alive")) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                figures(exchange, method.equals("HEAD"), scrape);
            }
        }
    }

    private static boolean namesThisMachine(@Nullable String host) {
        return host == null || LOCAL.matcher(host).matches();
    }

    private void figures(HttpExchange exchange, boolean head, Supplier<byte[]> scrape) throws IOException {
        byte[] text = scraped(scrape);
        if (text == null) {
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", MetricSnapshot.CONTENT_TYPE);
        exchange.sendResponseHeaders(200, head ? -1 : text.length);
        if (!head) {
            exchange.getResponseBody().write(text);
        }
    }

    /** Null where the figures cannot be had, or others have been waiting for them for too long. */
    private byte @Nullable [] scraped(Supplier<byte[]> scrape) {
        try {
            if (!scraping.tryLock(PATIENCE, TimeUnit.SECONDS)) {
                return null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        try {
            return scrape.get();
        } catch (RuntimeException e) {
            return null;
        } finally {
            scraping.unlock();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
