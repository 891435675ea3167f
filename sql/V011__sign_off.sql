-- Sign-off of what comparing billing with the books found. README.md beside this file says who writes, who reads and how long
-- it is kept. Append-only: one that no longer fits is followed by another.
--
-- Who signed and when is not told by the statement: it is the login of the connection, and grants.sql lets nobody write these
-- columns. content_hash: SHA-256 of everything the comparison found, so that a sign-off is of that and of nothing else.
CREATE TABLE reconcile_sign_off (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  content_hash CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  differences BIGINT NOT NULL,
  note VARCHAR(1000) NOT NULL,
  signed_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  signed_by VARCHAR(128) NOT NULL DEFAULT (CURRENT_USER()),
  CONSTRAINT sign_off_has_note CHECK (CHAR_LENGTH(TRIM(note)) > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
