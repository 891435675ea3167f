package se.partnersec.gallra.hold;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.store.DatabaseClock;

/** Places and releases holds, and records fiscal years. Each is one gate transaction; who did it is the database login. */
public final class HoldDesk {
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Gate gate;
    private final HoldRegister register;
    private final DatabaseClock clock;

    public HoldDesk(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.gate = new Gate(jdbc);
        this.register = new HoldRegister(jdbc);
        this.clock = new DatabaseClock(jdbc);
    }

    /** @throws HoldRefused naming what is wrong with it; nothing was written */
    public PlacedHold add(NewHold hold) {
        refuse(hold.problems(today()));
        String uuid = UUID.randomUUID().toString();
        settle(() -> transaction.executeWithoutResult(t -> insert(hold, uuid)), uuid);
        Long id = jdbc.queryForObject("SELECT id FROM hold WHERE uuid = ?", Long.class, uuid);
        PlacedHold placed = id == null ? null : register.get(id);
        if (placed == null) {
            throw new IllegalStateException("the hold was committed and is not there. Indicates a bug");
        }
        return placed;
    }

    /** @throws HoldRefused if there is no such hold or it is released already; nothing was written */
    public PlacedHold release(long id, String reason) {
        if (reason.isBlank() || reason.length() > 1000) {
            refuse(List.of("a release needs a reason of 1 to 1000 characters: give --reason"));
        }
        transaction.executeWithoutResult(t -> {
            long epoch = gate.advance();
            PlacedHold hold = register.get(id);
            if (hold == null) {
                throw new HoldRefused(List.of("there is no hold H-" + id + ": see gallra holds list"));
            }
            if (hold.hold().releasedAt() != null) {
                throw new HoldRefused(List.of("hold H-" + id + " was released already by " + hold.releasedBy()));
            }
            jdbc.update(
                    "INSERT INTO hold_release (hold_id, released_at, released_by, reason, epoch)"
                            + " VALUES (?, UTC_TIMESTAMP(6), CURRENT_USER(), ?, ?)",
                    id,
                    reason,
                    epoch);
            audit("hold.release", "H-" + id, reason);
        });
        PlacedHold released = register.get(id);
        if (released == null) {
            throw new IllegalStateException("a hold never vanishes. Indicates a bug");
        }
        return released;
    }

    public List<FiscalYear> fiscalYears() {
        return new FiscalYears(jdbc).all();
    }

    /**
     * Records a fiscal year, or changes the end of the one that starts that day.
     *
     * @throws HoldRefused if it overlaps another; nothing was written
     */
    public void fiscalYear(FiscalYear year) {
        transaction.executeWithoutResult(t -> {
            long epoch = gate.advance();
            for (FiscalYear other : fiscalYears()) {
                if (!other.start().equals(year.start())
                        && !other.start().isAfter(year.end())
                        && !other.end().isBefore(year.start())) {
                    throw new HoldRefused(List.of("fiscal year " + year.start() + ".." + year.end() + " overlaps "
                            + other.start() + ".." + other.end()));
                }
            }
            int changed = jdbc.update(
                    "UPDATE fiscal_year SET end_on = ?, entered_at = UTC_TIMESTAMP(6), entered_by = CURRENT_USER(),"
                            + " epoch = ? WHERE start_on = ?",
                    year.end(),
                    epoch,
                    year.start());
            if (changed == 0) {
                jdbc.update(
                        "INSERT INTO fiscal_year (start_on, end_on, entered_at, entered_by, epoch)"
                                + " VALUES (?, ?, UTC_TIMESTAMP(6), CURRENT_USER(), ?)",
                        year.start(),
                        year.end(),
                        epoch);
            }
            audit("fiscal-year", year.start() + ".." + year.end(), changed == 0 ? "new" : "changed");
        });
    }

    private void insert(NewHold hold, String uuid) {
        long epoch = gate.advance();
        Instant now = clock.now();
        DataCategory category = hold.category();
        jdbc.update(
                """
                INSERT INTO hold (uuid, type, scope_kind, scope_key, scope_text, category, placed_at, until_on, review_by,
                  legal_basis, reason, placed_by, epoch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CURRENT_USER(), ?)""",
                uuid,
                hold.type().name(),
                hold.scope().kind().name(),
                hold.scope().key(),
                hold.scope().text(),
                category == null ? null : category.id(),
                DatabaseClock.column(now),
                hold.until(),
                hold.reviewBy(),
                hold.legalBasis(),
                hold.reason(),
                epoch);
        audit("hold.add", hold.scope().kind().id(), hold.type().name());
    }

    /** A lost reply to COMMIT is settled by looking, on another connection, for what was to be committed. */
    private void settle(Runnable work, String uuid) {
        try {
            work.run();
        } catch (DataAccessException | TransactionException e) {
            Long n = jdbc.queryForObject("SELECT COUNT(*) FROM hold WHERE uuid = ?", Long.class, uuid);
            if (n == null || n == 0) {
                throw e;
            }
        }
    }

    private void audit(String action, String subject, String detail) {
        jdbc.update(
                "INSERT INTO audit (at, who, action, subject, detail) VALUES (UTC_TIMESTAMP(6), CURRENT_USER(), ?, ?, ?)",
                action,
                subject,
                detail);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.now(), ZONE);
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new HoldRefused(problems);
        }
    }
}
