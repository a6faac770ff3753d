-- What the latest attempt of a task has cost, of a task with shards all attempts of all shards: times are sums, the peak is the
-- greatest. Null where it is not known.
-- task_instance gets no rows any more; packed tasks have it in their bytes. The columns are for reading both alike.
ALTER TABLE task_instance ADD COLUMN ran_micros bigint;
ALTER TABLE task_instance ADD COLUMN cpu_micros bigint;
ALTER TABLE task_instance ADD COLUMN peak_bytes bigint;
