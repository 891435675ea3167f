package se.partnersec.gallra.cli.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.DurationConverter;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.operations.metrics.MetricCollector;
import se.partnersec.gallra.operations.metrics.MetricsTextFile;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

/** Figures for Prometheus. */
@Command(
        name = "metrics",
        description = {
            "Figures for monitoring in the text format of Prometheus: what is due, late and held, how runs ended, whether the",
            "ledger is intact. Read from the database under the account that reads; changes nothing, names nobody. Collecting",
            "costs about what gallra plan --all and gallra ledger verify cost.",
            "Without an option to standard output. A part that cannot be looked at is left out, gallra_collect_errors says",
            "which, and the exit code is 10; where the database does not answer nothing is written, and it is 4."
        },
        footer = {
            "",
            "Examples:",
            "  gallra metrics",
            "  gallra metrics --textfile /var/lib/gallra-metrics/gallra.prom     # after each run, for node_exporter",
            "  gallra metrics --serve --port 9484                                # for Prometheus to scrape",
            "  gallra metrics --serve --runs-only                                # the same under a login with the role metrics",
            "Rules for alerts and a Grafana dashboard: job-config/monitoring"
        })
public final class MetricsCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<MetricCollector> metrics;

    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup
    private @Nullable Way way;

    @Option(
            names = "--runs-only",
            description = {
                "Only what runs do and did, the seals, the books and the requests: what a login with the role metrics may read.",
                "What is due, held and late, and the check of the ledger, are left out."
            })
    private boolean runsOnly;

    private static final class Way {
        @Option(
                names = "--textfile",
                paramLabel = "FILE",
                description = "To this file: whole or not at all, over the one before, readable by everybody.")
        private @Nullable Path file;

        @ArgGroup(exclusive = false)
        private @Nullable Serving serving;
    }

    private static final class Serving {
        @Option(
                names = "--serve",
                required = true,
                description = "Answer GET /metrics, and GET /alive without a look, over HTTP until stopped.")
        private boolean serve;

        @Option(
                names = "--port",
                paramLabel = "N",
                defaultValue = "9484",
                description = "At this port; ${DEFAULT-VALUE}. 0 for any that is free.")
        private int port = 9484;

        @Option(
                names = "--address",
                paramLabel = "ADDRESS",
                defaultValue = "127.0.0.1",
                description = "At this address; ${DEFAULT-VALUE}. Another than the loopback needs --open.")
        private String address = "127.0.0.1";

        @Option(
                names = "--open",
                description = "Let other machines read the figures: they are sent in the clear, to whoever asks.")
        private boolean open;

        @Option(
                names = "--every",
                paramLabel = "LENGTH",
                defaultValue = "1h",
                converter = DurationConverter.class,
                description = {
                    "How often to look at every record and the whole ledger; ${DEFAULT-VALUE}. What runs do is looked at",
                    "anew for each scrape."
                })
        private Duration every = Duration.ofHours(1);
    }

    MetricsCommand(CommandContext session, ObjectProvider<MetricCollector> metrics) {
        this.session = session;
        this.metrics = metrics;
    }

    @Override
    public Integer call() {
        Serving serving = way == null ? null : way.serving;
        if (serving != null) {
            return new MetricsServer(session, spec, metrics)
                    .serve(serving.address, serving.port, serving.open, runsOnly ? null : serving.every);
        }
        Path file = way == null ? null : way.file;
        if (file != null) {
            requirePlace(file);
        }
        BiConsumer<String, RuntimeException> fault = (part, why) -> fault(session, part, why);
        MetricCollector.Collected collected =
                runsOnly ? metrics.getObject().runs(fault) : metrics.getObject().all(fault);
        byte[] text = collected.figures().text();
        if (file == null) {
            session.terminal().block(new String(text, StandardCharsets.UTF_8));
        } else {
            write(file, text);
        }
        return (collected.failed().isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENCES).number();
    }

    private void requirePlace(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw GallraCommand.wrong(
                    spec, "--textfile " + file + " is no place for a file: make the folder, or name another file");
        }
    }

    private void write(Path file, byte[] text) {
        try {
            MetricsTextFile.write(file, text);
        } catch (IOException e) {
            throw RefusedException.environment(file + " cannot be written (" + e
                    + "), and what was there stays: check the folder, its rights and the disk");
        }
        session.terminal().note(session.words().say("metrics.written", file));
    }

    /** Code and state, never the server's text: it may quote a record. */
    static void fault(CommandContext session, String part, RuntimeException why) {
        session.terminal().problem(session.words().say("metrics.failed", part, MetricCollector.words(why)));
    }
}
