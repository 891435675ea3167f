-- What the books say, imported from finance's SIE files. README.md beside this file says who writes, who reads and how long
-- each is kept. No text of a voucher is here: it may name people, and the books keep it anyway.

CREATE TABLE book_import (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sha256 CHAR(64) COLLATE utf8mb4_bin NOT NULL UNIQUE,
  file_name VARCHAR(255) NOT NULL,
  company VARCHAR(190) NULL,
  org_no VARCHAR(190) NULL,
  generated_on DATE NULL,
  imported_at DATETIME(6) NOT NULL,
  imported_by VARCHAR(128) NOT NULL,
  vouchers BIGINT NOT NULL,
  fresh BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  missing BIGINT NOT NULL,
  epoch BIGINT NOT NULL
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

CREATE TABLE voucher (
  year_start DATE NOT NULL,
  series VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  number BIGINT NOT NULL,
  booked_on DATE NOT NULL,
  debit_ore BIGINT NOT NULL,
  row_count INT NOT NULL,
  invoice_no VARCHAR(64) COLLATE utf8mb4_bin NULL,
  epoch BIGINT NOT NULL,
  PRIMARY KEY (year_start, series, number),
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
  staged_at DATETIME(6) NOT NULL,
  PRIMARY KEY (stage, year_start, series, number),
  KEY staged_since (staged_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
