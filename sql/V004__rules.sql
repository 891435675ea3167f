-- Runs obey only rules that two people put in force: policy.yml and sources.yml by their fingerprint, and limits no looser than those
-- adopted with them. README.md beside this file says who writes, who reads and how long each is kept.

-- What a fingerprint is of: rules and mapping in the one fixed form that is hashed, so that it can be told later what a run or a
-- plan went by, and what a new version changes.
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

-- rules: fingerprint of policy and sources (policy_text has the texts). limits: limits.yml with all defaults written out, so that a later file can be
-- compared with it. In force is the valid row with the highest request: what was asked for before the rules in force were is void.
CREATE TABLE policy_adopted (
  request_id BIGINT NOT NULL PRIMARY KEY,
  rules CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  limits TEXT COLLATE utf8mb4_bin NOT NULL,
  epoch BIGINT NOT NULL DEFAULT 0,
  adopted_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  adopted_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  CONSTRAINT adoption_was_approved FOREIGN KEY (request_id) REFERENCES approval (request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE SQL SECURITY INVOKER VIEW valid_adoption AS
  SELECT p.request_id, p.rules, p.limits, p.epoch, p.adopted_at, p.adopted_by, v.requested_by, v.reason
  FROM policy_adopted p
    JOIN valid_approval v ON v.request_id = p.request_id
    JOIN approval_end e ON e.request_id = p.request_id
  WHERE v.subject_kind = 'RULES' AND v.subject_id = p.rules
    AND v.terms = CONCAT('rules=', p.rules, ' limits=', SHA2(p.limits, 256))
    AND v.approved_by = p.adopted_by AND e.released AND e.approved_id = e.request_id;
