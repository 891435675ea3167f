-- The ledger of what was erased, its seals, and what recipients of copies are told. README.md beside this file says who writes, who reads and how long each is kept.

-- Time and step of the gate are the job's words, and part of the hash. What the database says of both is beside them: when the row was
-- written, and the step at that moment (guards.sql).
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
  stored_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  stored_epoch BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (category, part, seq),
  KEY chunks_of_run (run_id, seq),
  KEY chunk_keys (category, key_lo)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Seals of the ledger: each signed, linked to the one before, and exported where nobody who may write here can change it. hashes: of the
-- rows of the ledger; records: a line for each row of another table, with its hash.
CREATE TABLE ledger_seal (
  seq BIGINT NOT NULL PRIMARY KEY,
  root BINARY(32) NOT NULL,
  prev_seal BINARY(32) NOT NULL,
  hold_epoch BIGINT NOT NULL,
  chunks BIGINT NOT NULL,
  signature VARBINARY(512) NOT NULL,
  sealed_at DATETIME(6) NOT NULL,
  body MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  hashes LONGBLOB NOT NULL,
  records LONGTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE ledger_seal_export (
  seal BIGINT NOT NULL,
  place VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  exported_at DATETIME(6) NOT NULL,
  PRIMARY KEY (seal, place),
  CONSTRAINT export_of_seal FOREIGN KEY (seal) REFERENCES ledger_seal (seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Whom to tell that a record was erased (GDPR Art. 19): one row for each record and each copy that sources.yml declares.
-- Written by the transaction that erases, beside the ledger's row. A record is named as the ledger names it: by its number,
-- or by a keyed tag; nothing else is said of anybody.
CREATE TABLE notice (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  seq BIGINT NOT NULL,
  subject VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  copy VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  outcome CHAR(1) COLLATE utf8mb4_bin NOT NULL,
  run_id BIGINT NOT NULL,
  noticed_at DATETIME(6) NOT NULL,
  answer_by DATE NOT NULL,
  UNIQUE KEY notice_of_chunk (category, seq, subject, copy),
  KEY notices_of_run (run_id),
  KEY notices_by_day (category, answer_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The recipient's answer; append-only: a notice is open while it has none. Who noted it and when are the database's to write.
CREATE TABLE notice_answer (
  notice_id BIGINT NOT NULL PRIMARY KEY,
  answered_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  answered_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER()),
  CONSTRAINT answer_to_notice FOREIGN KEY (notice_id) REFERENCES notice (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The key that tags are made with, by a fingerprint that leads back to nothing; one row, written by the first run.
CREATE TABLE tag_key (
  one TINYINT NOT NULL DEFAULT 1 PRIMARY KEY,
  fingerprint CHAR(32) COLLATE utf8mb4_bin NOT NULL,
  noted_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  CONSTRAINT tag_key_is_one CHECK (one = 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Which rows of other tables than the ledger are sealed: holds, approvals, steps of the gate. An index for the sealer, which finds by it
-- what is not sealed yet; what vouches for a row is the list in ledger_seal.
CREATE TABLE seal_leaf (
  kind VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  row_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  seal BIGINT NOT NULL,
  PRIMARY KEY (kind, row_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- How far audits came without finding anything wrong: the rows of a chain from its first to to_seq, what was counted in them, and the hash of
-- the last. The next audit begins after it, once a seal covers it. Written under the reader's account; append-only.
CREATE TABLE ledger_audit (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  audited_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  audited_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  part INT NOT NULL,
  to_seq BIGINT NOT NULL,
  hash BINARY(32) NOT NULL,
  rows_read BIGINT NOT NULL,
  records BIGINT NOT NULL,
  good BIGINT NOT NULL,
  open BIGINT NOT NULL,
  gaps VARCHAR(500) COLLATE utf8mb4_bin NOT NULL,
  KEY audits_of_chain (category, part)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
