package se.partnersec.gallra.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real MariaDB server on a free loopback port, over a data folder that is wiped at every start. */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final long START_SECONDS = 90;
    private static final long STOP_SECONDS = 10;
    // The console's last word before the server takes connections; --init-file has run by then.
    private static final String READY = ": ready for connections.";

    private final DataFolder data;
    private final Process server;
    private final Thread lastResort;
    private final int port;
    private final String password;

    private EmbeddedDatabase(DataFolder data, Process server, Thread lastResort, int port, String password) {
        this.data = data;
        this.server = server;
        this.lastResort = lastResort;
        this.port = port;
        this.password = password;
    }

    public static EmbeddedDatabase start(Path folder) {
        return start(folder, List.of(), "");
    }

    /**
     * Starts a server under {@code folder}, first ending one that a killed process left behind there.
     *
     * @param arguments more arguments for mariadbd, such as {@code --default-time-zone=-07:00}
     * @param initSql statements, one a line, that are run before the server takes connections
     */
    public static EmbeddedDatabase start(Path folder, List<String> arguments, String initSql) {
        DataFolder data = new DataFolder(folder.toAbsolutePath().normalize());
        data.endLeftover();
        String password = Passwords.random();
        IOException last = new IOException("never tried");
        // A free port may be taken by somebody else between our look and the server's start.
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                data.wipe();
                return launch(data, arguments, account(password) + initSql, password);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new ServerFailed(
                "the database under " + data.folder() + " did not start: " + last.getMessage()
                        + data.consoleTail() + "\nSee " + data.console()
                        + "; is there room on the disk (500 MB), and may this user write there?",
                last);
    }

    private static EmbeddedDatabase launch(DataFolder data, List<String> arguments, String sql, String password)
            throws IOException {
        Installation installed = Installation.into(data);
        Path init = PrivateFile.write(data.folder().resolve("init.sql"), sql);
        Process server = installed
                .server(arguments(installed.port(), data, init, arguments))
                .start();
        // Before anything else can go wrong: the server must not outlive this process.
        Thread lastResort = new Thread(() -> DataFolder.end(server.toHandle(), STOP_SECONDS), "end mariadbd");
        try {
            Runtime.getRuntime().addShutdownHook(lastResort);
            data.remember(server.pid());
            awaitReady(server, data);
        } catch (IOException | RuntimeException e) {
            server.destroyForcibly();
            throw e;
        } finally {
            Files.deleteIfExists(init);
        }
        return new EmbeddedDatabase(data, server, lastResort, installed.port(), password);
    }

    private static List<String> arguments(int port, DataFolder data, Path init, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--port=" + port,
                "--socket=" + data.socket(port),
                "--pid-file=" + data.data().resolve("mariadbd.pid"),
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--init-file=" + init,
                "--character-set-server=utf8mb4",
                "--max-connections=200",
                "--max-allowed-packet=64M",
                "--innodb-buffer-pool-size=256M"));
        arguments.addAll(more);
        return arguments;
    }

    private static String account(String password) {
        return """
                CREATE USER 'gallra_admin'@'%%' IDENTIFIED BY '%s';
                GRANT ALL ON *.* TO 'gallra_admin'@'%%' WITH GRANT OPTION;
                """.formatted(password);
    }

    private static void awaitReady(Process server, DataFolder data) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try {
            while (!data.consoleContains(READY)) {
                if (server.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new IOException("mariadbd ended with code " + server.exitValue());
                }
                if (System.nanoTime() > deadline) {
                    server.destroyForcibly();
                    throw new IOException("mariadbd was not ready within " + START_SECONDS + " s");
                }
            }
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while mariadbd started", e);
        }
    }

    public int port() {
        return port;
    }

    /** An account with every right, for TCP connections. */
    public String ownerUser() {
        return "gallra_admin";
    }

    public String ownerPassword() {
        return password;
    }

    public long pid() {
        return server.pid();
    }

    public boolean isAlive() {
        return server.isAlive();
    }

    /** Ends the server and leaves its files where they are. */
    public void stop() {
        DataFolder.end(server.toHandle(), STOP_SECONDS);
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException e) {
            // The JVM is shutting down, so the hook has run or runs now: it finds nothing to do.
        }
    }

    /** Ends the server and deletes its files. */
    @Override
    public void close() {
        stop();
        data.clear();
    }
}
