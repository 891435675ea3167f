-- Facts that take two people are believed only where the database itself wrote both names: through the views below, which join the
-- request and its approval each time they are read. Constraints and keys refuse a false row as it is written, but a session can
-- switch both off (foreign_key_checks, check_constraint_checks); what it cannot do is write the columns that the views compare.
-- README.md beside this file says who writes, who reads and how long each is kept. The triggers that refuse the rest: guards.sql.
--
-- by_session is USER(), the login that opened the session; the other name is CURRENT_USER(), the account whose rights it has. They differ
-- where a procedure, a view or a proxy lends somebody another account. Of both, what stands before the last @ is compared: the
-- host makes nobody another person.
ALTER TABLE approval_request ADD COLUMN by_session VARCHAR(390) COLLATE utf8mb4_bin NULL;
UPDATE approval_request SET by_session = requested_by;
ALTER TABLE approval_request MODIFY by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER());
ALTER TABLE approval_request ADD CONSTRAINT request_by_own_login CHECK (
  LEFT(by_session, CHAR_LENGTH(by_session) - CHAR_LENGTH(SUBSTRING_INDEX(by_session, '@', -1)) - 1)
  = LEFT(requested_by, CHAR_LENGTH(requested_by) - CHAR_LENGTH(SUBSTRING_INDEX(requested_by, '@', -1)) - 1));

ALTER TABLE approval ADD COLUMN by_session VARCHAR(390) COLLATE utf8mb4_bin NULL;
UPDATE approval SET by_session = approved_by;
ALTER TABLE approval MODIFY by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER());
ALTER TABLE approval DROP CONSTRAINT approval_by_two;
ALTER TABLE approval ADD CONSTRAINT approval_by_own_login CHECK (
  LEFT(by_session, CHAR_LENGTH(by_session) - CHAR_LENGTH(SUBSTRING_INDEX(by_session, '@', -1)) - 1)
  = LEFT(approved_by, CHAR_LENGTH(approved_by) - CHAR_LENGTH(SUBSTRING_INDEX(approved_by, '@', -1)) - 1));
ALTER TABLE approval ADD CONSTRAINT approval_by_two CHECK (
  LOWER(LEFT(requested_by, CHAR_LENGTH(requested_by) - CHAR_LENGTH(SUBSTRING_INDEX(requested_by, '@', -1)) - 1))
  <> LOWER(LEFT(approved_by, CHAR_LENGTH(approved_by) - CHAR_LENGTH(SUBSTRING_INDEX(approved_by, '@', -1)) - 1)));

-- An approval is used once or withdrawn, and its row here says which: one key for both. A release is used by the trigger that admits
-- it (guards.sql), a run by the job; nobody has the right to write released.
ALTER TABLE approval_end DROP CONSTRAINT used_or_withdrawn;
ALTER TABLE approval_end ADD COLUMN released BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE approval_end ADD CONSTRAINT used_or_withdrawn CHECK (
  (reason IS NOT NULL AND run_id IS NULL AND approved_id IS NULL AND NOT released)
  OR (reason IS NULL AND approved_id IS NOT NULL AND approved_id = request_id AND (run_id IS NOT NULL) <> released));

-- Requests that somebody else than who asked has approved. Everything that takes two people is read through this view and no other way.
CREATE SQL SECURITY INVOKER VIEW valid_approval AS
  SELECT q.id AS request_id, q.subject_kind, q.subject_id, q.terms, q.reason, q.valid_days, q.requested_at, q.requested_by,
    a.approved_at, a.approved_by
  FROM approval_request q JOIN approval a ON a.request_id = q.id AND a.requested_by = q.requested_by
  WHERE LEFT(q.by_session, CHAR_LENGTH(q.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(q.by_session, '@', -1)) - 1)
      = LEFT(q.requested_by, CHAR_LENGTH(q.requested_by) - CHAR_LENGTH(SUBSTRING_INDEX(q.requested_by, '@', -1)) - 1)
    AND LEFT(a.by_session, CHAR_LENGTH(a.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(a.by_session, '@', -1)) - 1)
      = LEFT(a.approved_by, CHAR_LENGTH(a.approved_by) - CHAR_LENGTH(SUBSTRING_INDEX(a.approved_by, '@', -1)) - 1)
    AND LOWER(LEFT(q.requested_by, CHAR_LENGTH(q.requested_by) - CHAR_LENGTH(SUBSTRING_INDEX(q.requested_by, '@', -1)) - 1))
      <> LOWER(LEFT(a.approved_by, CHAR_LENGTH(a.approved_by) - CHAR_LENGTH(SUBSTRING_INDEX(a.approved_by, '@', -1)) - 1));

-- Releases. One by a single person, as before V020, is a release no longer: the hold keeps again.
ALTER TABLE approved_release DROP CONSTRAINT release_by_two;
ALTER TABLE approved_release DROP FOREIGN KEY release_was_approved;
ALTER TABLE approved_release DROP FOREIGN KEY release_was_asked;
DELETE FROM approved_release WHERE by_one OR request_id IS NULL OR requested_by IS NULL OR hold_name IS NULL;
INSERT INTO approval_end (request_id, approved_id, released, ended_at, ended_by)
  SELECT request_id, request_id, TRUE, released_at, released_by FROM approved_release
  WHERE request_id NOT IN (SELECT request_id FROM approval_end);
ALTER TABLE approved_release DROP COLUMN by_one;
ALTER TABLE approved_release
  MODIFY request_id BIGINT NOT NULL,
  MODIFY requested_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL,
  MODIFY hold_name VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  MODIFY epoch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE approved_release
  ADD CONSTRAINT release_of_that_hold CHECK (hold_name = CONCAT('H-', hold_id)),
  ADD CONSTRAINT release_was_approved FOREIGN KEY (request_id) REFERENCES approval (request_id),
  ADD CONSTRAINT release_was_asked FOREIGN KEY (request_id, requested_by, kind, hold_name)
    REFERENCES approval_request (id, requested_by, subject_kind, subject_id);

CREATE SQL SECURITY INVOKER VIEW valid_release AS
  SELECT r.hold_id, r.request_id, r.released_at, r.released_by, r.reason, r.informed_on, r.epoch, v.requested_by
  FROM approved_release r
    JOIN valid_approval v ON v.request_id = r.request_id
    JOIN approval_end e ON e.request_id = r.request_id
  WHERE v.subject_kind = 'RELEASE' AND v.subject_id = CONCAT('H-', r.hold_id)
    AND (v.terms = CONCAT('hold=', r.hold_id) OR v.terms = CONCAT('hold=', r.hold_id, ' informed=', r.informed_on))
    AND v.approved_by = r.released_by AND e.released AND e.approved_id = e.request_id;

-- Permits: asked for, approved and withdrawn like everything else that takes two people, so their own tables for that go. What was
-- entered before has to be entered anew; until then what it let go is kept.
DROP TABLE permit_use;
DROP TABLE permit_approval;
DROP TABLE permit_withdrawal;
DROP TABLE permit;

-- About one record, or about what the books have of one fiscal year, named by its last day. number: the key where it is one. The
-- terms of the request are the SHA-256 of all that is permitted, so that nothing else is approved than what was shown.
CREATE TABLE permit (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uuid VARCHAR(64) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  request_id BIGINT NOT NULL UNIQUE,
  kind VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT 'PERMIT',
  permit_ref VARCHAR(190) COLLATE utf8mb4_bin NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  record_key VARCHAR(255) COLLATE utf8mb4_bin NULL,
  number BIGINT UNSIGNED NULL,
  year_end DATE NULL,
  allowed_from DATE NOT NULL,
  reason VARCHAR(1000) COLLATE utf8mb4_bin NOT NULL,
  epoch BIGINT NOT NULL DEFAULT 0,
  requested_at DATETIME(6) NOT NULL
    DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  requested_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  KEY permit_of_record (category, record_key),
  KEY permit_by_number (category, number),
  CONSTRAINT permit_is_a_permit CHECK (kind = 'PERMIT'),
  CONSTRAINT permit_has_reference CHECK (CHAR_LENGTH(TRIM(permit_ref)) > 0),
  CONSTRAINT permit_of_record_or_year CHECK ((record_key IS NULL AND year_end IS NOT NULL)
    OR (record_key IS NOT NULL AND year_end IS NULL)),
  CONSTRAINT permit_after_year CHECK (year_end IS NULL OR allowed_from > year_end),
  CONSTRAINT permit_was_asked FOREIGN KEY (request_id, requested_by, kind, uuid)
    REFERENCES approval_request (id, requested_by, subject_kind, subject_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Written by the transaction that erases a record early. subject: its number, or a keyed tag of a key that is none, as in
-- the ledger.
CREATE TABLE permit_use (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  permit_id BIGINT NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  subject VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  run_id BIGINT NOT NULL,
  used_at DATETIME(6) NOT NULL,
  KEY use_of_record (category, subject),
  CONSTRAINT use_of_permit FOREIGN KEY (permit_id) REFERENCES permit (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE SQL SECURITY INVOKER VIEW valid_permit AS
  SELECT p.id, p.permit_ref, p.category, p.record_key, p.number, p.year_end, p.allowed_from, p.reason, p.epoch, p.requested_by,
    v.approved_at, v.approved_by, e.request_id AS withdrawn
  FROM permit p
    JOIN valid_approval v ON v.request_id = p.request_id
    LEFT JOIN approval_end e ON e.request_id = p.request_id
  WHERE v.subject_kind = 'PERMIT' AND v.subject_id = p.uuid AND v.requested_by = p.requested_by
    AND v.terms = CONCAT('content=', SHA2(CONCAT_WS(CHAR(10 USING utf8mb4), p.permit_ref, p.category, COALESCE(p.record_key, ''),
      COALESCE(CAST(p.number AS CHAR), ''), COALESCE(CAST(p.year_end AS CHAR), ''), CAST(p.allowed_from AS CHAR), p.reason), 256));

-- What a comparison of billing with the books found, and what was signed of it: by one who asks and another who approves. content_hash:
-- SHA-256 of everything it found, which is the subject of the request, so that a sign-off is of that and of nothing else.
DROP TABLE reconcile_sign_off;

CREATE SQL SECURITY INVOKER VIEW valid_replay AS
  SELECT e.plan_id, e.request_id, e.seal_hash, e.input, e.records, e.kept, e.residue, e.figures, e.ended_at, v.requested_by, v.approved_by
  FROM replay_end e
    JOIN plan p ON p.id = e.plan_id AND p.request_id = e.request_id
    JOIN replay r ON r.plan_id = e.plan_id AND r.seal_hash = e.seal_hash AND r.input = e.input
    JOIN valid_approval v ON v.request_id = e.request_id
  WHERE v.subject_kind = 'PLAN' AND v.subject_id = e.plan_id AND v.requested_by = p.made_by
    AND v.terms = CONCAT('policy=', p.policy, ' content=', p.content) AND e.residue = 0;

-- Every step of the gate, one row each: an epoch is never reached twice. Written by the trigger on gate (guards.sql) and nobody else.
CREATE TABLE gate_log (
  epoch BIGINT NOT NULL PRIMARY KEY,
  moved_at DATETIME(6) NOT NULL
    DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER())
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO gate_log (epoch) SELECT v FROM gate WHERE name = 'holds';

-- Who placed a hold and when, in which order and under which key is the database's to write (guards.sql).
ALTER TABLE hold
  MODIFY scope_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  MODIFY placed_at DATETIME(6) NOT NULL
    DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  MODIFY placed_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  MODIFY epoch BIGINT NOT NULL DEFAULT 0;
