package se.partnersec.gallra.cli;

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
import se.partnersec.gallra.policy.DataCategory;

/** What every command is given: where to speak, in which language, and the rooms to ask. */
final class Session implements AutoCloseable {
    private static final int MOMENT_SECONDS = 5;

    private final Terminal terminal;
    private final Supplier<Rooms> opening;
    private final Supplier<List<DataCategory>> categories;
    private final Map<String, String> environment;
    private final Heralds heralds = new Heralds(this);
    private @Nullable Rooms rooms;
    private @Nullable List<DataCategory> jobs;
    private @Nullable Words words;
    private @Nullable String asked;

    /** @param jobs the categories that have a job, in the order of {@code --all} */
    Session(
            Terminal terminal,
            Supplier<Rooms> rooms,
            Supplier<List<DataCategory>> jobs,
            Map<String, String> environment) {
        this.terminal = terminal;
        this.opening = rooms;
        this.categories = jobs;
        this.environment = Map.copyOf(environment);
    }

    void configure(Gallra flags) {
        words = null;
        asked = flags.language();
        terminal.configure(flags.plain(), flags.quiet(), flags.noColour());
    }

    Terminal terminal() {
        return terminal;
    }

    /** Made when first asked for; signals arrive in threads of their own. */
    synchronized Rooms rooms() {
        Rooms open = rooms;
        if (open == null) {
            open = opening.get();
            rooms = open;
        }
        return open;
    }

    List<DataCategory> jobs() {
        List<DataCategory> known = jobs;
        if (known == null) {
            known = List.copyOf(categories.get());
            jobs = known;
        }
        return known;
    }

    Words words() {
        Words known = words;
        if (known == null) {
            known = Words.of(asked, environment);
            words = known;
        }
        return known;
    }

    /** What was asked for, else Swedish whatever the environment prefers: finance is there. */
    Locale languageOfFinance() {
        return asked == null ? Words.SWEDISH : words().language();
    }

    /** Who is told that is not here. */
    Heralds heralds() {
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
    String command() {
        return environment.getOrDefault("GALLRA_COMMAND", "gallra");
    }

    /** Does what has to pass the gate, and says so where it takes longer than anything else of it does. */
    <T> T throughGate(Supplier<T> act) {
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

    Path folder() {
        return Path.of(environment.getOrDefault("GALLRA_HOME", ""), ".gallra");
    }
}
