package se.partnersec.gallra.ledger.notice;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Lists what the holders of copies are to be told, and notes their answers. An answer stands for good. */
public final class RecipientNoticeService {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final String ROWS = """
            FROM notice n LEFT JOIN notice_answer a ON a.notice_id = n.id WHERE (? IS NULL OR n.category = ?)
            AND (? IS NULL OR n.copy = ?) AND (? IS NULL OR n.run_id = ?)""";
    private static final String OPEN = " AND a.notice_id IS NULL";
    private static final String LATE = OPEN + " AND n.answer_by < ?";

    /** Answers that are noted in one transaction. */
    /** How many numbers that no notice has are named. */
    private static final int NAMED = 5;

    private static final int PART = 1000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final List<SourceMapping.CopyRecipient> copies;

    public RecipientNoticeService(
            JdbcTemplate jdbc, TransactionTemplate transaction, List<SourceMapping.CopyRecipient> copies) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.copies = List.copyOf(copies);
    }

    /** Which of them: those that wait for an answer, those whose answer is late, or all. */
    public enum State {
        OPEN,
        LATE,
        ALL
    }

    /**
     * What to list; null means any.
     *
     * @param copy name of the declared copy
     */
    public record Wanted(
            State state,
            @Nullable DataCategory category,
            @Nullable String copy,
            @Nullable Long run) {}

    /** The first of those wanted, oldest first, and how many there are. */
    public record Listed(List<RecipientNotice> named, long all) {}

    public Listed list(Wanted wanted, int most) {
        requireKnown(jdbc, copies, wanted.copy());
        List<@Nullable Object> args = args(wanted);
        String where = ROWS + (wanted.state() == State.ALL ? "" : OPEN);
        if (wanted.state() == State.LATE) {
            where = ROWS + LATE;
            args.add(today());
        }
        Long all = jdbc.queryForObject("SELECT COUNT(*) " + where, Long.class, args.toArray());
        args.add(most);
        List<RecipientNotice> named = jdbc.query(
                "SELECT n.id, n.category, n.subject, n.copy, n.outcome, n.run_id, n.noticed_at, n.answer_by,"
                        + " a.answered_at " + where + " ORDER BY n.id LIMIT ?",
                (row, i) -> {
                    LocalDateTime answered = row.getObject(9, LocalDateTime.class);
                    SourceMapping.CopyRecipient copy = copy(row.getString(4));
                    return new RecipientNotice(
                            row.getLong(1),
                            new DataCategory(row.getString(2)),
                            row.getString(3),
                            row.getString(4),
                            copy == null ? null : copy.recipient(),
                            copy == null ? null : copy.contact(),
                            row.getString(5).charAt(0) == Outcome.ANONYMISED.code(),
                            row.getLong(6),
                            DatabaseClock.instant(row.getObject(7, LocalDateTime.class)),
                            row.getObject(8, LocalDate.class),
                            answered == null ? null : DatabaseClock.instant(answered));
                },
                args.toArray());
        return new Listed(named, all == null ? 0 : all);
    }

    /**
     * How many were noted now; one that was answered before is not counted again.
     *
     * @throws RefusedException naming numbers that no notice has; nothing was noted
     */
    public long answer(List<Long> ids) {
        return answer(ids, null);
    }

    /** Notes answers by number, of one copy only; null for any copy. Each thousand is a transaction of its own. */
    public long answer(List<Long> ids, @Nullable String copy) {
        if (ids.isEmpty()) {
            return 0;
        }
        requireKnown(jdbc, copies, copy);
        requireThere(ids);
        long noted = 0;
        for (int from = 0; from < ids.size(); from += PART) {
            List<Long> part = ids.subList(from, Math.min(ids.size(), from + PART));
            String marks = String.join(", ", Collections.nCopies(part.size(), "?"));
            noted += note(
                    " AND n.id IN (" + marks + ")", args(new Wanted(State.OPEN, null, copy, null)), part, part + "");
        }
        return noted;
    }

    private void requireThere(List<Long> ids) {
        Set<Long> missing = new LinkedHashSet<>(ids);
        for (int from = 0; from < ids.size(); from += PART) {
            List<Long> part = ids.subList(from, Math.min(ids.size(), from + PART));
            String marks = String.join(", ", Collections.nCopies(part.size(), "?"));
            jdbc.queryForList("SELECT id FROM notice WHERE id IN (" + marks + ")", Long.class, part.toArray())
                    .forEach(missing::remove);
        }
        if (!missing.isEmpty()) {
            throw RefusedException.usage(SENTENCES.say(
                    "notice.no-such-notice",
                    missing.size(),
                    missing.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "))));
        }
    }

    /** The same for all of one copy from every run up to one, so that a recipient can answer them together. */
    public long answerUpTo(long run, String copy) {
        requireKnown(jdbc, copies, copy);
        Long newest = jdbc.queryForObject("SELECT MAX(run_id) FROM notice WHERE copy = ?", Long.class, copy);
        if (newest == null || run > newest) {
            throw RefusedException.usage(
                    SENTENCES.say("notice.no-notice-of-run", copy, newest == null ? "-" : newest, run));
        }
        return note(
                " AND n.run_id <= ?",
                args(new Wanted(State.OPEN, null, copy, null)),
                List.of(run),
                copy + ", runs up to " + run);
    }

    private long note(String which, List<@Nullable Object> args, List<Long> more, String subject) {
        args.addAll(more);
        Integer noted = transaction.execute(t -> {
            int rows = jdbc.update(
                    "INSERT INTO notice_answer (notice_id) SELECT n.id " + ROWS + OPEN + which, args.toArray());
            jdbc.update(
                    "INSERT INTO audit (action, subject, detail) VALUES ('notice.answer', ?, ?)",
                    subject.length() > 255 ? subject.substring(0, 255) : subject,
                    rows + " noted");
            return rows;
        });
        return noted == null ? 0 : noted;
    }

    private LocalDate today() {
        return SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
    }

    private static List<@Nullable Object> args(Wanted wanted) {
        DataCategory category = wanted.category();
        List<@Nullable Object> args = new ArrayList<>();
        for (Object value :
                new @Nullable Object[] {category == null ? null : category.id(), wanted.copy(), wanted.run()}) {
            args.add(value);
            args.add(value);
        }
        return args;
    }

    /** @throws RefusedException if the copy is neither declared nor named by any notice; null is any copy */
    public static void requireKnown(
            JdbcTemplate jdbc, Collection<SourceMapping.CopyRecipient> copies, @Nullable String name) {
        if (name == null || copies.stream().anyMatch(copy -> copy.name().equals(name))) {
            return;
        }
        Long rows = jdbc.queryForObject("SELECT COUNT(*) FROM notice WHERE copy = ?", Long.class, name);
        if (rows == null || rows == 0) {
            throw RefusedException.usage(SENTENCES.say(
                    "notice.no-such-copy",
                    name,
                    copies.stream().map(SourceMapping.CopyRecipient::name).collect(Collectors.joining(", "))));
        }
    }

    private SourceMapping.@Nullable CopyRecipient copy(String name) {
        return copies.stream()
                .filter(copy -> copy.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
