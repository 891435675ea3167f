-- Runs obey only rules that two people put in force: policy.yml and sources.yml by their fingerprint, and limits no looser than those
-- adopted with them. README.md beside this file says who writes, who reads and how long each is kept.
--
-- Until now a run itself noted by which rule it let records go, and the next one believed it.
DROP TABLE run_rule;

-- rules: fingerprint of policy and sources (policy_text has the texts). limits: limits.yml with all defaults written out, so that a later file can be
-- compared with it. In force is the valid row with the highest request: what was asked for before the rules in force were is void.
CREATE TABLE policy_adopted (
  request_id BIGINT NOT NULL PRIMARY KEY,
  rules CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  limits TEXT COLLATE utf8mb4_bin NOT NULL,
  epoch BIGINT NOT NULL DEFAULT 0,
  adopted_at DATETIME(6) NOT NULL
    DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
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

-- Fingerprint of the limits that a run was under when it froze how much it may take; NULL: of a version that did not note it.
ALTER TABLE run_limit ADD COLUMN limits CHAR(64) COLLATE utf8mb4_bin NULL;
