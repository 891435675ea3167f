package se.partnersec.gallra.ledger.notice;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.database.jdbc.BatchInsert;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Notes who takes care of findings, and until when. Rows are only added, under the login of whoever acknowledges; the newest of a finding counts. A
 * finding stays open as long as runs note it, whatever is noted here.
 */
public final class FindingAckService {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    /** The longest time that a finding may be put off, in days. */
    public static final int MOST_DAYS = 92;

    private static final int LONGEST_OWNER = 128;
    private static final int LONGEST_REASON = 1000;
    /** Findings that are looked up in one statement. */
    private static final int PART = 1000;
    /** Unknown numbers that a refusal names. */
    private static final int NAMED = 5;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public FindingAckService(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * Who takes care of a finding.
     *
     * @param owner a person, a team or a login
     * @param due last day, in Sweden
     */
    public record NewAck(String owner, LocalDate due, String reason) {}

    /**
     * @param noted how many findings were acknowledged
     * @param settled how many were passed over, because no run notes them any more
     */
    public record Acknowledged(long noted, long settled) {}

    /** @throws RefusedException if one of the findings is not on record, or of such an owner, day or reason; nothing was noted */
    public Acknowledged acknowledge(List<Long> ids, NewAck ack) {
        refuse(ack);
        Acknowledged done = transaction.execute(t -> {
            Set<Long> open = new TreeSet<>();
            Set<Long> unknown = new TreeSet<>(ids);
            for (int from = 0; from < ids.size(); from += PART) {
                look(ids.subList(from, Math.min(ids.size(), from + PART)), open, unknown);
            }
            if (!unknown.isEmpty()) {
                throw RefusedException.usage(missing(unknown));
            }
            BatchInsert.insert(
                    jdbc,
                    "INSERT INTO finding_ack (finding_id, owner, due_on, reason) VALUES",
                    "(?, ?, ?, ?)",
                    open.stream()
                            .map(id -> List.<Object>of(
                                    id,
                                    ack.owner().strip(),
                                    ack.due(),
                                    ack.reason().strip()))
                            .toList());
            return new Acknowledged(open.size(), new TreeSet<>(ids).size() - open.size());
        });
        return done == null ? new Acknowledged(0, 0) : done;
    }

    private void look(List<Long> ids, Set<Long> open, Set<Long> unknown) {
        jdbc.query(
                "SELECT f.id, " + FindingRepository.OPEN + " FROM finding f WHERE f.id IN ("
                        + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")",
                row -> {
                    unknown.remove(row.getLong(1));
                    if (row.getBoolean(2)) {
                        open.add(row.getLong(1));
                    }
                },
                ids.toArray());
    }

    private static String missing(Set<Long> unknown) {
        List<String> named = unknown.stream().limit(NAMED).map(String::valueOf).toList();
        return SENTENCES.say(
                "notice.there-no-finding-nothing-recorded-known",
                String.join(", ", named),
                (unknown.size() > NAMED ? SENTENCES.say("notice.more", (unknown.size() - NAMED)) : ""));
    }

    private void refuse(NewAck ack) {
        VisibleText.require("--owner", ack.owner());
        VisibleText.require("--reason", ack.reason());
        List<String> problems = new ArrayList<>();
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        if (ack.owner().isBlank() || ack.owner().length() > LONGEST_OWNER) {
            problems.add(SENTENCES.say("notice.say-who-takes-care-give-owner", LONGEST_OWNER));
        }
        if (ack.reason().isBlank() || ack.reason().length() > LONGEST_REASON) {
            problems.add(SENTENCES.say("notice.say-what-being-done-give-reason", LONGEST_REASON));
        }
        if (ack.due().isBefore(today) || ack.due().isAfter(today.plusDays(MOST_DAYS))) {
            problems.add(
                    SENTENCES.say("notice.due-must-day-from-what-takes", today, today.plusDays(MOST_DAYS), ack.due()));
        }
        RefusedException.usageIfAny(problems);
    }
}
