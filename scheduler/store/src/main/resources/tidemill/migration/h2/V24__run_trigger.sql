-- Why a run exists: the kind of its trigger, and who or what it was.
ALTER TABLE run ADD COLUMN trigger_kind varchar DEFAULT '' NOT NULL;
ALTER TABLE run ADD COLUMN trigger_origin varchar DEFAULT '' NOT NULL;
