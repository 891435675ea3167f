package se.partnersec.gallra.runs.launch;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderDescription;
import se.partnersec.gallra.runs.control.WorkerOrders;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Takes orders to start, restart or recover runs, and writes down how they ended. Any number of processes may; each order has one. */
public class OrderWorker {
    private static final Sentences SENTENCES = Sentences.of("runs");

    private final WorkerOrders orders;
    private final RunHistory history;
    private final String holder;

    /**
     * @param jdbc under the job's login
     * @param holder host and process
     */
    public OrderWorker(JdbcTemplate jdbc, String holder) {
        this.orders = new WorkerOrders(jdbc);
        this.history = new RunHistory(jdbc);
        this.holder = holder;
    }

    /** Orders that no process has taken, the oldest first; none while all runs are stopped. */
    public List<RunOrder> waiting() {
        return history.orders().halt() == null ? orders.waiting() : List.of();
    }

    /**
     * End of an order that this process carried out.
     *
     * @param run that was started, restarted or recovered; null if none was
     * @param note why it did not end well; empty if it did
     */
    public record Ended(ExitCode exit, @Nullable Long run, String note) {}

    /**
     * Carries out an order, unless another process has taken it. Another error than a refusal is written down as the end of the order and
     * thrown. An order whose process dies has no end: nobody knows how far it came.
     *
     * @return null if this process did not get it
     */
    public @Nullable Ended carryOut(RunOrder order, Function<RunOrder, List<RunResult>> work) {
        if (!orders.take(order, holder)) {
            return null;
        }
        Ended ended;
        try {
            requireSameAttempt(order);
            ended = ended(work.apply(order));
        } catch (RefusedException e) {
            ended = new Ended(e.exit(), null, String.join(" ", e.problems()));
        } catch (RuntimeException e) {
            fail(order, e);
            throw e;
        }
        orders.end(order, ended.exit(), ended.run(), ended.note());
        return ended;
    }

    private void fail(RunOrder order, RuntimeException why) {
        try {
            orders.end(order, ExitCode.BUG, null, why.toString());
        } catch (DataAccessException e) {
            why.addSuppressed(e);
        }
    }

    /** An order is for the attempt after those that whoever gave it saw: of two that were given at once the second changes nothing. */
    private void requireSameAttempt(RunOrder order) {
        Integer seen = order.attempt();
        if (seen != null && history.attempts(order.runId()).size() != seen) {
            throw RefusedException.refused(SENTENCES.say("control.attempted-since", order.runId()));
        }
    }

    private static Ended ended(List<RunResult> results) {
        ExitCode worst = results.stream().map(RunResult::exit).reduce(ExitCode.DONE, ExitCode::and);
        String note = results.stream()
                .filter(result -> result.exit() != ExitCode.DONE)
                .map(OrderWorker::why)
                .findFirst()
                .orElse("");
        Long run = results.stream()
                .map(RunResult::runId)
                .filter(id -> id != 0)
                .reduce((first, last) -> last)
                .orElse(null);
        return new Ended(worst, run, note);
    }

    private static String why(RunResult result) {
        RunOrder stopped = result.order();
        if (stopped != null) {
            return new RunOrderDescription(Locale.ENGLISH).ending(stopped);
        }
        String why = result.why();
        return why == null ? "" : why;
    }
}
