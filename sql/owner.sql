-- Before the first `gallra db migrate`: the schema, and the owner's rights in it. README.md says how to apply this.
-- The owner has no right in the schema of the business, and hands none on.
CREATE DATABASE IF NOT EXISTS ${suite} CHARACTER SET utf8mb4;
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW, SHOW VIEW, TRIGGER,
  CREATE ROUTINE, ALTER ROUTINE, EXECUTE, LOCK TABLES ON ${suite}.* TO ${owner};
