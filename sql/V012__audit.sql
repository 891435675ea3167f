-- Who did what, and what was removed of the suite's own notes. README.md beside this file says who writes, who reads and how long each is kept.

-- Who and when are the database's to write: grants.sql lets nobody write at, who and by_session.
CREATE TABLE audit (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  who VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER()),
  action VARCHAR(64) NOT NULL,
  subject VARCHAR(255) NOT NULL,
  detail VARCHAR(1000) NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- What was removed of the suite's own notes by gallra runs prune, a row for each transaction that removed, written in it by the
-- owner's account: the only one that may remove any of it.
--
-- kind: as in own-data.yml. export: SHA-256 of the manifest of the export that has what was removed.
CREATE TABLE pruned (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  older_than DATETIME(6) NOT NULL,
  records BIGINT NOT NULL,
  rows_removed BIGINT NOT NULL,
  first_key VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  last_key VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  export CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  pruned_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  pruned_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER())
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Which rows of sealed tables went by such a row: the table, and the key under which the row was sealed. The next seal says that they are gone,
-- if their seals are old enough, nothing rests on them, and all others are as they were sealed.
CREATE TABLE pruned_row (
  pruned BIGINT NOT NULL,
  kind VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  row_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (pruned, kind, row_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
