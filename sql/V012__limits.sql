-- How much a run may erase, and what two people approved. README.md beside this file says who writes, who reads and how long
-- each is kept.
--
-- The table approval of V002 was never written. It asked for both names in one statement, so whoever could write it could
-- invent both; hence these instead.
DROP TABLE approval;

-- Something that one person asks for and another has to approve. subject_kind: RUN, that a run of the category subject_id
-- may do what it otherwise may not; others follow. terms: what exactly, as the desk writes it. Who asked, and when, is not
-- told by the statement: grants.sql lets nobody write these columns.
CREATE TABLE approval_request (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uuid CHAR(36) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  subject_kind VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  subject_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  terms VARCHAR(500) COLLATE utf8mb4_bin NOT NULL,
  reason VARCHAR(1000) NOT NULL,
  valid_days SMALLINT NOT NULL,
  requested_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  requested_by VARCHAR(128) NOT NULL DEFAULT (CURRENT_USER()),
  UNIQUE KEY approval_requested (id, requested_by),
  KEY requests_of_subject (subject_kind, subject_id),
  CONSTRAINT approval_request_has_reason CHECK (CHAR_LENGTH(TRIM(reason)) > 0),
  CONSTRAINT approval_expires CHECK (valid_days BETWEEN 1 AND 31)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The key brings along who asked, so that the two can be compared here. Of logins the part before the @ is compared: the
-- host somebody comes from makes nobody another person. It holds for valid_days from approved_at on.
CREATE TABLE approval (
  request_id BIGINT NOT NULL PRIMARY KEY,
  requested_by VARCHAR(128) NOT NULL,
  approved_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  approved_by VARCHAR(128) NOT NULL DEFAULT (CURRENT_USER()),
  CONSTRAINT approval_by_two CHECK (SUBSTRING_INDEX(approved_by, '@', 1) <> SUBSTRING_INDEX(requested_by, '@', 1)),
  CONSTRAINT approval_of_request FOREIGN KEY (request_id, requested_by) REFERENCES approval_request (id, requested_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- One person is enough to take back what was asked for or approved, for good.
CREATE TABLE approval_withdrawal (
  request_id BIGINT NOT NULL PRIMARY KEY,
  reason VARCHAR(1000) NOT NULL,
  withdrawn_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  withdrawn_by VARCHAR(128) NOT NULL DEFAULT (CURRENT_USER()),
  CONSTRAINT withdrawal_of_request FOREIGN KEY (request_id) REFERENCES approval_request (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- An approval is used once: the key lets one run win, and needs no lock of ours. Only what was approved can be used.
CREATE TABLE approval_use (
  request_id BIGINT NOT NULL PRIMARY KEY,
  run_id BIGINT NOT NULL,
  used_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  KEY uses_of_run (run_id),
  CONSTRAINT use_of_approval FOREIGN KEY (request_id) REFERENCES approval (request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- What a run may erase and reduce at most, frozen before the first record goes; no row: it did not get that far. expected:
-- how many were met when it was asked, at most, or exactly where the rules were asked. Numbers that were not needed are NULL.
CREATE TABLE run_limit (
  run_id BIGINT NOT NULL PRIMARY KEY,
  most BIGINT NOT NULL,
  expected BIGINT NOT NULL,
  records BIGINT NULL,
  median BIGINT NULL,
  request_id BIGINT NULL,
  frozen_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
