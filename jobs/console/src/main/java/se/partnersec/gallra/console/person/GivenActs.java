package se.partnersec.gallra.console.person;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import se.partnersec.gallra.cli.output.CommandPage;

/** Commands that a person sent with forms: each form is carried out once, however often it is sent. */
final class GivenActs {
    /** Results kept for a person. */
    private static final int REMEMBERED = 200;

    /** Commands that may be at work for a person at a time. */
    private static final int AT_WORK = 16;

    private final Executor executor;
    private final Map<UUID, GivenAct> given = new LinkedHashMap<>();
    /** Forms whose results were dropped. */
    private final Set<UUID> dropped = new HashSet<>();

    private boolean closed;

    GivenActs(Executor executor) {
        this.executor = executor;
    }

    /**
     * Carries out a form, unless it was sent before.
     *
     * @param id of the form
     * @param accepted called before the command, if the form was not sent before
     * @param run the command
     * @return of the first time that the form was sent; empty if its result was dropped since
     * @throws CancellationException if the session has ended
     * @throws RejectedExecutionException if too many are at work
     */
    synchronized Optional<GivenAct> once(UUID id, GivenAct.Sent sent, Runnable accepted, Supplier<CommandPage> run) {
        if (closed) {
            throw new CancellationException("the session has ended");
        }
        if (given.containsKey(id) || dropped.contains(id)) {
            return find(id);
        }
        if (given.values().stream().filter(each -> !each.result().isDone()).count() >= AT_WORK) {
            throw new RejectedExecutionException("too many at work");
        }
        if (given.size() >= REMEMBERED) {
            dropOne();
        }
        accepted.run();
        given.put(id, new GivenAct(sent, CompletableFuture.supplyAsync(run, executor)));
        return find(id);
    }

    private void dropOne() {
        given.entrySet().stream()
                .filter(each -> each.getValue().result().isDone())
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(id -> {
                    given.remove(id);
                    dropped.add(id);
                });
    }

    synchronized Optional<GivenAct> find(UUID id) {
        return Optional.ofNullable(given.get(id));
    }

    /** Lets a form be sent again: nobody knows whether its command did anything. */
    synchronized void forget(UUID id) {
        given.remove(id);
    }

    /** Takes no more forms, and runs something after the commands at work. */
    synchronized void close(Runnable after) {
        closed = true;
        CompletableFuture.allOf(given.values().stream().map(GivenAct::result).toArray(CompletableFuture[]::new))
                .whenCompleteAsync((done, failed) -> after.run());
    }
}
