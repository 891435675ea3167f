-- Tables of the suite. README.md beside this file says who writes, who reads and how long each is kept.
-- Instants are DATETIME(6) in UTC; days are DATE in Europe/Stockholm.

CREATE TABLE gate (
  name VARCHAR(32) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  v BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO gate (name, v) VALUES ('holds', 0);

CREATE TABLE lease (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  token BIGINT NOT NULL,
  holder VARCHAR(190) NULL,
  taken_at DATETIME(6) NULL,
  last_number BIGINT NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE heartbeat (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  token BIGINT NOT NULL,
  beat_at DATETIME(6) NOT NULL,
  connections VARCHAR(1000) NOT NULL DEFAULT ''
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE hold (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uuid CHAR(36) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  type VARCHAR(32) NOT NULL,
  scope_kind VARCHAR(16) NOT NULL,
  scope_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  scope_text VARCHAR(255) NOT NULL,
  category VARCHAR(32) NULL,
  placed_at DATETIME(6) NOT NULL,
  until_on DATE NULL,
  review_by DATE NULL,
  legal_basis VARCHAR(255) NULL,
  reason VARCHAR(1000) NOT NULL,
  placed_by VARCHAR(128) NOT NULL,
  epoch BIGINT NOT NULL,
  KEY hold_scope (scope_kind, scope_key),
  CONSTRAINT hold_has_an_end CHECK (until_on IS NOT NULL OR review_by IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE hold_release (
  hold_id BIGINT NOT NULL PRIMARY KEY,
  released_at DATETIME(6) NOT NULL,
  released_by VARCHAR(128) NOT NULL,
  reason VARCHAR(1000) NOT NULL,
  permit_ref VARCHAR(190) NULL,
  epoch BIGINT NOT NULL,
  CONSTRAINT release_of_hold FOREIGN KEY (hold_id) REFERENCES hold (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE fiscal_year (
  start_on DATE NOT NULL PRIMARY KEY,
  end_on DATE NOT NULL,
  entered_at DATETIME(6) NOT NULL,
  entered_by VARCHAR(128) NOT NULL,
  epoch BIGINT NOT NULL,
  CONSTRAINT year_ends_after_start CHECK (end_on > start_on)
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

CREATE TABLE ledger_chunk (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  part INT NOT NULL,
  seq BIGINT NOT NULL,
  run_id BIGINT NOT NULL,
  kind CHAR(1) COLLATE utf8mb4_bin NOT NULL,
  attempt CHAR(36) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  written_at DATETIME(6) NOT NULL,
  policy CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  token BIGINT NOT NULL,
  hold_epoch BIGINT NOT NULL,
  counts VARCHAR(500) COLLATE utf8mb4_bin NOT NULL,
  key_lo BIGINT UNSIGNED NULL,
  key_hi BIGINT UNSIGNED NULL,
  items MEDIUMBLOB NOT NULL,
  prev_hash BINARY(32) NOT NULL,
  hash BINARY(32) NOT NULL,
  PRIMARY KEY (category, part, seq),
  KEY chunks_of_run (run_id, seq),
  KEY chunk_keys (category, key_lo)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE ledger_seal (
  seq BIGINT NOT NULL PRIMARY KEY,
  root BINARY(32) NOT NULL,
  prev_root BINARY(32) NOT NULL,
  hold_epoch BIGINT NOT NULL,
  signature VARBINARY(512) NOT NULL,
  sealed_at DATETIME(6) NOT NULL,
  exported_to VARCHAR(255) NULL
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
  run_id BIGINT NOT NULL,
  PRIMARY KEY (category, record_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE kept (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  record_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  policy CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  reason VARCHAR(64) NOT NULL,
  revisit_on DATE NOT NULL,
  noted_at DATETIME(6) NOT NULL,
  PRIMARY KEY (category, record_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

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
  UNIQUE KEY finding_of_subject (category, subject, code),
  KEY finding_of_run (run_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE plan (
  id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  made_at DATETIME(6) NOT NULL,
  made_by VARCHAR(128) NOT NULL,
  as_of DATE NOT NULL,
  policy CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  expires_at DATETIME(6) NOT NULL,
  body MEDIUMBLOB NOT NULL,
  hash BINARY(32) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE approval (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  subject_kind VARCHAR(32) NOT NULL,
  subject_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  subject_hash BINARY(32) NOT NULL,
  requested_by VARCHAR(128) NOT NULL,
  approved_by VARCHAR(128) NOT NULL,
  approved_at DATETIME(6) NOT NULL,
  expires_at DATETIME(6) NOT NULL,
  reason VARCHAR(1000) NULL,
  CONSTRAINT approval_by_another CHECK (approved_by <> requested_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE run_control (
  run_id BIGINT NOT NULL PRIMARY KEY,
  command VARCHAR(16) NOT NULL,
  asked_by VARCHAR(128) NOT NULL,
  asked_at DATETIME(6) NOT NULL,
  reason VARCHAR(1000) NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE audit (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at DATETIME(6) NOT NULL,
  who VARCHAR(128) NOT NULL,
  action VARCHAR(64) NOT NULL,
  subject VARCHAR(255) NOT NULL,
  detail VARCHAR(1000) NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
