-- Who asked not to be written to again. The row that named him is gone; what stays is a keyed tag of his address, one a
-- channel. It is pseudonymous, not anonymous: whoever has the tag key and guesses an address can recognise it.

CREATE TABLE suppression (
  channel VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  tag BINARY(16) NOT NULL,
  since DATE NOT NULL,
  run_id BIGINT NOT NULL,
  PRIMARY KEY (channel, tag)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
