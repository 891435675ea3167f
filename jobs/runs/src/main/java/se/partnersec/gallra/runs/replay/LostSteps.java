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
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Steps of the gate that a database lost with its backup: holds, releases, years, permits, decisions. Each is asked for by name, because
 * a hold that nobody enters again keeps nothing.
 */
final class LostSteps {
    private static final Sentences SENTENCES = Sentences.of("runs");
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
            throw RefusedException.refused(SENTENCES.say(
                    "replay.copy-does-not-name-step-gate",
                    next,
                    copy.last().number(),
                    copy.last().holdEpoch()));
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
                open.add(SENTENCES.say("replay.step-gate-lost", step.epoch(), step.what(), step.at()));
            } else {
                all.add(new ReplayTerms.Lost(step.epoch(), step.at(), step.what(), answer));
            }
        }
        if (!open.isEmpty()) {
            throw RefusedException.refused(demand(open));
        }
        if (!said.isEmpty()) {
            throw RefusedException.usage(SENTENCES.say(
                    "replay.lost-about-step-gate-which-none",
                    said.keySet().iterator().next()));
        }
        return all;
    }

    private List<String> demand(List<String> open) {
        List<String> problems = new ArrayList<>(open);
        long first = lost.get(0).epoch();
        long last = lost.get(lost.size() - 1).epoch();
        problems.add(SENTENCES.say(
                "replay.enter-each-again-holds-fiscal-years",
                first,
                (first == last ? "" : SENTENCES.say("replay.several-lost", first, last)),
                copy.made()));
        return problems;
    }

    private static Map<Long, String> read(List<String> answers) {
        Map<Long, String> said = new TreeMap<>();
        for (String answer : answers) {
            Matcher parts = ANSWER.matcher(answer);
            if (!parts.matches() || parts.group(3).isBlank() || parts.group(3).length() > LONGEST) {
                throw RefusedException.usage(
                        SENTENCES.say("replay.lost-not-form-2-what-became", VisibleText.of(answer), LONGEST));
            }
            VisibleText.require("--lost", parts.group(3));
            long from = Long.parseLong(parts.group(1));
            long to = parts.group(2) == null ? from : Long.parseLong(parts.group(2));
            if (to < from || to - from > MOST_STEPS) {
                throw RefusedException.usage(SENTENCES.say("replay.lost-no-range-steps", from, to));
            }
            for (long epoch = from; epoch <= to; epoch++) {
                if (said.put(epoch, parts.group(3).strip()) != null) {
                    throw RefusedException.usage(SENTENCES.say("replay.lost-says-two-things-step", epoch));
                }
            }
        }
        return said;
    }
}
