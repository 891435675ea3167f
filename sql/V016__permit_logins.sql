-- Logins of permits are compared as those of approvals are (V012): letter by letter, so that a full-width @ is not taken for
-- ours, and without regard to case, so that it makes nobody another person. The foreign key cannot be added again where
-- somebody approved his own permit by such a spelling; no run ever believed that approval.
ALTER TABLE permit_approval DROP FOREIGN KEY approval_of_permit;
ALTER TABLE permit_approval DROP CONSTRAINT permit_by_two;
ALTER TABLE permit
  MODIFY requested_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER());
ALTER TABLE permit_approval
  MODIFY requested_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL,
  MODIFY approved_by VARCHAR(128) COLLATE utf8mb4_bin NOT NULL DEFAULT (CURRENT_USER());
ALTER TABLE permit_approval
  ADD CONSTRAINT permit_by_two CHECK (
    LOWER(SUBSTRING_INDEX(approved_by, '@', 1)) <> LOWER(SUBSTRING_INDEX(requested_by, '@', 1))),
  ADD CONSTRAINT approval_of_permit FOREIGN KEY (permit_id, requested_by) REFERENCES permit (id, requested_by);
