-- Optional: views for the applications that hide what a restriction of processing is on (GDPR 18). README.md says how.
-- They lie in a schema of their own and are called as the tables are, so that an application changes the schema it reads from
-- and nothing else. They run with the rights of the account that applies this file: the application needs none on the tables.
--
-- In doubt a record is hidden. A restriction is compared as the suite compares holds: without regard to case, under every name
-- of the user, customer or invoice.

-- What restrictions are on now. They have no end but their release; were there one, it would end with the day in UTC, which
-- ends after the day in Sweden.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.restriction AS
SELECT h.scope_kind, h.scope_key, h.category FROM ${suite}.hold h
WHERE h.type = 'RESTRICTION'
  AND NOT EXISTS (SELECT 1 FROM ${suite}.valid_release r WHERE r.hold_id = h.id)
  AND (h.until_on IS NULL OR h.until_on >= DATE(UTC_TIMESTAMP()));

-- Users, customers and invoices, by key, with the other names by which records may name them.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.restricted_user AS
SELECT u.id, u.user_name, u.email, u.phone, r.category FROM ${business}.user_account u JOIN ${views}.restriction r
  ON r.scope_kind = 'USER' AND r.scope_key COLLATE utf8mb4_bin IN (CAST(u.id AS CHAR CHARACTER SET utf8mb4),
    LOWER(TRIM(u.user_name)), LOWER(TRIM(u.email)), LOWER(TRIM(u.phone)));
CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.restricted_customer AS
SELECT c.id, r.category FROM ${business}.customer c JOIN ${views}.restriction r
  ON r.scope_kind = 'CUSTOMER' AND r.scope_key COLLATE utf8mb4_bin IN (CAST(c.id AS CHAR CHARACTER SET utf8mb4),
    LOWER(TRIM(c.customer_no)), LOWER(TRIM(c.org_no)));
CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.restricted_invoice AS
SELECT i.id, r.category FROM ${business}.invoice i JOIN ${views}.restriction r
  ON r.scope_kind = 'INVOICE' AND r.scope_key COLLATE utf8mb4_bin IN (CAST(i.id AS CHAR CHARACTER SET utf8mb4),
    LOWER(TRIM(i.invoice_no)), LOWER(TRIM(i.ocr)));
-- A name that stands on a record without belonging to any user.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.restricted_record AS
SELECT r.scope_kind, r.scope_key, r.category FROM ${views}.restriction r
WHERE r.scope_kind IN ('RECORD', 'CATEGORY', 'USER', 'OBJECT');

CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.user_account AS
SELECT t.* FROM ${business}.user_account t
WHERE NOT EXISTS (SELECT 1 FROM ${views}.restricted_user r WHERE r.id = t.id)
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_customer r WHERE r.id = t.customer_id
    AND (r.category IS NULL OR r.category = 'user-data'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_record r WHERE
    (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin = CONCAT('user-data:', t.id))
    OR (r.scope_kind = 'CATEGORY' AND r.scope_key = 'user-data'));

CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.user_membership AS
SELECT t.* FROM ${business}.user_membership t JOIN ${views}.user_account u ON u.id = t.user_id;

CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.invoice AS
SELECT t.* FROM ${business}.invoice t
WHERE NOT EXISTS (SELECT 1 FROM ${views}.restricted_invoice r WHERE r.id = t.id)
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_customer r WHERE r.id = t.customer_id
    AND (r.category IS NULL OR r.category = 'invoices'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_record r WHERE
    (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin = CONCAT('invoices:', t.id))
    OR (r.scope_kind = 'CATEGORY' AND r.scope_key = 'invoices'));

CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.sms_usage AS
SELECT t.* FROM ${business}.sms_usage t
WHERE NOT EXISTS (SELECT 1 FROM ${views}.restricted_user r WHERE (r.id = t.user_id OR LOWER(TRIM(r.phone)) = LOWER(TRIM(t.number)))
    AND (r.category IS NULL OR r.category = 'traffic-data'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_customer r WHERE r.id = t.customer_id
    AND (r.category IS NULL OR r.category = 'traffic-data'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_invoice r WHERE r.id = t.invoice_id
    AND (r.category IS NULL OR r.category = 'traffic-data'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_record r WHERE (r.category IS NULL OR r.category = 'traffic-data') AND (
    (r.scope_kind = 'USER' AND r.scope_key COLLATE utf8mb4_bin = LOWER(TRIM(t.number)))
    OR (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin = CONCAT('traffic-data:', t.id))
    OR (r.scope_kind = 'CATEGORY' AND r.scope_key = 'traffic-data')));

CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.email_usage AS
SELECT t.* FROM ${business}.email_usage t
WHERE NOT EXISTS (SELECT 1 FROM ${views}.restricted_user r WHERE r.id = t.user_id
    AND (r.category IS NULL OR r.category = 'email-traffic'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_customer r WHERE r.id = t.customer_id
    AND (r.category IS NULL OR r.category = 'email-traffic'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_invoice r WHERE r.id = t.invoice_id
    AND (r.category IS NULL OR r.category = 'email-traffic'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_record r WHERE (r.category IS NULL OR r.category = 'email-traffic') AND (
    (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin = CONCAT('email-traffic:', t.id))
    OR (r.scope_kind = 'CATEGORY' AND r.scope_key = 'email-traffic')));

CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.ip_log AS
SELECT t.* FROM ${business}.ip_log t
WHERE NOT EXISTS (SELECT 1 FROM ${views}.restricted_user r WHERE r.id = t.user_id
    AND (r.category IS NULL OR r.category = 'ip-logs'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_customer r WHERE r.id = t.customer_id
    AND (r.category IS NULL OR r.category = 'ip-logs'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_record r WHERE (r.category IS NULL OR r.category = 'ip-logs') AND (
    (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin = CONCAT('ip-logs:', t.id))
    OR (r.scope_kind = 'CATEGORY' AND r.scope_key = 'ip-logs')));

-- A file with one restricted person in it is hidden whole, and so is who else is in it.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.access_log_file AS
SELECT t.* FROM ${business}.access_log_file t
WHERE NOT EXISTS (SELECT 1 FROM ${business}.access_log_party p JOIN ${views}.restricted_user r ON r.id = p.user_id
    WHERE p.file_id = t.id AND (r.category IS NULL OR r.category = 'ip-log-files'))
  AND NOT EXISTS (SELECT 1 FROM ${business}.access_log_party p JOIN ${views}.restricted_customer r ON r.id = p.customer_id
    WHERE p.file_id = t.id AND (r.category IS NULL OR r.category = 'ip-log-files'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_record r WHERE (r.category IS NULL OR r.category = 'ip-log-files') AND (
    (r.scope_kind = 'OBJECT' AND r.scope_key COLLATE utf8mb4_bin = LOWER(TRIM(t.object_key)))
    OR (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin = CONCAT('ip-log-files:', t.id))
    OR (r.scope_kind = 'CATEGORY' AND r.scope_key = 'ip-log-files')));
CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.access_log_party AS
SELECT t.* FROM ${business}.access_log_party t JOIN ${views}.access_log_file f ON f.id = t.file_id;

CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.call_recording AS
SELECT t.* FROM ${business}.call_recording t
WHERE NOT EXISTS (SELECT 1 FROM ${views}.restricted_user r
    WHERE (r.id = t.user_id OR LOWER(TRIM(t.caller_no)) IN (LOWER(TRIM(r.phone)), LOWER(TRIM(r.user_name)), LOWER(TRIM(r.email))))
    AND (r.category IS NULL OR r.category = 'call-recordings'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_customer r WHERE r.id = t.customer_id
    AND (r.category IS NULL OR r.category = 'call-recordings'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_invoice r WHERE r.id = t.invoice_id
    AND (r.category IS NULL OR r.category = 'call-recordings'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_record r WHERE (r.category IS NULL OR r.category = 'call-recordings') AND (
    (r.scope_kind = 'USER' AND r.scope_key COLLATE utf8mb4_bin = LOWER(TRIM(t.caller_no)))
    OR (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin = CONCAT('call-recordings:', t.id))
    OR (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin IN (SELECT CONCAT('call-recordings/transcripts:', c.id)
      FROM ${business}.call_transcript c WHERE c.recording_id = t.id))
    OR (r.scope_kind = 'OBJECT' AND r.scope_key COLLATE utf8mb4_bin = LOWER(TRIM(t.object_key)))
    OR (r.scope_kind = 'CATEGORY' AND r.scope_key = 'call-recordings')));
CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.call_transcript AS
SELECT t.* FROM ${business}.call_transcript t
WHERE EXISTS (SELECT 1 FROM ${views}.call_recording c WHERE c.id = t.recording_id);

CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.chat_conversation AS
SELECT t.* FROM ${business}.chat_conversation t
WHERE NOT EXISTS (SELECT 1 FROM ${views}.restricted_user r WHERE r.id = t.user_id
    AND (r.category IS NULL OR r.category = 'chat-logs'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_customer r WHERE r.id = t.customer_id
    AND (r.category IS NULL OR r.category = 'chat-logs'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_invoice r WHERE r.id = t.invoice_id
    AND (r.category IS NULL OR r.category = 'chat-logs'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_record r WHERE (r.category IS NULL OR r.category = 'chat-logs') AND (
    (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin = CONCAT('chat-logs:', t.id))
    OR (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin IN (SELECT CONCAT('chat-logs/messages:', c.id)
      FROM ${business}.chat_message c WHERE c.conversation_id = t.id))
    OR (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin IN (SELECT CONCAT('chat-logs/attachments:', c.id)
      FROM ${business}.chat_attachment c WHERE c.conversation_id = t.id))
    OR (r.scope_kind = 'OBJECT' AND r.scope_key COLLATE utf8mb4_bin IN (SELECT LOWER(TRIM(c.object_key))
      FROM ${business}.chat_attachment c WHERE c.conversation_id = t.id))
    OR (r.scope_kind = 'CATEGORY' AND r.scope_key = 'chat-logs')));
CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.chat_message AS
SELECT t.* FROM ${business}.chat_message t
WHERE EXISTS (SELECT 1 FROM ${views}.chat_conversation c WHERE c.id = t.conversation_id);
CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.chat_attachment AS
SELECT t.* FROM ${business}.chat_attachment t
WHERE EXISTS (SELECT 1 FROM ${views}.chat_conversation c WHERE c.id = t.conversation_id);

CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.newsletter_subscription AS
SELECT t.* FROM ${business}.newsletter_subscription t
WHERE NOT EXISTS (SELECT 1 FROM ${views}.restricted_user r
    WHERE (r.id = t.user_id OR LOWER(TRIM(t.email)) IN (LOWER(TRIM(r.email)), LOWER(TRIM(r.user_name))))
    AND (r.category IS NULL OR r.category = 'newsletter'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_record r WHERE (r.category IS NULL OR r.category = 'newsletter') AND (
    (r.scope_kind = 'USER' AND r.scope_key COLLATE utf8mb4_bin = LOWER(TRIM(t.email)))
    OR (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin = CONCAT('newsletter:', t.id))
    OR (r.scope_kind = 'CATEGORY' AND r.scope_key = 'newsletter')));

CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.marketing_usage AS
SELECT t.* FROM ${business}.marketing_usage t
WHERE NOT EXISTS (SELECT 1 FROM ${views}.restricted_user r WHERE r.id = t.user_id
    AND (r.category IS NULL OR r.category = 'marketing-traffic'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_customer r WHERE r.id = t.customer_id
    AND (r.category IS NULL OR r.category = 'marketing-traffic'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_record r WHERE
    (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin = CONCAT('marketing-traffic:', t.id))
    OR (r.scope_kind = 'CATEGORY' AND r.scope_key = 'marketing-traffic'));

CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.sales_lead AS
SELECT t.* FROM ${business}.sales_lead t
WHERE NOT EXISTS (SELECT 1 FROM ${views}.restricted_customer r WHERE r.id = t.customer_id
    AND (r.category IS NULL OR r.category = 'leads'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_record r WHERE
    (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin = CONCAT('leads:', t.id))
    OR (r.scope_kind = 'CATEGORY' AND r.scope_key = 'leads'));

CREATE OR REPLACE SQL SECURITY DEFINER VIEW ${views}.web_visit AS
SELECT t.* FROM ${business}.web_visit t
WHERE NOT EXISTS (SELECT 1 FROM ${views}.restricted_user r WHERE r.id = t.user_id
    AND (r.category IS NULL OR r.category = 'web-visits'))
  AND NOT EXISTS (SELECT 1 FROM ${views}.restricted_record r WHERE (r.category IS NULL OR r.category = 'web-visits') AND (
    (r.scope_kind = 'RECORD' AND r.scope_key COLLATE utf8mb4_bin = CONCAT('web-visits:', t.id))
    OR (r.scope_kind = 'CATEGORY' AND r.scope_key = 'web-visits')));
