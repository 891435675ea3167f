package se.partnersec.gallra.database.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.schema.GrantTable.Rights;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.GrantedAccounts;
import se.partnersec.gallra.testing.TestServers;

@Tag("core")
class GrantMatrixIT {
    /** Table, then what the job, finance, the reader and, where anything, the sealer may do. A table without a line here fails the test. */
    private static final GrantTable SUITE = GrantTable.parse("""
            BATCH_JOB_EXECUTION          | SIU  | S    | S
            BATCH_JOB_EXECUTION_CONTEXT  | SIU  | S    | S
            BATCH_JOB_EXECUTION_PARAMS   | SIU  | S    | S
            BATCH_JOB_EXECUTION_SEQ      | SU   |      | S
            BATCH_JOB_INSTANCE           | SIU  | S    | S
            BATCH_JOB_INSTANCE_SEQ       | SU   |      | S
            BATCH_STEP_EXECUTION         | SIU  | S    | S
            BATCH_STEP_EXECUTION_CONTEXT | SIU  | S    | S
            BATCH_STEP_EXECUTION_SEQ     | SU   |      | S
            approval                     | S    | S I(request_id requested_by) | S | S
            approval_end | S I(request_id approved_id run_id) | S I(request_id reason) | S | S
            approval_request | S | S I(uuid subject_kind subject_id terms reason valid_days) | S | S
            approved_release | S | S I(hold_id request_id requested_by hold_name reason informed_on) | S | S
            audit | I(action subject detail) | S I(action subject detail) | S I(action subject detail) | S
            book_import | S | S I(entity sha256 file_name company org_no generated_on vouchers fresh changed missing stage) | S | S
            book_import_year             | S    | SI   | S
            census_chain |  | S | S I(census category part seq) | S
            finding                      | SIU  | S    | S
            finding_ack |  | S I(finding_id owner due_on reason) | S
            fiscal_year_version | S | S I(entity start_on end_on removed request_id) | S | S
            flyway_schema_history        | S    | S    | S
            gate                         | S    | S    |      | S
            gate_log                     | S    | S    | S    | S
            heartbeat                    | SIU  | S    | S
            hold | S | S I(uuid type scope_kind scope_key scope_text category until_on review_by legal_basis reason) | S | S
            held_count |  | S | S I(hold_id place census records highest missing) | S
            hold_census |  | S | S I(policy) | S
            hold_target | S | S I(hold_uuid target_key) | S | S
            kept                         | SID  | SD   | S
            kept_by                      | SI   | S    | S
            lease                        | SIU  | S    | S
            ledger_chunk | S I(category part seq run_id kind attempt written_at policy token hold_epoch counts key_lo key_hi items prev_hash hash) | S | S | S
            ledger_audit |  | S | S I(category part to_seq hash rows_read records good open gaps) | S
            ledger_seal                  | S    | S    | S    | SI
            ledger_seal_export           | S    | S    | S    | SI
            notice                       | SI   | S    | S
            notice_answer                | S    | S I(notice_id) | S
            object_intent | SIU | S(id run_id category record_key bucket version_id marker state hold_epoch opened_at sent_at \
            doubt_until settled_at) | S
            order_execution | S I(order_id holder) U(ended_at outcome run_id note) | S | S
            key_approval | S | S | S | S
            person_key | S | S | S | S
            person_login | S | S | S | S
            permit | S | S I(uuid request_id permit_ref category record_key number year_end entity allowed_from reason) | S | S
            permit_use                   | SI   | S    | S
            plan | S | S I(id request_id as_of policy content valid_hours) | S | S
            plan_block                   | S    | SI   | S
            plan_category                | S    | SI   | S
            plan_end | S I(plan_id category run_id) | S I(plan_id category reason) | S | S
            policy_adopted | S | S I(request_id rules limits) | S | S
            policy_text | S I(fingerprint policy sources) | S I(fingerprint policy sources) | S | S
            pruned |  | S | S | S
            pruned_row | S | S | S | S
            reduced                      | SIU  | S    | S
            replay | S | S I(plan_id input seal seal_hash hold_epoch whole) | S | S
            replay_end | S I(plan_id request_id seal_hash input records kept residue figures) | S | S | S
            replay_lost                  | S    | SI   | S    | S
            replay_rows | S | SI | S | S
            request_answer |  | S I(request_id sent_on) | S | S
            request_decision | S | S I(uuid request_id entered_by accepted identity law reason hold_id) | S | S
            request_extension | S | S I(request_id reason) | S | S
            request_item | S | S I(decision category record_key number names) | S | S
            request_outcome              | SI   | S    | S
            run_limit | S I(run_id most expected records median request_id limits) | S | S | S
            run_order | S | S I(uuid run_id action rate chunk lifts category attempt until_at reason) | S
            run_scope                    | SIU  | S    | S
            seal_leaf                    | S    |      | S    | SID
            staged_item                  | SID  | S    | S
            staged_partition             | SIUD | S    | S
            statistic_period             | SI   | S    | S
            subject_request | S | S I(uuid kind subject_key received_on) | S | S
            suppression                  | SI   |      | S
            tag_key | S I(fingerprint) | S | S | S
            voucher | S | S I(stage entity year_start series number booked_on debit_ore row_count invoice_no) | S
            voucher_staging |  | S I(stage year_start series number booked_on debit_ore row_count invoice_no) D | S
            """);

    /** What follows from the shipped mapping: of each table the columns that it names, and no others. */
    static final GrantTable BUSINESS = GrantTable.parse("""
            access_log_file \
            | S(id oldest_at newest_at processor_for object_key) D \
            | S(id oldest_at newest_at processor_for object_key) \
            | S(id oldest_at newest_at processor_for object_key)
            access_log_party \
            | S(id file_id customer_id user_id) D \
            | S(id file_id customer_id user_id) \
            | S(id file_id customer_id user_id)
            blocked_address \
            | S(id lifted_at blocked_until review_by processor_for address reason blocked_at) D \
            | S(id lifted_at blocked_until review_by processor_for address reason blocked_at) I(lifted_at blocked_until review_by processor_for address reason blocked_at) U(lifted_at) \
            | S(id lifted_at blocked_until review_by processor_for address reason blocked_at)
            call_recording \
            | S(id ended_at queue bookkeeping booked_on processor_for customer_id user_id caller_no invoice_id object_key) D \
            | S(id ended_at queue bookkeeping booked_on processor_for customer_id user_id caller_no invoice_id object_key) \
            | S(id ended_at queue bookkeeping booked_on processor_for customer_id user_id caller_no invoice_id object_key)
            call_statistic \
            | S(id day_on calls queue_name) I(day_on calls queue_name) \
            | S(id day_on calls queue_name) \
            | S(id day_on calls queue_name)
            call_transcript \
            | S(id recording_id) D \
            | S(id recording_id) \
            | S(id recording_id)
            chat_attachment \
            | S(id conversation_id object_key) D \
            | S(id conversation_id object_key) \
            | S(id conversation_id object_key)
            chat_conversation \
            | S(id customer_id user_id invoice_id closed_ms last_message_ms bookkeeping booked_on processor_for topic) D \
            | S(id customer_id user_id invoice_id closed_ms last_message_ms bookkeeping booked_on processor_for) \
            | S(id customer_id user_id invoice_id closed_ms last_message_ms bookkeeping booked_on processor_for)
            chat_message \
            | S(id conversation_id sent_ms) D \
            | S(id conversation_id sent_ms) \
            | S(id conversation_id sent_ms)
            chat_statistic \
            | S(id month_on conversations topic) I(month_on conversations topic) \
            | S(id month_on conversations topic) \
            | S(id month_on conversations topic)
            contract \
            | S(id customer_id start_on end_on status) \
            | S(id customer_id start_on end_on status) \
            | S(id customer_id start_on end_on status)
            customer \
            | S(id customer_no org_no) \
            | S(id customer_no org_no) \
            | S(id customer_no org_no)
            email_usage \
            | S(id used_on quantity line_id customer_id bookkeeping processor_for user_id invoice_id) D \
            | S(id used_on quantity line_id customer_id bookkeeping processor_for user_id invoice_id) \
            | S(id used_on quantity line_id customer_id bookkeeping processor_for user_id invoice_id)
            email_usage_sum \
            | S(id line_id month_on quantity details customer_id) D I(line_id month_on quantity details customer_id) \
            | S(id line_id month_on quantity details customer_id) \
            | S(id line_id month_on quantity details customer_id)
            invoice \
            | S(id customer_id invoice_no ocr issued_on booked_on settled_on status amount_ore interrupted_on in_court replaces_id reference_user_id concerns_until processor_for) D \
            | S(id customer_id invoice_no ocr issued_on booked_on settled_on status amount_ore interrupted_on in_court replaces_id reference_user_id concerns_until processor_for) \
            | S(id customer_id invoice_no ocr issued_on booked_on settled_on status amount_ore interrupted_on in_court replaces_id reference_user_id concerns_until processor_for voucher_series voucher_no)
            invoice_dispute \
            | S(id invoice_id opened_at closed_at) D \
            | S(id invoice_id opened_at closed_at) \
            | S(id invoice_id opened_at closed_at)
            invoice_line \
            | S(id invoice_id) D \
            | S(id invoice_id) \
            | S(id invoice_id)
            invoice_payment \
            | S(id invoice_id kind paid_on amount_ore) D \
            | S(id invoice_id kind paid_on amount_ore) \
            | S(id invoice_id kind paid_on amount_ore)
            ip_log \
            | S D \
            | S(id seen_at processor_for customer_id user_id) \
            | S(id seen_at processor_for customer_id user_id)
            ip_log_statistic \
            | S(id day_on requests service) I(day_on requests service) \
            | S(id day_on requests service) \
            | S(id day_on requests service)
            marketing_consent \
            | S(id customer_id given_at withdrawn_at) \
            | S(id customer_id given_at withdrawn_at) \
            | S(id customer_id given_at withdrawn_at)
            marketing_usage \
            | S(id processor_for customer_id user_id) D \
            | S(id processor_for customer_id user_id) \
            | S(id processor_for customer_id user_id)
            newsletter_subscription \
            | S(id subscribed_at withdrawn_at email channel processor_for user_id) D \
            | S(id subscribed_at withdrawn_at email channel processor_for user_id) U(withdrawn_at) \
            | S(id subscribed_at withdrawn_at email channel processor_for user_id)
            quarantined_message \
            | S(id blocked_id indicator) D \
            | S(id blocked_id indicator) \
            | S(id blocked_id indicator)
            sales_lead \
            | S(id collected_at processor_for customer_id) D \
            | S(id collected_at processor_for customer_id) \
            | S(id collected_at processor_for customer_id)
            sms_usage \
            | S(id used_on quantity line_id customer_id bookkeeping processor_for user_id invoice_id number) D \
            | S(id used_on quantity line_id customer_id bookkeeping processor_for user_id invoice_id number) \
            | S(id used_on quantity line_id customer_id bookkeeping processor_for user_id invoice_id number)
            sms_usage_sum \
            | S(id line_id month_on quantity details customer_id) D I(line_id month_on quantity details customer_id) \
            | S(id line_id month_on quantity details customer_id) \
            | S(id line_id month_on quantity details customer_id)
            user_account \
            | S(id billing_contact last_login_at processor_for customer_id user_name email phone has_password) D \
            | S(id billing_contact last_login_at processor_for customer_id user_name email phone has_password) \
            | S(id billing_contact last_login_at processor_for customer_id user_name email phone has_password)
            user_membership \
            | S(id user_id customer_id) D \
            | S(id user_id customer_id) \
            | S(id user_id customer_id)
            web_visit \
            | S(id user_id visited_ms processor_for) D \
            | S(id user_id visited_ms processor_for) \
            | S(id user_id visited_ms processor_for)
            """);

    private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143, 1227, 1370);
    private static final Rights NOTHING = new Rights(Map.of());

    private static FreshSchemas schemas;
    private static GrantedAccounts accounts;

    @BeforeAll
    static void make_tables_and_accounts() {
        schemas = TestServers.freshSchemas();
        accounts = GrantedAccounts.create(schemas);
    }

    @AfterAll
    static void drop_them() {
        accounts.close();
        schemas.close();
    }

    @Test
    void every_table_has_a_line() throws SQLException {
        assertThat(tables(schemas.suite()).keySet()).isEqualTo(SUITE.rows().keySet());
        assertThat(tables(schemas.business()).keySet())
                .isEqualTo(BUSINESS.rows().keySet());
    }

    @Test
    void the_page_beside_the_scripts_says_of_every_table_who_writes_and_reads_it() throws Exception {
        String page = Files.readString(Path.of("..", "..", "sql", "README.md"));
        assertThat(tables(schemas.suite()).keySet()).allMatch(table -> page.contains("`" + table + "`"));
    }

    @Test
    void every_account_may_do_what_is_written_and_nothing_else() throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (DatabaseRole role : DatabaseRole.values()) {
            wrong.addAll(mistakes(role, counts));
        }
        int sum = counts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println(
                "grants: " + sum + " rights tried on " + tables(schemas.suite()).size() + " + "
                        + tables(schemas.business()).size() + " tables, " + wrong.size() + " wrong; " + counts);
        assertThat(wrong).isEmpty();
    }

    /** Procedure, with what it is called with, and who may call it. */
    private static final Map<String, Set<DatabaseRole>> PROCEDURES = Map.of(
            "advance_gate()", Set.of(DatabaseRole.FINANCE),
            "guards()", Set.of(DatabaseRole.JOB, DatabaseRole.READER),
            "guard_account()", Set.of(DatabaseRole.JOB, DatabaseRole.READER),
            "gate_keepers(10)", Set.of(DatabaseRole.JOB, DatabaseRole.READER),
            "person_of('x', @whose)", Set.of(),
            "person_there('x')", Set.of(),
            "person_roles()", Set.of(DatabaseRole.JOB, DatabaseRole.READER),
            "source_triggers('x')", Set.of(DatabaseRole.JOB, DatabaseRole.READER));

    /** The same, and those that clear: for the job alone. */
    private static Map<String, Set<DatabaseRole>> procedures() {
        Map<String, Set<DatabaseRole>> all = new TreeMap<>(PROCEDURES);
        for (ClearingProcedure each : ClearingProcedure.all(accounts.sources())) {
            String arguments = each.name().startsWith("told_")
                    ? "()"
                    : each.name().startsWith("look_") ? "('[]')" : "('[]', @changed)";
            all.put(each.name() + arguments, Set.of(DatabaseRole.JOB));
        }
        return all;
    }

    @Test
    void every_procedure_is_called_by_those_it_is_for_and_nobody_else() throws SQLException {
        try (Connection connection =
                schemas.database().connect(schemas.database().admin(), "")) {
            assertThat(SchemaColumns.values(
                            connection,
                            "SELECT routine_name FROM information_schema.routines WHERE routine_schema = '"
                                    + schemas.suite() + "'"))
                    .as("every procedure has a line")
                    .containsExactlyInAnyOrderElementsOf(procedures().keySet().stream()
                            .map(call -> call.replaceFirst("\\(.*", ""))
                            .toList());
        }
        for (DatabaseRole role :
                List.of(DatabaseRole.JOB, DatabaseRole.FINANCE, DatabaseRole.READER, DatabaseRole.SEALER)) {
            try (Connection connection = schemas.database().connect(accounts.account(role), "")) {
                connection.setAutoCommit(false);
                for (Map.Entry<String, Set<DatabaseRole>> each : procedures().entrySet()) {
                    assertThat(allows(connection, "CALL " + schemas.suite() + "." + each.getKey()))
                            .as(role + " calls " + each.getKey())
                            .isEqualTo(each.getValue().contains(role));
                }
            }
        }
    }

    /** Breaks the grants on purpose: a matrix that stayed green then would prove nothing. */
    @Test
    void notices_one_right_too_many_and_one_too_few() throws SQLException {
        String job = "'" + accounts.account(DatabaseRole.JOB).user() + "'@'%'";
        String uses = schemas.suite() + ".permit_use";
        String hold = schemas.suite() + ".hold";
        String body = schemas.business() + ".chat_message";
        schemas.database()
                .execute(
                        "",
                        "GRANT DELETE ON " + uses + " TO " + job,
                        "GRANT SELECT (body) ON " + body + " TO " + job,
                        "REVOKE SELECT ON " + hold + " FROM " + job);
        try {
            assertThat(String.join("\n", mistakes(DatabaseRole.JOB, new TreeMap<>())))
                    .contains("allowed: DELETE FROM " + uses)
                    .contains("allowed: REPLACE INTO " + uses)
                    .contains("allowed: SELECT `body` FROM " + body)
                    .contains("denied: SELECT `uuid` FROM " + hold)
                    .contains("denied: SELECT 1 FROM " + hold + " LIMIT 1 LOCK IN SHARE MODE");
        } finally {
            schemas.database()
                    .execute(
                            "",
                            "REVOKE DELETE ON " + uses + " FROM " + job,
                            "REVOKE SELECT (body) ON " + body + " FROM " + job,
                            "GRANT SELECT ON " + hold + " TO " + job);
        }
    }

    @Test
    void the_job_sees_the_shape_of_tables_it_has_no_right_in() throws SQLException {
        schemas.database()
                .execute(
                        schemas.business(),
                        "CREATE TABLE stranger (id INT PRIMARY KEY, of_message BIGINT, FOREIGN KEY (of_message)"
                                + " REFERENCES chat_message (id) ON DELETE CASCADE)",
                        "CREATE TRIGGER watcher BEFORE DELETE ON ip_log FOR EACH ROW SET @gone = 1");
        try (Connection job = schemas.database().connect(accounts.account(DatabaseRole.JOB), schemas.suite())) {
            assertThat(SchemaColumns.values(
                            job,
                            "SELECT table_name FROM information_schema.referential_constraints WHERE"
                                    + " unique_constraint_schema = '" + schemas.business()
                                    + "' AND delete_rule = 'CASCADE'"))
                    .containsExactly("stranger");
            assertThat(SchemaColumns.values(
                            job,
                            "SELECT column_name FROM information_schema.columns WHERE table_name = 'chat_message'"
                                    + " AND table_schema = '" + schemas.business() + "'"))
                    .contains("body");
            assertThat(SchemaColumns.values(job, "CALL source_triggers('" + schemas.business() + "')"))
                    .containsExactly("ip_log");
        } finally {
            schemas.database().execute(schemas.business(), "DROP TABLE stranger", "DROP TRIGGER watcher");
        }
    }

    private List<String> mistakes(DatabaseRole role, Map<String, Integer> counts) throws SQLException {
        List<String> wrong = new ArrayList<>();
        try (Connection connection = schemas.database().connect(accounts.account(role), "")) {
            connection.setAutoCommit(false);
            for (TriedRight tried : rights(role)) {
                counts.merge(tried.verb(), 1, Integer::sum);
                if (allows(connection, tried.sql()) != tried.allowed()) {
                    wrong.add(role + " is " + (tried.allowed() ? "denied: " : "allowed: ") + tried.sql());
                }
            }
        }
        return wrong;
    }

    private List<TriedRight> rights(DatabaseRole role) throws SQLException {
        List<TriedRight> tries = new ArrayList<>();
        boolean mysql = schemas.database().real();
        String stranger = "'" + accounts.account(DatabaseRole.READER).user() + "'@'%'";
        for (var table : tables(schemas.suite()).entrySet()) {
            String name = schemas.suite() + "." + table.getKey();
            tries.addAll(
                    role == DatabaseRole.OWNER
                            ? TriedRight.ofOwner(name, table.getValue())
                            : TriedRight.of(name, table.getValue(), SUITE.of(table.getKey(), role), mysql, false));
        }
        for (var table : tables(schemas.business()).entrySet()) {
            String name = schemas.business() + "." + table.getKey();
            Rights rights = role == DatabaseRole.OWNER ? NOTHING : BUSINESS.of(table.getKey(), role);
            tries.addAll(TriedRight.of(name, table.getValue(), rights, mysql, mysql && role == DatabaseRole.JOB));
        }
        if (role != DatabaseRole.OWNER) {
            tries.addAll(TriedRight.ofSchema(schemas.suite(), stranger));
        }
        tries.addAll(TriedRight.ofSchema(schemas.business(), stranger));
        return tries;
    }

    /** Whether the server let the account do it; any other complaint than a missing right is a fault of the test. */
    private static boolean allows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            if (sql.startsWith("LOCK TABLES")) {
                statement.execute("UNLOCK TABLES");
            }
            connection.rollback();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            if (DENIED.contains(e.getErrorCode())) {
                return false;
            }
            throw new SQLException(e.getErrorCode() + " " + e.getMessage() + " for: " + sql, e);
        }
    }

    private static Map<String, List<String>> tables(String schema) throws SQLException {
        return SchemaColumns.of(schemas, schema, "TABLE");
    }
}
