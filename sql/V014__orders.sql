-- Orders to runs, from any host. README.md beside this file says who writes, who reads and how long each is kept.
--
-- Rows are only added, so who ordered what, when and why stays on record; what is in force follows from all of them. run_id 0
-- is about every run. Who gave an order, and when, is not told by the statement: grants.sql lets nobody write these columns.
-- rate: rows a second, 0 for no bound; chunk: candidates a chunk; until_at: when a pause ends by itself.
CREATE TABLE run_order (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uuid CHAR(36) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  run_id BIGINT NOT NULL,
  action VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  rate INT NULL,
  chunk INT NULL,
  until_at DATETIME(6) NULL,
  reason VARCHAR(1000) NOT NULL,
  asked_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  asked_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  KEY orders_of_run (run_id, id),
  CONSTRAINT order_is_known CHECK ((run_id > 0 AND action IN ('PAUSE', 'RESUME', 'STOP', 'SET'))
    OR (run_id = 0 AND action IN ('STOP_ALL', 'GO'))),
  CONSTRAINT order_sets_something CHECK (action <> 'SET' OR rate IS NOT NULL OR chunk IS NOT NULL),
  CONSTRAINT order_sets_only CHECK (action = 'SET' OR (rate IS NULL AND chunk IS NULL)),
  CONSTRAINT order_rate_in_bounds CHECK (rate IS NULL OR rate BETWEEN 0 AND 1000000),
  CONSTRAINT order_chunk_in_bounds CHECK (chunk IS NULL OR chunk BETWEEN 1 AND 10000),
  CONSTRAINT order_ends_a_pause CHECK (until_at IS NULL OR action = 'PAUSE'),
  CONSTRAINT order_has_reason CHECK (CHAR_LENGTH(TRIM(reason)) > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The table of V002 had one row a run, which whoever stopped it wrote over, under any name.
INSERT INTO run_order (uuid, run_id, action, reason, asked_at, asked_by)
  SELECT UUID(), run_id, 'STOP', COALESCE(NULLIF(TRIM(reason), ''), '-'), asked_at, asked_by FROM run_control
  WHERE run_id > 0;
DROP TABLE run_control;
