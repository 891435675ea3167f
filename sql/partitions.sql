-- For a log whose whole partitions are to go (`partitions` in job-config/sources.yml): once for each such category, and again after
-- an upgrade, by an account that may alter its table, after `gallra db migrate` and grants.sql. README.md says how. The procedures run
-- with the rights of whoever made them, so the job's account needs no right to alter or to truncate anything; each acts only for the
-- attempt that is on record of the run that has the category's lease.
DELIMITER //
DROP PROCEDURE IF EXISTS ${suite}.`${category}_fill`//
CREATE PROCEDURE ${suite}.`${category}_fill`(IN wanted VARCHAR(64), IN held BIGINT, IN ours CHAR(36)) SQL SECURITY DEFINER
BEGIN
  IF NOT EXISTS (SELECT 1 FROM ${suite}.lease l JOIN ${suite}.staged_partition s ON s.category = l.category
      WHERE l.category = '${category}' AND l.token = held AND s.attempt = ours AND s.state = 'FILLING'
        AND s.partition_name = wanted) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'this partition is not on record as being taken by who has the lease';
  END IF;
  IF EXISTS (SELECT 1 FROM ${business}.${staging}) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${staging} is not empty';
  END IF;
  IF wanted NOT REGEXP '^[A-Za-z0-9_]+$' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the name of the partition is not of letters, digits and _';
  END IF;
  SET @gallra_fill = CONCAT('ALTER TABLE ${business}.${table} EXCHANGE PARTITION `', wanted,
    '` WITH TABLE ${business}.${staging}');
  PREPARE gallra_fill FROM @gallra_fill;
  EXECUTE gallra_fill;
  DEALLOCATE PREPARE gallra_fill;
END//
DROP PROCEDURE IF EXISTS ${suite}.`${category}_empty`//
CREATE PROCEDURE ${suite}.`${category}_empty`(IN held BIGINT, IN ours CHAR(36), IN decided BIGINT, IN decided_sum DECIMAL(40))
  SQL SECURITY DEFINER
BEGIN
  IF NOT EXISTS (SELECT 1 FROM ${suite}.lease l JOIN ${suite}.staged_partition s ON s.category = l.category
      WHERE l.category = '${category}' AND l.token = held AND s.attempt = ours AND s.state = 'GOING') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the rows are not on record as going';
  END IF;
  IF (SELECT COUNT(*) <> decided OR COALESCE(SUM(${key}), 0) <> decided_sum FROM ${business}.${staging}) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${staging} does not hold the rows that were decided';
  END IF;
  TRUNCATE TABLE ${business}.${staging};
END//
GRANT EXECUTE ON PROCEDURE ${suite}.`${category}_fill` TO ${job}//
GRANT EXECUTE ON PROCEDURE ${suite}.`${category}_empty` TO ${job}//
-- Rows that stay are moved back whole, so the job sees all of them while they lie here, and no more of the log than before.
GRANT INSERT ON ${business}.${table} TO ${job}//
GRANT SELECT, INSERT, DELETE ON ${business}.${staging} TO ${job}//
GRANT SELECT (${columns}) ON ${business}.${staging} TO ${finance}, ${reader}//
DELIMITER ;
