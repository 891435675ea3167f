-- Requests of data subjects: erasure, restriction, objection (GDPR 17, 18, 21). README.md beside this file says who writes,
-- who reads and how long each is kept. A person is named by his technical key alone, and his records by theirs.

CREATE TABLE subject_request (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uuid CHAR(36) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  kind VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  subject_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  received_on DATE NOT NULL,
  entered_at DATETIME(6) NOT NULL,
  entered_by VARCHAR(128) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- At most once: two further months (GDPR 12(3)).
CREATE TABLE request_extension (
  request_id BIGINT NOT NULL PRIMARY KEY,
  extended_at DATETIME(6) NOT NULL,
  extended_by VARCHAR(128) NOT NULL,
  reason VARCHAR(1000) NOT NULL,
  CONSTRAINT extension_of_request FOREIGN KEY (request_id) REFERENCES subject_request (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- uuid names the items that were found for it; identity says how it was made sure that it was the person himself who asked.
CREATE TABLE request_decision (
  request_id BIGINT NOT NULL PRIMARY KEY,
  uuid CHAR(36) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  accepted BOOLEAN NOT NULL,
  decided_at DATETIME(6) NOT NULL,
  decided_by VARCHAR(128) NOT NULL,
  identity VARCHAR(190) NULL,
  law VARCHAR(190) NULL,
  reason VARCHAR(1000) NULL,
  hold_id BIGINT NULL,
  epoch BIGINT NOT NULL,
  CONSTRAINT acceptance_knows_who CHECK (NOT accepted OR identity IS NOT NULL),
  CONSTRAINT refusal_names_law CHECK (accepted OR (law IS NOT NULL AND reason IS NOT NULL)),
  CONSTRAINT decision_of_request FOREIGN KEY (request_id) REFERENCES subject_request (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Written before the decision and without effect until there is one. names: a keyed tag of the other names the record bore
-- then, so that one which has become somebody else's is left alone. number: the key where it is one.
CREATE TABLE request_item (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  decision CHAR(36) COLLATE utf8mb4_bin NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  record_key VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  number BIGINT UNSIGNED NULL,
  names BINARY(16) NOT NULL,
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
  noted_at DATETIME(6) NOT NULL,
  noted_by VARCHAR(128) NOT NULL,
  CONSTRAINT answer_to_request FOREIGN KEY (request_id) REFERENCES subject_request (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- When the data subject was told that a restriction would be lifted (GDPR 18(3)).
ALTER TABLE hold_release ADD COLUMN informed_on DATE NULL;
