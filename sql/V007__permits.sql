-- Permits of Skatteverket to destroy accounting information before its seven years are over (BFL 7 kap. 7 §). README.md
-- beside this file says who writes, who reads and how long each is kept.
--
-- Who entered, approved or withdrew is not told by the statement: it is the login of the connection, and grants.sql lets
-- nobody write these columns. So the two who a permit takes are two logins, also for somebody with a SQL prompt.

-- About one record, or about what the books have of one fiscal year, named by its last day. number: the key where it is one.
CREATE TABLE permit (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uuid CHAR(36) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  permit_ref VARCHAR(190) NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  record_key VARCHAR(255) COLLATE utf8mb4_bin NULL,
  number BIGINT UNSIGNED NULL,
  year_end DATE NULL,
  allowed_from DATE NOT NULL,
  reason VARCHAR(1000) NOT NULL,
  epoch BIGINT NOT NULL,
  requested_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  requested_by VARCHAR(128) NOT NULL DEFAULT (CURRENT_USER()),
  UNIQUE KEY permit_requested (id, requested_by),
  KEY permit_of_record (category, record_key),
  KEY permit_by_number (category, number),
  CONSTRAINT permit_has_reference CHECK (CHAR_LENGTH(TRIM(permit_ref)) > 0),
  CONSTRAINT permit_of_record_or_year CHECK ((record_key IS NULL AND year_end IS NOT NULL)
    OR (record_key IS NOT NULL AND year_end IS NULL)),
  CONSTRAINT permit_after_year CHECK (year_end IS NULL OR allowed_from > year_end)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The key brings along who entered it, so that the two can be compared here. Of logins the part before the @ is compared:
-- the host somebody comes from makes nobody another person.
CREATE TABLE permit_approval (
  permit_id BIGINT NOT NULL PRIMARY KEY,
  requested_by VARCHAR(128) NOT NULL,
  epoch BIGINT NOT NULL,
  approved_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  approved_by VARCHAR(128) NOT NULL DEFAULT (CURRENT_USER()),
  CONSTRAINT permit_by_two CHECK (SUBSTRING_INDEX(approved_by, '@', 1) <> SUBSTRING_INDEX(requested_by, '@', 1)),
  CONSTRAINT approval_of_permit FOREIGN KEY (permit_id, requested_by) REFERENCES permit (id, requested_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- One person is enough to take a permit back, and nobody brings it to life again: it is entered anew.
CREATE TABLE permit_withdrawal (
  permit_id BIGINT NOT NULL PRIMARY KEY,
  reason VARCHAR(1000) NOT NULL,
  epoch BIGINT NOT NULL,
  withdrawn_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  withdrawn_by VARCHAR(128) NOT NULL DEFAULT (CURRENT_USER()),
  CONSTRAINT withdrawal_of_permit FOREIGN KEY (permit_id) REFERENCES permit (id)
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
