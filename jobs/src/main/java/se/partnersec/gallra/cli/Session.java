package se.partnersec.gallra.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.DataCategory;

/** What every command is given: where to speak, in which language, and the rooms to ask. */
final class Session {
    private final Terminal terminal;
    private final Rooms rooms;
    private final List<DataCategory> jobs;
    private final Map<String, String> environment;
    private final Heralds heralds = new Heralds(this);
    private Words words;
    private @Nullable String asked;

    /** @param jobs the categories that have a job, in the order of {@code --all} */
    Session(Terminal terminal, Rooms rooms, List<DataCategory> jobs, Map<String, String> environment) {
        this.terminal = terminal;
        this.rooms = rooms;
        this.jobs = List.copyOf(jobs);
        this.environment = Map.copyOf(environment);
        this.words = Words.of(null, environment);
    }

    void configure(Gallra flags) {
        words = Words.of(flags.language(), environment);
        asked = flags.language();
        terminal.configure(flags.plain(), flags.quiet(), flags.noColour());
    }

    Terminal terminal() {
        return terminal;
    }

    Rooms rooms() {
        return rooms;
    }

    List<DataCategory> jobs() {
        return jobs;
    }

    Words words() {
        return words;
    }

    /** What was asked for, else Swedish whatever the environment prefers: finance is there. */
    Locale languageOfFinance() {
        return asked == null ? Words.SWEDISH : words.language();
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

    Path folder() {
        return Path.of(environment.getOrDefault("GALLRA_HOME", ""), ".gallra");
    }
}
