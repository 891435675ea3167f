package se.partnersec.gallra.console.person;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import se.partnersec.gallra.app.boot.Commands;
import se.partnersec.gallra.cli.main.CommandRunner;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.database.schema.PersonRole;

/** Somebody who is signed in. Everything they see is read under their own database login, and so by its rights. */
public final class Person implements AutoCloseable {
    private final String login;
    private final PersonRole role;
    private final ConfigurableApplicationContext context;
    private final CommandRunner.Surroundings surroundings;
    private final Map<String, String> environment;
    private final Clock clock;
    private final Executor aside;
    private final Map<String, SlowResult> slow = new ConcurrentHashMap<>();

    /**
     * @param context under their login; closed with this
     * @param aside reads what takes long
     */
    Person(
            String login,
            PersonRole role,
            ConfigurableApplicationContext context,
            Clock clock,
            Map<String, String> environment,
            Executor aside) {
        this.login = login;
        this.role = role;
        this.context = context;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.aside = aside;
        this.surroundings = Commands.in(context, clock);
    }

    public String login() {
        return login;
    }

    public PersonRole role() {
        return role;
    }

    /** Result of a command, as the same person would get it in a shell. */
    public CommandPage run(Locale language, List<String> command) {
        return CommandRunner.page(surroundings, environment, language, command);
    }

    /**
     * Result of a command that may take long, read at most five minutes ago; null if it is not there yet.
     *
     * @param patience how long to wait for the first one
     */
    public @Nullable DatedPage recent(Locale language, List<String> command, Duration patience) {
        return slow.computeIfAbsent(
                        language.getLanguage() + " " + String.join(" ", command),
                        key -> new SlowResult(() -> run(language, command), aside, clock))
                .get(patience);
    }

    /** Sessions are counted by login. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Person person && person.login.equals(login);
    }

    @Override
    public int hashCode() {
        return login.hashCode();
    }

    /** Closes the connections. */
    @Override
    public void close() {
        context.close();
    }
}
