-- Says that a schema holds the demo's invented rows and nothing else, so that `gallra demo` may drop them.
CREATE TABLE demo_marker (
  generation VARCHAR(100) NOT NULL PRIMARY KEY,
  complete BOOLEAN NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
