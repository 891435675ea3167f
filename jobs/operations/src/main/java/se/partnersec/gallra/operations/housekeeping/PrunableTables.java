package se.partnersec.gallra.operations.housekeeping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.ledger.record.SealedTable;
import se.partnersec.gallra.policy.limit.HousekeepingKind;

/**
 * Which rows of our own may go, in SQL. A record is what goes as one: a run, a plan, a hold; its rows lie in the parts.
 *
 * @param eligible selects the keys of records that may go, with {@code ?} for the instant they must be older than, as often as
 *     {@code times}; ends in a condition, so that more can be asked
 * @param key the column of the record's key in that
 * @param numeric whether keys are numbers
 * @param parts parents before their children
 * @param together so many records go in one transaction
 */
record PrunableTables(String eligible, int times, String key, boolean numeric, List<Part> parts, int together) {
    /** A seal of a row that is not older than what may go; or none, where rows are sealed at all. */
    private static final String YOUNG_SEAL = """

              AND NOT EXISTS (SELECT 1 FROM %s
                LEFT JOIN seal_leaf l ON l.kind = '%s' AND l.row_key = %s
                LEFT JOIN ledger_seal s ON s.seq = l.seal
                WHERE %s = %s AND IF(l.seal IS NULL, EXISTS (SELECT 1 FROM ledger_seal), COALESCE(s.sealed_at >= ?, TRUE)))""";

    /**
     * The rows of one table.
     *
     * @param join what the table, as t, is joined with
     * @param by the column that has the key of the parent
     * @param order columns that tell its rows apart
     * @param parent index of the part whose keys it hangs on; -1: on the record's own
     * @param own the column that its children hang on
     */
    record Part(String table, String join, String by, String order, int parent, String own) {
        static Part of(String table, String by, String... order) {
            return new Part(table, "", "t." + by, "t." + String.join(", t.", order), -1, "");
        }

        Part joined(String join, String by) {
            return new Part(table, join, by, order, parent, own);
        }

        Part under(int parent) {
            return new Part(table, join, by, order, parent, own);
        }

        Part with(String own) {
            return new Part(table, join, by, order, parent, own);
        }

        String from() {
            return table + " t" + join;
        }

        Optional<SealedTable> sealed() {
            return SealedTable.parse(table);
        }

        /** Ends before the list of keys. */
        String select() {
            return "SELECT t.* FROM " + from() + " WHERE " + by + " IN";
        }

        String delete() {
            return "DELETE t FROM " + from() + " WHERE " + by + " IN";
        }

        /** Selects the keys by which a sealed table's rows are sealed. */
        String sealedKeys(SealedTable sealed) {
            return "SELECT " + sealed.keyExpression() + " AS sealed FROM " + from() + " WHERE " + by + " IN";
        }
    }

    /** The same, of records whose rows were all sealed so long ago that the sealer takes their end for pruning. */
    private static PrunableTables sealed(PrunableTables tables) {
        StringBuilder eligible = new StringBuilder(tables.eligible);
        int times = tables.times;
        for (Part part : tables.parts) {
            SealedTable sealed = part.sealed().orElse(null);
            if (sealed != null) {
                eligible.append(
                        YOUNG_SEAL.formatted(part.from(), part.table, sealed.keyExpression(), part.by, tables.key));
                times++;
            }
        }
        return new PrunableTables(
                eligible.toString(), times, tables.key, tables.numeric, tables.parts, tables.together);
    }

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

    /** Settled, as the overview has it. */
    private static final String FINDINGS =
            "SELECT f.id FROM finding f WHERE f.last_seen < ? AND NOT " + FindingRepository.OPEN;

    /** Replaced by a newer one of a finding that is open, or of a finding that is gone. Of a settled one they go with the finding. */
    private static final String FINDING_ACKS = """
            SELECT a.id FROM finding_ack a LEFT JOIN finding f ON f.id = a.finding_id
            WHERE a.acked_at < ? AND (f.id IS NULL OR %s
              AND EXISTS (SELECT 1 FROM finding_ack n WHERE n.finding_id = a.finding_id AND n.acked_at > a.acked_at))""".formatted(FindingRepository.OPEN);

    private static final String NOTICES = """
            SELECT n.id FROM notice n JOIN notice_answer a ON a.notice_id = n.id WHERE a.answered_at < ?
              AND EXISTS (SELECT 1 FROM run_scope s WHERE s.run_id = n.run_id AND s.part = 0 AND s.outcome%s)""".formatted(OVER);

    /** Released by two people, keeps nothing, and no census misses a record of it; one that a request made goes after the request. */
    private static final String HOLDS = """
            SELECT h.id FROM hold h JOIN valid_release r ON r.hold_id = h.id WHERE r.released_at < ?
              AND NOT EXISTS (SELECT 1 FROM kept_by k WHERE k.hold_id = h.id)
              AND NOT EXISTS (SELECT 1 FROM held_count m WHERE m.hold_id = h.id AND (m.missing IS NULL OR m.missing > 0))
              AND NOT EXISTS (SELECT 1 FROM request_decision d WHERE d.hold_id = h.id)""";

    /**
     * Decided and answered, the last record of it erased, and the hold it made released, all before that. Objections that were granted have
     * no end (GDPR 21(3)).
     */
    private static final String REQUESTS = """
            SELECT q.id FROM subject_request q
            WHERE (SELECT MAX(a.noted_at) FROM request_answer a WHERE a.request_id = q.id) < ?
              AND EXISTS (SELECT 1 FROM valid_decision v WHERE v.request_id = q.id)
              AND NOT EXISTS (SELECT 1 FROM request_decision d
                WHERE d.request_id = q.id AND d.accepted AND q.kind IN ('MARKETING', 'OBJECTION'))
              AND NOT EXISTS (SELECT 1 FROM request_decision d JOIN request_item i ON i.decision = d.uuid
                LEFT JOIN request_outcome o ON o.item_id = i.id AND o.outcome = 'ERASED' AND o.at < ?
                WHERE d.request_id = q.id AND d.accepted AND o.item_id IS NULL AND q.kind = 'ERASURE')
              AND NOT EXISTS (SELECT 1 FROM request_decision d LEFT JOIN valid_release r ON r.hold_id = d.hold_id
                WHERE d.request_id = q.id AND d.hold_id IS NOT NULL AND COALESCE(r.released_at >= ?, TRUE))""";

    /** Those that no run can use any more, nor go on by. */
    private static final String APPROVALS = """
            SELECT q.id FROM approval_request q LEFT JOIN approval a ON a.request_id = q.id
            WHERE q.subject_kind = 'RUN' AND COALESCE(a.approved_at, q.requested_at) + INTERVAL q.valid_days DAY < ?
              AND NOT EXISTS (SELECT 1 FROM approval_end e LEFT JOIN run_scope s ON s.run_id = e.run_id AND s.part = 0
                WHERE e.request_id = q.id AND e.run_id IS NOT NULL AND (s.outcome IS NULL OR NOT s.outcome%s))""".formatted(OVER);

    /** Requests for the release of a hold: those that were approved, expired or taken back. */
    private static final String OF_HOLD =
            " JOIN hold h1 ON %1$s.subject_kind = 'RELEASE' AND %1$s.subject_id = CONCAT('H-', h1.id)";

    private static final String ASKED = " JOIN approval_request q1 ON q1.id = t.request_id" + OF_HOLD.formatted("q1");

    private static final Map<HousekeepingKind, PrunableTables> ALL = Map.of(
            HousekeepingKind.RUN_HISTORIES,
            new PrunableTables(
                    HISTORIES,
                    2,
                    "i.JOB_INSTANCE_ID",
                    true,
                    List.of(
                            Part.of("BATCH_JOB_INSTANCE", "JOB_INSTANCE_ID", "JOB_INSTANCE_ID")
                                    .with("JOB_INSTANCE_ID"),
                            Part.of("BATCH_JOB_EXECUTION", "JOB_INSTANCE_ID", "JOB_EXECUTION_ID")
                                    .under(0)
                                    .with("JOB_EXECUTION_ID"),
                            Part.of(
                                            "BATCH_JOB_EXECUTION_PARAMS",
                                            "JOB_EXECUTION_ID",
                                            "JOB_EXECUTION_ID",
                                            "PARAMETER_NAME")
                                    .under(1),
                            Part.of("BATCH_JOB_EXECUTION_CONTEXT", "JOB_EXECUTION_ID", "JOB_EXECUTION_ID")
                                    .under(1),
                            Part.of("BATCH_STEP_EXECUTION", "JOB_EXECUTION_ID", "STEP_EXECUTION_ID")
                                    .under(1)
                                    .with("STEP_EXECUTION_ID"),
                            Part.of("BATCH_STEP_EXECUTION_CONTEXT", "STEP_EXECUTION_ID", "STEP_EXECUTION_ID")
                                    .under(4),
                            Part.of("run_order", "run_id", "id").under(0).with("id"),
                            Part.of("order_execution", "order_id", "order_id").under(6)),
                    50),
            HousekeepingKind.PLAN_KEYS,
            new PrunableTables(
                    PLANS,
                    1,
                    "p.id",
                    false,
                    List.of(Part.of("plan_block", "plan_id", "plan_id", "category", "role", "form", "number")),
                    5),
            HousekeepingKind.FINDINGS,
            new PrunableTables(
                    FINDINGS,
                    1,
                    "f.id",
                    true,
                    List.of(
                            Part.of("finding", "id", "id").with("id"),
                            Part.of("finding_ack", "finding_id", "id").under(0)),
                    500),
            HousekeepingKind.FINDING_ACKS,
            new PrunableTables(
                    FINDING_ACKS,
                    1,
                    "a.id",
                    true,
                    List.of(Part.of("finding_ack", "id", "id").with("id")),
                    500),
            HousekeepingKind.NOTICES,
            new PrunableTables(
                    NOTICES,
                    1,
                    "n.id",
                    true,
                    List.of(
                            Part.of("notice", "id", "id").with("id"),
                            Part.of("notice_answer", "notice_id", "notice_id").under(0)),
                    500),
            HousekeepingKind.AUDIT,
            sealed(new PrunableTables(
                    "SELECT a.id FROM audit a WHERE a.at < ?",
                    1,
                    "a.id",
                    true,
                    List.of(Part.of("audit", "id", "id").with("id")),
                    500)),
            HousekeepingKind.HOLDS,
            sealed(new PrunableTables(
                    HOLDS,
                    1,
                    "h.id",
                    true,
                    List.of(
                            Part.of("hold", "id", "id"),
                            Part.of("approval_request", "id", "id").joined(OF_HOLD.formatted("t"), "h1.id"),
                            Part.of("approval", "request_id", "request_id").joined(ASKED, "h1.id"),
                            Part.of("approval_end", "request_id", "request_id").joined(ASKED, "h1.id"),
                            Part.of("approved_release", "hold_id", "hold_id"),
                            Part.of("hold_target", "hold_uuid", "hold_uuid", "target_key")
                                    .joined(" JOIN hold h1 ON h1.uuid = t.hold_uuid", "h1.id"),
                            Part.of("held_count", "hold_id", "hold_id", "place", "census")),
                    50)),
            HousekeepingKind.REQUESTS,
            sealed(new PrunableTables(
                    REQUESTS,
                    3,
                    "q.id",
                    true,
                    List.of(
                            Part.of("subject_request", "id", "id"),
                            Part.of("request_decision", "request_id", "uuid"),
                            Part.of("request_item", "decision", "id")
                                    .joined(" JOIN request_decision d1 ON d1.uuid = t.decision", "d1.request_id"),
                            Part.of("request_outcome", "item_id", "item_id", "outcome")
                                    .joined(
                                            " JOIN request_item i1 ON i1.id = t.item_id JOIN request_decision d1 ON d1.uuid = i1.decision",
                                            "d1.request_id"),
                            Part.of("request_extension", "request_id", "request_id"),
                            Part.of("request_answer", "request_id", "id")),
                    50)),
            HousekeepingKind.APPROVALS,
            sealed(new PrunableTables(
                    APPROVALS,
                    1,
                    "q.id",
                    true,
                    List.of(
                            Part.of("approval_request", "id", "id"),
                            Part.of("approval", "request_id", "request_id"),
                            Part.of("key_approval", "request_id", "request_id"),
                            Part.of("approval_end", "request_id", "request_id")),
                    200)));

    static PrunableTables of(HousekeepingKind kind) {
        PrunableTables tables = ALL.get(kind);
        if (tables == null) {
            throw new IllegalStateException("nobody says where " + kind + " lies. Indicates a bug");
        }
        return tables;
    }
}
