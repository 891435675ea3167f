package se.partnersec.gallra.console.act;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.person.Person;

/** Link to the form of a command. A page has those that the person may run and that change something as it stands. @param key of its text */
public record ActLink(String path, String key) {
    /** States of requests that may still be approved. */
    public static final Set<String> WAITING = Set.of("WAITING", "OPEN");

    /** Kinds of requests that a passkey may approve. */
    private static final Set<String> SIGNED = Set.of("RUN", "PLAN");

    private static final Set<String> LASTING = Set.of("RUN", "PLAN", "REPLAY", "PERMIT");

    /** @param of what they are about; empty for nothing */
    public static List<ActLink> of(Person person, String of, Act... acts) {
        return Arrays.stream(acts)
                .filter(act -> act.by(person))
                .map(act -> new ActLink(act.path(of), "act." + act))
                .toList();
    }

    /** Orders to a run. @param shown the run */
    public static List<ActLink> ofRun(Person person, long run, CommandPage shown) {
        Act[] orders = switch (String.valueOf(shown.fields().get("outcome"))) {
            case "OPEN" -> new Act[] {Act.PAUSE, Act.SET, Act.STOP};
            case "PAUSED" -> new Act[] {Act.RESUME, Act.STOP};
            case "FAILED", "STOPPED" -> new Act[] {Act.RESTART};
            case "INTERRUPTED" -> new Act[] {Act.RESTART, Act.RECOVER};
            default -> new Act[0];
        };
        return of(person, Long.toString(run), orders);
    }

    /** Orders to all runs: to stop, or, while all are stopped, to let them start again; and to start one. @param list of runs */
    public static List<ActLink> ofAllRuns(Person person, CommandPage list) {
        boolean stopped = list.blocks().stream()
                .anyMatch(block ->
                        block instanceof CommandPage.Sentence said && said.tag().equals("HALTED"));
        return of(person, "", Act.START, stopped ? Act.RESUME_ALL : Act.STOP_ALL);
    }

    /** The form that cancels an order, while it waits. @param list of orders */
    public static List<ActLink> ofOrder(Person person, long order, CommandPage list) {
        boolean waits = list.fields().get("orders") instanceof List<?> all
                && all.stream()
                        .filter(Map.class::isInstance)
                        .map(each -> (Map<?, ?>) each)
                        .anyMatch(each -> String.valueOf(order).equals(String.valueOf(each.get("order")))
                                && "WAITING".equals(String.valueOf(each.get("state"))));
        return waits ? of(person, Long.toString(order), Act.CANCEL) : List.of();
    }

    /** Answers to a request that takes two people. What the approval itself carries out cannot be taken back after it. @param own whether the person asked for it */
    public static List<ActLink> ofApproval(Person person, String approval, Map<String, ?> asked, boolean own) {
        String kind = String.valueOf(asked.get("kind"));
        Act[] answers = switch (String.valueOf(asked.get("state"))) {
            case "WAITING", "OPEN" -> {
                if (own) {
                    yield new Act[] {Act.WITHDRAW};
                }
                yield SIGNED.contains(kind)
                        ? new Act[] {Act.APPROVE, Act.SIGN_APPROVAL, Act.WITHDRAW}
                        : new Act[] {Act.APPROVE, Act.WITHDRAW};
            }
            case "APPROVED" -> LASTING.contains(kind) ? new Act[] {Act.WITHDRAW} : new Act[0];
            default -> new Act[0];
        };
        return of(person, approval, answers);
    }
}
