package se.partnersec.gallra.cli.order;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.DurationConverter;
import se.partnersec.gallra.cli.option.LocalTimeConverter;
import se.partnersec.gallra.cli.option.OrderIdOption;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.support.text.Sentences;

/** Lets a run stand still. */
@Command(
        name = "pause",
        header = "Pause a run after its current chunk.",
        description =
                "The run keeps its place and holds no lock. If its process dies meanwhile, the run is still paused after a restart. It continues with gallra runs resume, or at the given time.",
        footer = {
            "  gallra runs pause 12 --reason 'month end'",
            "  gallra runs pause 12 --until 06:00 --reason 'billing runs'",
            "  gallra runs pause 12 --for 45m --reason 'slow replica'"
        })
public final class PauseCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<RunOrderService> orders;

    @Parameters(paramLabel = "RUN", description = "Number of the run.")
    private long runId;

    @Mixin
    private OrderIdOption order = new OrderIdOption();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
    private String reason = "";

    @ArgGroup
    private @Nullable End end;

    /** When it goes on by itself. */
    static final class End {
        @Option(
                names = "--for",
                paramLabel = "LENGTH",
                converter = DurationConverter.class,
                description = "Continue after this time, for example 45m or 2h; at most 31 days.")
        private @Nullable Duration length;

        @Option(
                names = "--until",
                paramLabel = "TIME",
                converter = LocalTimeConverter.class,
                description = "Continue at this time, Swedish time: 06:00 or '2026-11-25 06:00'.")
        private LocalTimeConverter.@Nullable Moment until;
    }

    @Spec
    private @Nullable CommandSpec spec;

    PauseCommand(CommandContext session, ObjectProvider<RunOrderService> orders) {
        this.session = session;
        this.orders = orders;
    }

    @Override
    public Integer call() {
        Duration length = length();
        RunOrder pause = orders.getObject().once(order.id()).pause(runId, length, reason);
        Instant until = pause.until();
        session.terminal().field("run", runId);
        session.terminal().field("until", until);
        session.terminal()
                .result(
                        until == null
                                ? session.words().say("runs.pause.asked", Long.toString(runId))
                                : session.words().say("runs.pause.until", Long.toString(runId), Formats.time(until)));
        return 0;
    }

    private @Nullable Duration length() {
        if (end == null) {
            return null;
        }
        if (end.until == null) {
            return end.length;
        }
        Instant now = session.now();
        Instant then = end.until.after(now);
        if (!then.isAfter(now)) {
            throw GallraCommand.wrong(spec, SENTENCES.say("order.until-over", Formats.time(then), Formats.time(now)));
        }
        return Duration.between(now, then).plusSeconds(1);
    }
}
