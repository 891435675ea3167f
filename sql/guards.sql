-- After `gallra db migrate` and before grants.sql, and again after every upgrade: triggers and procedures that hold whatever a session has switched off. A database
-- administrator applies them: while the binary log is on, the owner of a schema may not make a trigger (error 1419). They run with the
-- rights of an account that nobody can log in to. `gallra doctor` and every run compare them with this file. README.md says how.
DELIMITER //
-- Triggers and procedures keep the sql_mode of the session that makes them, and preflight compares it.
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'//
CREATE USER IF NOT EXISTS ${guard} ACCOUNT LOCK//
GRANT SELECT, INSERT, UPDATE, TRIGGER, EXECUTE, SHOW VIEW ON ${suite}.* TO ${guard}//

-- The gate moves forward by exactly one, and each step is on record: a gate that is set back would hide a hold from a run.
DROP TRIGGER IF EXISTS ${suite}.gate_step//
CREATE DEFINER = ${guard} TRIGGER ${suite}.gate_step BEFORE UPDATE ON ${suite}.gate FOR EACH ROW
BEGIN
  IF NEW.name <> OLD.name OR NEW.v <> OLD.v + 1 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the gate moves forward by exactly one';
  END IF;
  INSERT INTO gate_log (epoch) VALUES (NEW.v);
END//
DROP TRIGGER IF EXISTS ${suite}.gate_stays//
CREATE DEFINER = ${guard} TRIGGER ${suite}.gate_stays BEFORE DELETE ON ${suite}.gate FOR EACH ROW
BEGIN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the gate is never taken away';
END//
-- How people's acts move it: nobody has the right to write the row itself.
DROP PROCEDURE IF EXISTS ${suite}.advance_gate//
CREATE DEFINER = ${guard} PROCEDURE ${suite}.advance_gate() SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  UPDATE gate SET v = v + 1 WHERE name = 'holds';
END//

-- Whom a hold is on is noted before it is placed: what came later would widen it past the gate.
DROP TRIGGER IF EXISTS ${suite}.hold_target_noted//
CREATE DEFINER = ${guard} TRIGGER ${suite}.hold_target_noted BEFORE INSERT ON ${suite}.hold_target FOR EACH ROW
BEGIN
  IF EXISTS (SELECT 1 FROM hold h WHERE h.uuid = NEW.hold_uuid) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'nothing is added to a hold that was placed';
  END IF;
END//

-- A hold counts also where somebody inserts it by hand: it goes through the gate, and its key and its order are not the
-- inserter's; who and when are defaults of columns that nobody has the right to write.
DROP TRIGGER IF EXISTS ${suite}.hold_placed//
CREATE DEFINER = ${guard} TRIGGER ${suite}.hold_placed BEFORE INSERT ON ${suite}.hold FOR EACH ROW
BEGIN
  IF NEW.type NOT IN ('LEGAL_CLAIM', 'DISPUTE', 'RESTRICTION', 'TAX_AUDIT', 'AUTHORITY_ORDER', 'SECURITY_INCIDENT') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no hold has this type';
  END IF;
  IF NEW.scope_kind NOT IN ('RECORD', 'USER', 'CUSTOMER', 'INVOICE', 'OBJECT', 'CATEGORY') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a hold is on no such thing';
  END IF;
  IF NEW.category IS NOT NULL AND NEW.category NOT IN (${categories}) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no category has this name';
  END IF;
  IF TRIM(NEW.scope_text) = '' OR NEW.until_on IS NULL AND NEW.review_by IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a hold needs something it is on, and a day it ends or is reviewed';
  END IF;
  -- Letters beyond ASCII can be written in more than one way; only gallra brings them into one, so it says the key.
  IF NEW.scope_key = '' OR CHAR_LENGTH(NEW.scope_text) = LENGTH(NEW.scope_text) THEN
    IF CHAR_LENGTH(NEW.scope_text) <> LENGTH(NEW.scope_text) THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'letters beyond ASCII: place this hold with gallra holds add';
    END IF;
    SET NEW.scope_key = LOWER(TRIM(NEW.scope_text));
  END IF;
  CALL advance_gate();
  SET NEW.epoch = (SELECT v FROM gate WHERE name = 'holds');
END//

-- Who an account belongs to: the person on record, or, where there is none, its login without the host and in small letters. Locking reads
-- see also what was committed after this transaction began. Whoever has left asks for nothing and approves nothing.
DROP PROCEDURE IF EXISTS ${suite}.person_there//
CREATE DEFINER = ${guard} PROCEDURE ${suite}.person_there(IN whose VARCHAR(128)) SQL SECURITY DEFINER READS SQL DATA
BEGIN
  DECLARE newest BIGINT;
  SELECT MAX(p.id) INTO newest FROM person_login p WHERE p.person = whose AND p.what IN ('HAS', 'LEFT') LOCK IN SHARE MODE;
  SELECT COUNT(*) INTO newest FROM person_login p WHERE p.id = newest AND p.what = 'LEFT' LOCK IN SHARE MODE;
  IF newest > 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'this person has left';
  END IF;
END//
DROP PROCEDURE IF EXISTS ${suite}.person_of//
CREATE DEFINER = ${guard} PROCEDURE ${suite}.person_of(IN account VARCHAR(390), OUT whose VARCHAR(128)) SQL SECURITY DEFINER READS SQL DATA
BEGIN
  DECLARE plain VARCHAR(390) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE newest BIGINT;
  SET plain = LOWER(LEFT(account, CHAR_LENGTH(account) - CHAR_LENGTH(SUBSTRING_INDEX(account, '@', -1)) - 1));
  SELECT MAX(p.id) INTO newest FROM person_login p WHERE p.issuer = '' AND p.login = plain LOCK IN SHARE MODE;
  SELECT MAX(p.person) INTO whose FROM person_login p WHERE p.id = newest AND p.what = 'HAS' LOCK IN SHARE MODE;
  CALL person_there(whose);
  SET whose = COALESCE(whose, plain);
END//

-- What takes two people: the two names are compared here also where a session has switched off keys and constraints.
DROP TRIGGER IF EXISTS ${suite}.approval_given//
CREATE DEFINER = ${guard} TRIGGER ${suite}.approval_given BEFORE INSERT ON ${suite}.approval FOR EACH ROW
BEGIN
  DECLARE asked VARCHAR(390) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE asker VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE approver VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE server_time DATETIME(6);
  SET asked = (SELECT q.requested_by FROM approval_request q WHERE q.id = NEW.request_id);
  IF asked IS NULL OR asked <> NEW.requested_by THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'there is no such request of this login';
  END IF;
  IF NEW.by_session <> USER() OR LEFT(NEW.by_session, CHAR_LENGTH(NEW.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.by_session, '@', -1)) - 1)
      <> LEFT(NEW.approved_by, CHAR_LENGTH(NEW.approved_by) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.approved_by, '@', -1)) - 1) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an approval is given under the own login';
  END IF;
  IF LOWER(LEFT(asked, CHAR_LENGTH(asked) - CHAR_LENGTH(SUBSTRING_INDEX(asked, '@', -1)) - 1))
      = LOWER(LEFT(NEW.approved_by, CHAR_LENGTH(NEW.approved_by) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.approved_by, '@', -1)) - 1)) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'who asked may not approve';
  END IF;
  CALL person_of(asked, asker);
  -- Given with a passkey, it names the person: see key_approved. Nobody has the right to write that column.
  SET approver = NEW.approved_person;
  IF approver IS NULL THEN
    CALL person_of(NEW.approved_by, approver);
  END IF;
  IF asker = approver THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'both logins are of one person';
  END IF;
  SET NEW.requested_person = asker, NEW.approved_person = approver;
  -- An approval of the kind PERSON is what changes the register.
  IF EXISTS (SELECT 1 FROM approval_request q WHERE q.id = NEW.request_id AND q.subject_kind = 'PERSON') THEN
    SET server_time = TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND;
    IF NOT EXISTS (SELECT 1 FROM approval_request q WHERE q.id = NEW.request_id AND q.requested_at + INTERVAL q.valid_days DAY > server_time)
        OR EXISTS (SELECT 1 FROM approval_end e WHERE e.request_id = NEW.request_id) THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the request is over';
    END IF;
    INSERT INTO person_login (issuer, login, person, what, request_id, noted_by)
      SELECT IF(SUBSTRING_INDEX(q.terms, '=', 1) IN ('has issuer', 'lost issuer'),
          SUBSTRING_INDEX(SUBSTRING(q.terms, LOCATE('=', q.terms) + 1), ' login=', 1), ''),
        IF(q.terms = 'left', '', SUBSTRING(q.terms, LOCATE(' login=', q.terms) + 7)), q.subject_id,
        CASE SUBSTRING_INDEX(q.terms, ' ', 1) WHEN 'has' THEN 'HAS' WHEN 'lost' THEN 'LOST' ELSE 'LEFT' END, q.id, NEW.approved_by
      FROM approval_request q WHERE q.id = NEW.request_id;
  END IF;
END//

-- Approvals with a passkey: of runs and plans alone, by a passkey that counts now, of a person who is there. What it signed is checked by whoever
-- reads the approval. The approval is written for the person whose passkey it is, so that it is none of whoever asked, under whatever login.
DROP TRIGGER IF EXISTS ${suite}.key_approved//
CREATE DEFINER = ${guard} TRIGGER ${suite}.key_approved BEFORE INSERT ON ${suite}.key_approval FOR EACH ROW
BEGIN
  DECLARE owner VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  IF NEW.by_session <> USER() OR LEFT(NEW.by_session, CHAR_LENGTH(NEW.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.by_session, '@', -1)) - 1)
      <> LEFT(NEW.given_by, CHAR_LENGTH(NEW.given_by) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.given_by, '@', -1)) - 1) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an approval is given under the own login';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM approval_request q WHERE q.id = NEW.request_id AND q.subject_kind IN ('RUN', 'PLAN')) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a passkey approves runs and plans alone';
  END IF;
  SELECT MAX(k.person) INTO owner FROM valid_key k WHERE k.id = NEW.key_id AND k.ended_at IS NULL LOCK IN SHARE MODE;
  IF owner IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'this passkey is not on record, or no longer';
  END IF;
  CALL person_there(owner);
  SET NEW.person = owner;
END//
DROP TRIGGER IF EXISTS ${suite}.key_approval_given//
CREATE DEFINER = ${guard} TRIGGER ${suite}.key_approval_given AFTER INSERT ON ${suite}.key_approval FOR EACH ROW
BEGIN
  INSERT INTO approval (request_id, requested_by, approved_by, by_session, approved_person)
    SELECT q.id, q.requested_by, NEW.given_by, NEW.by_session, NEW.person FROM approval_request q WHERE q.id = NEW.request_id;
END//
DROP TRIGGER IF EXISTS ${suite}.request_made//
CREATE DEFINER = ${guard} TRIGGER ${suite}.request_made BEFORE INSERT ON ${suite}.approval_request FOR EACH ROW
BEGIN
  DECLARE asker VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  IF NEW.by_session <> USER() OR LEFT(NEW.by_session, CHAR_LENGTH(NEW.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.by_session, '@', -1)) - 1)
      <> LEFT(NEW.requested_by, CHAR_LENGTH(NEW.requested_by) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.requested_by, '@', -1)) - 1) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a request is made under the own login';
  END IF;
  CALL person_of(NEW.requested_by, asker);
  -- The case of letters makes another subject of an OpenID provider, and no other login.
  IF NEW.subject_kind = 'PERSON' AND NOT COALESCE(NEW.subject_id REGEXP '^[a-z]' AND NOT NEW.subject_id REGEXP '[^a-z0-9.-]'
      AND (NEW.terms = 'left' OR NEW.terms REGEXP '^(has|lost) login=[^[:space:]]' AND NEW.terms = LOWER(NEW.terms)
        OR NEW.terms REGEXP '^(has|lost) issuer=[^[:space:]]+ login=[^[:space:]]') AND NOT NEW.terms REGEXP '[[:cntrl:]]'
      AND CHAR_LENGTH(NEW.terms) = CHAR_LENGTH(TRIM(NEW.terms)) AND CHAR_LENGTH(NEW.terms) <= 250, FALSE) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ask for changes of people with gallra people';
  END IF;
END//
DROP TRIGGER IF EXISTS ${suite}.approval_used//
CREATE DEFINER = ${guard} TRIGGER ${suite}.approval_used BEFORE INSERT ON ${suite}.approval_end FOR EACH ROW
BEGIN
  IF NEW.approved_id IS NOT NULL AND (NEW.approved_id <> NEW.request_id
      OR NOT EXISTS (SELECT 1 FROM valid_approval v WHERE v.request_id = NEW.request_id)) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'only what somebody else approved can be used';
  END IF;
  -- Or the longer year of before would count again, past the gate.
  IF EXISTS (SELECT 1 FROM valid_approval v WHERE v.request_id = NEW.request_id AND v.subject_kind = 'FISCAL_YEAR') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a fiscal year that was approved counts: a later end makes it longer';
  END IF;
END//
DROP TRIGGER IF EXISTS ${suite}.hold_released//
CREATE DEFINER = ${guard} TRIGGER ${suite}.hold_released BEFORE INSERT ON ${suite}.approved_release FOR EACH ROW
BEGIN
  IF NOT EXISTS (SELECT 1 FROM valid_approval v WHERE v.request_id = NEW.request_id AND v.subject_kind = 'RELEASE'
      AND v.subject_id = CONCAT('H-', NEW.hold_id) AND v.requested_by = NEW.requested_by AND v.approved_by = NEW.released_by
      AND (v.terms = CONCAT('hold=', NEW.hold_id) OR v.terms = CONCAT('hold=', NEW.hold_id, ' informed=', NEW.informed_on))) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'somebody else has to ask for the release of this hold';
  END IF;
  CALL advance_gate();
  SET NEW.epoch = (SELECT v FROM gate WHERE name = 'holds');
  INSERT INTO approval_end (request_id, approved_id, released, ended_by) VALUES (NEW.request_id, NEW.request_id, TRUE, NEW.released_by);
END//
DROP TRIGGER IF EXISTS ${suite}.permit_entered//
CREATE DEFINER = ${guard} TRIGGER ${suite}.permit_entered BEFORE INSERT ON ${suite}.permit FOR EACH ROW
BEGIN
  IF NOT EXISTS (SELECT 1 FROM approval_request q WHERE q.id = NEW.request_id AND q.requested_by = NEW.requested_by
      AND q.subject_kind = 'PERMIT' AND q.subject_id = NEW.uuid) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a permit is asked for first, by who enters it';
  END IF;
  CALL advance_gate();
  SET NEW.epoch = (SELECT v FROM gate WHERE name = 'holds');
END//
DROP TRIGGER IF EXISTS ${suite}.plan_saved//
CREATE DEFINER = ${guard} TRIGGER ${suite}.plan_saved BEFORE INSERT ON ${suite}.plan FOR EACH ROW
BEGIN
  IF NOT EXISTS (SELECT 1 FROM approval_request q WHERE q.id = NEW.request_id AND q.requested_by = NEW.made_by
      AND q.subject_kind = 'PLAN' AND q.subject_id = NEW.id AND q.terms = CONCAT('policy=', NEW.policy, ' content=', NEW.content)) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a plan is asked for first, by who makes it';
  END IF;
END//
DROP TRIGGER IF EXISTS ${suite}.replay_ended//
CREATE DEFINER = ${guard} TRIGGER ${suite}.replay_ended BEFORE INSERT ON ${suite}.replay_end FOR EACH ROW
BEGIN
  IF NOT EXISTS (SELECT 1 FROM plan p JOIN valid_approval v ON v.request_id = p.request_id
      WHERE p.id = NEW.plan_id AND p.request_id = NEW.request_id AND v.subject_kind = 'PLAN' AND v.subject_id = p.id
      AND v.requested_by = p.made_by AND v.terms = CONCAT('policy=', p.policy, ' content=', p.content)) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'only a replay that somebody else approved can end';
  END IF;
END//

DROP TRIGGER IF EXISTS ${suite}.rules_adopted//
CREATE DEFINER = ${guard} TRIGGER ${suite}.rules_adopted BEFORE INSERT ON ${suite}.policy_adopted FOR EACH ROW
BEGIN
  DECLARE later INT;
  DECLARE server_time DATETIME(6);
  -- Behind the gate: no chunk begins by the rules of before once these are in force.
  CALL advance_gate();
  SET server_time = TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND;
  -- Approved just now: neither a request nor an approval is kept for another day.
  IF NOT EXISTS (SELECT 1 FROM valid_approval v WHERE v.request_id = NEW.request_id AND v.subject_kind = 'RULES' AND v.subject_id = NEW.rules
      AND v.terms = CONCAT('rules=', NEW.rules, ' limits=', SHA2(NEW.limits, 256)) AND v.approved_by = NEW.adopted_by
      AND v.requested_at + INTERVAL LEAST(v.valid_days, 14) DAY > server_time AND v.approved_at + INTERVAL 5 MINUTE > server_time) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'rules are put in force by two people';
  END IF;
  -- A locking read sees also what was committed after this transaction began.
  SELECT COUNT(*) INTO later FROM policy_adopted p WHERE p.request_id > NEW.request_id LOCK IN SHARE MODE;
  IF later > 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the rules in force were asked for later than these';
  END IF;
  SET NEW.epoch = (SELECT v FROM gate WHERE name = 'holds');
  INSERT INTO approval_end (request_id, approved_id, released, ended_by) VALUES (NEW.request_id, NEW.request_id, TRUE, NEW.adopted_by);
END//

-- Versions: each passes the gate, its place in the order is not the inserter's, and nothing is added to what already counts.
DROP TRIGGER IF EXISTS ${suite}.year_entered//
CREATE DEFINER = ${guard} TRIGGER ${suite}.year_entered BEFORE INSERT ON ${suite}.fiscal_year_version FOR EACH ROW
BEGIN
  -- Of a day or month 0 or a 31 February, which a session may let in, nothing can be counted.
  IF NOT COALESCE(NEW.end_on > NEW.start_on AND NEW.end_on < NEW.start_on + INTERVAL 18 MONTH AND DAYOFMONTH(NEW.start_on) > 0
      AND MONTH(NEW.start_on) > 0 AND DAYOFMONTH(NEW.end_on) > 0 AND MONTH(NEW.end_on) > 0
      AND DAYOFMONTH(NEW.start_on) <= DAYOFMONTH(LAST_DAY(NEW.start_on)) AND DAYOFMONTH(NEW.end_on) <= DAYOFMONTH(LAST_DAY(NEW.end_on)), FALSE) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a fiscal year ends after it starts, and within 18 months';
  END IF;
  IF NOT COALESCE(NEW.entity REGEXP '^[a-z0-9]' AND NOT NEW.entity REGEXP '[^a-z0-9-]', FALSE) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a legal entity is named by a short word of a-z, 0-9 and -';
  END IF;
  CALL advance_gate();
  IF (NEW.removed OR NEW.request_id IS NOT NULL) AND (NOT EXISTS (SELECT 1 FROM approval_request q WHERE q.id = NEW.request_id
        AND q.requested_by = NEW.entered_by AND q.subject_kind = 'FISCAL_YEAR'
        AND q.subject_id = CONCAT(CAST(NEW.start_on AS CHAR), '..', CAST(NEW.end_on AS CHAR),
          IF(NEW.entity = 'main', '', CONCAT(' (', NEW.entity, ')')), IF(NEW.removed, ' removed', '')))
      OR EXISTS (SELECT 1 FROM approval a WHERE a.request_id = NEW.request_id)
      OR EXISTS (SELECT 1 FROM fiscal_year_version o WHERE o.request_id = NEW.request_id)) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a fiscal year that takes two people is asked for first, by who enters it, and once';
  END IF;
  SET NEW.epoch = (SELECT v FROM gate WHERE name = 'holds');
END//
DROP TRIGGER IF EXISTS ${suite}.books_in_force//
CREATE DEFINER = ${guard} TRIGGER ${suite}.books_in_force BEFORE INSERT ON ${suite}.book_import FOR EACH ROW
BEGIN
  IF NOT COALESCE(NEW.entity REGEXP '^[a-z0-9]' AND NOT NEW.entity REGEXP '[^a-z0-9-]', FALSE) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a legal entity is named by a short word of a-z, 0-9 and -';
  END IF;
  CALL advance_gate();
  SET NEW.epoch = (SELECT v FROM gate WHERE name = 'holds');
END//
-- After, not before: MariaDB 11 loses columns where a table with triggers before its rows is filled by INSERT ... SELECT (error 1048).
DROP TRIGGER IF EXISTS ${suite}.voucher_written//
CREATE DEFINER = ${guard} TRIGGER ${suite}.voucher_written AFTER INSERT ON ${suite}.voucher FOR EACH ROW
BEGIN
  IF NEW.epoch IS NULL AND (NEW.stage = '' OR EXISTS (SELECT 1 FROM book_import b WHERE b.stage = NEW.stage)) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'nothing is added to books that are in force: import them anew';
  END IF;
END//
DROP TRIGGER IF EXISTS ${suite}.voucher_stays//
CREATE DEFINER = ${guard} TRIGGER ${suite}.voucher_stays AFTER UPDATE ON ${suite}.voucher FOR EACH ROW
BEGIN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'vouchers are never changed: import the books anew';
END//
DROP TRIGGER IF EXISTS ${suite}.subject_request_made//
CREATE DEFINER = ${guard} TRIGGER ${suite}.subject_request_made BEFORE INSERT ON ${suite}.subject_request FOR EACH ROW
BEGIN
  DECLARE person VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  IF NEW.by_session <> USER() OR LEFT(NEW.by_session, CHAR_LENGTH(NEW.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.by_session, '@', -1)) - 1)
      <> LEFT(NEW.entered_by, CHAR_LENGTH(NEW.entered_by) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.entered_by, '@', -1)) - 1) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a request is entered under the own login';
  END IF;
  CALL person_of(NEW.entered_by, person);
END//
DROP TRIGGER IF EXISTS ${suite}.subject_request_decided//
CREATE DEFINER = ${guard} TRIGGER ${suite}.subject_request_decided BEFORE INSERT ON ${suite}.request_decision FOR EACH ROW
BEGIN
  DECLARE entered VARCHAR(390) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE enterer VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE decider VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE decided INT;
  SET entered = (SELECT r.entered_by FROM subject_request r WHERE r.id = NEW.request_id);
  IF entered IS NULL OR entered <> NEW.entered_by THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'there is no such request of this login';
  END IF;
  IF NEW.by_session <> USER() OR LEFT(NEW.by_session, CHAR_LENGTH(NEW.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.by_session, '@', -1)) - 1)
      <> LEFT(NEW.decided_by, CHAR_LENGTH(NEW.decided_by) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.decided_by, '@', -1)) - 1) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a request is decided under the own login';
  END IF;
  IF LOWER(LEFT(entered, CHAR_LENGTH(entered) - CHAR_LENGTH(SUBSTRING_INDEX(entered, '@', -1)) - 1))
      = LOWER(LEFT(NEW.decided_by, CHAR_LENGTH(NEW.decided_by) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.decided_by, '@', -1)) - 1)) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'who entered a request may not decide it';
  END IF;
  CALL person_of(entered, enterer);
  CALL person_of(NEW.decided_by, decider);
  IF enterer = decider THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'both logins are of one person';
  END IF;
  SET NEW.entered_person = enterer, NEW.decided_person = decider;
  CALL advance_gate();
  -- A locking read sees also what was committed after this transaction began.
  SELECT COUNT(*) INTO decided FROM valid_decision d WHERE d.request_id = NEW.request_id LOCK IN SHARE MODE;
  IF decided > 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the request is decided already';
  END IF;
  SET NEW.epoch = (SELECT v FROM gate WHERE name = 'holds');
END//
DROP TRIGGER IF EXISTS ${suite}.request_item_noted//
CREATE DEFINER = ${guard} TRIGGER ${suite}.request_item_noted BEFORE INSERT ON ${suite}.request_item FOR EACH ROW
BEGIN
  IF EXISTS (SELECT 1 FROM request_decision d WHERE d.uuid = NEW.decision) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'nothing is added to what was decided';
  END IF;
END//

-- Who takes care of a finding: of one that there is, under the own login, from today and for three months at most. An acknowledgement is
-- never changed; a newer one counts. The finding is read without a lock, which a chunk would have to wait for.
DROP TRIGGER IF EXISTS ${suite}.finding_acked//
CREATE DEFINER = ${guard} TRIGGER ${suite}.finding_acked BEFORE INSERT ON ${suite}.finding_ack FOR EACH ROW
BEGIN
  DECLARE server_time DATETIME(6);
  IF NOT EXISTS (SELECT 1 FROM finding f WHERE f.id = NEW.finding_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'there is no such finding';
  END IF;
  IF NEW.by_session <> USER() OR LEFT(NEW.by_session, CHAR_LENGTH(NEW.by_session) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.by_session, '@', -1)) - 1)
      <> LEFT(NEW.acked_by, CHAR_LENGTH(NEW.acked_by) - CHAR_LENGTH(SUBSTRING_INDEX(NEW.acked_by, '@', -1)) - 1) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a finding is acknowledged under the own login';
  END IF;
  SET server_time = TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND;
  -- Of a day or month 0 or a 31 February, which a session may let in, nothing can be told.
  IF NOT COALESCE(NEW.due_on >= DATE(server_time) AND NEW.due_on <= DATE(server_time) + INTERVAL 93 DAY AND DAYOFMONTH(NEW.due_on) > 0
      AND MONTH(NEW.due_on) > 0 AND DAYOFMONTH(NEW.due_on) <= DAYOFMONTH(LAST_DAY(NEW.due_on)), FALSE) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a finding is acknowledged until a day within three months';
  END IF;
  IF TRIM(NEW.owner) = '' OR TRIM(NEW.reason) = '' OR NEW.owner REGEXP '[[:cntrl:]]' OR NEW.reason REGEXP '[[:cntrl:]]' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an owner and a reason, each in one line';
  END IF;
  SET NEW.acked_at = server_time;
END//
-- So that no acknowledgement comes to stand for something else.
DROP TRIGGER IF EXISTS ${suite}.finding_stays//
CREATE DEFINER = ${guard} TRIGGER ${suite}.finding_stays BEFORE UPDATE ON ${suite}.finding FOR EACH ROW
BEGIN
  IF NEW.id <> OLD.id OR NEW.category <> OLD.category OR NEW.subject <> OLD.subject OR NEW.code <> OLD.code THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'what a finding is about is never changed';
  END IF;
END//
DROP TRIGGER IF EXISTS ${suite}.finding_ack_stays//
CREATE DEFINER = ${guard} TRIGGER ${suite}.finding_ack_stays BEFORE UPDATE ON ${suite}.finding_ack FOR EACH ROW
BEGIN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an acknowledgement is never changed: acknowledge the finding again';
END//

-- At which step of the gate a row of the ledger was written; a transaction of the job has the lock already.
DROP TRIGGER IF EXISTS ${suite}.ledger_row_written//
CREATE DEFINER = ${guard} TRIGGER ${suite}.ledger_row_written BEFORE INSERT ON ${suite}.ledger_chunk FOR EACH ROW
BEGIN
  DECLARE step BIGINT;
  SELECT g.v INTO step FROM gate g WHERE g.name = 'holds' LOCK IN SHARE MODE;
  SET NEW.stored_epoch = step;
END//

-- What names people, masked, for roles of persons that have no need of it (roles.sql): reasons, names that holds are on, whoever ordered
-- or was identified. Keys of at most nine digits are shown. Each view has the columns of what it stands for.
-- Words in a view have the collation of the session that makes it; that of the columns they are compared with suits all of them.
SET @gallra_collation = @@SESSION.collation_connection//
SET SESSION collation_connection = utf8mb4_bin//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_hold AS
SELECT h.id, h.uuid, h.type, h.scope_kind,
  IF(h.scope_kind = 'CATEGORY' OR SUBSTRING_INDEX(h.scope_key, ':', -1) REGEXP '^[1-9][0-9]{0,8}$', h.scope_key, '***') AS scope_key,
  IF(h.scope_kind = 'CATEGORY' OR SUBSTRING_INDEX(h.scope_key, ':', -1) REGEXP '^[1-9][0-9]{0,8}$', h.scope_text, '***') AS scope_text,
  h.category, h.placed_at, h.until_on, h.review_by, h.legal_basis, '***' AS reason, h.placed_by, h.epoch
FROM ${suite}.hold h//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_valid_release AS
SELECT r.hold_id, r.request_id, r.released_at, r.released_by, '***' AS reason, r.informed_on, r.epoch, r.requested_by
FROM ${suite}.valid_release r//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_approval_request AS
SELECT q.id, q.uuid, q.subject_kind, q.subject_id, q.terms, '***' AS reason, q.valid_days, q.requested_at, q.requested_by, q.by_session
FROM ${suite}.approval_request q//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_valid_approval AS
SELECT v.request_id, v.subject_kind, v.subject_id, v.terms, '***' AS reason, v.valid_days, v.requested_at, v.requested_by, v.approved_at,
  v.approved_by
FROM ${suite}.valid_approval v//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_approval_end AS
SELECT e.request_id, e.approved_id, e.run_id, IF(e.reason IS NULL, NULL, '***') AS reason, e.ended_at, e.ended_by, e.released
FROM ${suite}.approval_end e//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_valid_key AS
SELECT k.id, k.person, k.credential, k.public_key, k.algorithm, k.origin, k.request_id, k.since, k.ended_at
FROM ${suite}.valid_key k//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_permit AS
SELECT p.id, p.uuid, p.request_id, p.kind, p.permit_ref, p.category, IF(p.number IS NULL AND p.record_key IS NOT NULL, '***', p.record_key)
  AS record_key, p.number, p.year_end, p.entity, p.allowed_from, '***' AS reason, p.epoch, p.requested_at, p.requested_by
FROM ${suite}.permit p//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_valid_permit AS
SELECT p.id, p.permit_ref, p.category, IF(p.number IS NULL AND p.record_key IS NOT NULL, '***', p.record_key) AS record_key, p.number,
  p.year_end, p.entity, p.allowed_from, '***' AS reason, p.epoch, p.requested_by, p.approved_at, p.approved_by, p.withdrawn
FROM ${suite}.valid_permit p//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_valid_adoption AS
SELECT p.request_id, p.rules, p.limits, p.epoch, p.adopted_at, p.adopted_by, p.requested_by, '***' AS reason
FROM ${suite}.valid_adoption p//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_valid_replay AS
SELECT e.plan_id, e.request_id, e.seal_hash, e.input, e.records, e.kept, e.residue, e.figures, e.ended_at, e.requested_by, e.approved_by
FROM ${suite}.valid_replay e//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_book_import AS
SELECT b.id, b.entity, b.sha256, '***' AS file_name, b.generated_on, b.imported_at, '***' AS imported_by, b.vouchers, b.fresh, b.changed, b.missing
FROM ${suite}.book_import b//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_plan_end AS
SELECT e.plan_id, e.category, e.run_id, IF(e.reason IS NULL, NULL, '***') AS reason, e.ended_at, e.ended_by
FROM ${suite}.plan_end e//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_run_order AS
SELECT o.id, o.uuid, o.run_id, o.action, o.rate, o.chunk, o.until_at, o.lifts, o.category, o.attempt, '***' AS reason, o.asked_at, '***' AS asked_by
FROM ${suite}.run_order o//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_audit AS
SELECT a.id, a.at, a.who, a.by_session, a.action, a.subject, IF(a.detail IS NULL, NULL, '***') AS detail
FROM ${suite}.audit a//
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.masked_finding_ack AS
SELECT k.id, k.finding_id, '***' AS owner, k.due_on, '***' AS reason, k.acked_at, k.acked_by, k.by_session
FROM ${suite}.finding_ack k//
-- Counts for monitoring: how many requests of data subjects came in on a day, and still wait for an answer.
CREATE OR REPLACE DEFINER = ${guard} SQL SECURITY DEFINER VIEW ${suite}.count_request AS
SELECT r.received_on, e.request_id IS NOT NULL AS extended, COUNT(*) AS requests
FROM ${suite}.subject_request r LEFT JOIN ${suite}.request_extension e ON e.request_id = r.id
WHERE NOT EXISTS (SELECT 1 FROM ${suite}.request_answer a WHERE a.request_id = r.id)
GROUP BY r.received_on, e.request_id IS NOT NULL//
SET SESSION collation_connection = @gallra_collation//

-- What preflight compares, the procedures of clearing.sql among it: servers show triggers and the bodies of procedures and views only to those who may make them. Of a view the
-- server keeps no text but its own wording: what is compared is a hash of that, without the name of the schema. by_session is only
-- true as long as the database writes it by default. Of each table that numbers its rows, the next number: a session may set it (insert_id)
-- so high that no row fits after it.
DROP PROCEDURE IF EXISTS ${suite}.guards//
CREATE DEFINER = ${guard} PROCEDURE ${suite}.guards() SQL SECURITY DEFINER READS SQL DATA
BEGIN
  -- MySQL remembers the next numbers of tables for a day; MariaDB does not know this setting and passes over it.
  SET @gallra_guards = 0 /*!80000 , SESSION information_schema_stats_expiry = 0 */;
  SELECT t.trigger_name AS name, CONCAT(t.action_timing, ' ', t.event_manipulation, ' ', t.event_object_table) AS place, t.definer AS definer,
    t.action_statement AS body, t.sql_mode AS made FROM information_schema.triggers t WHERE t.trigger_schema = '${suite}'
  UNION ALL
  SELECT r.routine_name, r.routine_type, r.definer, r.routine_definition, r.sql_mode FROM information_schema.routines r
    WHERE r.routine_schema = '${suite}' AND (r.routine_name IN ('advance_gate', 'gate_keepers', 'guard_account', 'person_of', 'person_there', 'person_roles')
      OR SUBSTRING_INDEX(r.routine_name, '_', 1) IN ('clear', 'hash', 'sum', 'look', 'told'))
  UNION ALL
  SELECT v.table_name, 'VIEW', '', SHA2(REPLACE(REPLACE(v.view_definition, '`${suite}`.', ''), '_utf8mb4', ''), 256), v.security_type
    FROM information_schema.views v WHERE v.table_schema = '${suite}'
  UNION ALL
  SELECT CONCAT(c.table_name, '.', c.column_name), 'DEFAULT', '', COALESCE(c.column_default, ''), c.is_nullable
    FROM information_schema.columns c WHERE c.table_schema = '${suite}' AND c.column_name = 'by_session'
      AND c.table_name NOT IN (SELECT v.table_name FROM information_schema.views v WHERE v.table_schema = '${suite}')
  UNION ALL
  SELECT CONCAT(n.table_name, '.', n.column_name), 'NUMBER', '', CAST(COALESCE(t.auto_increment, 0) AS CHAR), '' FROM information_schema.columns n
    JOIN information_schema.tables t ON t.table_schema = n.table_schema AND t.table_name = n.table_name
    WHERE n.table_schema = '${suite}' AND n.extra LIKE '%auto_increment%';
END//
-- How the account stands whose rights they all run with.
DROP PROCEDURE IF EXISTS ${suite}.guard_account//
CREATE DEFINER = ${guard} PROCEDURE ${suite}.guard_account() SQL SECURITY DEFINER READS SQL DATA
BEGIN
  IF VERSION() LIKE '%MariaDB%' THEN
    SHOW CREATE USER CURRENT_USER();
  ELSE
    -- A procedure of MySQL that says SHOW CREATE USER leaves its client waiting for more.
    SELECT IF(u.account_locked = 'Y', 'ACCOUNT LOCK', 'ACCOUNT UNLOCK') FROM mysql.user u WHERE CONCAT(u.user, '@', u.host) = CURRENT_USER();
  END IF;
END//

-- Logins and their roles of persons, for `gallra doctor`, by a right of each role that no other has. The account of the service for finance
-- has three: it reads the audit, which no person does.
DROP PROCEDURE IF EXISTS ${suite}.person_roles//
CREATE DEFINER = ${guard} PROCEDURE ${suite}.person_roles() SQL SECURITY DEFINER READS SQL DATA
BEGIN
  SELECT CONCAT(p.user, '@', p.host) AS login, GROUP_CONCAT(DISTINCT p.role ORDER BY p.role SEPARATOR ', ') AS roles FROM (
    SELECT c.User AS user, c.Host AS host,
      CASE c.Table_name WHEN 'run_order' THEN 'operations' WHEN 'book_import' THEN 'finance' WHEN 'key_approval' THEN 'sso' ELSE 'officer' END
      AS role
    FROM mysql.columns_priv c WHERE c.Db = DATABASE() AND c.Table_name IN ('run_order', 'book_import', 'key_approval', 'subject_request')
      AND FIND_IN_SET('Insert', c.Column_priv) > 0
    UNION
    SELECT t.User, t.Host, IF(t.Table_name = 'masked_audit', 'auditor', 'metrics')
    FROM mysql.tables_priv t WHERE t.Db = DATABASE() AND t.Table_name IN ('masked_audit', 'masked_run_order')
      AND FIND_IN_SET('Select', t.Table_priv) > 0) p
  WHERE NOT EXISTS (SELECT 1 FROM mysql.tables_priv a WHERE a.Db = DATABASE() AND a.Table_name = 'audit' AND a.User = p.user
      AND a.Host = p.host AND FIND_IN_SET('Select', a.Table_priv) > 0)
  GROUP BY p.user, p.host;
END//

-- Who keeps the gate, for `gallra doctor`: sessions whose transaction has lasted at least that many seconds, by number, account, host
-- and begin; never what they do there, since statements hold personal data. MySQL knows who holds a lock. MariaDB tells it only while
-- somebody waits for it (known = 1), and else only that the gate is kept and which transactions are that old (known = 0).
DROP PROCEDURE IF EXISTS ${suite}.gate_keepers//
CREATE DEFINER = ${guard} PROCEDURE ${suite}.gate_keepers(IN at_least INT) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE free VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET free = NULL;
  IF VERSION() NOT LIKE '%MariaDB%' THEN
    SELECT DISTINCT t.processlist_id AS session, t.processlist_user AS account, t.processlist_host AS host,
      UTC_TIMESTAMP() - INTERVAL COALESCE(x.timer_wait DIV 1000000000000, t.processlist_time) SECOND AS since, 1 AS known
    FROM performance_schema.data_locks l JOIN performance_schema.threads t ON t.thread_id = l.thread_id
      LEFT JOIN performance_schema.events_transactions_current x ON x.thread_id = l.thread_id AND x.state = 'ACTIVE'
    WHERE l.object_schema = DATABASE() AND l.object_name = 'gate' AND l.lock_status = 'GRANTED' AND l.lock_type = 'RECORD'
      AND COALESCE(x.timer_wait DIV 1000000000000, t.processlist_time) >= at_least
    ORDER BY since, session;
  ELSE
    -- In a transaction of its own, so that whoever asks keeps nothing.
    START TRANSACTION;
    SELECT g.name INTO free FROM gate g WHERE g.name = 'holds' FOR UPDATE SKIP LOCKED;
    ROLLBACK;
    -- Prepared, since MySQL knows these tables no longer; one line a text and no quotes in it, so that both servers show it as it is typed.
    -- A transaction that has changed nothing yet has the number 0, and so may others.
    SET @gallra_gate = CONCAT('`', DATABASE(), '`.`gate`'), @gallra_at_least = at_least, @gallra_kept = free IS NULL,
      @gallra_zone = 'SYSTEM', @gallra_utc = '+00:00', @gallra_waits = 'LOCK WAIT';
    SET @gallra_keepers = CONCAT('SELECT x.trx_mysql_thread_id AS session, p.user AS account, p.host AS host, ',
      'CONVERT_TZ(x.trx_started, @gallra_zone, @gallra_utc) AS since, ',
      'w.waiting > 0 AND (x.trx_id <> 0 OR (SELECT COUNT(*) FROM information_schema.innodb_trx o ',
      'WHERE o.trx_id = 0 AND o.trx_rows_locked > 0 AND o.trx_state <> @gallra_waits) = 1) AS known ',
      'FROM information_schema.innodb_trx x JOIN information_schema.processlist p ON p.id = x.trx_mysql_thread_id ',
      'CROSS JOIN (SELECT COUNT(*) AS waiting FROM information_schema.innodb_lock_waits b JOIN information_schema.innodb_locks l ',
      'ON l.lock_id = b.requested_lock_id WHERE l.lock_table = @gallra_gate) w ',
      'WHERE @gallra_kept AND x.trx_rows_locked > 0 AND x.trx_state <> @gallra_waits AND p.id <> CONNECTION_ID() ',
      'AND CONVERT_TZ(x.trx_started, @gallra_zone, @gallra_utc) <= UTC_TIMESTAMP() - INTERVAL @gallra_at_least SECOND ',
      'AND (w.waiting = 0 OR x.trx_id IN (SELECT b.blocking_trx_id FROM information_schema.innodb_lock_waits b ',
      'JOIN information_schema.innodb_locks l ON l.lock_id = b.requested_lock_id WHERE l.lock_table = @gallra_gate)) ',
      'ORDER BY since, session');
    PREPARE gallra_keepers FROM @gallra_keepers;
    EXECUTE gallra_keepers;
    DEALLOCATE PREPARE gallra_keepers;
  END IF;
END//
-- What those two servers ask of whoever may see the locks of others, and on MySQL its own. The account is locked, and only procedures of this file have
-- its rights. On MySQL columns alone, so that neither statements nor keys of rows are among them; MariaDB has nothing less than PROCESS.
DROP PROCEDURE IF EXISTS ${suite}.guard_sees//
CREATE PROCEDURE ${suite}.guard_sees() SQL SECURITY INVOKER MODIFIES SQL DATA
BEGIN
  -- For person_roles: which login has a right to which table, and nothing that proves who somebody is.
  GRANT SELECT (Host, Db, User, Table_name, Column_priv) ON mysql.columns_priv TO ${guard};
  GRANT SELECT (Host, Db, User, Table_name, Table_priv) ON mysql.tables_priv TO ${guard};
  IF VERSION() LIKE '%MariaDB%' THEN
    GRANT PROCESS ON *.* TO ${guard};
  ELSE
    GRANT SELECT (User, Host, account_locked) ON mysql.user TO ${guard};
    GRANT SELECT (THREAD_ID, OBJECT_SCHEMA, OBJECT_NAME, LOCK_TYPE, LOCK_STATUS) ON performance_schema.data_locks TO ${guard};
    GRANT SELECT (THREAD_ID, PROCESSLIST_ID, PROCESSLIST_USER, PROCESSLIST_HOST, PROCESSLIST_TIME) ON performance_schema.threads TO ${guard};
    GRANT SELECT (THREAD_ID, STATE, TIMER_WAIT) ON performance_schema.events_transactions_current TO ${guard};
  END IF;
END//
CALL ${suite}.guard_sees()//
DROP PROCEDURE ${suite}.guard_sees//
DELIMITER ;
