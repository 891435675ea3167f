-- Whole partitions of a log. A partition that is taken out of its table lies in the staging table that sources.yml names, and
-- has a row here until every row of it is back in the table or in the ledger. README.md beside this file says who reads it.
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
