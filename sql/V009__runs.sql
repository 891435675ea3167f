-- Runs: who runs, what a run set out to do, how far it is, what it passes over. README.md beside this file says who writes, who reads and how long each is kept.

CREATE TABLE lease (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  token BIGINT NOT NULL,
  holder VARCHAR(190) NULL,
  taking CHAR(36) COLLATE utf8mb4_bin NULL,
  taken_at DATETIME(6) NULL,
  last_number BIGINT NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE heartbeat (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  token BIGINT NOT NULL,
  beat_at DATETIME(6) NOT NULL,
  connections VARCHAR(1000) NOT NULL DEFAULT ''
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE run_scope (
  run_id BIGINT NOT NULL,
  part INT NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  number BIGINT NOT NULL,
  as_of DATE NOT NULL,
  policy CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  started_before DATE NOT NULL,
  key_lo VARCHAR(255) COLLATE utf8mb4_bin NULL,
  key_hi VARCHAR(255) COLLATE utf8mb4_bin NULL,
  candidates BIGINT NOT NULL,
  passed_over BIGINT NOT NULL DEFAULT 0,
  sweeps INT NOT NULL DEFAULT 0,
  resumed INT NOT NULL DEFAULT 0,
  opened_at DATETIME(6) NOT NULL,
  ended_at DATETIME(6) NULL,
  outcome VARCHAR(32) NULL,
  note VARCHAR(1000) NULL,
  closed_seq BIGINT NULL,
  PRIMARY KEY (run_id, part),
  KEY run_of_category (category, run_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- What a run may erase and reduce at most, frozen before the first record goes; no row: it did not get that far. expected:
-- how many were met when it was asked, at most, or exactly where the rules were asked. Numbers that were not needed are NULL.
-- limits: fingerprint of the limits it was under.
CREATE TABLE run_limit (
  run_id BIGINT NOT NULL PRIMARY KEY,
  most BIGINT NOT NULL,
  expected BIGINT NOT NULL,
  records BIGINT NULL,
  median BIGINT NULL,
  request_id BIGINT NULL,
  frozen_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  limits CHAR(64) COLLATE utf8mb4_bin NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Orders to runs, from any host.
--
-- Rows are only added, so who ordered what, when and why stays on record; what is in force follows from all of them. run_id 0
-- is about every run. Who gave an order, and when, is not told by the statement: grants.sql lets nobody write these columns.
-- rate: rows a second, 0 for no bound; chunk: candidates a chunk; until_at: when a pause ends by itself.
-- lifts: the stop up to which runs go again; one that was given meanwhile, and that whoever let them go had not seen, stands. NULL: all. Of an
-- order to cancel another: that one.
-- category: of a run to start. attempt: how many attempts the run had when somebody ordered to restart or recover it; the order is for the next
-- one alone. An order to start, restart or recover a run is carried out once, until until_at; order_execution says by which process.
CREATE TABLE run_order (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uuid CHAR(36) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  run_id BIGINT NOT NULL,
  action VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  rate INT NULL,
  chunk INT NULL,
  until_at DATETIME(6) NULL,
  lifts BIGINT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NULL,
  attempt INT NULL,
  reason VARCHAR(1000) NOT NULL,
  asked_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  asked_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  KEY orders_of_run (run_id, action, id),
  CONSTRAINT order_is_known CHECK ((run_id > 0 AND action IN ('PAUSE', 'RESUME', 'STOP', 'SET', 'RESTART', 'RECOVER'))
    OR (run_id = 0 AND action IN ('STOP_ALL', 'GO', 'START', 'CANCEL'))),
  CONSTRAINT order_sets_something CHECK (action <> 'SET' OR rate IS NOT NULL OR chunk IS NOT NULL),
  CONSTRAINT order_sets_only CHECK (action = 'SET' OR (rate IS NULL AND chunk IS NULL)),
  CONSTRAINT order_rate_in_bounds CHECK (rate IS NULL OR rate BETWEEN 0 AND 1000000),
  CONSTRAINT order_chunk_in_bounds CHECK (chunk IS NULL OR chunk BETWEEN 1 AND 10000),
  CONSTRAINT order_ends CHECK (until_at IS NULL OR action IN ('PAUSE', 'START', 'RESTART', 'RECOVER')),
  CONSTRAINT order_ends_some_day CHECK (until_at IS NOT NULL OR action NOT IN ('START', 'RESTART', 'RECOVER')),
  CONSTRAINT order_lifts_another CHECK (lifts IS NULL OR action IN ('GO', 'CANCEL')),
  CONSTRAINT order_cancels_another CHECK (lifts IS NOT NULL OR action <> 'CANCEL'),
  CONSTRAINT order_starts_a_category CHECK ((action = 'START' AND category IS NOT NULL) OR (action <> 'START' AND category IS NULL)),
  CONSTRAINT order_is_for_an_attempt CHECK ((action IN ('RESTART', 'RECOVER') AND attempt IS NOT NULL)
    OR (action NOT IN ('RESTART', 'RECOVER') AND attempt IS NULL)),
  CONSTRAINT order_has_reason CHECK (CHAR_LENGTH(TRIM(reason)) > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Orders to start, restart or recover a run that a process has taken: each once. outcome: name of an exit code; NULL while the process is at
-- work on it, and for ever where it died.
CREATE TABLE order_execution (
  order_id BIGINT NOT NULL PRIMARY KEY,
  holder VARCHAR(190) NOT NULL,
  taken_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  ended_at DATETIME(6) NULL,
  outcome VARCHAR(32) COLLATE utf8mb4_bin NULL,
  run_id BIGINT NULL,
  note VARCHAR(1000) NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE object_intent (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  run_id BIGINT NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  record_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  bucket VARCHAR(63) COLLATE utf8mb4_bin NOT NULL,
  object_key VARBINARY(2048) NOT NULL,
  version_id VARCHAR(1024) COLLATE utf8mb4_bin NULL,
  etag VARCHAR(190) COLLATE utf8mb4_bin NULL,
  marker BOOLEAN NOT NULL DEFAULT FALSE,
  state VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  hold_epoch BIGINT NOT NULL,
  opened_at DATETIME(6) NOT NULL,
  sent_at DATETIME(6) NULL,
  doubt_until DATETIME(6) NULL,
  settled_at DATETIME(6) NULL,
  KEY intents_of_record (category, record_key),
  KEY intents_by_state (category, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE reduced (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  record_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  reduced_at DATETIME(6) NOT NULL,
  keep_until DATE NOT NULL,
  start_on DATE NULL,
  run_id BIGINT NOT NULL,
  PRIMARY KEY (category, record_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The register of what is kept: stretches of keys whose every candidate a hold or the law keeps until a day that is known, so
-- that a run need not ask about them again. A row is a stretch and no record, or a run would cost what is held and a release would have
-- to forget a million rows.
--
-- key_after: the key before the first, NULL from the beginning of the table. key_hi: the last. started_before: first start day
-- that did not make a candidate when it was noted. records: candidates in it, all of them kept. mark: a sum over what they are
-- kept by, compared each night; kinds: of holds, whose columns it is over. by_books: whether the Bookkeeping Act keeps some, so that fiscal years and permits count.
-- recheck_on: first day on which they are looked at again.
CREATE TABLE kept (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  key_hi BIGINT UNSIGNED NOT NULL,
  key_after BIGINT UNSIGNED NULL,
  policy CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  started_before DATE NOT NULL,
  records INT NOT NULL,
  mark BIGINT NOT NULL,
  kinds VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  by_books BOOLEAN NOT NULL,
  recheck_on DATE NOT NULL,
  run_id BIGINT NOT NULL,
  noted_at DATETIME(6) NOT NULL,
  PRIMARY KEY (category, key_hi),
  CONSTRAINT kept_has_room CHECK (key_after IS NULL OR key_after < key_hi)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The holds a stretch is kept by: one for each of its records, the one that keeps it longest. by_identity: the key of the
-- customer, user or invoice whose other name the hold is on; 0 where the record itself bears the name.
CREATE TABLE kept_by (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  key_hi BIGINT UNSIGNED NOT NULL,
  hold_id BIGINT NOT NULL,
  by_identity BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (category, key_hi, hold_id, by_identity),
  KEY kept_by_hold (hold_id),
  CONSTRAINT kept_by_of_stretch FOREIGN KEY (category, key_hi) REFERENCES kept (category, key_hi) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Whole partitions of a log. A partition that is taken out of its table lies in the staging table that sources.yml names, and
-- has a row here until every row of it is back in the table or in the ledger.
--
-- place: the table and its staging table. attempt: the number of this one, which the procedures of partitions.sql ask for.
-- state: FILLING while rows are being decided; GOING once it was said under the gate that what is left in the staging table goes:
-- only then may an empty staging table mean that its rows were erased, and staged_item says which; RETURNING once what is left
-- there is being put back.
CREATE TABLE staged_partition (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  run_id BIGINT NOT NULL,
  policy CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  place VARCHAR(200) COLLATE utf8mb4_bin NOT NULL,
  partition_name VARCHAR(64) NOT NULL,
  attempt CHAR(36) COLLATE utf8mb4_bin NOT NULL,
  state VARCHAR(10) COLLATE utf8mb4_bin NOT NULL,
  hold_epoch BIGINT NOT NULL,
  opened_at DATETIME(6) NOT NULL,
  CONSTRAINT staged_state CHECK (state IN ('FILLING', 'GOING', 'RETURNING'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The records in the staging table that go, as the ledger will have them. key_sum: the sum of their keys, compared with that of
-- the staging table right before it is emptied.
CREATE TABLE staged_item (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  page INT NOT NULL,
  records INT NOT NULL,
  key_sum DECIMAL(40) NOT NULL,
  items MEDIUMBLOB NOT NULL,
  PRIMARY KEY (category, page)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Which periods of a category were counted before their records could go; the counts themselves stay with the business.
-- Written by the transaction that writes the counts, and never changed: so nothing is counted twice. rows_written says how
-- many counts reached the floor; NULL: the period is left out, because records of it had gone before anybody counted. What
-- it does not say is how many records there were in all: the groups below the floor could be worked out from that.
CREATE TABLE statistic_period (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  per VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  period_on DATE NOT NULL,
  counted_at DATETIME(6) NOT NULL,
  run_id BIGINT NOT NULL,
  rows_written INT NULL,
  PRIMARY KEY (category, per, period_on),
  KEY periods_of_run (run_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- What somebody should look at: one row for a category, subject and code, however many runs note it. run_id: the run that noted it last, 0
-- once it is settled. noted_run stays then. runs: how many runs noted it; times: how often.
CREATE TABLE finding (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  subject VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  code VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  detail VARCHAR(1000) NOT NULL,
  run_id BIGINT NULL,
  first_seen DATETIME(6) NOT NULL,
  last_seen DATETIME(6) NOT NULL,
  times INT NOT NULL DEFAULT 1,
  noted_run BIGINT NULL,
  runs INT NOT NULL DEFAULT 1,
  UNIQUE KEY finding_of_subject (category, subject, code),
  KEY finding_of_run (run_id),
  KEY finding_by_time (last_seen)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Who takes care of a finding, and until when. Rows are only added; the newest of a finding counts. It decides nothing: a finding is open as
-- long as runs note it. No foreign key: its check would lock the row of the finding, which a chunk writes while it has the gate; guards.sql
-- asks for the finding without a lock. Who and when are the database's to write.
CREATE TABLE finding_ack (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  finding_id BIGINT NOT NULL,
  owner VARCHAR(128) COLLATE utf8mb4_bin NOT NULL,
  due_on DATE NOT NULL,
  reason VARCHAR(1000) COLLATE utf8mb4_bin NOT NULL,
  acked_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  acked_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER()),
  KEY acks_of_finding (finding_id, acked_at, id),
  CONSTRAINT ack_has_owner CHECK (CHAR_LENGTH(TRIM(owner)) > 0),
  CONSTRAINT ack_has_reason CHECK (CHAR_LENGTH(TRIM(reason)) > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
