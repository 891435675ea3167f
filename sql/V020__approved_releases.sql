-- The release of a hold takes two people: it is asked for in approval_request (V012), and holds end only by a row of this table,
-- which points at somebody else's approval of exactly that. README.md beside this file says who writes, who reads and how
-- long each is kept.
--
-- Instead of hold_release, which told by the statement who released, and which one person could write. It gets another name
-- because rights are by name: an account that was given the old table may not write this one.

-- by_one: released before this version, by one person; grants.sql lets nobody write the column. All but such rows name the
-- request and who asked, by foreign key, and are about the hold that was asked about. Logins are compared as in V012.
CREATE TABLE approved_release (
  hold_id BIGINT NOT NULL PRIMARY KEY,
  request_id BIGINT NULL UNIQUE,
  requested_by VARCHAR(128) COLLATE utf8mb4_bin NULL,
  kind VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT 'RELEASE',
  hold_name VARCHAR(64) COLLATE utf8mb4_bin NULL,
  by_one BOOLEAN NOT NULL DEFAULT FALSE,
  released_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  released_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  reason VARCHAR(1000) NOT NULL,
  informed_on DATE NULL,
  epoch BIGINT NOT NULL,
  CONSTRAINT release_is_a_release CHECK (kind = 'RELEASE'),
  CONSTRAINT release_by_two CHECK (by_one OR (request_id IS NOT NULL AND requested_by IS NOT NULL AND hold_name IS NOT NULL
    AND hold_name = CONCAT('H-', hold_id)
    AND LOWER(SUBSTRING_INDEX(released_by, '@', 1)) <> LOWER(SUBSTRING_INDEX(requested_by, '@', 1)))),
  CONSTRAINT approved_release_of_hold FOREIGN KEY (hold_id) REFERENCES hold (id),
  CONSTRAINT release_was_approved FOREIGN KEY (request_id) REFERENCES approval (request_id),
  CONSTRAINT release_was_asked FOREIGN KEY (request_id, requested_by, kind, hold_name)
    REFERENCES approval_request (id, requested_by, subject_kind, subject_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO approved_release (hold_id, by_one, released_at, released_by, reason, informed_on, epoch)
  SELECT hold_id, TRUE, released_at, released_by, reason, informed_on, epoch FROM hold_release;
DROP TABLE hold_release;
