package se.partnersec.gallra.runs.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunOrder.Action;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Where people give orders to runs, on whatever host these are. Who gave one, and when, is written by the database and not by
 * us. The worker reads them between its chunks; nobody else touches what it writes about itself.
 */
public final class RunOrderService {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private static final int LONGEST_REASON = 1000;
    /** A pause that nobody ends would keep data past its time. */
    private static final Duration LONGEST_PAUSE = Duration.ofDays(31);

    /** Time for which an order waits for a worker: a forgotten one must not start a run some other night. */
    private static final long WAITS_SECONDS = Duration.ofHours(24).toSeconds();

    private static final Set<String> TO_CONTINUE = Set.of("FAILED", "STOPPED", RunHistory.INTERRUPTED);

    private static final Set<String> UNFINISHED = Set.of("OPEN", "FAILED", "STOPPED");

    private final JdbcTemplate jdbc;
    private final RunHistory history;
    private final RunOrderRepository orders;
    private final WorkerOrders workers;
    private final @Nullable UUID id;

    /** @param jdbc under the login of whoever gives the orders */
    public RunOrderService(JdbcTemplate jdbc) {
        this(jdbc, null);
    }

    private RunOrderService(JdbcTemplate jdbc, @Nullable UUID id) {
        this.id = id;
        this.jdbc = jdbc;
        this.history = new RunHistory(jdbc);
        this.orders = new RunOrderRepository(jdbc);
        this.workers = new WorkerOrders(jdbc);
    }

    /** The same for one order, which is carried out once however often it is given. @param order its identifier; null for a new one */
    public RunOrderService once(@Nullable UUID order) {
        return new RunOrderService(jdbc, order);
    }

    /**
     * Lets a run stand still after its chunk in hand.
     *
     * @param length after which it goes on by itself, from a second to 31 days; null until somebody lets it
     */
    public RunOrder pause(long runId, @Nullable Duration length, String reason) {
        if (length != null && (length.toSeconds() < 1 || length.compareTo(LONGEST_PAUSE) > 0)) {
            throw RefusedException.usage(SENTENCES.say("control.pause-lasts-from-second-31-days", runId));
        }
        Long seconds = length == null ? null : length.toSeconds();
        return unlessGiven(new Wanted(runId, Action.PAUSE, null, null, seconds), wanted -> {
            requireAtWork(runId);
            return write(wanted, null, reason);
        });
    }

    /** Ends the pause of a run; also of one that died while it stood still, so that it can be started again. */
    public RunOrder resume(long runId, String reason) {
        return unlessGiven(new Wanted(runId, Action.RESUME), wanted -> {
            RunHistory.Entry run = history.get(runId);
            if (!UNFINISHED.contains(run.outcome())) {
                throw ended(run);
            }
            if (RunOrderRepository.EffectiveOrders.of(orders.to(runId)).pause() == null) {
                throw RefusedException.usage(SENTENCES.say("control.run-not-paused", runId));
            }
            return write(wanted, null, reason);
        });
    }

    /** Ends a run after its chunk in hand; also while it stands still. */
    public RunOrder stop(long runId, String reason) {
        return unlessGiven(new Wanted(runId, Action.STOP), wanted -> {
            requireAtWork(runId);
            return write(wanted, null, reason);
        });
    }

    /**
     * From the next chunk on.
     *
     * @param rate rows a second, 0 for no bound, at most a million; null to leave it
     * @param chunk candidates a chunk, 1 to 10 000; null to leave it
     */
    public RunOrder set(long runId, @Nullable Integer rate, @Nullable Integer chunk, String reason) {
        if (rate == null && chunk == null) {
            throw RefusedException.usage(SENTENCES.say("control.nothing-set-give-rate-chunk-both"));
        }
        StartOptions checked = new StartOptions(null, rate, chunk, null);
        return unlessGiven(new Wanted(runId, Action.SET, checked.rate(), checked.chunk(), null), wanted -> {
            requireAtWork(runId);
            return write(wanted, null, reason);
        });
    }

    /** Ends every run after its chunk in hand, and lets none start, until {@link #go}. */
    public RunOrder stopAll(String reason) {
        return unlessGiven(new Wanted(0, Action.STOP_ALL), wanted -> write(wanted, null, reason));
    }

    /** The order that keeps all runs from starting; null if there is none. */
    public @Nullable RunOrder halt() {
        return orders.halt();
    }

    /**
     * Lets runs start again: takes back the stop in force, and not one that is given at this moment.
     *
     * @throws RefusedException if nothing is stopped, or a later stop keeps runs from starting, also where this order was given before
     */
    public RunOrder resumeAll(String reason) {
        RunOrder go = unlessGiven(new Wanted(0, Action.GO), wanted -> {
            RunOrder halt = orders.halt();
            if (halt == null) {
                throw RefusedException.usage(SENTENCES.say("control.runs-not-stopped-there-nothing-resume"));
            }
            return write(wanted, halt.id(), reason);
        });
        RunOrder again = orders.halt();
        if (again != null) {
            throw RefusedException.usage(SENTENCES.say(
                    "control.stop-lifted-meanwhile", new RunOrderDescription(Locale.ENGLISH).ending(again)));
        }
        return go;
    }

    /**
     * Has a worker continue a failed, stopped or interrupted run.
     *
     * @throws RefusedException if the run has ended well or is at work, or such an order waits
     */
    public RunOrder restart(long runId, String reason) {
        int attempts = history.attempts(runId).size();
        return unlessGiven(Wanted.next(Action.RESTART, runId, attempts), wanted -> {
            RunHistory.Entry run = history.standing(history.get(runId));
            if (!TO_CONTINUE.contains(run.outcome())) {
                throw RefusedException.usage(SENTENCES.say("control.run-not-unfinished", runId, run.outcome()));
            }
            requireNoneWaits(order -> order.runId() == runId);
            return write(wanted, null, reason);
        });
    }

    /** Has a worker mark a run whose process is dead as failed. */
    public RunOrder recover(long runId, String reason) {
        int attempts = history.attempts(runId).size();
        return unlessGiven(Wanted.next(Action.RECOVER, runId, attempts), wanted -> {
            RunHistory.Entry run = history.standing(history.get(runId));
            if (!run.outcome().equals(RunHistory.INTERRUPTED)) {
                throw RefusedException.usage(SENTENCES.say("control.run-not-dead", runId, run.outcome()));
            }
            requireNoneWaits(order -> order.runId() == runId);
            return write(wanted, null, reason);
        });
    }

    /** Has a worker start a run of a category for the day on which it takes the order. */
    public RunOrder start(DataCategory category, String reason) {
        return unlessGiven(Wanted.start(category), wanted -> {
            requireNoneWaits(order -> category.equals(order.category()));
            return write(wanted, null, reason);
        });
    }

    /** Cancels an order that no worker has taken. */
    public RunOrder cancel(long orderId, String reason) {
        RunOrder cancel = unlessGiven(Wanted.cancel(orderId), wanted -> {
            WorkerOrders.State state = requireNotTaken(orderId);
            if (state != WorkerOrders.State.WAITING) {
                throw RefusedException.usage(SENTENCES.say(
                        state == WorkerOrders.State.CANCELLED
                                ? "control.order-cancelled-already"
                                : "control.order-over",
                        orderId));
            }
            return write(wanted, orderId, reason);
        });
        // A worker may have taken it at the same moment: then it is not cancelled.
        requireNotTaken(orderId);
        return cancel;
    }

    private WorkerOrders.State requireNotTaken(long orderId) {
        WorkerOrders.Entry entry = workers.find(orderId)
                .orElseThrow(() -> RefusedException.usage(SENTENCES.say("control.no-such-order", orderId)));
        WorkerOrders.Execution taken = entry.execution();
        if (taken != null) {
            throw RefusedException.usage(
                    taken.outcome() == null
                            ? SENTENCES.say("control.order-taken-already", orderId, taken.holder())
                            : SENTENCES.say("control.order-over", orderId));
        }
        return entry.state();
    }

    private void requireNoneWaits(Predicate<RunOrder> same) {
        workers.waiting().stream().filter(same).findFirst().ifPresent(order -> {
            throw RefusedException.usage(SENTENCES.say(
                    "control.order-waits-already", order.id(), new RunOrderDescription(Locale.ENGLISH).what(order)));
        });
    }

    /** Order as it is asked for. @param seconds how long a pause lasts; null for one that somebody has to end */
    private record Wanted(
            long runId,
            Action action,
            @Nullable Integer rate,
            @Nullable Integer chunk,
            @Nullable Long seconds,
            @Nullable DataCategory category,
            @Nullable Integer attempt,
            @Nullable Long cancelled) {
        Wanted(long runId, Action action) {
            this(runId, action, null, null, null);
        }

        Wanted(long runId, Action action, @Nullable Integer rate, @Nullable Integer chunk, @Nullable Long seconds) {
            this(runId, action, rate, chunk, seconds, null, null, null);
        }

        /** @param attempts how many the run had by now: the order is for the next */
        static Wanted next(Action action, long runId, int attempts) {
            return new Wanted(runId, action, null, null, WAITS_SECONDS, null, attempts, null);
        }

        static Wanted start(DataCategory category) {
            return new Wanted(0, Action.START, null, null, WAITS_SECONDS, category, null, null);
        }

        static Wanted cancel(long order) {
            return new Wanted(0, Action.CANCEL, null, null, null, null, null, order);
        }

        /** True of an order that was given in these words; the reason may be another. */
        boolean is(RunOrder given) {
            return given.runId() == runId
                    && given.action() == action
                    && Objects.equals(given.rate(), rate)
                    && Objects.equals(given.chunk(), chunk)
                    && Objects.equals(given.category(), category)
                    && (cancelled == null || cancelled.equals(given.lifts()))
                    && sameEnd(given.at(), given.until());
        }

        /** The database stamps an order a moment after it counts the end of a pause from the time of the statement. */
        private boolean sameEnd(Instant at, @Nullable Instant until) {
            return until == null || seconds == null
                    ? until == null && seconds == null
                    : Duration.between(until, at.plusSeconds(seconds)).abs().toSeconds() < 1;
        }
    }

    private RunOrder unlessGiven(Wanted wanted, Function<Wanted, RunOrder> order) {
        RunOrder before = given(wanted);
        if (before != null) {
            return before;
        }
        try {
            return order.apply(wanted);
        } catch (RefusedException e) {
            // Given from elsewhere at this moment, it has changed what it asks for.
            RunOrder meanwhile = given(wanted);
            if (meanwhile == null) {
                throw e;
            }
            return meanwhile;
        }
    }

    /**
     * The order as it was given before; null if it was not.
     *
     * @throws RefusedException if its identifier is that of another order
     */
    private @Nullable RunOrder given(Wanted wanted) {
        if (id == null) {
            return null;
        }
        RunOrder before = orders.by(id.toString()).stream().findFirst().orElse(null);
        if (before != null && !wanted.is(before)) {
            throw RefusedException.usage(SENTENCES.say("control.identifier-of-another-order", id));
        }
        return before;
    }

    private void requireAtWork(long runId) {
        RunHistory.Entry run = history.get(runId);
        if (!run.outcome().equals("OPEN")) {
            throw ended(run);
        }
    }

    private static RefusedException ended(RunHistory.Entry run) {
        return RefusedException.usage(SENTENCES.say("control.run-not-work-ended", run.runId(), run.outcome()));
    }

    /** @param lifts the stop of all runs that it takes back, or the order it cancels; null for any other order */
    private RunOrder write(Wanted wanted, @Nullable Long lifts, String reason) {
        VisibleText.require(SENTENCES.say("control.reason"), reason);
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw RefusedException.usage(SENTENCES.say("control.order-needs-reason-1-characters-give", LONGEST_REASON));
        }
        String uuid = (id == null ? UUID.randomUUID() : id).toString();
        try {
            jdbc.update(
                    "INSERT INTO run_order (uuid, run_id, action, rate, chunk, lifts, category, attempt, until_at, reason)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6) + INTERVAL ? SECOND, ?)",
                    uuid,
                    wanted.runId(),
                    wanted.action().name(),
                    wanted.rate(),
                    wanted.chunk(),
                    lifts,
                    wanted.category() == null ? null : wanted.category().id(),
                    wanted.attempt(),
                    wanted.seconds(),
                    reason.strip());
        } catch (DataAccessException e) {
            // A lost reply, or the same order from elsewhere at the same moment, is settled by looking for what was to
            // be written.
            List<RunOrder> there = orders.by(uuid);
            if (there.isEmpty()) {
                throw e;
            }
            RunOrder given = given(wanted);
            return given == null ? there.get(0) : given;
        }
        return orders.by(uuid).get(0);
    }
}
