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

-- The recipient's answer; append-only: a notice is open while it has none.
CREATE TABLE notice_answer (
  notice_id BIGINT NOT NULL PRIMARY KEY,
  answered_at DATETIME(6) NOT NULL,
  answered_by VARCHAR(128) NOT NULL,
  CONSTRAINT answer_to_notice FOREIGN KEY (notice_id) REFERENCES notice (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
