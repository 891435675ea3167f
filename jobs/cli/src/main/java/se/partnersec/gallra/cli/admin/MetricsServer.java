package se.partnersec.gallra.cli.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Model.CommandSpec;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.TerminationSignals;
import se.partnersec.gallra.operations.metrics.MetricCollector;
import se.partnersec.gallra.operations.metrics.MetricCollector.Collected;
import se.partnersec.gallra.operations.metrics.MetricsHttpServer;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

/** Serves figures until somebody stops it; what costs much is looked at now and then, the rest for each scrape. */
final class MetricsServer {
    private final CommandContext session;
    private final ObjectProvider<MetricCollector> metrics;
    private final @Nullable CommandSpec spec;

    MetricsServer(CommandContext session, @Nullable CommandSpec spec, ObjectProvider<MetricCollector> metrics) {
        this.session = session;
        this.metrics = metrics;
        this.spec = spec;
    }

    /** @param every how often records are looked at; null for never */
    int serve(String address, int port, boolean open, @Nullable Duration every) {
        InetSocketAddress place = place(address, port, open);
        MetricCollector metrics = this.metrics.getObject();
        // Before anybody can ask; a database that does not answer at all ends it here, with 4.
        AtomicReference<Collected> records =
                new AtomicReference<>(every == null ? metrics.runs(this::fault) : metrics.records(this::fault));
        CountDownLatch stopped = new CountDownLatch(1);
        ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "records");
            thread.setDaemon(true);
            return thread;
        });
        try (TerminationSignals signals = new TerminationSignals(
                        stopped::countDown, () -> Runtime.getRuntime().halt(0));
                MetricsHttpServer server = new MetricsHttpServer(
                        place,
                        () -> records.get()
                                .with(metrics.runs(this::fault))
                                .figures()
                                .text())) {
            if (every != null) {
                looking.scheduleWithFixedDelay(
                        () -> look(metrics, records), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
            }
            session.terminal()
                    .note(session.words()
                            .say("metrics.serving", place.getAddress().getHostAddress() + ":" + server.port()));
            stopped.await();
            return ExitCode.DONE.number();
        } catch (IOException e) {
            throw RefusedException.configuration(address + ":" + port + " cannot be used (" + e.getMessage()
                    + "): is it another's? --port takes another");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.STOPPED.number();
        } finally {
            looking.shutdownNow();
        }
    }

    /** What was seen before stays, with its own time on it, while the database does not answer. */
    private void look(MetricCollector metrics, AtomicReference<Collected> records) {
        try {
            records.set(metrics.records(this::fault));
        } catch (RuntimeException e) {
            fault(MetricCollector.RECORDS, e);
        }
    }

    private InetSocketAddress place(String address, int port, boolean open) {
        if (port < 0 || port > 65_535) {
            throw GallraCommand.wrong(spec, "--port " + port + " is no port: 1 to 65535, or 0 for any that is free");
        }
        InetAddress where;
        try {
            where = InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw GallraCommand.wrong(spec, "--address " + address + " is no address of this machine");
        }
        if (!where.isLoopbackAddress() && !open) {
            throw GallraCommand.wrong(
                    spec,
                    "--address " + address + " is open to other machines, and what it sends is neither encrypted nor"
                            + " asks who reads: say --open if that is meant");
        }
        return new InetSocketAddress(where, port);
    }

    private void fault(String part, RuntimeException why) {
        MetricsCommand.fault(session, part, why);
    }
}
