-- For a log whose whole partitions are to go (`partitions` in job-config/sources.yml): once for each such table, by an account
-- that may alter it, after `gallra db migrate`. README.md says how. The procedures run with the rights of whoever made them, so
-- the job's account needs no right to alter or to truncate anything; each acts only for the run that has the category's lease.
DELIMITER //
CREATE TABLE IF NOT EXISTS ${business}.${staging} LIKE ${business}.${table}//
ALTER TABLE ${business}.${staging} REMOVE PARTITIONING//
DROP PROCEDURE IF EXISTS ${suite}.${staging}_fill//
CREATE PROCEDURE ${suite}.${staging}_fill(IN wanted VARCHAR(64), IN held BIGINT) SQL SECURITY DEFINER
BEGIN
  DECLARE patience BIGINT DEFAULT @@SESSION.lock_wait_timeout;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    SET SESSION lock_wait_timeout = patience;
    DO RELEASE_LOCK('gallra.${staging}');
    RESIGNAL;
  END;
  -- A call whose caller died may still be at work: whoever comes next waits for this before looking.
  IF GET_LOCK('gallra.${staging}', 10) IS NOT TRUE THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'somebody else is at work on ${staging}';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM ${suite}.lease WHERE category = '${category}' AND token = held) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the lease of ${category} is in other hands';
  END IF;
  IF EXISTS (SELECT 1 FROM ${business}.${staging}) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${staging} is not empty';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM information_schema.partitions WHERE table_schema = '${business}' AND table_name = '${table}'
      AND partition_name = wanted) OR wanted NOT REGEXP '^[A-Za-z0-9_]+$' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${table} has no such partition, or its name is not of letters, digits and _';
  END IF;
  -- Whoever wants the table waits behind us while we wait for others.
  SET SESSION lock_wait_timeout = 2;
  SET @gallra_fill = CONCAT('ALTER TABLE ${business}.${table} EXCHANGE PARTITION `', wanted,
    '` WITH TABLE ${business}.${staging}');
  PREPARE gallra_fill FROM @gallra_fill;
  EXECUTE gallra_fill;
  DEALLOCATE PREPARE gallra_fill;
  SET SESSION lock_wait_timeout = patience;
  DO RELEASE_LOCK('gallra.${staging}');
END//
DROP PROCEDURE IF EXISTS ${suite}.${staging}_empty//
CREATE PROCEDURE ${suite}.${staging}_empty(IN held BIGINT, IN decided BIGINT, IN key_sum DECIMAL(40)) SQL SECURITY DEFINER
BEGIN
  DECLARE patience BIGINT DEFAULT @@SESSION.lock_wait_timeout;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    SET SESSION lock_wait_timeout = patience;
    DO RELEASE_LOCK('gallra.${staging}');
    RESIGNAL;
  END;
  -- A call whose caller died may still be at work: whoever comes next waits for this before looking.
  IF GET_LOCK('gallra.${staging}', 10) IS NOT TRUE THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'somebody else is at work on ${staging}';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM ${suite}.lease WHERE category = '${category}' AND token = held) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the lease of ${category} is in other hands';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM ${suite}.staged_partition WHERE category = '${category}' AND state = 'DECIDED') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the rows in ${staging} are not decided';
  END IF;
  IF (SELECT COUNT(*) <> decided OR COALESCE(SUM(${key}), 0) <> key_sum FROM ${business}.${staging}) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${staging} does not hold the rows that were decided';
  END IF;
  SET SESSION lock_wait_timeout = 2;
  TRUNCATE TABLE ${business}.${staging};
  SET SESSION lock_wait_timeout = patience;
  DO RELEASE_LOCK('gallra.${staging}');
END//
GRANT EXECUTE ON PROCEDURE ${suite}.${staging}_fill TO ${job}//
GRANT EXECUTE ON PROCEDURE ${suite}.${staging}_empty TO ${job}//
-- Rows that stay are moved back: whole rows, so their every column.
GRANT SELECT, INSERT ON ${business}.${table} TO ${job}//
GRANT SELECT, INSERT, DELETE ON ${business}.${staging} TO ${job}//
GRANT SELECT ON ${business}.${staging} TO ${finance}, ${reader}//
DELIMITER ;
