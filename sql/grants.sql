-- After guards.sql, and again after every upgrade: the rights of the four accounts that work. README.md says how.
-- About our own schema; rights in the tables of the business follow from sources.yml. GrantMatrixIT tries every right of both, and every
-- one that is not given.
--
-- MariaDB lets whoever may read a table lock its rows: hence no gate for the reader.

-- Job histories. Nobody but the owner deletes them.
GRANT SELECT, INSERT, UPDATE ON ${suite}.BATCH_JOB_INSTANCE TO ${job};
GRANT SELECT, INSERT, UPDATE ON ${suite}.BATCH_JOB_EXECUTION TO ${job};
GRANT SELECT, INSERT, UPDATE ON ${suite}.BATCH_JOB_EXECUTION_PARAMS TO ${job};
GRANT SELECT, INSERT, UPDATE ON ${suite}.BATCH_JOB_EXECUTION_CONTEXT TO ${job};
GRANT SELECT, INSERT, UPDATE ON ${suite}.BATCH_STEP_EXECUTION TO ${job};
GRANT SELECT, INSERT, UPDATE ON ${suite}.BATCH_STEP_EXECUTION_CONTEXT TO ${job};
GRANT SELECT, UPDATE ON ${suite}.BATCH_JOB_INSTANCE_SEQ TO ${job};
GRANT SELECT, UPDATE ON ${suite}.BATCH_JOB_EXECUTION_SEQ TO ${job};
GRANT SELECT, UPDATE ON ${suite}.BATCH_STEP_EXECUTION_SEQ TO ${job};
GRANT SELECT ON ${suite}.BATCH_JOB_INSTANCE TO ${finance}, ${reader};
GRANT SELECT ON ${suite}.BATCH_JOB_EXECUTION TO ${finance}, ${reader};
GRANT SELECT ON ${suite}.BATCH_JOB_EXECUTION_PARAMS TO ${finance}, ${reader};
GRANT SELECT ON ${suite}.BATCH_JOB_EXECUTION_CONTEXT TO ${finance}, ${reader};
GRANT SELECT ON ${suite}.BATCH_STEP_EXECUTION TO ${finance}, ${reader};
GRANT SELECT ON ${suite}.BATCH_STEP_EXECUTION_CONTEXT TO ${finance}, ${reader};
GRANT SELECT ON ${suite}.BATCH_JOB_INSTANCE_SEQ TO ${reader};
GRANT SELECT ON ${suite}.BATCH_JOB_EXECUTION_SEQ TO ${reader};
GRANT SELECT ON ${suite}.BATCH_STEP_EXECUTION_SEQ TO ${reader};
GRANT SELECT ON ${suite}.flyway_schema_history TO ${job}, ${finance}, ${reader};

-- What must stay: finance writes it, through the gate; the job reads it and shares the gate's lock. The gate is moved by a procedure
-- and by triggers (guards.sql), and nobody has the right to write it.
GRANT SELECT ON ${suite}.gate TO ${job}, ${finance};
GRANT EXECUTE ON PROCEDURE ${suite}.advance_gate TO ${finance};
GRANT EXECUTE ON PROCEDURE ${suite}.guards TO ${job}, ${reader};
GRANT EXECUTE ON PROCEDURE ${suite}.guard_account TO ${job}, ${reader};
GRANT EXECUTE ON PROCEDURE ${suite}.gate_keepers TO ${job}, ${reader};
GRANT EXECUTE ON PROCEDURE ${suite}.person_roles TO ${job}, ${reader};
GRANT SELECT ON ${suite}.gate_log TO ${job}, ${finance}, ${reader}, ${sealer};
GRANT SELECT ON ${suite}.hold TO ${job}, ${reader};
GRANT SELECT ON ${suite}.hold_target TO ${job}, ${reader};
GRANT SELECT, INSERT (hold_uuid, target_key) ON ${suite}.hold_target TO ${finance};
GRANT SELECT, INSERT (uuid, type, scope_kind, scope_key, scope_text, category, until_on, review_by, legal_basis, reason)
  ON ${suite}.hold TO ${finance};
-- The reader counts what holds keep and audits the ledger; nobody else writes of it, the job least of all.
GRANT SELECT, INSERT (policy) ON ${suite}.hold_census TO ${reader};
GRANT SELECT, INSERT (census, category, part, seq) ON ${suite}.census_chain TO ${reader};
GRANT SELECT, INSERT (hold_id, place, census, records, highest, missing) ON ${suite}.held_count TO ${reader};
GRANT SELECT, INSERT (category, part, to_seq, hash, rows_read, records, good, open, gaps) ON ${suite}.ledger_audit TO ${reader};
GRANT SELECT ON ${suite}.ledger_audit TO ${finance};
GRANT SELECT ON ${suite}.hold_census TO ${finance};
GRANT SELECT ON ${suite}.census_chain TO ${finance};
GRANT SELECT ON ${suite}.held_count TO ${finance};
-- A release takes two people: who approved, and when, is the database's to write.
GRANT SELECT ON ${suite}.approved_release TO ${job}, ${reader};
GRANT SELECT, INSERT (hold_id, request_id, requested_by, hold_name, reason, informed_on) ON ${suite}.approved_release TO ${finance};
GRANT SELECT ON ${suite}.valid_release TO ${job}, ${finance}, ${reader};
-- A year is never changed: another end is another row, and a shorter one counts once two people agreed.
GRANT SELECT ON ${suite}.fiscal_year_version TO ${job}, ${reader};
GRANT SELECT, INSERT (entity, start_on, end_on, removed, request_id) ON ${suite}.fiscal_year_version TO ${finance};
GRANT SELECT ON ${suite}.standing_year_version TO ${job}, ${finance}, ${reader};
GRANT SELECT ON ${suite}.valid_fiscal_year TO ${job}, ${finance}, ${reader};

-- Permits to destroy early take two people: finance may not write who entered one, nor when.
GRANT SELECT ON ${suite}.permit TO ${job}, ${reader};
GRANT SELECT, INSERT (uuid, request_id, permit_ref, category, record_key, number, year_end, entity, allowed_from, reason)
  ON ${suite}.permit TO ${finance};
GRANT SELECT ON ${suite}.valid_permit TO ${job}, ${finance}, ${reader};
GRANT SELECT, INSERT ON ${suite}.permit_use TO ${job};
GRANT SELECT ON ${suite}.permit_use TO ${finance}, ${reader};

-- What takes two people: who asked, who approved and when are the database's to write, as with permits. The job uses what was
-- approved and can approve nothing.
GRANT SELECT ON ${suite}.approval_request TO ${job}, ${reader};
GRANT SELECT, INSERT (uuid, subject_kind, subject_id, terms, reason, valid_days) ON ${suite}.approval_request TO ${finance};
GRANT SELECT ON ${suite}.approval TO ${job}, ${reader};
GRANT SELECT ON ${suite}.person_login TO ${job}, ${finance}, ${reader};
GRANT SELECT ON ${suite}.person_key TO ${job}, ${finance}, ${reader};
GRANT SELECT ON ${suite}.key_approval TO ${job}, ${finance}, ${reader};
GRANT SELECT ON ${suite}.valid_key TO ${job}, ${finance}, ${reader};
GRANT SELECT, INSERT (request_id, requested_by) ON ${suite}.approval TO ${finance};
GRANT SELECT, INSERT (request_id, approved_id, run_id) ON ${suite}.approval_end TO ${job};
GRANT SELECT, INSERT (request_id, reason) ON ${suite}.approval_end TO ${finance};
GRANT SELECT ON ${suite}.approval_end TO ${reader};
GRANT SELECT ON ${suite}.valid_approval TO ${job}, ${finance}, ${reader};
GRANT SELECT, INSERT (run_id, most, expected, records, median, request_id, limits) ON ${suite}.run_limit TO ${job};
GRANT SELECT ON ${suite}.run_limit TO ${finance}, ${reader};
-- Rules and limits in force: put there by two people of finance, read by whoever goes by them.
GRANT SELECT ON ${suite}.policy_adopted TO ${job}, ${reader};
GRANT SELECT, INSERT (request_id, rules, limits) ON ${suite}.policy_adopted TO ${finance};
GRANT SELECT ON ${suite}.valid_adoption TO ${job}, ${finance}, ${reader};
-- What a fingerprint is of is put on record by whoever goes by it first: a run, or a saved plan. The table takes nothing else.
GRANT SELECT, INSERT (fingerprint, policy, sources) ON ${suite}.policy_text TO ${job}, ${finance};
GRANT SELECT ON ${suite}.policy_text TO ${reader};

-- Saved plans: finance saves, approves and rejects; who and when are the database's to write. The job uses each category of a
-- plan once, rejects none and makes none.
GRANT SELECT ON ${suite}.plan TO ${job}, ${reader};
GRANT SELECT, INSERT (id, request_id, as_of, policy, content, valid_hours) ON ${suite}.plan TO ${finance};
GRANT SELECT ON ${suite}.plan_category TO ${job}, ${reader};
GRANT SELECT, INSERT ON ${suite}.plan_category TO ${finance};
GRANT SELECT ON ${suite}.plan_block TO ${job}, ${reader};
GRANT SELECT, INSERT ON ${suite}.plan_block TO ${finance};
GRANT SELECT, INSERT (plan_id, category, run_id) ON ${suite}.plan_end TO ${job};
GRANT SELECT, INSERT (plan_id, category, reason) ON ${suite}.plan_end TO ${finance};
GRANT SELECT ON ${suite}.plan_end TO ${reader};

-- Replays after a restore: finance asks for one with its plan; the job puts rows back and notes the end, which the tables refuse
-- to a replay that nobody else approved. The sealer takes exported seals back once one has ended.
GRANT SELECT ON ${suite}.replay TO ${job}, ${reader}, ${sealer};
GRANT SELECT, INSERT (plan_id, input, seal, seal_hash, hold_epoch, whole) ON ${suite}.replay TO ${finance};
GRANT SELECT ON ${suite}.replay_rows TO ${job}, ${reader};
GRANT SELECT, INSERT ON ${suite}.replay_rows TO ${finance};
GRANT SELECT ON ${suite}.replay_lost TO ${job}, ${reader}, ${sealer};
GRANT SELECT, INSERT ON ${suite}.replay_lost TO ${finance};
GRANT SELECT, INSERT (plan_id, request_id, seal_hash, input, records, kept, residue, figures) ON ${suite}.replay_end TO ${job};
GRANT SELECT ON ${suite}.replay_end TO ${finance}, ${reader}, ${sealer};
GRANT SELECT ON ${suite}.valid_replay TO ${job}, ${finance}, ${reader}, ${sealer};
-- It asks whether a replay that ended was approved, and views ask with the rights of who reads.
GRANT SELECT ON ${suite}.plan TO ${sealer};
GRANT SELECT ON ${suite}.approval_request TO ${sealer};
GRANT SELECT ON ${suite}.approval TO ${sealer};
GRANT SELECT ON ${suite}.valid_approval TO ${sealer};

-- What the books say: finance imports it, through the gate, and never changes a voucher or takes one away.
GRANT SELECT ON ${suite}.book_import TO ${job}, ${reader};
GRANT SELECT, INSERT (entity, sha256, file_name, company, org_no, generated_on, vouchers, fresh, changed, missing, stage)
  ON ${suite}.book_import TO ${finance};
GRANT SELECT ON ${suite}.book_import_year TO ${job}, ${reader};
GRANT SELECT, INSERT ON ${suite}.book_import_year TO ${finance};
GRANT SELECT ON ${suite}.voucher TO ${job}, ${reader};
GRANT SELECT, INSERT (stage, entity, year_start, series, number, booked_on, debit_ore, row_count, invoice_no) ON ${suite}.voucher TO ${finance};
GRANT SELECT ON ${suite}.voucher_in_force TO ${job}, ${finance}, ${reader};
GRANT SELECT ON ${suite}.voucher_staging TO ${reader};
GRANT SELECT, INSERT (stage, year_start, series, number, booked_on, debit_ore, row_count, invoice_no), DELETE
  ON ${suite}.voucher_staging TO ${finance};

-- What data subjects ask for: finance enters and decides, through the gate, and never the same person both; who did what and when
-- is the database's to write. The job notes what became of each record.
GRANT SELECT ON ${suite}.subject_request TO ${job}, ${reader};
GRANT SELECT, INSERT (uuid, kind, subject_key, received_on) ON ${suite}.subject_request TO ${finance};
GRANT SELECT ON ${suite}.request_extension TO ${job}, ${reader};
GRANT SELECT, INSERT (request_id, reason) ON ${suite}.request_extension TO ${finance};
GRANT SELECT ON ${suite}.request_decision TO ${job}, ${reader};
GRANT SELECT, INSERT (uuid, request_id, entered_by, accepted, identity, law, reason, hold_id) ON ${suite}.request_decision TO ${finance};
GRANT SELECT ON ${suite}.valid_decision TO ${job}, ${finance}, ${reader};
GRANT SELECT ON ${suite}.request_item TO ${job}, ${reader};
GRANT SELECT, INSERT (decision, category, record_key, number, names) ON ${suite}.request_item TO ${finance};
GRANT SELECT, INSERT ON ${suite}.request_outcome TO ${job};
GRANT SELECT ON ${suite}.request_outcome TO ${finance}, ${reader};
GRANT SELECT, INSERT (request_id, sent_on) ON ${suite}.request_answer TO ${finance};
GRANT SELECT ON ${suite}.count_request TO ${reader};
GRANT SELECT ON ${suite}.request_answer TO ${reader};

-- What was done: the job appends to the ledger and can never change it.
-- At which step of the gate, and when, is for the database to say.
GRANT SELECT, INSERT (category, part, seq, run_id, kind, attempt, written_at, policy, token, hold_epoch, counts, key_lo, key_hi, items,
  prev_hash, hash) ON ${suite}.ledger_chunk TO ${job};
GRANT SELECT, INSERT (fingerprint) ON ${suite}.tag_key TO ${job};
GRANT SELECT ON ${suite}.tag_key TO ${finance}, ${reader};
GRANT SELECT ON ${suite}.ledger_chunk TO ${finance}, ${reader};
GRANT SELECT ON ${suite}.ledger_seal TO ${job}, ${finance}, ${reader};
-- Seals are appended by an account that can do nothing else, so that the key need not lie where erasures run. It reads the
-- gate for the epoch, and so on MariaDB may lock it.
GRANT SELECT ON ${suite}.ledger_chunk TO ${sealer};
GRANT SELECT ON ${suite}.gate TO ${sealer};
-- It seals what decides too, so it reads the rows whole. What is sealed it notes in an index of its own, whose rows it takes back when
-- what they are about was pruned.
GRANT SELECT ON ${suite}.hold TO ${sealer};
GRANT SELECT ON ${suite}.hold_target TO ${sealer};
GRANT SELECT ON ${suite}.hold_census TO ${sealer};
GRANT SELECT ON ${suite}.ledger_audit TO ${sealer};
GRANT SELECT ON ${suite}.census_chain TO ${sealer};
GRANT SELECT ON ${suite}.held_count TO ${sealer};
GRANT SELECT ON ${suite}.approved_release TO ${sealer};
GRANT SELECT ON ${suite}.fiscal_year_version TO ${sealer};
GRANT SELECT ON ${suite}.book_import TO ${sealer};
GRANT SELECT ON ${suite}.permit TO ${sealer};
GRANT SELECT ON ${suite}.subject_request TO ${sealer};
GRANT SELECT ON ${suite}.request_extension TO ${sealer};
GRANT SELECT ON ${suite}.request_decision TO ${sealer};
GRANT SELECT ON ${suite}.request_item TO ${sealer};
GRANT SELECT ON ${suite}.request_answer TO ${sealer};
GRANT SELECT ON ${suite}.approval_end TO ${sealer};
GRANT SELECT ON ${suite}.person_login TO ${sealer};
GRANT SELECT ON ${suite}.person_key TO ${sealer};
GRANT SELECT ON ${suite}.key_approval TO ${sealer};
GRANT SELECT ON ${suite}.policy_text TO ${sealer};
GRANT SELECT ON ${suite}.policy_adopted TO ${sealer};
GRANT SELECT ON ${suite}.run_limit TO ${sealer};
GRANT SELECT ON ${suite}.plan_end TO ${sealer};
GRANT SELECT ON ${suite}.replay_rows TO ${sealer};
GRANT SELECT ON ${suite}.tag_key TO ${sealer};
GRANT SELECT ON ${suite}.pruned TO ${sealer};
GRANT SELECT ON ${suite}.pruned_row TO ${sealer};
GRANT SELECT ON ${suite}.audit TO ${sealer};
GRANT SELECT, INSERT, DELETE ON ${suite}.seal_leaf TO ${sealer};
GRANT SELECT ON ${suite}.seal_leaf TO ${job}, ${reader};
GRANT SELECT ON ${suite}.pruned_row TO ${job}, ${finance}, ${reader};
GRANT SELECT, INSERT ON ${suite}.ledger_seal TO ${sealer};
GRANT SELECT, INSERT ON ${suite}.ledger_seal_export TO ${sealer};
GRANT SELECT ON ${suite}.ledger_seal_export TO ${job}, ${finance}, ${reader};
-- Whom to tell of erased records: written with the ledger, and like it never changed. Finance notes the answers.
GRANT SELECT, INSERT ON ${suite}.notice TO ${job};
GRANT SELECT ON ${suite}.notice TO ${finance}, ${reader};
GRANT SELECT ON ${suite}.notice_answer TO ${job}, ${reader};
GRANT SELECT, INSERT (notice_id) ON ${suite}.notice_answer TO ${finance};
-- What a finding is about a trigger keeps as it is: MariaDB asks of INSERT ... ON DUPLICATE KEY UPDATE for UPDATE on every column it inserts.
GRANT SELECT, INSERT, UPDATE ON ${suite}.finding TO ${job};
GRANT SELECT ON ${suite}.finding TO ${finance}, ${reader};
-- People acknowledge findings, the job none; who and when are the database's to write.
GRANT SELECT, INSERT (finding_id, owner, due_on, reason) ON ${suite}.finding_ack TO ${finance};
GRANT SELECT ON ${suite}.finding_ack TO ${reader};
-- Who and when are the database's to write. The reader notes whose data it looked up, and whoever cannot does not look.
GRANT INSERT (action, subject, detail) ON ${suite}.audit TO ${job}, ${reader};
GRANT SELECT, INSERT (action, subject, detail) ON ${suite}.audit TO ${finance};
GRANT SELECT ON ${suite}.audit TO ${reader};

-- What was removed of our own notes is written by the owner alone, who removed it: nobody else may, the job least of all.
GRANT SELECT ON ${suite}.pruned TO ${finance}, ${reader};

-- Orders to runs are given by people, under their own logins; the job reads and obeys them, and can neither give nor lift one.
GRANT SELECT ON ${suite}.run_order TO ${job}, ${reader};
GRANT SELECT, INSERT (uuid, run_id, action, rate, chunk, lifts, category, attempt, until_at, reason) ON ${suite}.run_order TO ${finance};
GRANT SELECT, INSERT (order_id, holder), UPDATE (ended_at, outcome, run_id, note) ON ${suite}.order_execution TO ${job};
GRANT SELECT ON ${suite}.order_execution TO ${finance}, ${reader};

-- Runs. For its receipts finance sees of an intent whose it is and how it stands, not the object's key.
GRANT SELECT, INSERT, UPDATE ON ${suite}.lease TO ${job};
GRANT SELECT, INSERT, UPDATE ON ${suite}.heartbeat TO ${job};
GRANT SELECT, INSERT, UPDATE ON ${suite}.run_scope TO ${job};
GRANT SELECT, INSERT, UPDATE ON ${suite}.object_intent TO ${job};
GRANT SELECT, INSERT, UPDATE ON ${suite}.reduced TO ${job};
GRANT SELECT, INSERT, DELETE ON ${suite}.kept TO ${job};
GRANT SELECT, INSERT ON ${suite}.kept_by TO ${job};
-- What of a whole partition goes, until it is in the ledger; the rows themselves: partitions.sql.
GRANT SELECT, INSERT, UPDATE, DELETE ON ${suite}.staged_partition TO ${job};
GRANT SELECT, INSERT, DELETE ON ${suite}.staged_item TO ${job};
GRANT SELECT ON ${suite}.staged_partition TO ${finance}, ${reader};
-- For receipts of holds: between the staging table and the ledger nothing else tells of them.
GRANT SELECT ON ${suite}.staged_item TO ${finance}, ${reader};
-- What is on record as counted stays so.
GRANT SELECT, INSERT ON ${suite}.statistic_period TO ${job};
GRANT SELECT ON ${suite}.statistic_period TO ${finance}, ${reader};
-- Once it is said that somebody is not to be written to, no account of ours can unsay it.
GRANT SELECT, INSERT ON ${suite}.suppression TO ${job};
GRANT SELECT ON ${suite}.suppression TO ${reader};
GRANT SELECT ON ${suite}.lease TO ${finance}, ${reader};
GRANT SELECT ON ${suite}.heartbeat TO ${finance}, ${reader};
GRANT SELECT ON ${suite}.run_scope TO ${finance}, ${reader};
GRANT SELECT (id, run_id, category, record_key, bucket, version_id, marker, state, hold_epoch, opened_at, sent_at,
  doubt_until, settled_at) ON ${suite}.object_intent TO ${finance};
GRANT SELECT ON ${suite}.object_intent TO ${reader};
GRANT SELECT ON ${suite}.reduced TO ${finance}, ${reader};
-- Forgetting that records were kept only makes the next run look at them again, so finance may do it when it releases. Saying
-- that they are kept would keep them, so only the job may.
GRANT SELECT, DELETE ON ${suite}.kept TO ${finance};
GRANT SELECT ON ${suite}.kept TO ${reader};
GRANT SELECT ON ${suite}.kept_by TO ${finance}, ${reader};

-- The shape of foreign tables. A child table with a cascading key loses its rows with its parent, and information_schema
-- shows nobody a table in which he has no right at all. REFERENCES shows the columns and keys of every table on the server,
-- and by itself lets nobody read a row or make a key. Triggers are shown only to those who may make them: hence a procedure
-- that answers with the rights of the account that applies this file. It has a row for the schema even where there are no
-- triggers, so that silence is never taken for an answer.
GRANT REFERENCES ON *.* TO ${job}, ${reader};
DROP PROCEDURE IF EXISTS ${suite}.source_triggers;
CREATE PROCEDURE ${suite}.source_triggers(IN of_schema VARCHAR(64) CHARACTER SET utf8mb4) SQL SECURITY DEFINER READS SQL DATA
  SELECT t.event_object_table AS table_name, t.event_manipulation AS event, t.trigger_name AS name,
    s.schema_name AS table_schema
  FROM information_schema.schemata s LEFT JOIN information_schema.triggers t ON t.event_object_schema = s.schema_name
  WHERE s.schema_name = of_schema;
GRANT EXECUTE ON PROCEDURE ${suite}.source_triggers TO ${job}, ${reader};

-- What the accounts may do with the tables of the business follows from sources.yml: `gallra db grants` prints it after these.
