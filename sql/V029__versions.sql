-- Fiscal years, vouchers and decisions on requests are never changed: what is new is a row of its own, and which rows count is read through
-- the views below. README.md beside this file says who writes, who reads and how long each is kept; the triggers: guards.sql.

-- Requests of data subjects: who enters one does not decide it. by_one: decided before this version; such a decision is none any more,
-- and somebody else decides anew.
ALTER TABLE subject_request ADD COLUMN by_session VARCHAR(390) COLLATE utf8mb4_bin NULL;
UPDATE subject_request SET by_session = entered_by;
ALTER TABLE subject_request
  MODIFY entered_at DATETIME(6) NOT NULL
    DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  MODIFY entered_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  MODIFY by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER()),
  ADD UNIQUE KEY request_of_login (id, entered_by);
ALTER TABLE request_extension
  MODIFY extended_at DATETIME(6) NOT NULL
    DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  MODIFY extended_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER());
ALTER TABLE request_answer
  MODIFY noted_at DATETIME(6) NOT NULL
    DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  MODIFY noted_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER());

ALTER TABLE request_decision
  ADD COLUMN entered_by VARCHAR(128) COLLATE utf8mb4_bin NULL,
  ADD COLUMN by_session VARCHAR(390) COLLATE utf8mb4_bin NULL,
  ADD COLUMN by_one BOOLEAN NOT NULL DEFAULT FALSE,
  ADD KEY decision_by_request (request_id, entered_by);
UPDATE request_decision d JOIN subject_request r ON r.id = d.request_id SET d.entered_by = r.entered_by, d.by_session = d.decided_by;
UPDATE request_decision SET by_one = TRUE
  WHERE LOWER(LEFT(entered_by, CHAR_LENGTH(entered_by) - CHAR_LENGTH(SUBSTRING_INDEX(entered_by, '@', -1)) - 1))
    = LOWER(LEFT(decided_by, CHAR_LENGTH(decided_by) - CHAR_LENGTH(SUBSTRING_INDEX(decided_by, '@', -1)) - 1));
ALTER TABLE request_decision DROP FOREIGN KEY decision_of_request;
ALTER TABLE request_decision
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (uuid),
  DROP KEY uuid,
  MODIFY decided_at DATETIME(6) NOT NULL
    DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  MODIFY decided_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  MODIFY entered_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL,
  MODIFY by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER()),
  MODIFY epoch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE request_decision ADD CONSTRAINT decision_by_own_login CHECK (
  LEFT(by_session, CHAR_LENGTH(by_session) - CHAR_LENGTH(SUBSTRING_INDEX(by_session, '@', -1)) - 1)
  = LEFT(decided_by, CHAR_LENGTH(decided_by) - CHAR_LENGTH(SUBSTRING_INDEX(decided_by, '@', -1)) - 1));
ALTER TABLE request_decision ADD CONSTRAINT decision_by_another CHECK (by_one OR
  LOWER(LEFT(entered_by, CHAR_LENGTH(entered_by) - CHAR_LENGTH(SUBSTRING_INDEX(entered_by, '@', -1)) - 1))
  <> LOWER(LEFT(decided_by, CHAR_LENGTH(decided_by) - CHAR_LENGTH(SUBSTRING_INDEX(decided_by, '@', -1)) - 1)));
ALTER TABLE request_decision ADD CONSTRAINT decision_of_entered_request
  FOREIGN KEY (request_id, entered_by) REFERENCES subject_request (id, entered_by);

-- Only what the decider found counts, and nothing is added to a decision (guards.sql).
ALTER TABLE request_item ADD COLUMN noted_by VARCHAR(128) COLLATE utf8mb4_bin NULL;
UPDATE request_item i JOIN request_decision d ON d.uuid = i.decision SET i.noted_by = d.decided_by;
UPDATE request_item SET noted_by = '' WHERE noted_by IS NULL;
ALTER TABLE request_item MODIFY noted_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER());

CREATE SQL SECURITY INVOKER VIEW valid_decision AS
  SELECT d.uuid, d.request_id, d.accepted, d.decided_at, d.decided_by, d.identity, d.law, d.reason, d.hold_id, d.epoch,
    r.kind, r.subject_key, r.received_on, r.entered_by
  FROM request_decision d JOIN subject_request r ON r.id = d.request_id AND r.entered_by = d.entered_by
  WHERE LEFT(r.by_session, CHAR_LENGTH(r.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(r.by_session, '@', -1)) - 1)
      = LEFT(r.entered_by, CHAR_LENGTH(r.entered_by) - CHAR_LENGTH(SUBSTRING_INDEX(r.entered_by, '@', -1)) - 1)
    AND LEFT(d.by_session, CHAR_LENGTH(d.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(d.by_session, '@', -1)) - 1)
      = LEFT(d.decided_by, CHAR_LENGTH(d.decided_by) - CHAR_LENGTH(SUBSTRING_INDEX(d.decided_by, '@', -1)) - 1)
    AND LOWER(LEFT(r.entered_by, CHAR_LENGTH(r.entered_by) - CHAR_LENGTH(SUBSTRING_INDEX(r.entered_by, '@', -1)) - 1))
      <> LOWER(LEFT(d.decided_by, CHAR_LENGTH(d.decided_by) - CHAR_LENGTH(SUBSTRING_INDEX(d.decided_by, '@', -1)) - 1));
