package se.partnersec.gallra.testing.network;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import se.partnersec.gallra.config.settings.DatabaseUrl;
import se.partnersec.gallra.config.settings.GallraSettings;

/** Stands between us and the database, and cuts the line at a COMMIT or another statement, before or after the server has seen it. */
public final class CuttingProxy implements AutoCloseable {
    private static final int COM_QUERY = 3;
    private static final int COM_STMT_PREPARE = 22;
    private static final int COM_STMT_EXECUTE = 23;
    private static final long LATE_MS = 1_000;

    private final DatabaseUrl real;
    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Cut> armed = new AtomicReference<>(Cut.NEVER);
    private final AtomicInteger countdown = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger statements = new AtomicInteger();
    private volatile boolean every;
    private final AtomicInteger cuts = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "cutting-proxy");
        thread.setDaemon(true);
        return thread;
    });

    /** What becomes of the COMMIT, and of the server's side of the line. */
    public enum Cut {
        NEVER,
        /** The server commits; its answer is lost. */
        AFTER,
        /** The server never sees it, notices the broken line and rolls back. */
        BEFORE,
        /** The server never sees it and notices nothing: its session stays, with every lock. */
        SILENT,
        /** The server sees it, but only when we have long given up. */
        LATE,
        /** The path swallows it and everything after it, and both sides believe in the line. */
        SWALLOWED
    }

    public CuttingProxy(DatabaseUrl real) {
        this.real = real;
        try {
            socket = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** The same settings, by way of this proxy. */
    public GallraSettings settings(GallraSettings direct) {
        DatabaseUrl url = new DatabaseUrl(
                "127.0.0.1", socket.getLocalPort(), real.schema(), direct.url().parameters());
        return new GallraSettings(
                url, direct.accounts(), direct.bucket(), direct.config(), direct.tags(), direct.chunk());
    }

    /** Cuts the line at the COMMIT that comes as the {@code nth} from now, once. */
    public void arm(Cut cut, int nth) {
        every = false;
        countdown.set(nth);
        armed.set(cut);
    }

    /** Cuts the line before the server sees the statement, of whatever kind, that comes as the {@code nth} from now, once. */
    public void armStatement(int nth) {
        every = true;
        countdown.set(nth);
        armed.set(Cut.BEFORE);
    }

    /** Swallows the next statement, of whatever kind, and everything after it on its line. */
    public void swallow() {
        every = true;
        countdown.set(1);
        armed.set(Cut.SWALLOWED);
    }

    /** Statements seen so far, COMMITs among them. */
    public int statements() {
        return statements.get();
    }

    /** COMMITs seen so far, whatever became of them. */
    public int commits() {
        return commits.get();
    }

    public int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Socket server = new Socket(real.host(), real.port());
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                Line line = new Line(client, server);
                threads.execute(line::down);
                threads.execute(line::up);
            }
        } catch (IOException e) {
            // Closed: the test is over.
            return;
        }
    }

    /** One connection of the driver. */
    private final class Line {
        private final Socket client;
        private final Socket server;
        private volatile Cut cut = Cut.NEVER;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /** From the driver to the server, packet by packet. */
        void up() {
            try (DataInputStream in = new DataInputStream(client.getInputStream())) {
                OutputStream out = server.getOutputStream();
                byte[] header = new byte[4];
                while (true) {
                    in.readFully(header);
                    byte[] body = new byte[(header[0] & 0xff) | (header[1] & 0xff) << 8 | (header[2] & 0xff) << 16];
                    in.readFully(body);
                    if (header[3] == 0 && counts(body) && countdown.decrementAndGet() == 0) {
                        cut = armed.getAndSet(Cut.NEVER);
                    }
                    if (cut != Cut.NEVER) {
                        cuts.incrementAndGet();
                        sever(out, header, body);
                        while (cut == Cut.SWALLOWED && in.read(header) >= 0) {
                            // Nothing of it arrives.
                        }
                        return;
                    }
                    out.write(header);
                    out.write(body);
                    out.flush();
                }
            } catch (IOException e) {
                end(server);
            }
        }

        private void sever(OutputStream out, byte[] header, byte[] body) throws IOException {
            if (cut == Cut.BEFORE) {
                end(server);
            }
            if (cut == Cut.BEFORE || cut == Cut.SILENT || cut == Cut.LATE) {
                end(client);
            }
            if (cut == Cut.LATE) {
                pause();
            }
            if (cut == Cut.AFTER || cut == Cut.LATE) {
                out.write(header);
                out.write(body);
                out.flush();
            }
        }

        /** From the server to the driver. */
        void down() {
            try (InputStream in = server.getInputStream()) {
                OutputStream out = client.getOutputStream();
                byte[] buffer = new byte[16_384];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (cut == Cut.AFTER || cut == Cut.LATE) {
                        // It has committed, and nobody hears of it.
                        end(client);
                        end(server);
                        return;
                    }
                    out.write(buffer, 0, n);
                    out.flush();
                }
                end(client);
            } catch (IOException e) {
                end(client);
            }
        }

        private boolean counts(byte[] body) {
            boolean commit = commit(body);
            boolean statement = body.length > 0
                    && (body[0] == COM_QUERY || body[0] == COM_STMT_PREPARE || body[0] == COM_STMT_EXECUTE);
            if (statement) {
                statements.incrementAndGet();
            }
            return every ? statement : commit;
        }

        private boolean commit(byte[] body) {
            boolean it = body.length > 0
                    && body.length < 12
                    && body[0] == COM_QUERY
                    && new String(body, 1, body.length - 1, StandardCharsets.US_ASCII)
                            .toLowerCase(Locale.ROOT)
                            .endsWith("commit");
            if (it) {
                commits.incrementAndGet();
            }
            return it;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LATE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Closeable line) {
        try {
            line.close();
        } catch (IOException e) {
            // It is closed, which is all we want.
            return;
        }
    }

    @Override
    public void close() {
        end(socket);
        open.forEach(CuttingProxy::end);
        threads.shutdownNow();
    }
}
