-- Fiscal years, vouchers and decisions on requests are never changed: what is new is a row of its own, and which rows count is read through
-- the views below. README.md beside this file says who writes, who reads and how long each is kept; the triggers: guards.sql.

-- Fiscal years. One person enters and lengthens those of this time. What may let a record go earlier takes two: a shorter end, and any end
-- of an old year, because what was booked in no year is kept. A version that needs them names its request, and counts once somebody else
-- has approved that, never before. carried: on record before there were versions.
CREATE TABLE fiscal_year_version (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  start_on DATE NOT NULL,
  end_on DATE NOT NULL,
  request_id BIGINT NULL UNIQUE,
  carried BOOLEAN NOT NULL DEFAULT FALSE,
  epoch BIGINT NOT NULL DEFAULT 0,
  entered_at DATETIME(6) NOT NULL
    DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  entered_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER()),
  KEY version_of_year (start_on, epoch),
  CONSTRAINT version_ends_after_start CHECK (end_on > start_on),
  CONSTRAINT version_of_18_months CHECK (end_on < start_on + INTERVAL 18 MONTH),
  CONSTRAINT version_was_asked FOREIGN KEY (request_id) REFERENCES approval_request (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO fiscal_year_version (start_on, end_on, carried, epoch, entered_at, entered_by, by_session)
  SELECT start_on, end_on, TRUE, epoch, entered_at, entered_by, entered_by FROM fiscal_year;
DROP TABLE fiscal_year;

-- The versions that count: two people agreed (agreed: their request, of which only the first version is meant), or the year ended last
-- year or later when one person entered it.
CREATE SQL SECURITY INVOKER VIEW standing_year_version AS
  SELECT y.id, y.start_on, y.end_on, y.epoch, v.request_id AS agreed
  FROM fiscal_year_version y
    LEFT JOIN valid_approval v ON v.request_id = y.request_id AND v.subject_kind = 'FISCAL_YEAR'
      AND v.subject_id = CONCAT(CAST(y.start_on AS CHAR), '..', CAST(y.end_on AS CHAR))
      AND v.terms = CONCAT('start=', CAST(y.start_on AS CHAR), ' end=', CAST(y.end_on AS CHAR))
      AND v.requested_by = y.entered_by
      AND NOT EXISTS (SELECT 1 FROM approval_end e WHERE e.request_id = y.request_id)
      AND NOT EXISTS (SELECT 1 FROM fiscal_year_version o WHERE o.request_id = y.request_id AND o.epoch < y.epoch)
  WHERE v.request_id IS NOT NULL
    OR (y.request_id IS NULL AND (y.carried OR YEAR(y.end_on) >= YEAR(y.entered_at + INTERVAL 1 DAY) - 1));

-- The years that bookkeeping is kept by: of each, the latest end that was entered since two people last agreed on one. Where years
-- overlap, a day belongs to that which ends last.
CREATE SQL SECURITY INVOKER VIEW valid_fiscal_year AS
  SELECT y.start_on, MAX(y.end_on) AS end_on
  FROM standing_year_version y
  WHERE y.epoch >= COALESCE(
    (SELECT MAX(b.epoch) FROM standing_year_version b WHERE b.start_on = y.start_on AND b.agreed IS NOT NULL), 0)
  GROUP BY y.start_on;

-- Vouchers. An import writes what is new or differs under a name of its own, and its row in book_import puts that in force. epoch:
-- of those that came before this version; others have that of their import. The newest of each voucher counts.
ALTER TABLE book_import
  ADD COLUMN stage CHAR(36) COLLATE utf8mb4_bin NULL UNIQUE,
  ADD COLUMN by_session VARCHAR(390) COLLATE utf8mb4_bin NULL;
UPDATE book_import SET by_session = imported_by;
ALTER TABLE book_import
  MODIFY imported_at DATETIME(6) NOT NULL
    DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  MODIFY imported_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  MODIFY by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER()),
  MODIFY epoch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE voucher
  ADD COLUMN stage CHAR(36) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  MODIFY epoch BIGINT NULL,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (year_start, series, number, stage);

CREATE SQL SECURITY INVOKER VIEW voucher_in_force AS
  SELECT v.year_start, v.series, v.number, v.booked_on, v.debit_ore, v.row_count, v.invoice_no
  FROM voucher v LEFT JOIN book_import b ON b.stage = v.stage
  WHERE COALESCE(v.epoch, b.epoch) IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM voucher n LEFT JOIN book_import m ON m.stage = n.stage
      WHERE n.year_start = v.year_start AND n.series = v.series AND n.number = v.number
        AND COALESCE(n.epoch, m.epoch) > COALESCE(v.epoch, b.epoch));

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
