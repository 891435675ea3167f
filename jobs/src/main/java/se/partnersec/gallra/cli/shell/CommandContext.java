package se.partnersec.gallra.cli.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.rooms.Rooms;
import se.partnersec.gallra.policy.rule.DataCategory;

/** What every command is given: where to speak, in which language, and the rooms to ask. */
public final class CommandContext implements AutoCloseable {
    private static final int MOMENT_SECONDS = 5;

    private final Terminal terminal;
    private final Supplier<Rooms> opening;
    private final Supplier<List<DataCategory>> categories;
    private final Map<String, String> environment;
    private final RunNotifications heralds = new RunNotifications(this);
    private @Nullable Rooms rooms;
    private @Nullable List<DataCategory> jobs;
    private @Nullable CliMessages words;
    private @Nullable String asked;

    /** @param jobs the categories that have a job, in the order of {@code --all} */
    public CommandContext(
            Terminal terminal,
            Supplier<Rooms> rooms,
            Supplier<List<DataCategory>> jobs,
            Map<String, String> environment) {
        this.terminal = terminal;
        this.opening = rooms;
        this.categories = jobs;
        this.environment = Map.copyOf(environment);
    }

    public void configure(GallraCommand flags) {
        words = null;
        asked = flags.language();
        terminal.configure(flags.plain(), flags.quiet(), flags.noColour());
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Made when first asked for; signals arrive in threads of their own. */
    public synchronized Rooms rooms() {
        Rooms open = rooms;
        if (open == null) {
            open = opening.get();
            rooms = open;
        }
        return open;
    }

    public List<DataCategory> jobs() {
        List<DataCategory> known = jobs;
        if (known == null) {
            known = List.copyOf(categories.get());
            jobs = known;
        }
        return known;
    }

    public CliMessages words() {
        CliMessages known = words;
        if (known == null) {
            known = CliMessages.of(asked, environment);
            words = known;
        }
        return known;
    }

    /** What was asked for, else Swedish whatever the environment prefers: finance is there. */
    public Locale languageOfFinance() {
        return asked == null ? CliMessages.SWEDISH : words().language();
    }

    /** Who is told that is not here. */
    public RunNotifications heralds() {
        return heralds;
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

    private synchronized Optional<Rooms> opened() {
        return Optional.ofNullable(rooms);
    }

    @Override
    public void close() {
        opened().ifPresent(Rooms::close);
    }

    public Path folder() {
        return Path.of(environment.getOrDefault("GALLRA_HOME", ""), ".gallra");
    }
}
