-- Saved plans: what a run would do, kept so that somebody else can approve it and a run can do exactly that and no more; and replays.
-- README.md beside this file says who writes, who reads and how long each is kept.

-- Who made it and when is not told by the statement: grants.sql lets nobody write these columns. content: SHA-256 over all
-- that belongs to it; the terms of the request repeat it, so that what is approved is what was there then. It can be used for
-- valid_hours from made_at on.
CREATE TABLE plan (
  id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  request_id BIGINT NOT NULL UNIQUE,
  kind VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT 'PLAN',
  as_of DATE NOT NULL,
  policy CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  content CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  valid_hours SMALLINT NOT NULL,
  made_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  made_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  UNIQUE KEY plan_requested (id, request_id),
  CONSTRAINT plan_expires CHECK (valid_hours BETWEEN 1 AND 744),
  CONSTRAINT plan_is_a_plan CHECK (kind = 'PLAN'),
  CONSTRAINT request_of_plan FOREIGN KEY (request_id, made_by, kind, id)
    REFERENCES approval_request (id, requested_by, subject_kind, subject_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- What it says of one category. figures: lines of key=value; counts, reasons and a few surrogate keys, never a word that
-- stands in a record.
CREATE TABLE plan_category (
  plan_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  going BIGINT NOT NULL,
  figures TEXT COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (plan_id, category),
  CONSTRAINT category_of_plan FOREIGN KEY (plan_id) REFERENCES plan (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The keys of the records it is about, in blocks. role: G, would go; H, was held. form: N, numbers in ascending order, each
-- as its distance from the one before (LEB128), deflated; T, keyed tags of 16 bytes in ascending order, where keys are words.
CREATE TABLE plan_block (
  plan_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  role CHAR(1) COLLATE utf8mb4_bin NOT NULL,
  form CHAR(1) COLLATE utf8mb4_bin NOT NULL,
  number INT NOT NULL,
  size INT NOT NULL,
  first_key BIGINT UNSIGNED NOT NULL,
  last_key BIGINT UNSIGNED NOT NULL,
  body MEDIUMBLOB NOT NULL,
  PRIMARY KEY (plan_id, category, role, form, number),
  KEY blocks_by_key (plan_id, category, role, form, last_key),
  CONSTRAINT block_of_category FOREIGN KEY (plan_id, category) REFERENCES plan_category (plan_id, category)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- How a category of a plan ends: used by one run, or rejected by one person, for good. Its key lets one of them win, whoever
-- comes at the same time. The job may not write a reason, so it rejects nothing, and finance no run.
CREATE TABLE plan_end (
  plan_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  run_id BIGINT NULL,
  reason VARCHAR(1000) NULL,
  ended_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  ended_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  PRIMARY KEY (plan_id, category),
  UNIQUE KEY plan_of_run (run_id),
  CONSTRAINT used_or_rejected CHECK ((run_id IS NULL AND reason IS NOT NULL AND CHAR_LENGTH(TRIM(reason)) > 0)
    OR (run_id IS NOT NULL AND reason IS NULL)),
  CONSTRAINT end_of_category FOREIGN KEY (plan_id, category) REFERENCES plan_category (plan_id, category)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- What a plan is about that names what was erased, and not what is due. The content of the plan repeats all of it. input:
-- SHA-256 of the copy of the ledger, 64 hex digits; seal, seal_hash, hold_epoch: the newest seal it was held against; whole: all
-- rows of the copy, not only those after the last seal that the database had.
CREATE TABLE replay (
  number BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  plan_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  input CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  seal BIGINT NOT NULL,
  seal_hash CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  hold_epoch BIGINT NOT NULL,
  whole TINYINT(1) NOT NULL,
  CONSTRAINT replay_of_plan FOREIGN KEY (plan_id) REFERENCES plan (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Rows of the ledger that the database lacks and the replay puts back, from_seq and to_seq included.
CREATE TABLE replay_rows (
  plan_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  part INT NOT NULL,
  from_seq BIGINT NOT NULL,
  to_seq BIGINT NOT NULL,
  PRIMARY KEY (plan_id, category, part),
  CONSTRAINT replay_rows_are_some CHECK (from_seq >= 1 AND to_seq >= from_seq),
  CONSTRAINT rows_of_replay FOREIGN KEY (plan_id) REFERENCES replay (plan_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Steps of the gate that the database lacks: when and what, as the copy of the ledger says, and what became of each, as whoever asks says.
CREATE TABLE replay_lost (
  plan_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  epoch BIGINT NOT NULL,
  moved_at DATETIME(6) NOT NULL,
  what VARCHAR(1000) COLLATE utf8mb4_bin NOT NULL,
  answer VARCHAR(1000) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (plan_id, epoch),
  CONSTRAINT lost_step_has_answer CHECK (CHAR_LENGTH(TRIM(answer)) > 0),
  CONSTRAINT lost_of_replay FOREIGN KEY (plan_id) REFERENCES replay (plan_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- That a replay came to its end: nothing of what it was to erase again is left without a reason. Only one that somebody else
-- approved can end. figures: a line a category. Runs are refused from the row in replay on until the row here.
CREATE TABLE replay_end (
  plan_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  request_id BIGINT NOT NULL,
  seal_hash CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  input CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  records BIGINT NOT NULL,
  kept BIGINT NOT NULL,
  residue BIGINT NOT NULL,
  figures TEXT COLLATE utf8mb4_bin NOT NULL,
  ended_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  ended_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  CONSTRAINT replay_leaves_nothing CHECK (residue = 0),
  CONSTRAINT end_of_replay FOREIGN KEY (plan_id) REFERENCES replay (plan_id),
  CONSTRAINT end_of_approved FOREIGN KEY (plan_id, request_id) REFERENCES plan (id, request_id),
  CONSTRAINT replay_approved FOREIGN KEY (request_id) REFERENCES approval (request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Replays that came to their end by a plan that somebody else approved. Until then runs are refused.
CREATE SQL SECURITY INVOKER VIEW valid_replay AS
  SELECT e.plan_id, e.request_id, e.seal_hash, e.input, e.records, e.kept, e.residue, e.figures, e.ended_at, v.requested_by, v.approved_by
  FROM replay_end e
    JOIN plan p ON p.id = e.plan_id AND p.request_id = e.request_id
    JOIN replay r ON r.plan_id = e.plan_id AND r.seal_hash = e.seal_hash AND r.input = e.input
    JOIN valid_approval v ON v.request_id = e.request_id
  WHERE v.subject_kind = 'PLAN' AND v.subject_id = e.plan_id AND v.requested_by = p.made_by
    AND v.terms = CONCAT('policy=', p.policy, ' content=', p.content) AND e.residue = 0;
