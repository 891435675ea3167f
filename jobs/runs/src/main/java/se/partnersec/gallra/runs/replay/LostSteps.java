package se.partnersec.gallra.runs.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.ReplayTerms;
import se.partnersec.gallra.ledger.evidence.GateStep;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Steps of the gate that a database lost with its backup: holds, releases, years, permits, decisions. Each is asked for by name, because
 * a hold that nobody enters again keeps nothing.
 */
final class LostSteps {
    private static final Pattern ANSWER = Pattern.compile("([0-9]{1,18})(?:-([0-9]{1,18}))?=(.+)", Pattern.DOTALL);
    private static final int LONGEST = 1000;
    private static final long MOST_STEPS = 1_000_000;

    private final List<GateStep> lost;
    private final VerifiedLedgerCopy copy;

    private LostSteps(List<GateStep> lost, VerifiedLedgerCopy copy) {
        this.lost = lost;
        this.copy = copy;
    }

    /**
     * Steps of the copy that the database does not have, or has of another moment: what came after the restore has their numbers now.
     *
     * @throws RefusedException if the copy does not name all that its newest seal knows of
     */
    static LostSteps of(JdbcTemplate reader, VerifiedLedgerCopy copy) {
        Map<Long, Instant> known = new TreeMap<>();
        GateStep.all(reader).forEach(step -> known.put(step.epoch(), step.at()));
        // The gate moves forward by exactly one, so what is missing between the first and the last was taken out.
        long next = known.isEmpty() ? 0 : known.keySet().iterator().next();
        for (GateStep step : copy.steps()) {
            if (step.epoch() > next) {
                break;
            }
            next = Math.max(next, step.epoch() + 1);
        }
        if (next <= Math.max(copy.last().holdEpoch(), newest(copy))) {
            throw RefusedException.refused("the copy does not name step " + next + " of the gate, and seal "
                    + copy.last().number() + " was made at " + copy.last().holdEpoch()
                    + ": take the copy that gallra ledger export wrote after that seal");
        }
        return new LostSteps(
                copy.steps().stream()
                        .filter(step -> !step.at().equals(known.get(step.epoch())))
                        .toList(),
                copy);
    }

    private static long newest(VerifiedLedgerCopy copy) {
        return copy.steps().stream().mapToLong(GateStep::epoch).max().orElse(-1);
    }

    /**
     * Lost steps, each with what was said of it.
     *
     * @param answers such as {@code 2=entered as H-9} or {@code 3-5=released since}
     * @throws RefusedException that names each of which nothing was said; or an answer that cannot be read, or is about no lost step
     */
    List<ReplayTerms.Lost> answered(List<String> answers) {
        Map<Long, String> said = read(answers);
        List<ReplayTerms.Lost> all = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (GateStep step : lost) {
            String answer = said.remove(step.epoch());
            if (answer == null) {
                open.add("step " + step.epoch() + " of the gate is lost: " + step.what() + ", " + step.at());
            } else {
                all.add(new ReplayTerms.Lost(step.epoch(), step.at(), step.what(), answer));
            }
        }
        if (!open.isEmpty()) {
            throw RefusedException.refused(demand(open));
        }
        if (!said.isEmpty()) {
            throw RefusedException.usage("--lost is about step "
                    + said.keySet().iterator().next() + " of the gate, which is none of those that are lost");
        }
        return all;
    }

    private List<String> demand(List<String> open) {
        List<String> problems = new ArrayList<>(open);
        long first = lost.get(0).epoch();
        long last = lost.get(lost.size() - 1).epoch();
        problems.add(
                "enter each again (holds, fiscal years, permits, requests), or decide that it need not be; then say so of"
                        + " each: --lost " + first + "='entered as H-9'"
                        + (first == last ? "" : ", or of several: --lost " + first + "-" + last + "='...'")
                        + ". Whoever approves sees it. What came after " + copy.made()
                        + " no copy may name: ask who places holds");
        return problems;
    }

    private static Map<Long, String> read(List<String> answers) {
        Map<Long, String> said = new TreeMap<>();
        for (String answer : answers) {
            Matcher parts = ANSWER.matcher(answer);
            if (!parts.matches() || parts.group(3).isBlank() || parts.group(3).length() > LONGEST) {
                throw RefusedException.usage("--lost '" + VisibleText.of(answer)
                        + "' is not of the form 2='what became of it' or 2-4='...', with at most " + LONGEST
                        + " characters");
            }
            VisibleText.require("--lost", parts.group(3));
            long from = Long.parseLong(parts.group(1));
            long to = parts.group(2) == null ? from : Long.parseLong(parts.group(2));
            if (to < from || to - from > MOST_STEPS) {
                throw RefusedException.usage("--lost " + from + "-" + to + " is no range of steps");
            }
            for (long epoch = from; epoch <= to; epoch++) {
                if (said.put(epoch, parts.group(3).strip()) != null) {
                    throw RefusedException.usage("--lost says two things of step " + epoch);
                }
            }
        }
        return said;
    }
}
