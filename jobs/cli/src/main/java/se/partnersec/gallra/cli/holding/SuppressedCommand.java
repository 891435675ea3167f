package se.partnersec.gallra.cli.holding;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.holds.hold.PersonReadLog;
import se.partnersec.gallra.planning.PlanningService;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Asks, before a mailing, whether an address said no. The address itself is never repeated, not even in a refusal. */
@Command(
        name = "suppressed",
        header = "Check whether an address asked not to be contacted.",
        description =
                "Exit code 10 if it did, 0 if not. Only a keyed tag of the address is stored. It does not look at consents: a newer one takes precedence.",
        footer = {"  gallra suppressed anna@exempel.se --channel newsletter"})
public final class SuppressedCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<PlanningService> planning;
    private final ObjectProvider<PersonReadLog> reads;

    // More than one is taken and refused below: picocli would quote what it does not expect.
    @Parameters(paramLabel = "EMAIL", arity = "1..*", description = "E-mail address. Case does not matter.")
    private List<String> addresses = List.of();

    @Option(names = "--channel", paramLabel = "CHANNEL", description = "This channel only, such as newsletter.")
    private @Nullable String channel;

    @Spec
    private @Nullable CommandSpec spec;

    SuppressedCommand(
            CommandContext session, ObjectProvider<PlanningService> planning, ObjectProvider<PersonReadLog> reads) {
        this.session = session;
        this.planning = planning;
        this.reads = reads;
    }

    @Override
    public Integer call() {
        if (addresses.size() != 1 || addresses.get(0).indexOf('@') < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    SENTENCES.say("holding.which-address-give-one-such-anna"));
        }
        reads.getObject().note("suppressed", "address", addresses.get(0));
        Map<String, LocalDate> found = new TreeMap<>(planning.getObject().suppressed(addresses.get(0)));
        if (channel != null) {
            found.keySet().retainAll(List.of(channel.strip().toLowerCase(Locale.ROOT)));
        }
        CliMessages words = session.words();
        session.terminal()
                .list(
                        "channels",
                        found.entrySet(),
                        each -> new Fields().with("channel", each.getKey()).with("since", each.getValue()));
        found.forEach((where, since) -> session.terminal().result(words.say("suppressed.yes", where, since)));
        if (found.isEmpty()) {
            session.terminal().result(words.say("suppressed.no"));
        }
        return (found.isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENCES).number();
    }
}
