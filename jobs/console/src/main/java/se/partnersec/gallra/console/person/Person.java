package se.partnersec.gallra.console.person;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import se.partnersec.gallra.app.boot.Commands;
import se.partnersec.gallra.approvals.request.PersonRegister;
import se.partnersec.gallra.cli.main.CommandRunner;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.database.schema.PersonRole;

/**
 * Somebody who is signed in. Everything they see is read under their own database login, and so by its rights; with single sign-on under
 * the account of the role {@code sso}, in their name.
 */
public final class Person implements AutoCloseable {
    /** Results that a person has at a time. */
    private static final int REMEMBERED = 16;

    private final SignedInAs as;
    private final ConfigurableApplicationContext context;
    private final CommandRunner.Surroundings surroundings;
    private final Map<String, String> environment;
    private final Clock clock;
    private final Executor aside;
    private final Map<String, SlowResult> slow = new LinkedHashMap<>();
    private final GivenActs given;
    private final Uploads uploads = new Uploads();
    private volatile boolean closed;

    /**
     * @param context under their login; closed with this
     * @param aside reads what takes long
     * @param acts runs the commands of forms
     */
    Person(
            SignedInAs as,
            ConfigurableApplicationContext context,
            Clock clock,
            Map<String, String> environment,
            Executor aside,
            Executor acts) {
        this.as = as;
        this.context = context;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.aside = aside;
        this.given = new GivenActs(acts);
        this.surroundings = Commands.in(context, clock);
    }

    /** Their database login; with single sign-on their name in the register of people. */
    public String login() {
        return as.login();
    }

    public PersonRole role() {
        return as.role();
    }

    /** Result of a command, as the same person would get it in a shell. */
    public CommandPage run(Locale language, List<String> command) {
        return CommandRunner.page(surroundings, environment, language, command);
    }

    /**
     * Result of a command that may take long, read at most five minutes ago; null while it is being read.
     *
     * @param patience how long to wait for it
     */
    public @Nullable DatedPage recent(Locale language, List<String> command, Duration patience) {
        return recent(language.getLanguage() + " " + command, () -> run(language, command), patience);
    }

    /** The same for anything else that runs commands. @param name tells it from all others */
    public @Nullable DatedPage recent(String name, Supplier<CommandPage> command, Duration patience) {
        SlowResult result;
        synchronized (slow) {
            if (closed) {
                return null;
            }
            if (slow.size() >= REMEMBERED && !slow.containsKey(name)) {
                slow.remove(slow.keySet().iterator().next());
            }
            result = slow.computeIfAbsent(name, key -> new SlowResult(open(command), aside, clock));
        }
        return result.get(patience);
    }

    /** Categories that have a job. */
    public List<String> categories() {
        return surroundings.jobs().get().stream().map(Object::toString).toList();
    }

    /**
     * Runs the command of a form once, however often the form is sent, and to its end, also when the session ends meanwhile.
     *
     * @param id of the form
     * @return of the first time that the form was sent; empty if its result was dropped since
     * @throws java.util.concurrent.RejectedExecutionException if too many commands of the person are at work
     */
    public Optional<GivenAct> once(UUID id, Locale language, GivenAct.Sent sent) {
        return given.once(id, sent, () -> uploads.handOver(id), () -> {
            try {
                return run(language, sent.command());
            } finally {
                if (sent.file() != null) {
                    Uploads.delete(sent.file());
                }
            }
        });
    }

    /** A form that was sent in this session. */
    public Optional<GivenAct> given(UUID id) {
        return given.find(id);
    }

    /** Lets a form be sent again: nobody knows whether its command did anything. */
    public void forget(UUID id) {
        given.forget(id);
    }

    /** Files that were sent with forms. */
    public Uploads uploads() {
        return uploads;
    }

    /** After the end of the session there is nothing to read with. */
    private Supplier<CommandPage> open(Supplier<CommandPage> command) {
        return () -> {
            if (closed) {
                throw new CancellationException("the session has ended");
            }
            return command.get();
        };
    }

    /** False for somebody whom two people have taken off the register since they signed in with single sign-on. */
    public boolean registered() {
        SignedInAs.Subject subject = as.subject();
        return subject == null
                || context.getBean(PersonRegister.class)
                        .find(subject.issuer(), subject.name())
                        .filter(person -> person.left() == null && person.name().equals(as.login()))
                        .isPresent();
    }

    /** Sessions are counted by login. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Person person
                && person.as.role() == as.role()
                && person.as.login().equals(as.login());
    }

    @Override
    public int hashCode() {
        return as.login().hashCode();
    }

    /** Closes the connections after the commands of forms; aside, because one of them may be waiting for an answer. */
    @Override
    public void close() {
        synchronized (slow) {
            closed = true;
            slow.values().forEach(SlowResult::cancel);
        }
        uploads.close();
        given.close(context::close);
    }
}
