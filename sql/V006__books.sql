-- Fiscal years, and what the books say, imported from finance's SIE files. Rows are never changed: what is new is a row of its own, and which
-- rows count is read through views. No text of a voucher is here: it may name people, and the books keep it anyway.
-- README.md beside this file says who writes, who reads and how long each is kept.

-- Fiscal years, each of a legal entity: that of a company that names none is main. One person enters and lengthens those of this time. What may let a record go earlier takes two: a shorter end, and any end
-- of an old year, because what was booked in no year is kept. A version that needs them names its request, and counts once somebody else
-- has approved that, never before. removed: a removal of the year, which ended on end_on when it was asked for.
CREATE TABLE fiscal_year_version (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  entity VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT 'main',
  start_on DATE NOT NULL,
  end_on DATE NOT NULL,
  removed BOOLEAN NOT NULL DEFAULT FALSE,
  request_id BIGINT NULL UNIQUE,
  epoch BIGINT NOT NULL DEFAULT 0,
  entered_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  entered_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER()),
  KEY version_of_year (entity, start_on, epoch),
  CONSTRAINT version_ends_after_start CHECK (end_on > start_on),
  CONSTRAINT version_of_18_months CHECK (end_on < start_on + INTERVAL 18 MONTH),
  CONSTRAINT version_was_asked FOREIGN KEY (request_id) REFERENCES approval_request (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The versions that count: two people agreed (agreed: their request, of which only the first version is meant), or the year ended last
-- year or later when one person entered it.
CREATE SQL SECURITY INVOKER VIEW standing_year_version AS
  SELECT y.id, y.entity, y.start_on, y.end_on, y.removed, y.epoch, v.request_id AS agreed
  FROM fiscal_year_version y
    LEFT JOIN valid_approval v ON v.request_id = y.request_id AND v.subject_kind = 'FISCAL_YEAR'
      AND v.subject_id = CONCAT(CAST(y.start_on AS CHAR), '..', CAST(y.end_on AS CHAR), IF(y.entity = 'main', '', CONCAT(' (', y.entity, ')')),
        IF(y.removed, ' removed', ''))
      AND v.terms = CONCAT('entity=', y.entity, ' start=', CAST(y.start_on AS CHAR), ' end=', CAST(y.end_on AS CHAR), IF(y.removed, ' removed', ''))
      AND v.requested_by = y.entered_by
      AND NOT EXISTS (SELECT 1 FROM approval_end e WHERE e.request_id = y.request_id)
      AND NOT EXISTS (SELECT 1 FROM fiscal_year_version o WHERE o.request_id = y.request_id AND o.epoch < y.epoch)
  WHERE v.request_id IS NOT NULL
    OR (y.request_id IS NULL AND NOT y.removed AND YEAR(y.end_on) >= YEAR(y.entered_at + INTERVAL 1 DAY) - 1);

-- The years that bookkeeping is kept by: of each entity and first day, the latest end that was entered since two people last agreed on one
-- or on the removal of the year. Where years overlap, a day belongs to that which ends last.
CREATE SQL SECURITY INVOKER VIEW valid_fiscal_year AS
  SELECT y.entity, y.start_on, MAX(y.end_on) AS end_on
  FROM standing_year_version y
  WHERE NOT y.removed AND y.epoch >= COALESCE((SELECT MAX(b.epoch) FROM standing_year_version b
    WHERE b.entity = y.entity AND b.start_on = y.start_on AND b.agreed IS NOT NULL), 0)
  GROUP BY y.entity, y.start_on;

CREATE TABLE book_import (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  entity VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT 'main',
  sha256 CHAR(64) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  file_name VARCHAR(255) NOT NULL,
  company VARCHAR(190) NULL,
  org_no VARCHAR(190) NULL,
  generated_on DATE NULL,
  imported_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  imported_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER()),
  vouchers BIGINT NOT NULL,
  fresh BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  missing BIGINT NOT NULL,
  epoch BIGINT NOT NULL DEFAULT 0,
  stage CHAR(36) COLLATE utf8mb4_bin NULL UNIQUE,
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER())
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- known: vouchers of the year on record after the import, those missing from its file included.
CREATE TABLE book_import_year (
  import_id BIGINT NOT NULL,
  start_on DATE NOT NULL,
  end_on DATE NOT NULL,
  vouchers BIGINT NOT NULL,
  known BIGINT NOT NULL,
  PRIMARY KEY (import_id, start_on),
  CONSTRAINT year_of_import FOREIGN KEY (import_id) REFERENCES book_import (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Vouchers. An import writes what is new or differs under a name of its own (stage), and its row in book_import puts that in force. epoch:
-- of rows without an import; others have that of their import. The newest of each voucher counts; the same number and booking day under
-- another fiscal year is the same voucher, because a day lies in one year only.
CREATE TABLE voucher (
  entity VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT 'main',
  year_start DATE NOT NULL,
  series VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  number BIGINT NOT NULL,
  booked_on DATE NOT NULL,
  debit_ore BIGINT NOT NULL,
  row_count INT NOT NULL,
  invoice_no VARCHAR(64) COLLATE utf8mb4_bin NULL,
  epoch BIGINT NULL,
  stage CHAR(36) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  PRIMARY KEY (entity, year_start, series, number, stage),
  KEY voucher_number (series, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE voucher_staging (
  stage CHAR(36) COLLATE utf8mb4_bin NOT NULL,
  year_start DATE NOT NULL,
  series VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  number BIGINT NOT NULL,
  booked_on DATE NOT NULL,
  debit_ore BIGINT NOT NULL,
  row_count INT NOT NULL,
  invoice_no VARCHAR(64) COLLATE utf8mb4_bin NULL,
  staged_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  PRIMARY KEY (stage, year_start, series, number),
  KEY staged_since (staged_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE SQL SECURITY INVOKER VIEW voucher_in_force AS
  SELECT v.entity, v.year_start, v.series, v.number, v.booked_on, v.debit_ore, v.row_count, v.invoice_no
  FROM voucher v LEFT JOIN book_import b ON b.stage = v.stage AND b.entity = v.entity
  WHERE COALESCE(v.epoch, b.epoch) IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM voucher n LEFT JOIN book_import m ON m.stage = n.stage AND m.entity = n.entity
      WHERE n.entity = v.entity AND n.series = v.series AND n.number = v.number
        AND (n.year_start = v.year_start OR n.booked_on = v.booked_on)
        AND COALESCE(n.epoch, m.epoch) > COALESCE(v.epoch, b.epoch));
