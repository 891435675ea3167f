-- Holds and their releases. README.md beside this file says who writes, who reads and how long each is kept.

-- Who placed a hold and when, in which order and under which key is the database's to write (guards.sql). A hold whose type nobody
-- named is a restriction: whoever may place no other is given no right to write the type.
CREATE TABLE hold (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uuid CHAR(36) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  type VARCHAR(32) NOT NULL DEFAULT 'RESTRICTION',
  scope_kind VARCHAR(16) NOT NULL,
  scope_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  scope_text VARCHAR(255) NOT NULL,
  category VARCHAR(32) NULL,
  placed_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  until_on DATE NULL,
  review_by DATE NULL,
  legal_basis VARCHAR(255) NULL,
  reason VARCHAR(1000) NOT NULL,
  placed_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  epoch BIGINT NOT NULL DEFAULT 0,
  KEY hold_scope (scope_kind, scope_key),
  CONSTRAINT hold_has_an_end CHECK (until_on IS NOT NULL OR review_by IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Whom a hold was on when it was placed: keys of the customers, users or invoices that bore its name, on whom it stays under any other.
-- Append-only, and written before the hold (guards.sql); a row counts where the login that noted it placed the hold.
CREATE TABLE hold_target (
  hold_uuid CHAR(36) COLLATE utf8mb4_bin NOT NULL,
  target_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  noted_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  PRIMARY KEY (hold_uuid, target_key),
  KEY holds_on_target (target_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Counts of the records that each hold in force keeps, taken under the reader's account: the job cannot write them. A census begins with
-- its row, so what it counts was there at that time or later. policy: the fingerprint of the mapping it counted by. Append-only.
CREATE TABLE hold_census (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  taken_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  taken_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  policy CHAR(64) COLLATE utf8mb4_bin NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- How far each chain of the ledger reached, without a gap, before a census began to count; one row where it grew since the one before.
CREATE TABLE census_chain (
  census BIGINT NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  part INT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (category, part, census),
  CONSTRAINT chain_of_census FOREIGN KEY (census) REFERENCES hold_census (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- One row for a hold and a place where it differs from the one before. place: a category, or the rows of one kind that go with its records,
-- as chat-logs/messages. highest: the greatest key counted, where keys are numbers. missing: rows with keys up to the highest of before
-- that are not counted any more; null where they could not be counted.
CREATE TABLE held_count (
  hold_id BIGINT NOT NULL,
  place VARCHAR(96) COLLATE utf8mb4_bin NOT NULL,
  census BIGINT NOT NULL,
  records BIGINT NOT NULL,
  highest VARCHAR(64) COLLATE utf8mb4_bin NULL,
  missing BIGINT NULL,
  PRIMARY KEY (hold_id, place, census),
  KEY missing_records (census, missing),
  CONSTRAINT count_of_census FOREIGN KEY (census) REFERENCES hold_census (id),
  CONSTRAINT count_of_hold FOREIGN KEY (hold_id) REFERENCES hold (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The release of a hold takes two people: it is asked for in approval_request, and holds end only by a row of this table, which points at
-- somebody else's approval of exactly that.
CREATE TABLE approved_release (
  hold_id BIGINT NOT NULL PRIMARY KEY,
  request_id BIGINT NOT NULL UNIQUE,
  requested_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT 'RELEASE',
  hold_name VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  released_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  released_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  reason VARCHAR(1000) NOT NULL,
  informed_on DATE NULL,
  epoch BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT release_is_a_release CHECK (kind = 'RELEASE'),
  CONSTRAINT release_of_that_hold CHECK (hold_name = CONCAT('H-', hold_id)),
  CONSTRAINT approved_release_of_hold FOREIGN KEY (hold_id) REFERENCES hold (id),
  CONSTRAINT release_was_approved FOREIGN KEY (request_id) REFERENCES approval (request_id),
  CONSTRAINT release_was_asked FOREIGN KEY (request_id, requested_by, kind, hold_name)
    REFERENCES approval_request (id, requested_by, subject_kind, subject_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE SQL SECURITY INVOKER VIEW valid_release AS
  SELECT r.hold_id, r.request_id, r.released_at, r.released_by, r.reason, r.informed_on, r.epoch, v.requested_by
  FROM approved_release r
    JOIN valid_approval v ON v.request_id = r.request_id
    JOIN approval_end e ON e.request_id = r.request_id
  WHERE v.subject_kind = 'RELEASE' AND v.subject_id = CONCAT('H-', r.hold_id)
    AND (v.terms = CONCAT('hold=', r.hold_id) OR v.terms = CONCAT('hold=', r.hold_id, ' informed=', r.informed_on))
    AND v.approved_by = r.released_by AND e.released AND e.approved_id = e.request_id;
