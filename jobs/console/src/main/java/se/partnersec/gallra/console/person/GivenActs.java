package se.partnersec.gallra.console.person;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.CommandPage;

/** Commands that a person sent with forms: each form is carried out once, however often it is sent. */
final class GivenActs {
    /** Results that a person has at a time. */
    private static final int REMEMBERED = 200;

    /** Commands that a person has at work at a time. */
    private static final int AT_WORK = 16;

    private final Executor executor;
    private final Map<UUID, GivenAct> given = new LinkedHashMap<>();
    private boolean closed;

    GivenActs(Executor executor) {
        this.executor = executor;
    }

    /**
     * Carries out a form, unless it was sent before.
     *
     * @param id of the form
     * @throws CancellationException if the session has ended
     * @throws RejectedExecutionException if too many are at work
     */
    synchronized GivenAct once(
            UUID id, String address, Map<String, String> typed, List<String> command, Supplier<CommandPage> run) {
        if (closed) {
            throw new CancellationException("the session has ended");
        }
        GivenAct before = given.get(id);
        if (before != null) {
            return before;
        }
        if (given.values().stream().filter(each -> !each.result().isDone()).count() >= AT_WORK) {
            throw new RejectedExecutionException("too many at work");
        }
        if (given.size() >= REMEMBERED) {
            forgetOne();
        }
        GivenAct act = new GivenAct(
                address, Map.copyOf(typed), List.copyOf(command), CompletableFuture.supplyAsync(run, executor));
        given.put(id, act);
        return act;
    }

    private void forgetOne() {
        given.entrySet().stream()
                .filter(each -> each.getValue().result().isDone())
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(given::remove);
    }

    synchronized Optional<GivenAct> find(UUID id) {
        @Nullable GivenAct found = given.get(id);
        return Optional.ofNullable(found);
    }

    /** Lets a form be sent again: nobody knows whether its command did anything. */
    synchronized void forget(UUID id) {
        given.remove(id);
    }

    /** Takes no more, and calls back when those at work are done. */
    synchronized void close(Runnable then) {
        closed = true;
        CompletableFuture.allOf(given.values().stream().map(GivenAct::result).toArray(CompletableFuture[]::new))
                .whenCompleteAsync((done, failed) -> then.run());
    }
}
