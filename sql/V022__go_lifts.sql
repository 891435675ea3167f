-- An order that lets runs go again says up to which stop it lifts: one that was given meanwhile, and that whoever let them go
-- had not seen, stands. Of orders from before, and where nothing is said, it lifts every one before it.
ALTER TABLE run_order
  ADD COLUMN lifts BIGINT NULL AFTER until_at,
  ADD CONSTRAINT order_lifts_a_stop CHECK (lifts IS NULL OR action = 'GO');
