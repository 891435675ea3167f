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
import se.partnersec.gallra.support.text.Sentences;

/** Figures for Prometheus. */
@Command(
        name = "metrics",
        header = "Export metrics for Prometheus.",
        description = {
            "What is due, overdue and on hold, how runs ended, and whether the ledger is intact. Read under the reader's account; changes nothing and names nobody. One collection costs about as much as gallra plan --all and gallra ledger verify together.",
            "Without options the metrics go to standard output. A part that cannot be collected is left out and named by gallra_collect_errors (exit 10). If the database does not answer, nothing is written (exit 4). Alert rules and a Grafana dashboard are in job-config/monitoring."
        },
        footer = {
            "  gallra metrics",
            "  gallra metrics --textfile /var/lib/gallra-metrics/gallra.prom     # after each run, for node_exporter",
            "  gallra metrics --serve --port 9484                                # for Prometheus to scrape",
            "  gallra metrics --serve --runs-only                                # the same under a login with the role metrics"
        })
public final class MetricsCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<MetricCollector> metrics;

    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup
    private @Nullable Way way;

    @Option(
            names = "--runs-only",
            description = "Only runs, seals, books and requests: what a login with the role metrics may read.")
    private boolean runsOnly;

    private static final class Way {
        @Option(
                names = "--textfile",
                paramLabel = "FILE",
                description = "Write to this file, whole or not at all, readable by everybody.")
        private @Nullable Path file;

        @ArgGroup(exclusive = false)
        private @Nullable Serving serving;
    }

    private static final class Serving {
        @Option(
                names = "--serve",
                required = true,
                description = "Answer GET /metrics, and GET /alive without collecting, over HTTP until stopped.")
        private boolean serve;

        @Option(
                names = "--port",
                paramLabel = "N",
                defaultValue = "9484",
                description = "Port. Default: ${DEFAULT-VALUE}. 0 for any free port.")
        private int port = 9484;

        @Option(
                names = "--address",
                paramLabel = "ADDRESS",
                defaultValue = "127.0.0.1",
                description = "Address. Default: ${DEFAULT-VALUE}. Any other than the loopback address needs --open.")
        private String address = "127.0.0.1";

        @Option(
                names = "--open",
                description = "Let other machines read the metrics. They are sent unencrypted to anyone who asks.")
        private boolean open;

        @Option(
                names = "--every",
                paramLabel = "LENGTH",
                defaultValue = "1h",
                converter = DurationConverter.class,
                description =
                        "How often to read every record and the whole ledger. Default: ${DEFAULT-VALUE}. Runs are read for each scrape.")
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
            session.terminal().raw("metrics", new String(text, StandardCharsets.UTF_8));
        } else {
            write(file, text);
        }
        return (collected.failed().isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENCES).number();
    }

    private void requirePlace(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw GallraCommand.wrong(spec, SENTENCES.say("admin.textfile-no-place-file-make-folder", file));
        }
    }

    private void write(Path file, byte[] text) {
        try {
            MetricsTextFile.write(file, text);
        } catch (IOException e) {
            throw RefusedException.configuration(SENTENCES.say("admin.cannot-written-what-there-stays-check", file, e));
        }
        session.terminal().note(session.words().say("metrics.written", file));
    }

    /** Code and state, never the server's text: it may quote a record. */
    static void fault(CommandContext session, String part, RuntimeException why) {
        session.terminal().problem(session.words().say("metrics.failed", part, MetricCollector.words(why)));
    }
}
