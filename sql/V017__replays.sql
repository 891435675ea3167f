-- Replays: after a backup was put back, what was erased since is erased again by a plan of its own, and what the ledger lost is
-- put back from a copy that seals vouch for. README.md beside this file says who writes, who reads and how long each is kept.

-- Lets the end of a replay name its plan together with the request that somebody else approved.
ALTER TABLE plan ADD UNIQUE KEY plan_requested (id, request_id);

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
  ended_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  ended_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  CONSTRAINT replay_leaves_nothing CHECK (residue = 0),
  CONSTRAINT end_of_replay FOREIGN KEY (plan_id) REFERENCES replay (plan_id),
  CONSTRAINT end_of_approved FOREIGN KEY (plan_id, request_id) REFERENCES plan (id, request_id),
  CONSTRAINT replay_approved FOREIGN KEY (request_id) REFERENCES approval (request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
