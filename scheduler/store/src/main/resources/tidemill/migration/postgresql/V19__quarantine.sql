-- DAGs about which deciding failed.
CREATE TABLE dag_trouble (
  dag       integer PRIMARY KEY,
  failures  integer NOT NULL,
  failed_at bigint  NOT NULL,
  reason    text    NOT NULL
);
