-- Requests of data subjects: erasure, restriction, objection (GDPR 17, 18, 21), and who asked not to be written to. A user is named by a
-- technical key alone, somebody who is none by a keyed tag of the name, and records by their keys. README.md beside this file says who writes, who reads and how long each is kept.

CREATE TABLE subject_request (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uuid CHAR(36) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  kind VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  subject_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  received_on DATE NOT NULL,
  entered_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  entered_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER()),
  UNIQUE KEY request_of_login (id, entered_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- At most once: two further months (GDPR 12(3)).
CREATE TABLE request_extension (
  request_id BIGINT NOT NULL PRIMARY KEY,
  extended_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  extended_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  reason VARCHAR(1000) NOT NULL,
  CONSTRAINT extension_of_request FOREIGN KEY (request_id) REFERENCES subject_request (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- uuid names the items that were found for it; identity says how it was made sure that it was the person himself who asked.
-- Who enters a request does not decide it; entered_by repeats who entered it, by its key. The two persons are as those of an approval.
CREATE TABLE request_decision (
  request_id BIGINT NOT NULL,
  uuid CHAR(36) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  accepted BOOLEAN NOT NULL,
  decided_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  decided_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  identity VARCHAR(190) NULL,
  law VARCHAR(190) NULL,
  reason VARCHAR(1000) NULL,
  hold_id BIGINT NULL,
  epoch BIGINT NOT NULL DEFAULT 0,
  entered_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL,
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER()),
  entered_person VARCHAR(128) COLLATE utf8mb4_bin NULL,
  decided_person VARCHAR(128) COLLATE utf8mb4_bin NULL,
  KEY decision_by_request (request_id, entered_by),
  CONSTRAINT acceptance_knows_who CHECK (NOT accepted OR identity IS NOT NULL),
  CONSTRAINT refusal_names_law CHECK (accepted OR (law IS NOT NULL AND reason IS NOT NULL)),
  CONSTRAINT decision_by_own_login CHECK (
  LEFT(by_session, CHAR_LENGTH(by_session) - CHAR_LENGTH(SUBSTRING_INDEX(by_session, '@', -1)) - 1)
    = LEFT(decided_by, CHAR_LENGTH(decided_by) - CHAR_LENGTH(SUBSTRING_INDEX(decided_by, '@', -1)) - 1)),
  CONSTRAINT decision_by_another CHECK (
    LOWER(LEFT(entered_by, CHAR_LENGTH(entered_by) - CHAR_LENGTH(SUBSTRING_INDEX(entered_by, '@', -1)) - 1))
    <> LOWER(LEFT(decided_by, CHAR_LENGTH(decided_by) - CHAR_LENGTH(SUBSTRING_INDEX(decided_by, '@', -1)) - 1))),
  CONSTRAINT decision_of_entered_request
    FOREIGN KEY (request_id, entered_by) REFERENCES subject_request (id, entered_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Written before the decision and without effect until there is one. names: a keyed tag of the other names the record bore
-- then, so that one which has become somebody else's is left alone. number: the key where it is one.
-- Only what the decider found counts, and nothing is added to a decision (guards.sql).
CREATE TABLE request_item (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  decision CHAR(36) COLLATE utf8mb4_bin NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  record_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  number BIGINT UNSIGNED NULL,
  names BINARY(16) NOT NULL,
  noted_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  UNIQUE KEY item_once (decision, category, record_key),
  KEY item_of_record (category, record_key),
  KEY item_by_number (category, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Written by the transaction that erases or reduces the record.
CREATE TABLE request_outcome (
  item_id BIGINT NOT NULL,
  outcome VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  run_id BIGINT NOT NULL,
  at DATETIME(6) NOT NULL,
  PRIMARY KEY (item_id, outcome)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE request_answer (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  request_id BIGINT NOT NULL,
  sent_on DATE NOT NULL,
  noted_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  noted_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  CONSTRAINT answer_to_request FOREIGN KEY (request_id) REFERENCES subject_request (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE SQL SECURITY INVOKER VIEW valid_decision AS
  SELECT d.uuid, d.request_id, d.accepted, d.decided_at, d.decided_by, d.identity, d.law, d.reason, d.hold_id, d.epoch,
    r.kind, r.subject_key, r.received_on, r.entered_by
  FROM request_decision d JOIN subject_request r ON r.id = d.request_id AND r.entered_by = d.entered_by
  WHERE LEFT(r.by_session, CHAR_LENGTH(r.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(r.by_session, '@', -1)) - 1)
      = LEFT(r.entered_by, CHAR_LENGTH(r.entered_by) - CHAR_LENGTH(SUBSTRING_INDEX(r.entered_by, '@', -1)) - 1)
    AND LEFT(d.by_session, CHAR_LENGTH(d.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(d.by_session, '@', -1)) - 1)
      = LEFT(d.decided_by, CHAR_LENGTH(d.decided_by) - CHAR_LENGTH(SUBSTRING_INDEX(d.decided_by, '@', -1)) - 1)
    AND LOWER(LEFT(r.entered_by, CHAR_LENGTH(r.entered_by) - CHAR_LENGTH(SUBSTRING_INDEX(r.entered_by, '@', -1)) - 1))
      <> LOWER(LEFT(d.decided_by, CHAR_LENGTH(d.decided_by) - CHAR_LENGTH(SUBSTRING_INDEX(d.decided_by, '@', -1)) - 1))
    AND d.entered_person <> d.decided_person;

-- Who asked not to be written to again. The row that named him is gone; what stays is a keyed tag of his address, one a
-- channel. It is pseudonymous, not anonymous: whoever has the tag key and guesses an address can recognise it.
CREATE TABLE suppression (
  channel VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  tag BINARY(16) NOT NULL,
  since DATE NOT NULL,
  run_id BIGINT NOT NULL,
  PRIMARY KEY (channel, tag)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
