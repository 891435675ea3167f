CREATE TABLE abonnent (
  abonnentnr VARCHAR(16) NOT NULL PRIMARY KEY,
  orgnr CHAR(11) NOT NULL,
  KEY abonnent_org (orgnr)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE inloggning (
  uuid CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  abonnentnr VARCHAR(16) NOT NULL,
  epost VARCHAR(190) NOT NULL,
  KEY inloggning_epost (epost),
  CONSTRAINT inloggning_abonnent FOREIGN KEY (abonnentnr) REFERENCES abonnent (abonnentnr)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE rakning (
  rakningsnr VARCHAR(20) NOT NULL PRIMARY KEY,
  ocr BIGINT NOT NULL,
  KEY rakning_ocr (ocr)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- slut_sek: seconds since 1970. The keys are spelt in both cases, as uuids of several systems are.
CREATE TABLE inspelat_samtal (
  samtal CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  slut_sek BIGINT NULL,
  ko CHAR(2) NOT NULL,
  ljudfil VARCHAR(300) NULL,
  abonnentnr VARCHAR(16) NULL,
  inloggning CHAR(36) CHARACTER SET ascii NULL,
  ringt_fran VARCHAR(190) NULL,
  rakningsnr VARCHAR(20) NULL,
  i_bokforing ENUM('nej', 'ja') NOT NULL DEFAULT 'nej',
  bokford DATE NULL,
  at_kund BIT(1) NOT NULL DEFAULT b'0',
  KEY samtal_slut (slut_sek),
  KEY samtal_ljud (ljudfil)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE utskrift (
  nr INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  samtal CHAR(36) CHARACTER SET ascii NOT NULL,
  text_fil VARCHAR(300) NOT NULL,
  KEY utskrift_samtal (samtal),
  KEY utskrift_fil (text_fil)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- stangd, senast: the wall clock of New York.
CREATE TABLE chatt (
  arende VARCHAR(24) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  stangd DATETIME NULL,
  senast DATETIME(6) NULL,
  abonnentnr VARCHAR(16) NULL,
  inloggning CHAR(36) CHARACTER SET ascii NULL,
  roll ENUM('egen', 'bitrade') NOT NULL DEFAULT 'egen',
  KEY chatt_senast (senast)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE inlagg (
  uuid CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  arende VARCHAR(24) COLLATE utf8mb4_bin NOT NULL,
  skrivet_sek INT UNSIGNED NOT NULL,
  CONSTRAINT inlagg_chatt FOREIGN KEY (arende) REFERENCES chatt (arende)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- An attachment hangs on its message, not on the conversation.
CREATE TABLE bilaga (
  nr BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  inlagg CHAR(36) CHARACTER SET ascii NOT NULL,
  fil VARCHAR(300) NOT NULL,
  KEY bilaga_fil (fil),
  CONSTRAINT bilaga_inlagg FOREIGN KEY (inlagg) REFERENCES inlagg (uuid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- tid: the wall clock of Helsinki.
CREATE TABLE anrop (
  id VARCHAR(32) NOT NULL PRIMARY KEY,
  tid DATETIME(3) NULL,
  abonnentnr VARCHAR(16) NULL,
  inloggning CHAR(36) CHARACTER SET ascii NULL,
  at_kund CHAR(1) NOT NULL DEFAULT 'N',
  KEY anrop_tid (tid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
