CREATE TABLE abonnent (
  AbonnentNr VARCHAR(16) NOT NULL PRIMARY KEY,
  OrgNr CHAR(11) NOT NULL,
  Namn VARCHAR(60) NOT NULL DEFAULT 'Åsas Ömsesidiga',
  KEY abonnent_org (OrgNr)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;

CREATE TABLE inloggning (
  uuid CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  AbonnentNr VARCHAR(16) CHARACTER SET latin1 NOT NULL,
  EPost VARCHAR(190) NOT NULL,
  KEY inloggning_epost (EPost),
  CONSTRAINT inloggning_abonnent FOREIGN KEY (AbonnentNr) REFERENCES abonnent (AbonnentNr)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE Räkning (
  rakningsnr VARCHAR(20) NOT NULL PRIMARY KEY,
  ocr BIGINT NOT NULL,
  KEY rakning_ocr (ocr)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

-- slut_sek: seconds since 1970. The keys are spelt in both cases, as uuids of several systems are.
CREATE TABLE InspelatSamtal (
  samtal CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  slut_sek BIGINT NULL,
  ko CHAR(2) NOT NULL,
  ljud$fil VARCHAR(300) NULL,
  AbonnentNr VARCHAR(16) CHARACTER SET utf8mb3 NULL,
  inloggning CHAR(36) CHARACTER SET ascii NULL,
  ringt_fran VARCHAR(190) CHARACTER SET latin1 NULL,
  rakningsnr VARCHAR(20) NULL,
  i_bokforing ENUM('nej', 'ja') NOT NULL DEFAULT 'nej',
  bokford DATE NULL,
  åtKund BIT(1) NOT NULL DEFAULT b'0',
  KEY samtal_slut (slut_sek),
  KEY samtal_ljud (ljud$fil)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE Utskrift$ (
  nr INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  samtal CHAR(36) CHARACTER SET ascii NOT NULL,
  text_fil VARCHAR(300) NOT NULL,
  KEY utskrift_samtal (samtal),
  KEY utskrift_fil (text_fil)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- stängd, senast: the wall clock of New York.
CREATE TABLE chatt (
  Ärende VARCHAR(24) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  stängd DATETIME NULL,
  senast DATETIME(6) NULL,
  AbonnentNr VARCHAR(16) NULL,
  inloggning CHAR(36) CHARACTER SET ascii NULL,
  roll ENUM('egen', 'bitrade') NOT NULL DEFAULT 'egen',
  KEY chatt_senast (senast)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE Inlägg (
  uuid CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  Ärende VARCHAR(24) COLLATE utf8mb4_bin NOT NULL,
  skrivet_i_sekunder_sedan_1970_i_den_zon_som_heter_UTC_och_ej_CET INT UNSIGNED NOT NULL,
  CONSTRAINT inlagg_chatt FOREIGN KEY (Ärende) REFERENCES chatt (Ärende)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- An attachment hangs on its message, not on the conversation.
CREATE TABLE 2_bilagor (
  nr BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  Inlägg CHAR(36) CHARACTER SET ascii NOT NULL,
  fil VARCHAR(300) NOT NULL,
  KEY bilaga_fil (fil),
  CONSTRAINT bilaga_inlagg FOREIGN KEY (Inlägg) REFERENCES Inlägg (uuid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- tid: the wall clock of Helsinki.
CREATE TABLE anrop (
  id VARCHAR(32) NOT NULL PRIMARY KEY,
  tid DATETIME(3) NULL,
  AbonnentNr VARCHAR(16) NULL,
  inloggning CHAR(36) CHARACTER SET ascii NULL,
  åtKund CHAR(1) NOT NULL DEFAULT 'N',
  KEY anrop_tid (tid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;
