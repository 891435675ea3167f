-- The register of what is kept: stretches of keys whose every candidate a hold or the law keeps until a day that is known, so
-- that a run need not ask about them again. It had a row a record and was never written; now it has a row a stretch, or a run
-- would cost what is held and a release would have to forget a million rows. README.md beside this file says who reads it.
--
-- key_after: the key before the first, NULL from the beginning of the table. key_hi: the last. started_before: first start day
-- that did not make a candidate when it was noted. records: candidates in it, all of them kept. mark: a sum over what they are
-- kept by, compared each night; kinds: of holds, whose columns it is over. by_books: whether the Bookkeeping Act keeps some, so that fiscal years and permits count.
-- recheck_on: first day on which they are looked at again.
DROP TABLE kept;
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

-- How many of a run's candidates the register let it pass over.
ALTER TABLE run_scope ADD COLUMN passed_over BIGINT NOT NULL DEFAULT 0 AFTER candidates;
