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
  requested_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  UNIQUE KEY approval_requested (id, requested_by),
  KEY requests_of_subject (subject_kind, subject_id),
  CONSTRAINT approval_request_has_reason CHECK (CHAR_LENGTH(TRIM(reason)) > 0),
  CONSTRAINT approval_expires CHECK (valid_days BETWEEN 1 AND 31)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The key brings along who asked, so that the two can be compared here. Of logins the part before the @ is compared, in small
-- letters: neither the host somebody comes from nor the case makes another person. Both columns are binary: other collations
-- take a full-width @ for the same as ours, so that whoever asked could be spelt in a way that has no part before the @.
-- It holds for valid_days from approved_at on.
CREATE TABLE approval (
  request_id BIGINT NOT NULL PRIMARY KEY,
  requested_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL,
  approved_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  approved_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  CONSTRAINT approval_by_two CHECK (
    LOWER(SUBSTRING_INDEX(approved_by, '@', 1)) <> LOWER(SUBSTRING_INDEX(requested_by, '@', 1))),
  CONSTRAINT approval_of_request FOREIGN KEY (request_id, requested_by) REFERENCES approval_request (id, requested_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- How a request ends: used by one run, or taken back by one person, for good. Its key lets one of them win, whoever comes at
-- the same time, and needs no lock of ours. Only what was approved can be used; the job may not write a reason, so it
-- takes nothing back, and finance no run.
CREATE TABLE approval_end (
  request_id BIGINT NOT NULL PRIMARY KEY,
  approved_id BIGINT NULL,
  run_id BIGINT NULL,
  reason VARCHAR(1000) NULL,
  ended_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  ended_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  KEY ends_by_run (run_id),
  CONSTRAINT used_or_withdrawn CHECK ((run_id IS NULL AND approved_id IS NULL AND reason IS NOT NULL)
    OR (run_id IS NOT NULL AND approved_id IS NOT NULL AND approved_id = request_id AND reason IS NULL)),
  CONSTRAINT end_of_request FOREIGN KEY (request_id) REFERENCES approval_request (id),
  CONSTRAINT use_of_approval FOREIGN KEY (approved_id) REFERENCES approval (request_id)
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
