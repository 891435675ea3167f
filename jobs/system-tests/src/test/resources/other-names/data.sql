INSERT INTO abonnent (AbonnentNr, OrgNr) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) SELECT CONCAT('AB-', i), CONCAT('5599', LPAD(i, 2, '0'), '-0001') FROM n;
INSERT INTO inloggning (uuid, AbonnentNr, EPost) SELECT CONCAT('4f0c9a1e-77b2-4d10-9c3e-', LPAD(SUBSTRING(AbonnentNr, 4), 12, '0')), AbonnentNr, CONCAT('nr', SUBSTRING(AbonnentNr, 4), '@exempel.se') FROM abonnent;
INSERT INTO Räkning (rakningsnr, ocr) SELECT CONCAT('R/2026/', SUBSTRING(AbonnentNr, 4)), 77000 + SUBSTRING(AbonnentNr, 4) FROM abonnent;
INSERT INTO InspelatSamtal (samtal, slut_sek, ko, ljud$fil, AbonnentNr, inloggning) SELECT CONCAT('5f0c9a1e-77b2-4d10-9c3e-', LPAD(SUBSTRING(AbonnentNr, 4), 12, '0')), 1790000000, IF(SUBSTRING(AbonnentNr, 4) % 2 = 0, 'KS', 'FS'), CONCAT('ljud/samtal/', SUBSTRING(AbonnentNr, 4), '.ogg'), AbonnentNr, uuid FROM inloggning;
INSERT INTO Utskrift$ (samtal, text_fil) SELECT samtal, CONCAT('text/', SUBSTRING(AbonnentNr, 4), '.txt') FROM InspelatSamtal;
INSERT INTO chatt (Ärende, stängd, senast, AbonnentNr, inloggning) SELECT CONCAT('Ärende ', SUBSTRING(AbonnentNr, 4)), '2026-11-01 10:00:00', '2026-11-01 09:55:00', AbonnentNr, uuid FROM inloggning;
INSERT INTO Inlägg (uuid, Ärende, skrivet_i_sekunder_sedan_1970_i_den_zon_som_heter_UTC_och_ej_CET) SELECT CONCAT('6f0c9a1e-77b2-4d10-9c3e-', LPAD(SUBSTRING(AbonnentNr, 4), 12, '0')), Ärende, 1790000000 FROM chatt;
INSERT INTO 2_bilagor (Inlägg, fil) SELECT uuid, CONCAT('bilagor/', SUBSTRING(uuid, 30), '/bild.png') FROM Inlägg;
INSERT INTO anrop (id, tid, AbonnentNr, inloggning) SELECT CONCAT('anrop-', SUBSTRING(AbonnentNr, 4)), '2026-11-20 10:00:00', AbonnentNr, uuid FROM inloggning;
