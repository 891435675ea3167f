-- Approvals: what one person asks for and another has to approve. They are believed only where the database itself wrote both names: through
-- views, which join the request and its approval each time they are read. Constraints and keys refuse a false row as it is written, but a
-- session can switch both off (foreign_key_checks, check_constraint_checks); what it cannot do is write the columns that the views compare.
-- README.md beside this file says who writes, who reads and how long each is kept. Triggers that refuse the rest: guards.sql.

-- Who is one person. Logins of one person count as one wherever two people are needed; a login that is not on record here counts as a person
-- of its own. The newest row of a login decides: what is HAS, LOST, or LEFT with no login, where the person asks and approves nothing any more
-- until a login is added again. login: what stands before the last @ of an account, in small letters; with an issuer, the subject (sub) that
-- this OpenID provider has for the person. A row is made by the approval of a request of the kind PERSON (guards.sql), and nobody has the right
-- to write one.
CREATE TABLE person_login (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  issuer VARCHAR(255) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  login VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  person VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  what VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  request_id BIGINT NOT NULL,
  noted_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  noted_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL,
  KEY logins_of_people (issuer, login, id),
  KEY people (person, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Something that one person asks for and another has to approve. subject_kind: RUN, that a run of the category subject_id may do what it
-- otherwise may not; others follow. terms: what exactly, as Gallra writes it.
--
-- by_session is USER(), the login that opened the session; the other name is CURRENT_USER(), the account whose rights it has. They differ
-- where a procedure, a view or a proxy lends somebody another account. Of both, what stands before the last @ is compared: the
-- host makes nobody another person.
CREATE TABLE approval_request (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uuid CHAR(36) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  subject_kind VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  subject_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  terms VARCHAR(500) COLLATE utf8mb4_bin NOT NULL,
  reason VARCHAR(1000) NOT NULL,
  valid_days SMALLINT NOT NULL,
  requested_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  requested_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER()),
  UNIQUE KEY approval_requested (id, requested_by),
  UNIQUE KEY approval_subject (id, requested_by, subject_kind, subject_id),
  KEY requests_of_subject (subject_kind, subject_id),
  CONSTRAINT approval_request_has_reason CHECK (CHAR_LENGTH(TRIM(reason)) > 0),
  CONSTRAINT request_by_own_login CHECK (
  LEFT(by_session, CHAR_LENGTH(by_session) - CHAR_LENGTH(SUBSTRING_INDEX(by_session, '@', -1)) - 1)
    = LEFT(requested_by, CHAR_LENGTH(requested_by) - CHAR_LENGTH(SUBSTRING_INDEX(requested_by, '@', -1)) - 1)),
  CONSTRAINT approval_expires CHECK (valid_days BETWEEN 1 AND 31)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The key brings along who asked, so that the two can be compared here. Of logins the part before the last @ is compared, in small
-- letters: neither the host somebody comes from nor the case makes another person. Both columns are binary: other collations
-- take a full-width @ for the same as ours, so that whoever asked could be spelt in a way that has no part before the @.
-- It holds for valid_days from approved_at on. The two persons are those that person_login had for the logins at that moment, or the logins
-- themselves; a trigger writes them (guards.sql), and without them an approval counts for nothing.
CREATE TABLE approval (
  request_id BIGINT NOT NULL PRIMARY KEY,
  requested_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL,
  approved_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  approved_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER()),
  requested_person VARCHAR(128) COLLATE utf8mb4_bin NULL,
  approved_person VARCHAR(128) COLLATE utf8mb4_bin NULL,
  CONSTRAINT approval_by_own_login CHECK (
  LEFT(by_session, CHAR_LENGTH(by_session) - CHAR_LENGTH(SUBSTRING_INDEX(by_session, '@', -1)) - 1)
    = LEFT(approved_by, CHAR_LENGTH(approved_by) - CHAR_LENGTH(SUBSTRING_INDEX(approved_by, '@', -1)) - 1)),
  CONSTRAINT approval_by_two CHECK (
    LOWER(LEFT(requested_by, CHAR_LENGTH(requested_by) - CHAR_LENGTH(SUBSTRING_INDEX(requested_by, '@', -1)) - 1))
    <> LOWER(LEFT(approved_by, CHAR_LENGTH(approved_by) - CHAR_LENGTH(SUBSTRING_INDEX(approved_by, '@', -1)) - 1))),
  CONSTRAINT approval_of_request FOREIGN KEY (request_id, requested_by) REFERENCES approval_request (id, requested_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- How a request ends: used, or taken back by one person, for good, and its row says which: one key for both, so that one of them wins,
-- whoever comes at the same time. A release is used by the trigger that admits it (guards.sql), a run by the job; nobody has the right to
-- write released. The job may not write a reason, so it takes nothing back, and finance no run.
CREATE TABLE approval_end (
  request_id BIGINT NOT NULL PRIMARY KEY,
  approved_id BIGINT NULL,
  run_id BIGINT NULL,
  reason VARCHAR(1000) NULL,
  ended_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  ended_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  released BOOLEAN NOT NULL DEFAULT FALSE,
  KEY ends_by_run (run_id),
  CONSTRAINT used_or_withdrawn CHECK (
    (reason IS NOT NULL AND run_id IS NULL AND approved_id IS NULL AND NOT released)
    OR (reason IS NULL AND approved_id IS NOT NULL AND approved_id = request_id AND (run_id IS NOT NULL) <> released)),
  CONSTRAINT end_of_request FOREIGN KEY (request_id) REFERENCES approval_request (id),
  CONSTRAINT use_of_approval FOREIGN KEY (approved_id) REFERENCES approval (request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Requests that somebody else than who asked has approved. Everything that takes two people is read through this view and no other way.
CREATE SQL SECURITY INVOKER VIEW valid_approval AS
  SELECT q.id AS request_id, q.subject_kind, q.subject_id, q.terms, q.reason, q.valid_days, q.requested_at, q.requested_by,
    a.approved_at, a.approved_by
  FROM approval_request q JOIN approval a ON a.request_id = q.id AND a.requested_by = q.requested_by
  WHERE LEFT(q.by_session, CHAR_LENGTH(q.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(q.by_session, '@', -1)) - 1)
      = LEFT(q.requested_by, CHAR_LENGTH(q.requested_by) - CHAR_LENGTH(SUBSTRING_INDEX(q.requested_by, '@', -1)) - 1)
    AND LEFT(a.by_session, CHAR_LENGTH(a.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(a.by_session, '@', -1)) - 1)
      = LEFT(a.approved_by, CHAR_LENGTH(a.approved_by) - CHAR_LENGTH(SUBSTRING_INDEX(a.approved_by, '@', -1)) - 1)
    AND LOWER(LEFT(q.requested_by, CHAR_LENGTH(q.requested_by) - CHAR_LENGTH(SUBSTRING_INDEX(q.requested_by, '@', -1)) - 1))
      <> LOWER(LEFT(a.approved_by, CHAR_LENGTH(a.approved_by) - CHAR_LENGTH(SUBSTRING_INDEX(a.approved_by, '@', -1)) - 1))
    AND a.requested_person <> a.approved_person;

-- Passkeys that people offered. Each counts from the approval of a request of the kind KEY that names its hash until that is withdrawn: see
-- valid_key. credential and public_key (SubjectPublicKeyInfo) are Base64 for URLs without padding; origin: the address of the web console.
CREATE TABLE person_key (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  person VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  credential VARCHAR(1400) COLLATE utf8mb4_bin NOT NULL,
  public_key VARCHAR(1000) COLLATE utf8mb4_bin NOT NULL,
  algorithm VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  origin VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  offered_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  offered_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER())
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Approvals of runs and plans that people gave with a passkey, each with what the passkey signed. A row is what writes the approval
-- (guards.sql); person: whose passkey it is, which the trigger writes. The database cannot check a signature: whoever reads such an
-- approval does, and believes it only then. nonce: 32 bytes in hexadecimal digits; the rest as WebAuthn has it, in Base64 for URLs.
CREATE TABLE key_approval (
  request_id BIGINT NOT NULL PRIMARY KEY,
  key_id BIGINT NOT NULL,
  nonce CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  authenticator_data VARCHAR(1400) COLLATE utf8mb4_bin NOT NULL,
  client_data VARCHAR(4000) COLLATE utf8mb4_bin NOT NULL,
  signature VARCHAR(1400) COLLATE utf8mb4_bin NOT NULL,
  person VARCHAR(64) COLLATE utf8mb4_bin NULL,
  given_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  given_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER())
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Passkeys that two people put on record, from when and until when. One that was put on record twice has two rows. SHA2 and the number give
-- text as the connection speaks it, so the comparison names its collation: whatever dumps the schema may speak another.
CREATE SQL SECURITY INVOKER VIEW valid_key AS
  SELECT k.id, k.person, k.credential, k.public_key, k.algorithm, k.origin, v.request_id, v.approved_at AS since, e.ended_at
  FROM person_key k
    JOIN valid_approval v ON v.subject_kind = 'KEY' AND v.subject_id = k.person
      AND v.terms = CONVERT(CONCAT('key=', k.id, ' sha256=',
        SHA2(CONCAT_WS(' ', k.person, k.credential, k.algorithm, k.public_key, k.origin), 256)) USING utf8mb4) COLLATE utf8mb4_bin
    LEFT JOIN approval_end e ON e.request_id = v.request_id;
