-- An invented telecom company with two systems of different age: {crm}, in Swedish and camel case, and {billing}, in abbreviated English.
-- Written before the recogniser of gallra init, as its measure; sources.yml beside it is the true mapping.
CREATE TABLE {crm}.Kunder (
  KundId INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  KundNr VARCHAR(12) NOT NULL UNIQUE,
  OrgNr CHAR(11) NOT NULL,
  Namn VARCHAR(80) NOT NULL,
  Postadress VARCHAR(120) NULL,
  Skapad TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  KEY Kunder_OrgNr (OrgNr)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {crm}.Avtal (
  AvtalId INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  KundId INT NOT NULL,
  Avtalstyp VARCHAR(30) NOT NULL,
  Status CHAR(1) NOT NULL,
  StartDatum DATE NOT NULL,
  SlutDatum DATE NULL,
  Bindningstid INT NULL,
  CONSTRAINT Avtal_Kund FOREIGN KEY (KundId) REFERENCES {crm}.Kunder (KundId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {crm}.Anvandare (
  AnvandarId BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  KundId INT NOT NULL,
  Anvandarnamn VARCHAR(60) NOT NULL,
  Namn VARCHAR(80) NOT NULL,
  Epost VARCHAR(120) NOT NULL,
  Mobilnr VARCHAR(20) NOT NULL,
  LosenordHash VARCHAR(100) NULL,
  SenastInloggad DATETIME NULL,
  ArFakturakontakt TINYINT(1) NOT NULL DEFAULT 0,
  PuBitradeFor INT NULL,
  KEY Anvandare_Namn (Anvandarnamn),
  KEY Anvandare_Epost (Epost),
  KEY Anvandare_Mobil (Mobilnr),
  CONSTRAINT Anvandare_Kund FOREIGN KEY (KundId) REFERENCES {crm}.Kunder (KundId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- SlutTid, StartTid: the wall clock of Sweden.
CREATE TABLE {crm}.Samtalsinspelningar (
  SamtalId BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  KundId INT NULL,
  AnvandarId BIGINT NULL,
  AgentId INT NOT NULL,
  Ko VARCHAR(20) NOT NULL,
  StartTid DATETIME NOT NULL,
  SlutTid DATETIME NULL,
  LjudFil VARCHAR(200) NULL,
  BokforingsKrav VARCHAR(10) NOT NULL DEFAULT 'nej',
  PuBitradeFor INT NULL,
  KEY Samtal_Slut (SlutTid),
  KEY Samtal_Fil (LjudFil),
  KEY Samtal_Anvandare (AnvandarId),
  CONSTRAINT Samtal_Kund FOREIGN KEY (KundId) REFERENCES {crm}.Kunder (KundId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {crm}.Samtalsutskrifter (
  UtskriftId BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  SamtalId BIGINT NOT NULL,
  Innehall TEXT NOT NULL,
  CONSTRAINT Utskrift_Samtal FOREIGN KEY (SamtalId) REFERENCES {crm}.Samtalsinspelningar (SamtalId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Times in milliseconds since 1970.
CREATE TABLE {crm}.Supportchattar (
  ChattId CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  KundId INT NULL,
  AnvandarId BIGINT NULL,
  Amne VARCHAR(40) NOT NULL,
  OppnadMs BIGINT NOT NULL,
  StangdMs BIGINT NULL,
  SenasteInlaggMs BIGINT NULL,
  PuBitradeFor INT NULL,
  KEY Chatt_Senaste (SenasteInlaggMs),
  KEY Chatt_Anvandare (AnvandarId),
  CONSTRAINT Chatt_Kund FOREIGN KEY (KundId) REFERENCES {crm}.Kunder (KundId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {crm}.Chattinlagg (
  InlaggId BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  ChattId CHAR(36) CHARACTER SET ascii NOT NULL,
  SkickatMs BIGINT NOT NULL,
  Avsandare VARCHAR(60) NOT NULL,
  Innehall TEXT NOT NULL,
  CONSTRAINT Inlagg_Chatt FOREIGN KEY (ChattId) REFERENCES {crm}.Supportchattar (ChattId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {crm}.Chattbilagor (
  BilagaId BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  ChattId CHAR(36) CHARACTER SET ascii NOT NULL,
  Filnyckel VARCHAR(200) NOT NULL,
  KEY Bilaga_Fil (Filnyckel),
  CONSTRAINT Bilaga_Chatt FOREIGN KEY (ChattId) REFERENCES {crm}.Supportchattar (ChattId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {crm}.Nyhetsbrevsprenumeranter (
  PrenumerantId INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  AnvandarId BIGINT NULL,
  Epost VARCHAR(120) NOT NULL,
  Utskick VARCHAR(30) NOT NULL,
  Tecknad TIMESTAMP NULL,
  Avslutad TIMESTAMP NULL,
  KEY Nyhetsbrev_Avslutad (Avslutad),
  KEY Nyhetsbrev_Anvandare (AnvandarId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {crm}.WebbTrafik (
  Id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  Tidpunkt TIMESTAMP(3) NULL,
  IpAdress VARCHAR(45) NOT NULL,
  KundId INT NULL,
  AnvandarId BIGINT NULL,
  Tjanst VARCHAR(30) NOT NULL,
  PuBitradeFor INT NULL,
  KEY WebbTrafik_Tid (Tidpunkt),
  KEY WebbTrafik_Anvandare (AnvandarId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Nobody's personal data, or none of a category.
CREATE TABLE {crm}.Postnummer (
  Postnr CHAR(6) NOT NULL PRIMARY KEY,
  Ort VARCHAR(40) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {crm}.Skiftschema (
  SkiftId INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  AgentId INT NOT NULL,
  StartTid DATETIME NOT NULL,
  SlutTid DATETIME NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {billing}.inv_hdr (
  inv_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  cust_id INT NOT NULL,
  inv_no VARCHAR(20) NOT NULL UNIQUE,
  ocr_no VARCHAR(25) NOT NULL,
  inv_dt DATE NOT NULL,
  due_dt DATE NOT NULL,
  posted_dt DATE NULL,
  paid_dt DATE NULL,
  inv_sts VARCHAR(12) NOT NULL,
  amt_ore BIGINT NOT NULL,
  vchr_ser VARCHAR(4) NOT NULL,
  vchr_no INT NOT NULL,
  collection_flg TINYINT(1) NOT NULL DEFAULT 0,
  KEY inv_hdr_ocr (ocr_no),
  KEY inv_hdr_posted (posted_dt),
  CONSTRAINT inv_hdr_cust FOREIGN KEY (cust_id) REFERENCES {crm}.Kunder (KundId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {billing}.inv_row (
  row_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  inv_id BIGINT NOT NULL,
  art_no VARCHAR(20) NOT NULL,
  qty INT NOT NULL,
  amt_ore BIGINT NOT NULL,
  CONSTRAINT inv_row_inv FOREIGN KEY (inv_id) REFERENCES {billing}.inv_hdr (inv_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {billing}.inv_pmt (
  pmt_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  inv_id BIGINT NOT NULL,
  pmt_type VARCHAR(12) NOT NULL,
  pmt_dt DATE NOT NULL,
  amt_ore BIGINT NOT NULL,
  CONSTRAINT inv_pmt_inv FOREIGN KEY (inv_id) REFERENCES {billing}.inv_hdr (inv_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- opened_ts, closed_ts: UTC.
CREATE TABLE {billing}.inv_dispute (
  disp_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  inv_id BIGINT NOT NULL,
  opened_ts TIMESTAMP NULL,
  closed_ts TIMESTAMP NULL,
  CONSTRAINT inv_dispute_inv FOREIGN KEY (inv_id) REFERENCES {billing}.inv_hdr (inv_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {billing}.sms_cdr (
  cdr_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  cust_id INT NOT NULL,
  usr_id BIGINT NULL,
  inv_id BIGINT NULL,
  usage_dt DATE NOT NULL,
  sms_cnt INT NOT NULL,
  a_number VARCHAR(20) NOT NULL,
  KEY sms_cdr_usr (usr_id),
  CONSTRAINT sms_cdr_cust FOREIGN KEY (cust_id) REFERENCES {crm}.Kunder (KundId),
  CONSTRAINT sms_cdr_inv FOREIGN KEY (inv_id) REFERENCES {billing}.inv_hdr (inv_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE {billing}.vat_rate (
  vat_code CHAR(2) NOT NULL PRIMARY KEY,
  percent DECIMAL(4,1) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
