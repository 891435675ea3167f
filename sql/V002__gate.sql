-- The gate: the one row that orders holds and erasures. README.md beside this file says who writes, who reads and how long each is kept.
-- Instants are DATETIME(6) in UTC; days are DATE in Europe/Stockholm.
--
-- When somebody asked, approved, ordered or signed is the database's to write, and UTC_TIMESTAMP is not: whoever has a session can
-- set the clock it shows (SET timestamp). SYSDATE is the clock of the server whatever a session says; it is in the zone of the
-- session, which anybody can set too, so it is counted in seconds since 1970, which have no zone. A server that was started with
-- --sysdate-is-now takes that away again, for all of its sessions alike; only who starts servers can do that.

CREATE TABLE gate (
  name VARCHAR(32) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  v BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO gate (name, v) VALUES ('holds', 0);

-- Every step of the gate, one row each: an epoch is never reached twice. Written by the trigger on gate (guards.sql) and nobody else.
CREATE TABLE gate_log (
  epoch BIGINT NOT NULL PRIMARY KEY,
  moved_at DATETIME(6) NOT NULL DEFAULT (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND),
  by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT (USER())
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO gate_log (epoch) SELECT v FROM gate WHERE name = 'holds';
