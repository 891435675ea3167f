-- Saved plans: what a run would do, kept so that somebody else can approve it and a run can do exactly that and no more.
-- README.md beside this file says who writes, who reads and how long each is kept.
--
-- The table plan of V002 was never written. It had one name for who made it, told by whoever wrote it; hence this instead.
DROP TABLE plan;

-- Lets a plan point at the request that was made for it, and for nothing else, by the same person.
ALTER TABLE approval_request ADD UNIQUE KEY approval_subject (id, requested_by, subject_kind, subject_id);

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
  made_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  made_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
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
  ended_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  ended_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  PRIMARY KEY (plan_id, category),
  UNIQUE KEY plan_of_run (run_id),
  CONSTRAINT used_or_rejected CHECK ((run_id IS NULL AND reason IS NOT NULL AND CHAR_LENGTH(TRIM(reason)) > 0)
    OR (run_id IS NOT NULL AND reason IS NULL)),
  CONSTRAINT end_of_category FOREIGN KEY (plan_id, category) REFERENCES plan_category (plan_id, category)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- By which rule a run let records go: all of the policy that decides when records of the category fall due. The next run
-- compares its own with the newest row. No row of a run whose rule is shorter and was not approved: it let nothing go.
CREATE TABLE run_rule (
  run_id BIGINT NOT NULL PRIMARY KEY,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  policy CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  terms TEXT COLLATE utf8mb4_bin NOT NULL,
  noted_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  KEY rules_of_category (category, run_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
