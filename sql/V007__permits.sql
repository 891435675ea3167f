-- Skatteverket's permits to destroy accounting information early (BFL 7 kap. 7 §), each with its request. README.md beside this file says who writes, who reads and how long each is kept.

-- About one record, or about what the books have of one fiscal year, named by its last day and its legal entity. number: the key where it is one. The
-- terms of the request are the SHA-256 of all that is permitted, so that nothing else is approved than what was shown.
CREATE TABLE permit (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uuid VARCHAR(64) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  request_id BIGINT NOT NULL UNIQUE,
  kind VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT 'PERMIT',
  permit_ref VARCHAR(190) COLLATE utf8mb4_bin NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  record_key VARCHAR(255) COLLATE utf8mb4_bin NULL,
  number BIGINT UNSIGNED NULL,
  year_end DATE NULL,
  entity VARCHAR(32) COLLATE utf8mb4_bin NULL,
  allowed_from DATE NOT NULL,
  reason VARCHAR(1000) COLLATE utf8mb4_bin NOT NULL,
  epoch BIGINT NOT NULL DEFAULT 0,
  requested_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  requested_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  KEY permit_of_record (category, record_key),
  KEY permit_by_number (category, number),
  CONSTRAINT permit_is_a_permit CHECK (kind = 'PERMIT'),
  CONSTRAINT permit_has_reference CHECK (CHAR_LENGTH(TRIM(permit_ref)) > 0),
  CONSTRAINT permit_of_record_or_year CHECK ((record_key IS NULL AND year_end IS NOT NULL AND entity IS NOT NULL)
    OR (record_key IS NOT NULL AND year_end IS NULL AND entity IS NULL)),
  CONSTRAINT permit_after_year CHECK (year_end IS NULL OR allowed_from > year_end),
  CONSTRAINT permit_was_asked FOREIGN KEY (request_id, requested_by, kind, uuid)
    REFERENCES approval_request (id, requested_by, subject_kind, subject_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Written by the transaction that erases a record early. subject: its number, or a keyed tag of a key that is none, as in
-- the ledger.
CREATE TABLE permit_use (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  permit_id BIGINT NOT NULL,
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  subject VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  run_id BIGINT NOT NULL,
  used_at DATETIME(6) NOT NULL,
  KEY use_of_record (category, subject),
  CONSTRAINT use_of_permit FOREIGN KEY (permit_id) REFERENCES permit (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE SQL SECURITY INVOKER VIEW valid_permit AS
  SELECT p.id, p.permit_ref, p.category, p.record_key, p.number, p.year_end, p.entity, p.allowed_from, p.reason, p.epoch, p.requested_by,
    v.approved_at, v.approved_by, e.request_id AS withdrawn
  FROM permit p
    JOIN valid_approval v ON v.request_id = p.request_id
    LEFT JOIN approval_end e ON e.request_id = p.request_id
  WHERE v.subject_kind = 'PERMIT' AND v.subject_id = p.uuid AND v.requested_by = p.requested_by
    AND v.terms = CONCAT('content=', SHA2(CONCAT_WS(CHAR(10 USING utf8mb4), p.permit_ref, p.category, COALESCE(p.record_key, ''),
      COALESCE(CAST(p.number AS CHAR), ''), COALESCE(CAST(p.year_end AS CHAR), ''), COALESCE(p.entity, ''), CAST(p.allowed_from AS CHAR), p.reason), 256)) COLLATE utf8mb4_bin;
