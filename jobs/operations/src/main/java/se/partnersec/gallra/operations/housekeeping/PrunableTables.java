package se.partnersec.gallra.operations.housekeeping;

import java.util.List;
import java.util.Map;
import se.partnersec.gallra.policy.limit.HousekeepingKind;

/**
 * Which rows of our own may go, in SQL. A record is what goes as one: a run, a plan, a finding; its rows lie in the parts.
 *
 * @param eligible selects the keys of records that may go, with {@code ?} for the instant they must be older than, as often as
 *     {@code times}; ends in a condition, so that more can be asked
 * @param key the column of the record's key in that
 * @param numeric whether keys are numbers
 * @param parts parents before their children
 * @param together so many records go in one transaction
 */
record PrunableTables(String eligible, int times, String key, boolean numeric, List<Part> parts, int together) {
    /**
     * The rows of one table.
     *
     * @param select ends in an open condition on the keys of the parent, such as {@code run_id IN}
     * @param order columns that tell its rows apart
     * @param parent index of the part whose keys it hangs on; -1: on the record's own
     * @param own the column that its children hang on
     * @param delete the same rows, ending alike
     */
    record Part(String table, String select, String order, int parent, String own, String delete) {}

    /** The runs that are over for good: nothing of them is resumed, asked for or looked at by a run. */
    private static final String OVER = " IN ('DONE', 'SKIPPED', 'ABANDONED')";

    /**
     * Runs whose history says that they are complete or given up, and whose scope says when; never a category's newest, by which a
     * run finds out whether there is one to go on with. Times of attempts are of the zone their process was in, hence the day.
     */
    private static final String HISTORIES = """
            SELECT i.JOB_INSTANCE_ID FROM BATCH_JOB_INSTANCE i
              LEFT JOIN run_scope s ON s.run_id = i.JOB_INSTANCE_ID AND s.part = 0
            WHERE i.JOB_INSTANCE_ID < (SELECT MAX(n.JOB_INSTANCE_ID) FROM BATCH_JOB_INSTANCE n WHERE n.JOB_NAME = i.JOB_NAME)
              AND (s.run_id IS NULL OR s.ended_at < ?)
              AND NOT EXISTS (SELECT 1 FROM BATCH_JOB_EXECUTION e WHERE e.JOB_INSTANCE_ID = i.JOB_INSTANCE_ID
                AND (e.LAST_UPDATED IS NULL OR e.LAST_UPDATED >= ? - INTERVAL 1 DAY OR e.STATUS IS NULL
                  OR e.STATUS NOT IN ('COMPLETED', 'FAILED', 'STOPPED', 'ABANDONED')))
              AND CASE (SELECT e.STATUS FROM BATCH_JOB_EXECUTION e WHERE e.JOB_INSTANCE_ID = i.JOB_INSTANCE_ID
                  ORDER BY e.JOB_EXECUTION_ID DESC LIMIT 1)
                WHEN 'ABANDONED' THEN TRUE
                WHEN 'COMPLETED' THEN s.run_id IS NULL OR s.outcome IN ('DONE', 'SKIPPED')
                ELSE FALSE END
              AND NOT EXISTS (SELECT 1 FROM object_intent o WHERE o.run_id = i.JOB_INSTANCE_ID
                AND o.state IN ('OPEN', 'ASKED', 'IN_DOUBT'))""";

    /** Plans that can no longer be used, and that no run which used them could still go on by. */
    private static final String PLANS = """
            SELECT p.id FROM plan p WHERE p.made_at + INTERVAL p.valid_hours HOUR < ?
              AND EXISTS (SELECT 1 FROM plan_block b WHERE b.plan_id = p.id)
              AND NOT EXISTS (SELECT 1 FROM plan_end e LEFT JOIN run_scope s ON s.run_id = e.run_id AND s.part = 0
                WHERE e.plan_id = p.id AND e.run_id IS NOT NULL
                AND (s.outcome IS NULL OR NOT s.outcome%s))""".formatted(OVER);

    /** As in the overview: a run that reached its end has met every record again, so what it did not note again is settled. Not so what went in part. */
    private static final String FINDINGS = """
            SELECT f.id FROM finding f WHERE f.last_seen < ? AND f.run_id IS NOT NULL
              AND NOT (f.code = 'ERASED_IN_PART' AND f.run_id > 0)
              AND f.run_id < (SELECT MAX(s.run_id) FROM run_scope s WHERE s.category = f.category AND s.part = 0
                AND s.outcome IN ('DONE', 'SKIPPED'))""";

    private static final String NOTICES = """
            SELECT n.id FROM notice n JOIN notice_answer a ON a.notice_id = n.id WHERE a.answered_at < ?
              AND EXISTS (SELECT 1 FROM run_scope s WHERE s.run_id = n.run_id AND s.part = 0 AND s.outcome%s)""".formatted(OVER);

    private static final Map<HousekeepingKind, PrunableTables> ALL = Map.of(
            HousekeepingKind.RUN_HISTORIES,
            new PrunableTables(
                    HISTORIES,
                    2,
                    "i.JOB_INSTANCE_ID",
                    true,
                    List.of(
                            new Part(
                                    "BATCH_JOB_INSTANCE",
                                    "SELECT * FROM BATCH_JOB_INSTANCE WHERE JOB_INSTANCE_ID IN",
                                    "JOB_INSTANCE_ID",
                                    -1,
                                    "JOB_INSTANCE_ID",
                                    "DELETE FROM BATCH_JOB_INSTANCE WHERE JOB_INSTANCE_ID IN"),
                            new Part(
                                    "BATCH_JOB_EXECUTION",
                                    "SELECT * FROM BATCH_JOB_EXECUTION WHERE JOB_INSTANCE_ID IN",
                                    "JOB_EXECUTION_ID",
                                    0,
                                    "JOB_EXECUTION_ID",
                                    "DELETE FROM BATCH_JOB_EXECUTION WHERE JOB_INSTANCE_ID IN"),
                            new Part(
                                    "BATCH_JOB_EXECUTION_PARAMS",
                                    "SELECT * FROM BATCH_JOB_EXECUTION_PARAMS WHERE JOB_EXECUTION_ID IN",
                                    "JOB_EXECUTION_ID, PARAMETER_NAME",
                                    1,
                                    "",
                                    "DELETE FROM BATCH_JOB_EXECUTION_PARAMS WHERE JOB_EXECUTION_ID IN"),
                            new Part(
                                    "BATCH_JOB_EXECUTION_CONTEXT",
                                    "SELECT * FROM BATCH_JOB_EXECUTION_CONTEXT WHERE JOB_EXECUTION_ID IN",
                                    "JOB_EXECUTION_ID",
                                    1,
                                    "",
                                    "DELETE FROM BATCH_JOB_EXECUTION_CONTEXT WHERE JOB_EXECUTION_ID IN"),
                            new Part(
                                    "BATCH_STEP_EXECUTION",
                                    "SELECT * FROM BATCH_STEP_EXECUTION WHERE JOB_EXECUTION_ID IN",
                                    "STEP_EXECUTION_ID",
                                    1,
                                    "STEP_EXECUTION_ID",
                                    "DELETE FROM BATCH_STEP_EXECUTION WHERE JOB_EXECUTION_ID IN"),
                            new Part(
                                    "BATCH_STEP_EXECUTION_CONTEXT",
                                    "SELECT * FROM BATCH_STEP_EXECUTION_CONTEXT WHERE STEP_EXECUTION_ID IN",
                                    "STEP_EXECUTION_ID",
                                    4,
                                    "",
                                    "DELETE FROM BATCH_STEP_EXECUTION_CONTEXT WHERE STEP_EXECUTION_ID IN"),
                            new Part(
                                    "run_order",
                                    "SELECT * FROM run_order WHERE run_id IN",
                                    "id",
                                    0,
                                    "",
                                    "DELETE FROM run_order WHERE run_id IN")),
                    50),
            HousekeepingKind.PLAN_KEYS,
            new PrunableTables(
                    PLANS,
                    1,
                    "p.id",
                    false,
                    List.of(new Part(
                            "plan_block",
                            "SELECT * FROM plan_block WHERE plan_id IN",
                            "plan_id, category, role, form, number",
                            -1,
                            "",
                            "DELETE FROM plan_block WHERE plan_id IN")),
                    5),
            HousekeepingKind.FINDINGS,
            new PrunableTables(
                    FINDINGS, 1, "f.id", true, List.of(simple("finding", "DELETE FROM finding WHERE id IN")), 500),
            HousekeepingKind.NOTICES,
            new PrunableTables(
                    NOTICES,
                    1,
                    "n.id",
                    true,
                    List.of(
                            simple("notice", "DELETE FROM notice WHERE id IN"),
                            new Part(
                                    "notice_answer",
                                    "SELECT * FROM notice_answer WHERE notice_id IN",
                                    "notice_id",
                                    0,
                                    "",
                                    "DELETE FROM notice_answer WHERE notice_id IN")),
                    500),
            HousekeepingKind.AUDIT,
            new PrunableTables(
                    "SELECT a.id FROM audit a WHERE a.at < ?",
                    1,
                    "a.id",
                    true,
                    List.of(simple("audit", "DELETE FROM audit WHERE id IN")),
                    500));

    private static Part simple(String table, String delete) {
        return new Part(table, "SELECT * FROM " + table + " WHERE id IN", "id", -1, "id", delete);
    }

    static PrunableTables of(HousekeepingKind kind) {
        PrunableTables tables = ALL.get(kind);
        if (tables == null) {
            throw new IllegalStateException("nobody says where " + kind + " lies. Indicates a bug");
        }
        return tables;
    }
}
