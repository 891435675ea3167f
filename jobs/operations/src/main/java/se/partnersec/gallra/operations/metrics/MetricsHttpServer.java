package se.partnersec.gallra.operations.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers scrapes over HTTP: {@code GET /metrics}, one at a time. Where the figures cannot be had it says 503, which Prometheus sees as
 * a target that is down. {@code GET /alive} asks nobody and says 204, for whoever starts anew what does not answer; nothing else is there.
 */
public final class MetricsHttpServer implements AutoCloseable {
    private static final int WAITING = 16;

    private final HttpServer server;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
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
        server.setExecutor(worker);
        server.createContext("/", exchange -> answer(exchange, scrape));
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Supplier<byte[]> scrape) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            if (!path.equals("/metrics") && !path.equals("/alive")) {
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

    private static void figures(HttpExchange exchange, boolean head, Supplier<byte[]> scrape) throws IOException {
        byte[] text;
        try {
            text = scrape.get();
        } catch (RuntimeException e) {
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", MetricSnapshot.CONTENT_TYPE);
        exchange.sendResponseHeaders(200, head ? -1 : text.length);
        if (!head) {
            exchange.getResponseBody().write(text);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        worker.shutdownNow();
    }
}
