-- Task instances, packed: what a row costs H2 (page copies, undo log, a second pass at commit) is many times what its bytes
-- cost. The id is that of the first task (H2TaskBlocks.taskId); a block holds up to 64 tasks of one run.
-- task_instance keeps what earlier builds wrote; a task that a block has is read from the block.
CREATE TABLE task_block (
  id        bigint   PRIMARY KEY,
  partition smallint NOT NULL,
  bytes     blob     NOT NULL
);
