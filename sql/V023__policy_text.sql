-- What a fingerprint is of: rules and mapping in the one fixed form that is hashed, so that it can be told later what a run or a
-- plan went by, and what a new version changes. README.md beside this file says who writes, who reads and how long it is kept.
--
-- Each row proves itself: the database takes none whose texts do not give its fingerprint, whoever writes it, and who reads it
-- hashes once more. X'0A' is the line break that the hash has between the length of a text and the text.
CREATE TABLE policy_text (
  fingerprint CHAR(64) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  policy MEDIUMTEXT COLLATE utf8mb4_bin NOT NULL,
  sources MEDIUMTEXT COLLATE utf8mb4_bin NOT NULL,
  noted_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  noted_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  CONSTRAINT text_gives_fingerprint CHECK (fingerprint = LOWER(fingerprint) AND UNHEX(fingerprint)
    <=> UNHEX(SHA2(CONCAT(LENGTH(policy), X'0A', policy, LENGTH(sources), X'0A', sources), 256)))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
