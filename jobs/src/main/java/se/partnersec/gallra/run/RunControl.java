package se.partnersec.gallra.run;

import org.springframework.jdbc.core.JdbcTemplate;

/** Requests to a run from any host. Only the worker acts on them, between chunks; it alone writes its own state. */
public final class RunControl {
    private final JdbcTemplate jdbc;

    public RunControl(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Asks a run to end after its current chunk. */
    public void stop(long runId, String reason) {
        int changed = jdbc.update(
                "UPDATE run_control SET command = 'STOP', asked_by = CURRENT_USER(), asked_at = UTC_TIMESTAMP(6),"
                        + " reason = ? WHERE run_id = ?",
                reason,
                runId);
        if (changed == 0) {
            jdbc.update(
                    "INSERT INTO run_control (run_id, command, asked_by, asked_at, reason)"
                            + " VALUES (?, 'STOP', CURRENT_USER(), UTC_TIMESTAMP(6), ?)",
                    runId,
                    reason);
        }
    }

    boolean stopAsked(long runId) {
        return runId != 0
                && jdbc.queryForList("SELECT command FROM run_control WHERE run_id = ?", String.class, runId)
                        .contains("STOP");
    }

    /** A resumed run does not obey what was said to it before. */
    void clear(long runId) {
        jdbc.update("UPDATE run_control SET command = 'OBEYED' WHERE run_id = ? AND command = 'STOP'", runId);
    }
}
