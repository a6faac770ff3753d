-- Which version of a DAG was made active when, by whom and why. Rows stay when versions are purged.
CREATE TABLE version_activation (
  dag      integer NOT NULL REFERENCES dag,
  sequence integer NOT NULL,
  version  integer NOT NULL,
  previous integer NOT NULL,
  cause    varchar NOT NULL,
  author   varchar NOT NULL,
  at       bigint  NOT NULL,
  PRIMARY KEY (dag, sequence)
);

CREATE INDEX version_of_bundle ON dag_version (bundle);
