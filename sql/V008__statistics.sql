-- Which periods of a category were counted before their records could go; the counts themselves stay with the business.
-- Written by the transaction that writes the counts, and never changed: so nothing is counted twice. rows_written says how
-- many counts reached the floor; NULL: the period is left out, because records of it had gone before anybody counted. What
-- it does not say is how many records there were in all: the groups below the floor could be worked out from that.

CREATE TABLE statistic_period (
  category VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  per VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  period_on DATE NOT NULL,
  counted_at DATETIME(6) NOT NULL,
  run_id BIGINT NOT NULL,
  rows_written INT NULL,
  PRIMARY KEY (category, per, period_on),
  KEY periods_of_run (run_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
