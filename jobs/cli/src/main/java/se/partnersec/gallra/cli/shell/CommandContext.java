package se.partnersec.gallra.cli.shell;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Terminal, language, clock and environment of one command line. */
public final class CommandContext {
    private static final int MOMENT_SECONDS = 5;

    private final Terminal terminal;
    private final Supplier<List<DataCategory>> categories;
    private final Map<String, String> environment;
    private final Clock clock;
    private final RunNotifications notifications = new RunNotifications(this);
    private @Nullable List<DataCategory> jobs;
    private @Nullable CliMessages words;
    private @Nullable String asked;

    /** @param jobs the categories that have a job, in the order of {@code --all} */
    public CommandContext(
            Terminal terminal, Clock clock, Supplier<List<DataCategory>> jobs, Map<String, String> environment) {
        this.terminal = terminal;
        this.clock = clock;
        this.categories = jobs;
        this.environment = Map.copyOf(environment);
    }

    public void configure(GallraCommand flags) {
        words = null;
        asked = flags.language();
        terminal.configure(flags.plain(), flags.quiet());
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Today in Sweden, by this machine's clock. */
    public LocalDate today() {
        return SwedishCalendar.localDate(clock.instant());
    }

    /** By this machine's clock. */
    public Instant now() {
        return clock.instant();
    }

    /** The same categories in the order in which runs take them: one may have to go before another lets its rows go. */
    public List<DataCategory> inOrder(Collection<DataCategory> categories) {
        return categories.stream()
                .sorted(Comparator.comparingInt(category -> jobs().indexOf(category)))
                .toList();
    }

    public List<DataCategory> jobs() {
        List<DataCategory> known = jobs;
        if (known == null) {
            known = List.copyOf(categories.get());
            jobs = known;
        }
        return known;
    }

    /** The texts of a language that is asked for before the command line is understood. */
    public CliMessages words(@Nullable String language) {
        return CliMessages.of(language, environment);
    }

    public CliMessages words() {
        CliMessages known = words;
        if (known == null) {
            known = CliMessages.of(asked, environment);
            words = known;
        }
        return known;
    }

    /** Pings, webhooks and mail about the runs of this command. */
    public RunNotifications notifications() {
        return notifications;
    }

    /** A variable of the environment; empty if it is not set. */
    String environment(String name) {
        return environment.getOrDefault(name, "");
    }

    Map<String, String> environment() {
        return environment;
    }

    /** How the user calls us, for commands to be copied. */
    public String command() {
        return environment.getOrDefault("GALLRA_COMMAND", "gallra");
    }

    /** Does what has to pass the gate, and says so where it takes longer than anything else of it does. */
    public <T> T throughGate(Supplier<T> act) {
        ScheduledExecutorService patience = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "patience");
            thread.setDaemon(true);
            return thread;
        });
        String words = words().say("gate.waiting");
        patience.schedule(() -> terminal.note(words), MOMENT_SECONDS, TimeUnit.SECONDS);
        try {
            return act.get();
        } finally {
            patience.shutdownNow();
        }
    }

    public Path folder() {
        return Path.of(environment.getOrDefault("GALLRA_HOME", ""), ".gallra");
    }
}
