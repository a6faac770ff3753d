-- What the latest attempt of a task has cost, of a task with shards all attempts of all shards: times are sums, the peak is the
-- greatest. Null where it is not known.
ALTER TABLE task_instance ADD COLUMN ran_micros bigint, ADD COLUMN cpu_micros bigint, ADD COLUMN peak_bytes bigint;
