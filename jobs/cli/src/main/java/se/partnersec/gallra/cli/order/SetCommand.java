package se.partnersec.gallra.cli.order;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.OrderIdOption;
import se.partnersec.gallra.cli.option.ThrottleOptions;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderDescription;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.support.text.Sentences;

/** Changes how fast a run goes. */
@Command(
        name = "set",
        header = "Change the rate or chunk size of a run.",
        description = "Takes effect from the next chunk, on any host.",
        footer = {
            "  gallra runs set 12 --rate 500/s --reason 'shop is slow'",
            "  gallra runs set 12 --rate none --chunk 7000 --reason 'night'"
        })
public final class SetCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<RunOrderService> orders;

    @Parameters(paramLabel = "RUN", description = "Number of the run.")
    private long runId;

    @Mixin
    private ThrottleOptions pace = new ThrottleOptions();

    @Mixin
    private OrderIdOption order = new OrderIdOption();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
    private String reason = "";

    @Spec
    private @Nullable CommandSpec spec;

    SetCommand(CommandContext session, ObjectProvider<RunOrderService> orders) {
        this.session = session;
        this.orders = orders;
    }

    @Override
    public Integer call() {
        if (pace.rate() == null && pace.chunk() == null) {
            throw GallraCommand.wrong(spec, SENTENCES.say("order.nothing-set-give-rate-chunk-both"));
        }
        RunOrder set = orders.getObject().once(order.id()).set(runId, pace.rate(), pace.chunk(), reason);
        session.terminal().field("run", runId);
        session.terminal().field("rate", set.rate());
        session.terminal().field("chunk", set.chunk());
        session.terminal()
                .result(session.words()
                        .say(
                                "runs.set.asked",
                                Long.toString(runId),
                                new RunOrderDescription(session.words().language()).what(set)));
        return 0;
    }
}
