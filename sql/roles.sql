-- Rights of persons, one role each, under their own database logins: `gallra db grants --person NAME --role ROLE` prints those of one.
-- In the tables of the business, finance and the officer read what the reader reads: that follows from sources.yml. Nobody has two
-- roles. PersonRoleIT tries every right of every role, and every one that is not given.
--
-- What a role has no need of and names people it sees masked, or not at all: reasons, names that holds are on, who was identified how.

-- Runs: how each stands, its orders, what it found. Operations give orders; starting is the job's.
GRANT SELECT ON ${suite}.run_scope TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.run_limit TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT (run_id, part, category, candidates, passed_over, opened_at, ended_at, outcome) ON ${suite}.run_scope TO ${metrics};
GRANT SELECT ON ${suite}.statistic_period TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.lease TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso}, ${metrics};
GRANT SELECT ON ${suite}.heartbeat TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso}, ${metrics};
GRANT SELECT ON ${suite}.finding TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
-- Whoever works on findings says so, of any kind; the auditor sees until when, and by which login.
GRANT SELECT, INSERT (finding_id, owner, due_on, reason) ON ${suite}.finding_ack TO ${operations}, ${finance}, ${officer};
GRANT SELECT ON ${suite}.masked_finding_ack TO ${auditor}, ${sso};
GRANT SELECT (JOB_EXECUTION_ID, JOB_INSTANCE_ID, STATUS, START_TIME, EXIT_MESSAGE)
  ON ${suite}.BATCH_JOB_EXECUTION TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.run_order TO ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT, INSERT (uuid, run_id, action, rate, chunk, lifts, category, attempt, until_at, reason) ON ${suite}.run_order TO ${operations};
GRANT SELECT ON ${suite}.order_execution TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.masked_run_order TO ${metrics};

-- The ledger, its seals, and the rules in force.
GRANT SELECT (category, part, seq, run_id, kind, written_at, policy, counts) ON ${suite}.ledger_chunk TO ${operations};
GRANT SELECT (category, part, seq, run_id, kind, written_at, counts) ON ${suite}.ledger_chunk TO ${metrics};
GRANT SELECT ON ${suite}.ledger_chunk TO ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.ledger_seal TO ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT (seq, sealed_at, body, signature) ON ${suite}.ledger_seal TO ${metrics};
GRANT SELECT ON ${suite}.ledger_seal_export TO ${finance}, ${officer}, ${auditor}, ${sso}, ${metrics};
GRANT SELECT ON ${suite}.tag_key TO ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.policy_adopted TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.policy_text TO ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.gate_log TO ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.pruned TO ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.pruned_row TO ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.seal_leaf TO ${finance}, ${officer}, ${auditor}, ${sso};

-- Holds. Finance places any; the officer restrictions alone: a hold without a type is one, and the type is not the officer's to write.
GRANT SELECT ON ${suite}.gate TO ${finance}, ${officer};
GRANT EXECUTE ON PROCEDURE ${suite}.advance_gate TO ${finance}, ${officer};
GRANT SELECT, INSERT (uuid, type, scope_kind, scope_key, scope_text, category, until_on, review_by, legal_basis, reason)
  ON ${suite}.hold TO ${finance};
GRANT SELECT, INSERT (uuid, scope_kind, scope_key, scope_text, category, until_on, review_by, legal_basis, reason)
  ON ${suite}.hold TO ${officer};
GRANT SELECT, INSERT (hold_uuid, target_key) ON ${suite}.hold_target TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.hold_census TO ${finance}, ${officer}, ${auditor}, ${sso}, ${metrics};
GRANT SELECT ON ${suite}.ledger_audit TO ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.census_chain TO ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.held_count TO ${finance}, ${officer}, ${auditor}, ${sso}, ${metrics};
GRANT SELECT, INSERT (hold_id, request_id, requested_by, hold_name, reason, informed_on)
  ON ${suite}.approved_release TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.valid_release TO ${finance}, ${officer};
GRANT SELECT, DELETE ON ${suite}.kept TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.kept_by TO ${finance}, ${officer};

GRANT SELECT ON ${suite}.masked_hold TO ${auditor}, ${sso};
GRANT SELECT ON ${suite}.masked_valid_release TO ${auditor}, ${sso};

-- What takes two people: asked for and approved by finance or the officer, never by operations or the auditor.
GRANT SELECT, INSERT (uuid, subject_kind, subject_id, terms, reason, valid_days)
  ON ${suite}.approval_request TO ${finance}, ${officer};
GRANT SELECT, INSERT (request_id, requested_by) ON ${suite}.approval TO ${finance}, ${officer};
GRANT SELECT, INSERT (request_id, reason) ON ${suite}.approval_end TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.valid_approval TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.person_login TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.person_key TO ${operations}, ${finance}, ${officer}, ${auditor};
GRANT SELECT ON ${suite}.key_approval TO ${operations}, ${finance}, ${officer}, ${auditor};
GRANT SELECT ON ${suite}.valid_key TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.masked_valid_key TO ${operations}, ${auditor}, ${sso};
-- The console's account for people who sign in with single sign-on reads as the auditor does. It offers passkeys and writes what they signed, and
-- approves nothing by itself.
GRANT SELECT, INSERT (person, credential, public_key, algorithm, origin) ON ${suite}.person_key TO ${sso};
GRANT SELECT, INSERT (request_id, key_id, nonce, authenticator_data, client_data, signature) ON ${suite}.key_approval TO ${sso};
GRANT INSERT (request_id, rules, limits) ON ${suite}.policy_adopted TO ${finance};
GRANT SELECT ON ${suite}.valid_adoption TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.masked_valid_adoption TO ${auditor}, ${sso};
GRANT SELECT ON ${suite}.masked_valid_replay TO ${operations}, ${auditor}, ${sso};
-- What each step of the gate was, by its number, for a copy of the ledger.
GRANT SELECT (id, epoch) ON ${suite}.hold TO ${auditor}, ${sso};
GRANT SELECT (hold_id, epoch) ON ${suite}.approved_release TO ${auditor}, ${sso};
GRANT SELECT (entity, start_on, end_on, removed, epoch) ON ${suite}.fiscal_year_version TO ${auditor}, ${sso};
GRANT SELECT (id, epoch) ON ${suite}.book_import TO ${auditor}, ${sso};
GRANT SELECT (id, epoch) ON ${suite}.permit TO ${auditor}, ${sso};
GRANT SELECT (request_id, epoch) ON ${suite}.request_decision TO ${auditor}, ${sso};
GRANT INSERT (fingerprint, policy, sources) ON ${suite}.policy_text TO ${finance};
GRANT SELECT, INSERT (entity, start_on, end_on, removed, request_id) ON ${suite}.fiscal_year_version TO ${finance};
GRANT SELECT ON ${suite}.fiscal_year_version TO ${officer};
GRANT SELECT ON ${suite}.standing_year_version TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.valid_fiscal_year TO ${finance}, ${officer};
GRANT SELECT, INSERT (uuid, request_id, permit_ref, category, record_key, number, year_end, entity, allowed_from, reason)
  ON ${suite}.permit TO ${finance};
GRANT SELECT ON ${suite}.permit TO ${officer};
GRANT SELECT ON ${suite}.permit_use TO ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.valid_permit TO ${finance}, ${officer};
GRANT SELECT, INSERT (id, request_id, as_of, policy, content, valid_hours) ON ${suite}.plan TO ${finance};
GRANT SELECT, INSERT ON ${suite}.plan_category TO ${finance};
GRANT SELECT, INSERT ON ${suite}.plan_block TO ${finance};
GRANT SELECT, INSERT (plan_id, category, reason) ON ${suite}.plan_end TO ${finance};
GRANT SELECT ON ${suite}.masked_approval_request TO ${operations}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.masked_valid_approval TO ${operations}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.masked_approval_end TO ${operations}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.masked_permit TO ${auditor}, ${sso};
GRANT SELECT ON ${suite}.masked_valid_permit TO ${auditor}, ${sso};
GRANT SELECT ON ${suite}.masked_plan_end TO ${operations}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.plan TO ${operations}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.plan_category TO ${operations}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.plan_block TO ${operations}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.plan_end TO ${officer};
GRANT SELECT ON ${suite}.replay TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.replay_rows TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.replay_lost TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.replay_end TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.valid_replay TO ${finance}, ${officer};

-- The books are finance's.
GRANT SELECT, INSERT (entity, sha256, file_name, company, org_no, generated_on, vouchers, fresh, changed, missing, stage)
  ON ${suite}.book_import TO ${finance};
GRANT SELECT, INSERT ON ${suite}.book_import_year TO ${finance};
GRANT SELECT, INSERT (stage, entity, year_start, series, number, booked_on, debit_ore, row_count, invoice_no) ON ${suite}.voucher TO ${finance};
GRANT SELECT, INSERT (stage, year_start, series, number, booked_on, debit_ore, row_count, invoice_no), DELETE
  ON ${suite}.voucher_staging TO ${finance};
GRANT SELECT ON ${suite}.voucher_in_force TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.book_import TO ${officer};
GRANT SELECT ON ${suite}.voucher TO ${officer};
GRANT SELECT ON ${suite}.book_import_year TO ${officer}, ${metrics};
GRANT SELECT ON ${suite}.masked_book_import TO ${metrics};

-- Requests of data subjects are the officer's. Finance reads them, because they move the dates of records.
GRANT SELECT, INSERT (uuid, kind, subject_key, received_on) ON ${suite}.subject_request TO ${officer};
GRANT SELECT, INSERT (request_id, reason) ON ${suite}.request_extension TO ${officer};
GRANT SELECT, INSERT (uuid, request_id, entered_by, accepted, identity, law, reason, hold_id) ON ${suite}.request_decision TO ${officer};
GRANT SELECT, INSERT (decision, category, record_key, number, names) ON ${suite}.request_item TO ${officer};
GRANT SELECT, INSERT (request_id, sent_on) ON ${suite}.request_answer TO ${officer};
GRANT SELECT ON ${suite}.subject_request TO ${finance};
GRANT SELECT ON ${suite}.request_decision TO ${finance};
GRANT SELECT ON ${suite}.request_item TO ${finance};
GRANT SELECT ON ${suite}.request_extension TO ${finance};
GRANT SELECT ON ${suite}.request_answer TO ${finance};
GRANT SELECT ON ${suite}.request_outcome TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.valid_decision TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.count_request TO ${metrics};
GRANT SELECT ON ${suite}.suppression TO ${officer};

-- Who holds copies has to be told of erasures: the officer notes the answers.
GRANT SELECT ON ${suite}.notice TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.notice_answer TO ${finance};
GRANT SELECT, INSERT (notice_id) ON ${suite}.notice_answer TO ${officer};

-- What runs pass over or have in hand, for plans, explanations and receipts of holds: never the key of an object.
GRANT SELECT (id, run_id, category, record_key, bucket, version_id, marker, state, hold_epoch, opened_at, sent_at,
  doubt_until, settled_at) ON ${suite}.object_intent TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.reduced TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.staged_partition TO ${finance}, ${officer};
GRANT SELECT ON ${suite}.staged_item TO ${finance}, ${officer};

-- The audit: who and when are the database's to write. Whoever reads about a person, or signs in to the web console, leaves a row there, and whoever
-- cannot does not read.
GRANT INSERT (action, subject, detail) ON ${suite}.audit TO ${operations}, ${finance}, ${officer}, ${auditor}, ${sso};
GRANT SELECT ON ${suite}.masked_audit TO ${auditor};

-- Which columns tables have, and which point at which, on the whole server; by itself it lets nobody read a row.
GRANT REFERENCES ON *.* TO ${finance}, ${officer}, ${auditor}, ${sso};
