-- The business systems of an invented company. The suite adds nothing to these tables; job-config/sources.yml names them.
-- Time columns differ on purpose, as they do in real systems: UTC, Swedish wall clock, and milliseconds since 1970.

CREATE TABLE customer (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_no VARCHAR(20) NOT NULL UNIQUE,
  org_no VARCHAR(13) NOT NULL,
  name VARCHAR(120) NOT NULL,
  KEY customer_org (org_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE contract (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  start_on DATE NOT NULL,
  end_on DATE NULL,
  status VARCHAR(16) NOT NULL,
  CONSTRAINT contract_customer FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE user_account (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  user_name VARCHAR(64) NOT NULL,
  full_name VARCHAR(120) NOT NULL,
  email VARCHAR(190) NOT NULL,
  phone VARCHAR(20) NOT NULL,
  password_hash VARCHAR(100) NULL,
  has_password BOOLEAN GENERATED ALWAYS AS (password_hash IS NOT NULL) VIRTUAL,
  billing_contact BOOLEAN NOT NULL DEFAULT FALSE,
  last_login_at DATETIME NULL,
  processor_for BIGINT NULL,
  KEY user_name (user_name),
  KEY user_email (email),
  KEY user_phone (phone),
  CONSTRAINT user_customer FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Every customer a user has belonged to. user_account.customer_id is the one he came with.
CREATE TABLE user_membership (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE NULL,
  CONSTRAINT membership_user FOREIGN KEY (user_id) REFERENCES user_account (id),
  CONSTRAINT membership_customer FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- concerns_until: the last day of an agreement that runs over several fiscal years.
CREATE TABLE invoice (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  invoice_no VARCHAR(20) NOT NULL UNIQUE,
  ocr VARCHAR(25) NOT NULL,
  voucher_series VARCHAR(4) NOT NULL,
  voucher_no INT NOT NULL,
  issued_on DATE NOT NULL,
  booked_on DATE NULL,
  settled_on DATE NULL,
  status VARCHAR(16) NOT NULL,
  amount_ore BIGINT NOT NULL,
  interrupted_on DATE NULL,
  in_court BOOLEAN NOT NULL DEFAULT FALSE,
  replaces_id BIGINT NULL,
  reference_user_id BIGINT NULL,
  concerns_until DATE NULL,
  processor_for BIGINT NULL,
  KEY invoice_ocr (ocr),
  KEY invoice_booked (booked_on),
  KEY invoice_replaces (replaces_id),
  CONSTRAINT invoice_customer FOREIGN KEY (customer_id) REFERENCES customer (id),
  CONSTRAINT invoice_reference FOREIGN KEY (reference_user_id) REFERENCES user_account (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE invoice_line (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  invoice_id BIGINT NOT NULL,
  article VARCHAR(60) NOT NULL,
  quantity INT NOT NULL,
  amount_ore BIGINT NOT NULL,
  CONSTRAINT line_invoice FOREIGN KEY (invoice_id) REFERENCES invoice (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- kind: PAYMENT, CREDIT, SET_OFF; REVERSAL and REFUND give back.
CREATE TABLE invoice_payment (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  invoice_id BIGINT NOT NULL,
  kind VARCHAR(16) NOT NULL,
  paid_on DATE NOT NULL,
  amount_ore BIGINT NOT NULL,
  CONSTRAINT payment_invoice FOREIGN KEY (invoice_id) REFERENCES invoice (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE invoice_dispute (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  invoice_id BIGINT NOT NULL,
  opened_at DATETIME NOT NULL,
  closed_at DATETIME NULL,
  CONSTRAINT dispute_invoice FOREIGN KEY (invoice_id) REFERENCES invoice (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE sms_usage (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  user_id BIGINT NULL,
  invoice_id BIGINT NULL,
  line_id BIGINT NULL,
  number VARCHAR(20) NOT NULL,
  used_on DATE NOT NULL,
  quantity INT NOT NULL,
  bookkeeping VARCHAR(8) NOT NULL DEFAULT 'FIELDS',
  processor_for BIGINT NULL,
  CONSTRAINT usage_invoice FOREIGN KEY (invoice_id) REFERENCES invoice (id),
  CONSTRAINT usage_line FOREIGN KEY (line_id) REFERENCES invoice_line (id),
  CONSTRAINT usage_user FOREIGN KEY (user_id) REFERENCES user_account (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- What is left of usage whose details are gone: how much, not by whom.
CREATE TABLE sms_usage_sum (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  line_id BIGINT NOT NULL,
  month_on DATE NOT NULL,
  customer_id BIGINT NOT NULL,
  quantity BIGINT NOT NULL,
  details BIGINT NOT NULL,
  UNIQUE KEY sum_of_line (line_id, month_on),
  CONSTRAINT sum_line FOREIGN KEY (line_id) REFERENCES invoice_line (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- E-mail by user and invoice line, billed as SMS are.
CREATE TABLE email_usage (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  user_id BIGINT NULL,
  invoice_id BIGINT NULL,
  line_id BIGINT NULL,
  used_on DATE NOT NULL,
  quantity INT NOT NULL,
  bookkeeping VARCHAR(8) NOT NULL DEFAULT 'FIELDS',
  processor_for BIGINT NULL,
  CONSTRAINT email_invoice FOREIGN KEY (invoice_id) REFERENCES invoice (id),
  CONSTRAINT email_line FOREIGN KEY (line_id) REFERENCES invoice_line (id),
  CONSTRAINT email_user FOREIGN KEY (user_id) REFERENCES user_account (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE email_usage_sum (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  line_id BIGINT NOT NULL,
  month_on DATE NOT NULL,
  customer_id BIGINT NOT NULL,
  quantity BIGINT NOT NULL,
  details BIGINT NOT NULL,
  UNIQUE KEY email_sum_of_line (line_id, month_on),
  CONSTRAINT email_sum_line FOREIGN KEY (line_id) REFERENCES invoice_line (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- seen_at in UTC.
CREATE TABLE ip_log (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  seen_at DATETIME(3) NULL,
  customer_id BIGINT NULL,
  user_id BIGINT NULL,
  service VARCHAR(40) NOT NULL,
  address VARCHAR(45) NOT NULL,
  processor_for BIGINT NULL,
  KEY ip_log_seen (seen_at),
  KEY ip_log_user (user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Files of log entries in the bucket, in UTC: from the oldest entry to the newest, and who is in them.
CREATE TABLE access_log_file (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  object_key VARCHAR(500) NOT NULL,
  oldest_at DATETIME(3) NULL,
  newest_at DATETIME(3) NULL,
  entries INT NOT NULL,
  processor_for BIGINT NULL,
  KEY log_file_oldest (oldest_at),
  KEY log_file_object (object_key(190))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE access_log_party (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  file_id BIGINT NOT NULL,
  customer_id BIGINT NULL,
  user_id BIGINT NULL,
  KEY party_user (user_id),
  CONSTRAINT party_file FOREIGN KEY (file_id) REFERENCES access_log_file (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- blocked_at, lifted_at, received_at are the Swedish wall clock. A block without lifted_at is in force, unless the last day
-- it was set to, blocked_until, has passed.
CREATE TABLE blocked_address (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  address VARCHAR(45) NOT NULL,
  reason VARCHAR(190) NOT NULL,
  blocked_at DATETIME NOT NULL,
  blocked_until DATE NULL,
  lifted_at DATETIME NULL,
  review_by DATE NULL,
  processor_for BIGINT NULL,
  KEY blocked_lifted (lifted_at),
  KEY blocked_which (address)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE quarantined_message (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  blocked_id BIGINT NOT NULL,
  received_at DATETIME NOT NULL,
  indicator VARCHAR(190) NOT NULL,
  body TEXT NOT NULL,
  CONSTRAINT quarantined_block FOREIGN KEY (blocked_id) REFERENCES blocked_address (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- ended_at is the Swedish wall clock.
CREATE TABLE call_recording (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT NULL,
  user_id BIGINT NULL,
  invoice_id BIGINT NULL,
  queue VARCHAR(40) NOT NULL,
  caller_no VARCHAR(20) NULL,
  ended_at DATETIME NULL,
  object_key VARCHAR(500) NULL,
  bookkeeping VARCHAR(8) NOT NULL DEFAULT 'NONE',
  booked_on DATE NULL,
  processor_for BIGINT NULL,
  KEY recording_ended (ended_at),
  KEY recording_user (user_id),
  KEY recording_invoice (invoice_id),
  KEY recording_object (object_key(190))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE call_transcript (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  recording_id BIGINT NOT NULL,
  body TEXT NOT NULL,
  CONSTRAINT transcript_recording FOREIGN KEY (recording_id) REFERENCES call_recording (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- closed_ms, last_message_ms, sent_ms: milliseconds since 1970.
CREATE TABLE chat_conversation (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT NULL,
  user_id BIGINT NULL,
  invoice_id BIGINT NULL,
  topic VARCHAR(60) NOT NULL,
  closed_ms BIGINT NULL,
  last_message_ms BIGINT NULL,
  bookkeeping VARCHAR(8) NOT NULL DEFAULT 'NONE',
  booked_on DATE NULL,
  processor_for BIGINT NULL,
  KEY conversation_last (last_message_ms),
  KEY conversation_user (user_id),
  KEY conversation_invoice (invoice_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE chat_message (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  conversation_id BIGINT NOT NULL,
  sent_ms BIGINT NOT NULL,
  sender VARCHAR(60) NOT NULL,
  body TEXT NOT NULL,
  CONSTRAINT message_conversation FOREIGN KEY (conversation_id) REFERENCES chat_conversation (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE chat_attachment (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  conversation_id BIGINT NOT NULL,
  file_name VARCHAR(120) NOT NULL,
  object_key VARCHAR(500) NOT NULL,
  KEY attachment_object (object_key(190)),
  CONSTRAINT attachment_conversation FOREIGN KEY (conversation_id) REFERENCES chat_conversation (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The times are the Swedish wall clock. Who only gave an address has no user_id.
CREATE TABLE newsletter_subscription (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id BIGINT NULL,
  email VARCHAR(190) NOT NULL,
  channel VARCHAR(32) NOT NULL DEFAULT 'newsletter',
  subscribed_at DATETIME NULL,
  withdrawn_at DATETIME NULL,
  processor_for BIGINT NULL,
  KEY subscription_withdrawn (withdrawn_at),
  KEY subscription_user (user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- A customer's consent to the use of its users' traffic data for marketing. The times are the Swedish wall clock.
CREATE TABLE marketing_consent (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  given_at DATETIME NULL,
  withdrawn_at DATETIME NULL,
  CONSTRAINT consent_customer FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Usage that was picked for a campaign: how much each user sent in a month.
CREATE TABLE marketing_usage (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  user_id BIGINT NULL,
  campaign VARCHAR(60) NOT NULL,
  month_on DATE NOT NULL,
  quantity INT NOT NULL,
  processor_for BIGINT NULL,
  CONSTRAINT marketing_customer FOREIGN KEY (customer_id) REFERENCES customer (id),
  CONSTRAINT marketing_user FOREIGN KEY (user_id) REFERENCES user_account (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- collected_at in UTC; customer_id once the lead has become a customer.
CREATE TABLE sales_lead (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT NULL,
  name VARCHAR(120) NOT NULL,
  company VARCHAR(120) NOT NULL,
  email VARCHAR(190) NOT NULL,
  phone VARCHAR(20) NOT NULL,
  message TEXT NOT NULL,
  collected_at DATETIME NULL,
  processor_for BIGINT NULL,
  KEY lead_collected (collected_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- visited_ms: milliseconds since 1970; user_id of who was logged in.
CREATE TABLE web_visit (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id BIGINT NULL,
  visited_ms BIGINT NULL,
  cookie CHAR(32) NOT NULL,
  page VARCHAR(120) NOT NULL,
  processor_for BIGINT NULL,
  KEY visit_time (visited_ms),
  KEY visit_user (user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- What is left of calls, chats and IP log once they are gone: how many there were, of five persons or more. The texts are
-- compared letter by letter, so that each group is one row.
CREATE TABLE call_statistic (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  day_on DATE NOT NULL,
  queue_name VARCHAR(40) COLLATE utf8mb4_bin NOT NULL,
  calls BIGINT NOT NULL,
  UNIQUE KEY calls_of_day (day_on, queue_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE chat_statistic (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  month_on DATE NOT NULL,
  topic VARCHAR(60) COLLATE utf8mb4_bin NOT NULL,
  conversations BIGINT NOT NULL,
  UNIQUE KEY chats_of_month (month_on, topic)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE ip_log_statistic (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  day_on DATE NOT NULL,
  service VARCHAR(40) COLLATE utf8mb4_bin NOT NULL,
  requests BIGINT NOT NULL,
  UNIQUE KEY requests_of_day (day_on, service)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
