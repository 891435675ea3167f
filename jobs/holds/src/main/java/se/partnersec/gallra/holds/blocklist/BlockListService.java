package se.partnersec.gallra.holds.blocklist;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Blocks addresses and lifts blocks, in the table of the business that the mapping names; the only class beside the
 * guarded path that writes there. It adds and dates, and never erases. The audit is told which row, not which address.
 */
public final class BlockListService {
    private static final Sentences SENTENCES = Sentences.of("holds");
    /** No block stays longer than this without somebody looking at it (rule book, 6 no. 4). */
    private static final int LONGEST_REVIEW = 180;

    private static final int LONGEST_REASON = 190;
    private static final String STATUS = "block";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final BlockListRepository list;
    private final DatabaseClock clock;

    /** @throws RefusedException if the mapping names no block list */
    public BlockListService(JdbcTemplate jdbc, TransactionTemplate transaction, SourceMapping sources) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.list = new BlockListRepository(jdbc, sources);
        this.clock = new DatabaseClock(jdbc);
    }

    /** By address, range such as 192.0.2.0/24, beginning such as 192.0.2., or part of an indicator; 200 at most. */
    public List<BlockedAddress> find(String text) {
        return list.find(text);
    }

    /**
     * @param until last day; null to block until it is lifted
     * @throws RefusedException naming all that is wrong; nothing was written
     */
    public BlockedAddress block(String address, String reason, LocalDate reviewBy, @Nullable LocalDate until) {
        Instant now = clock.now();
        LocalDate today = SwedishCalendar.localDate(now);
        RefusedException.usageIfAny(problems(address, reason, today, reviewBy, until));
        String key = transaction.execute(t -> {
            for (BlockedAddress there : list.find(address)) {
                if (there.lifted() == null
                        && (there.until() == null || !there.until().isBefore(today))) {
                    throw RefusedException.usage(
                            SENTENCES.say("blocklist.address-blocked-already-lift-block-first", there.key()));
                }
            }
            insert(address, reason, now, reviewBy, until);
            String made = jdbc.queryForObject("SELECT LAST_INSERT_ID()", String.class);
            audit(
                    "block.add",
                    String.valueOf(made),
                    "review by " + reviewBy + (until == null ? "" : ", until " + until));
            return made;
        });
        return get(String.valueOf(key));
    }

    /** @throws RefusedException if there is no such block or it was lifted before; nothing was written */
    public BlockedAddress lift(String key, String reason) {
        RefusedException.usageIfAny(reasonProblems(reason));
        transaction.executeWithoutResult(t -> {
            BlockedAddress block = list.get(key);
            if (block == null) {
                throw RefusedException.usage(SENTENCES.say("blocklist.there-no-block-see-gallra-fraud", key));
            }
            if (reason.contains(block.address())) {
                throw RefusedException.usage(SENTENCES.say("blocklist.reason-kept-good-must-not-name"));
            }
            if (update(key) == 0) {
                throw RefusedException.usage(SENTENCES.say("blocklist.block-lifted-already-see-gallra-fraud", key));
            }
            audit("block.lift", key, reason);
        });
        return get(key);
    }

    private BlockedAddress get(String key) {
        BlockedAddress block = list.get(key);
        if (block == null) {
            throw new IllegalStateException("block " + key + " was committed and is not there. Indicates a bug");
        }
        return block;
    }

    private static List<String> problems(
            String address, String reason, LocalDate today, LocalDate reviewBy, @Nullable LocalDate until) {
        List<String> problems = new ArrayList<>(reasonProblems(reason));
        if (AddressRange.of(address).filter(AddressRange::single).isEmpty() || address.contains("/")) {
            problems.add(SENTENCES.say("blocklist.not-one-ip-address-write-like", address));
        }
        if (reviewBy.isBefore(today) || reviewBy.isAfter(today.plusDays(LONGEST_REVIEW))) {
            problems.add(SENTENCES.say(
                    "blocklist.review-must-between-change-review", today, today.plusDays(LONGEST_REVIEW), reviewBy));
        }
        if (until != null && until.isBefore(today)) {
            problems.add(SENTENCES.say("blocklist.last-day-passed-change-until", until));
        }
        return problems;
    }

    private static List<String> reasonProblems(String reason) {
        VisibleText.require(SENTENCES.say("blocklist.reason"), reason);
        return reason.isBlank() || reason.length() > LONGEST_REASON
                ? List.of(SENTENCES.say("blocklist.block-needs-reason-1-characters-give", LONGEST_REASON))
                : List.of();
    }

    /** The server spells the address, so that one address has one spelling in the list. */
    private void insert(String address, String reason, Instant now, LocalDate reviewBy, @Nullable LocalDate until) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("reason", reason);
        values.put("blocked_at", list.column("blocked_at").at(now));
        values.put("review_by_on", reviewBy);
        if (until != null) {
            values.put("blocked_until_on", until);
        }
        ColumnMapping status = list.table().column(STATUS);
        if (status != null) {
            values.put(STATUS, status.word("ACTIVE"));
        }
        StringBuilder columns = new StringBuilder("`" + list.column("address").column() + "`");
        values.keySet()
                .forEach(role ->
                        columns.append(", `").append(list.column(role).column()).append('`'));
        List<Object> args = new ArrayList<>(List.of(address.strip()));
        args.addAll(values.values());
        jdbc.update(
                "INSERT INTO " + list.table().quoted() + " (" + columns + ") VALUES (INET6_NTOA(INET6_ATON(?)), "
                        + String.join(", ", Collections.nCopies(values.size(), "?")) + ")",
                args.toArray());
    }

    private int update(String key) {
        ColumnMapping lifted = list.column("lifted_at");
        ColumnMapping status = list.table().column(STATUS);
        List<Object> args = new ArrayList<>(List.of(lifted.at(clock.now())));
        Optional.ofNullable(status).ifPresent(column -> args.add(column.word("LIFTED")));
        args.add(key);
        return jdbc.update(
                "UPDATE " + list.table().quoted() + " SET `" + lifted.column() + "` = ?"
                        + (status == null ? "" : ", `" + status.column() + "` = ?") + " WHERE `"
                        + list.table().key() + "` = ? AND `" + lifted.column() + "` IS NULL",
                args.toArray());
    }

    private void audit(String action, String key, String detail) {
        jdbc.update(
                "INSERT INTO audit (action, subject, detail) VALUES (?, ?, ?)",
                action,
                BlockListRepository.CATEGORY + ":" + key,
                detail);
    }
}
