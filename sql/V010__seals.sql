-- Seals of the ledger: each signed, linked to the one before, and exported where nobody who may write here can change it.
-- ledger_seal has been empty until now: no version before this one wrote seals.
ALTER TABLE ledger_seal
  DROP COLUMN exported_to,
  CHANGE COLUMN prev_root prev_seal BINARY(32) NOT NULL,
  ADD COLUMN chunks BIGINT NOT NULL AFTER hold_epoch,
  ADD COLUMN body MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ADD COLUMN hashes LONGBLOB NOT NULL;

CREATE TABLE ledger_seal_export (
  seal BIGINT NOT NULL,
  place VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  exported_at DATETIME(6) NOT NULL,
  PRIMARY KEY (seal, place),
  CONSTRAINT export_of_seal FOREIGN KEY (seal) REFERENCES ledger_seal (seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
