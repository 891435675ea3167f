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
import se.partnersec.gallra.support.text.Sentences;

/** Serves figures until somebody stops it; what costs much is looked at now and then, the rest for each scrape. */
final class MetricsServer {
    private static final Sentences SENTENCES = Sentences.of("cli");
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
            throw RefusedException.configuration(
                    SENTENCES.say("admin.cannot-used-another-port-takes-another", address, port, e.getMessage()));
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
            throw GallraCommand.wrong(spec, SENTENCES.say("admin.port-no-port-1-65535-0", port));
        }
        InetAddress where;
        try {
            where = InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw GallraCommand.wrong(spec, SENTENCES.say("admin.address-no-address-machine", address));
        }
        if (!where.isLoopbackAddress() && !open) {
            throw GallraCommand.wrong(spec, SENTENCES.say("admin.address-open-other-machines-what-sends", address));
        }
        return new InetSocketAddress(where, port);
    }

    private void fault(String part, RuntimeException why) {
        MetricsCommand.fault(session, part, why);
    }
}
