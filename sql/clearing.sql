-- The only ways in which the job changes rows of the business: `gallra db grants` prints one procedure for each table and column that
-- sources.yml lets it clear, filled in from here. They run with the rights of the locked account of guards.sql, and each can do one thing.
-- `gallra doctor` and every run compare them with what this version would print. A key reaches a statement as digits or as
-- hexadecimal digits alone, so that it can be nothing but a key, in whatever character set its column is.
DELIMITER //
-- Takes from the rows of these keys, of which the job sends at most 1000, what the mapping says; how many rows that were.
CREATE DEFINER = ${guard} PROCEDURE ${suite}.`${clear}`(IN record_keys LONGTEXT CHARACTER SET utf8mb4, OUT changed BIGINT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE numbers BOOLEAN DEFAULT COALESCE(JSON_TYPE(JSON_EXTRACT(record_keys, '$[0]')) IN ('INTEGER', 'UNSIGNED INTEGER'), FALSE);
  SET SESSION group_concat_max_len = 16777216;
  SET @gallra_keys = (SELECT GROUP_CONCAT(IF(numbers, CAST(j.record_key AS DECIMAL(20)), CONCAT('_utf8mb4 0x', HEX(j.record_key))))
    FROM JSON_TABLE(record_keys, '$[*]' COLUMNS (
      record_key VARCHAR(768) CHARACTER SET utf8mb4 PATH '$' ERROR ON EMPTY ERROR ON ERROR)) AS j);
  SET changed = 0;
  IF @gallra_keys IS NOT NULL THEN
    SET @gallra_clear = CONCAT('UPDATE ${table} SET ${set} WHERE `${key}` IN (', @gallra_keys, ')');
    PREPARE gallra_clear FROM @gallra_clear;
    EXECUTE gallra_clear;
    SET changed = ROW_COUNT();
    DEALLOCATE PREPARE gallra_clear;
  END IF;
END//
-- Writes keyed hashes, which only the job can compute: a list of pairs, key and hash; nothing but NULL and hexadecimal digits is written.
CREATE DEFINER = ${guard} PROCEDURE ${suite}.`${hash}`(IN hashes LONGTEXT CHARACTER SET utf8mb4, OUT changed BIGINT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE numbers BOOLEAN DEFAULT COALESCE(JSON_TYPE(JSON_EXTRACT(hashes, '$[0][0]')) IN ('INTEGER', 'UNSIGNED INTEGER'), FALSE);
  DECLARE ended BOOLEAN DEFAULT FALSE;
  DECLARE record_key TEXT CHARACTER SET utf8mb4;
  DECLARE hash VARCHAR(64) CHARACTER SET utf8mb4;
  DECLARE more CURSOR FOR SELECT IF(numbers, CAST(j.record_key AS DECIMAL(20)), CONCAT('_utf8mb4 0x', HEX(j.record_key))), j.hash
    FROM JSON_TABLE(hashes, '$[*]' COLUMNS (record_key VARCHAR(768) CHARACTER SET utf8mb4 PATH '$[0]' ERROR ON EMPTY ERROR ON ERROR,
      hash VARCHAR(64) CHARACTER SET utf8mb4 PATH '$[1]')) AS j
    WHERE j.hash IS NULL OR CHAR_LENGTH(j.hash) = ${digits} AND j.hash REGEXP '^[0-9a-f]{${digits}}$';
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET ended = TRUE;
  SET changed = 0;
  OPEN more;
  each_pair: LOOP
    FETCH more INTO record_key, hash;
    IF ended THEN
      LEAVE each_pair;
    END IF;
    SET @gallra_hash = hash;
    SET @gallra_change = CONCAT('UPDATE ${table} SET ${set} = ? WHERE `${key}` = ', record_key);
    PREPARE gallra_hash FROM @gallra_change;
    EXECUTE gallra_hash USING @gallra_hash;
    SET changed = changed + ROW_COUNT();
    DEALLOCATE PREPARE gallra_hash;
  END LOOP;
  CLOSE more;
END//
-- Adds to sums that are there: a list of quantity, number of details, invoice line, month and customer. A quantity may be negative, as that of a
-- credit is; a number of details may not.
CREATE DEFINER = ${guard} PROCEDURE ${suite}.`${sum}`(IN sums LONGTEXT CHARACTER SET utf8mb4, OUT changed BIGINT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE ended BOOLEAN DEFAULT FALSE;
  DECLARE quantity DECIMAL(65, 20);
  DECLARE details BIGINT;
  DECLARE line VARCHAR(768) CHARACTER SET utf8mb4;
  DECLARE month_on DATE;
  DECLARE customer VARCHAR(768) CHARACTER SET utf8mb4;
  DECLARE more CURSOR FOR SELECT j.quantity, j.details, j.line, j.month_on, j.customer FROM JSON_TABLE(sums, '$[*]' COLUMNS (
      quantity DECIMAL(65, 20) PATH '$[0]' ERROR ON EMPTY ERROR ON ERROR, details BIGINT PATH '$[1]' ERROR ON EMPTY ERROR ON ERROR,
      line VARCHAR(768) CHARACTER SET utf8mb4 PATH '$[2]' ERROR ON EMPTY ERROR ON ERROR,
      month_on DATE PATH '$[3]' ERROR ON EMPTY ERROR ON ERROR,
      customer VARCHAR(768) CHARACTER SET utf8mb4 PATH '$[4]' ERROR ON EMPTY ERROR ON ERROR)) AS j
    WHERE j.details > 0;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET ended = TRUE;
  SET changed = 0;
  PREPARE gallra_sum FROM 'UPDATE ${table} SET ${set} WHERE ${where}';
  OPEN more;
  each_sum: LOOP
    FETCH more INTO quantity, details, line, month_on, customer;
    IF ended THEN
      LEAVE each_sum;
    END IF;
    SET @gallra_quantity = quantity, @gallra_details = details, @gallra_line = line, @gallra_month = month_on, @gallra_customer = customer;
    EXECUTE gallra_sum USING @gallra_quantity, @gallra_details, @gallra_line, @gallra_month, @gallra_customer;
    SET changed = changed + ROW_COUNT();
  END LOOP;
  CLOSE more;
  DEALLOCATE PREPARE gallra_sum;
END//
-- Names the rows of these keys that hold something else than was left of them, by the number of the column in the mapping; never what they hold.
CREATE DEFINER = ${guard} PROCEDURE ${suite}.`${look}`(IN record_keys LONGTEXT CHARACTER SET utf8mb4)
  SQL SECURITY DEFINER READS SQL DATA
BEGIN
  DECLARE numbers BOOLEAN DEFAULT COALESCE(JSON_TYPE(JSON_EXTRACT(record_keys, '$[0]')) IN ('INTEGER', 'UNSIGNED INTEGER'), FALSE);
  SET SESSION group_concat_max_len = 16777216;
  SET @gallra_keys = (SELECT GROUP_CONCAT(IF(numbers, CAST(j.record_key AS DECIMAL(20)), CONCAT('_utf8mb4 0x', HEX(j.record_key))))
    FROM JSON_TABLE(record_keys, '$[*]' COLUMNS (
      record_key VARCHAR(768) CHARACTER SET utf8mb4 PATH '$' ERROR ON EMPTY ERROR ON ERROR)) AS j);
  IF @gallra_keys IS NOT NULL THEN
    SET @gallra_look = CONCAT(${rows});
    PREPARE gallra_look FROM @gallra_look;
    EXECUTE gallra_look;
    DEALLOCATE PREPARE gallra_look;
  END IF;
END//
-- Names the rows that say themselves that nothing is left of them, and where something is.
CREATE DEFINER = ${guard} PROCEDURE ${suite}.`${told}`() SQL SECURITY DEFINER READS SQL DATA
BEGIN
  SELECT `${key}` AS record_key FROM ${table} WHERE ${left} AND NOT ${said};
END//
